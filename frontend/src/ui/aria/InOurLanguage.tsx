import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { tag } from "~/lib/format";

/** The words and dates these controls bring along are those of the site's language, not of the browser's. */
export function InOurLanguage({ children }: { children: ReactNode }) {
  return <I18nProvider locale={tag()}>{children}</I18nProvider>;
}
