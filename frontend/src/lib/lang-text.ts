import type { LangText } from "~/api/types";
import { getLocale } from "./locale";

const ORDER = ["fr", "en", "de", "lb"] as const;

/** The spaces and apostrophes of French, which records are seldom typed with: no line may begin with a colon. */
export function frenchTypography(text: string): string {
  return text
    .replace(/ (?=[:;!?»%€])/g, "\u202f")
    .replace(/« /g, "«\u202f")
    .replace(/(?<=\d) (?=\d{3}(?!\d))/g, "\u202f")
    .replace(/(?<=\p{L})'(?=\p{L})/gu, "’");
}

/** The reader's language if it is there, otherwise the next best one, with the language it is in. */
export function pick(text: LangText | undefined | null): { text: string; lang: string } | undefined {
  if (!text) return undefined;
  for (const lang of [getLocale(), ...ORDER]) {
    const value = text[lang];
    if (value) return { text: lang === "fr" ? frenchTypography(value) : value, lang };
  }
  return undefined;
}

export function words(text: LangText | undefined | null): string {
  return pick(text)?.text ?? "";
}
