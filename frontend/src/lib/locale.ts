import { useSyncExternalStore } from "react";
import { baseLocale, locales, overwriteGetLocale } from "~/paraglide/runtime.js";
import { recall, remember } from "./storage";

/** The languages there is a catalogue for. */
export const LOCALES = locales;
export type Locale = (typeof LOCALES)[number];

const KEY = "lorntech.locale";
const listeners = new Set<() => void>();

function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** Within somebody else's page the address says the language, and nothing is remembered or read. */
export function isEmbedded(path: string): boolean {
  return path.startsWith("/embed/");
}

const asked = isEmbedded(location.pathname)
  ? new URLSearchParams(location.search).get("lang")
  : recall<string>(KEY, "plain");
let current: Locale = isLocale(asked) ? asked : baseLocale;

overwriteGetLocale(() => current);

export function getLocale(): Locale {
  return current;
}

export function setLocale(next: Locale): void {
  if (next === current) return;
  current = next;
  remember(KEY, next, "plain");
  document.documentElement.lang = next;
  for (const tell of listeners) tell();
}

export function useLocale(): Locale {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => current,
  );
}
