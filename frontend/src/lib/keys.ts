import { m } from "~/paraglide/messages.js";

/** "Ctrl K", or "⌘ K" where keyboards say so. */
export function controlKey(key: string): string {
  return `${/Mac|iP/.test(navigator.platform) ? "⌘" : m.keys_control()} ${key}`;
}
