import { useSyncExternalStore } from "react";
import { overwriteGetLocale } from "~/paraglide/runtime.js";
import { recall, remember } from "./storage";

export const LOCALES = ["fr", "de", "en"] as const;
export type Locale = (typeof LOCALES)[number];

const KEY = "lorntech.locale";
const listeners = new Set<() => void>();

function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

const stored = recall<string>(KEY, "plain");
let current: Locale = isLocale(stored) ? stored : "fr";

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
