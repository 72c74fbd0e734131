import type { LangText } from "~/api/types";
import { pick } from "~/lib/lang-text";
import { getLocale } from "~/lib/locale";

/** Text from a record; when it is not in the reader's language, the browser is told which one it is. */
export function Words({ text }: { text: LangText | undefined | null }) {
  const found = pick(text);
  if (!found) return null;
  return found.lang === getLocale() ? found.text : <span lang={found.lang}>{found.text}</span>;
}
