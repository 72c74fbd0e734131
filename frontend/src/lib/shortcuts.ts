// Keys that act without a field. One place listens; the page `?` shows is made of what it listens to. Single keys get
// into the way of who dictates or types with a stick, so they can be switched off (WCAG 2.1.4); Ctrl-K stays.
import { useEffect, useLayoutEffect, useRef } from "react";
import { recall, remember } from "./storage";

export type Shortcut = {
  /** As `KeyboardEvent.key` names it. */
  key: string;
  words: () => string;
  run: () => void;
  /** Works as Ctrl-key or ⌘-key too, everywhere. */
  withControl?: string;
};

const SETTING = "lorntech.shortcuts";
const pages = new Set<{ current: Shortcut[] }>();

export function singleKeys(): boolean {
  return recall(SETTING, "plain") !== "off";
}

export function setSingleKeys(on: boolean) {
  remember(SETTING, on ? "on" : "off", "plain");
}

/** What acts now: the letters, which are the page's, before the signs, which are the site's. */
export function activeShortcuts(): Shortcut[] {
  const sign = ({ key }: Shortcut) => Number(/\W/.test(key));
  return [...pages].flatMap((page) => page.current).sort((one, other) => sign(one) - sign(other));
}

/** Where keys mean something of their own: fields, menus, lists, dialogs. */
const TAKEN = "input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog]";

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = activeShortcuts().find((one) => key === (control ? one.withControl : one.key));
  // One dialog at a time: none opens over another.
  if (!found || document.querySelector("[role=dialog]")) return;
  const inside = (what: string) => event.target instanceof Element && event.target.closest(what) !== null;
  if (!control && (!singleKeys() || inside(TAKEN))) return;
  if (key === "Enter" && inside("a, button, summary")) return;
  event.preventDefault();
  found.run();
}

/** While the component is there, its keys act. */
export function useShortcuts(shortcuts: Shortcut[]) {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (pages.size === 0) document.addEventListener("keydown", onKeyDown);
    pages.add(latest);
    return () => {
      pages.delete(latest);
      if (pages.size === 0) document.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

/** As if the key were pressed: for the button that does the same. */
export function press(key: string) {
  activeShortcuts()
    .find((one) => one.key === key)
    ?.run();
}
