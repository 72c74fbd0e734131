import { getLocale, LOCALES, type Locale } from "./locale";

/** A message of one form, in each language in the order of `LOCALES` (see plugins/words.ts, the only caller). */
export const say =
  (...texts: string[]) =>
  (inputs?: Record<string, unknown>, options?: { locale?: Locale }) =>
    texts[LOCALES.indexOf(options?.locale ?? getLocale())]?.replace(
      /\{(\w+)\}/g,
      (_, name) => `${inputs?.[name]}`,
    );
