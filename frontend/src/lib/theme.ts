import { useSyncExternalStore } from "react";
import { forget, recall, remember } from "./storage";

export type Theme = "system" | "light" | "dark";
export const THEMES: Theme[] = ["system", "light", "dark"];

const KEY = "lorntech.theme";
const listeners = new Set<() => void>();

export function getTheme(): Theme {
  const stored = recall<string>(KEY, "plain");
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function setTheme(theme: Theme): void {
  if (theme === "system") {
    forget(KEY);
    delete document.documentElement.dataset.theme;
  } else {
    remember(KEY, theme, "plain");
    document.documentElement.dataset.theme = theme;
  }
  for (const tell of listeners) tell();
}

export function useTheme(): Theme {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, getTheme);
}
