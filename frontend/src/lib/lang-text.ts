import type { LangText } from "~/api/types";
import { getLocale } from "./locale";

const ORDER = ["fr", "en", "de", "lb"] as const;

/** The reader's language if it is there, otherwise the next best one, with the language it is in. */
export function pick(text: LangText | undefined | null): { text: string; lang: string } | undefined {
  if (!text) return undefined;
  for (const lang of [getLocale(), ...ORDER]) {
    const value = text[lang];
    if (value) return { text: value, lang };
  }
  return undefined;
}

export function words(text: LangText | undefined | null): string {
  return pick(text)?.text ?? "";
}
