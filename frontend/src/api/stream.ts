// What changes on the service, as it is told (GET /v1/me/stream): one connection for the tab, open while something on
// the page listens. Only ids are told; whoever listens reads anew what it shows.
import { useEffect, useSyncExternalStore } from "react";

export type Change = { collection: string; id: string; revision: number };

export type Listener = {
  /** These changed. */
  changed: (changes: Change[]) => void;
  /** Anything may have changed: the connection was not there, or told too much at once. */
  missed: () => void;
  /** The service takes no connection: perhaps the session is over. */
  refused: () => void;
};

const ADDRESS = "/v1/me/stream";
/** A tab that nobody looks at for longer needs no connection; browsers have few of them. */
const HIDDEN_LONG = 60_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** What comes close together is read once. */
const TOGETHER = 150;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let source: EventSource | undefined;
let live = false;
let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let hidden: ReturnType<typeof setTimeout> | undefined;
let waiting = new Map<string, Change>();
let telling: ReturnType<typeof setTimeout> | undefined;

function tell(what: (listener: Listener) => void) {
  for (const listener of listeners) what(listener);
}

function setLive(next: boolean) {
  if (next === live) return;
  live = next;
  for (const look of watchers) look();
}

function close() {
  clearTimeout(again);
  clearTimeout(telling);
  again = telling = undefined;
  waiting = new Map();
  source?.close();
  source = undefined;
  setLive(false);
}

function note(change: Change) {
  const place = `${change.collection}/${change.id}`;
  if ((waiting.get(place)?.revision ?? 0) < change.revision) waiting.set(place, change);
  telling ??= setTimeout(() => {
    const changes = [...waiting.values()];
    telling = undefined;
    waiting = new Map();
    tell((listener) => listener.changed(changes));
  }, TOGETHER);
}

function open() {
  clearTimeout(again);
  again = undefined;
  if (source || listeners.size === 0) return;
  const opened = new EventSource(ADDRESS);
  source = opened;
  opened.addEventListener("open", () => {
    failures = 0;
    setLive(true);
    // Nothing is told of what happened before.
    tell((listener) => listener.missed());
  });
  opened.addEventListener("changed", (event) => note(JSON.parse(event.data)));
  opened.addEventListener("reload", () => tell((listener) => listener.missed()));
  opened.addEventListener("error", () => {
    // Closed by the browser: there was an answer, and it was no stream. Else the browser would try again at once,
    // like every other tab.
    const answered = opened.readyState === EventSource.CLOSED;
    close();
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures++);
    again = setTimeout(open, pause * (0.5 + Math.random() / 2));
    if (answered) tell((listener) => listener.refused());
  });
}

function openAtOnce() {
  failures = 0;
  open();
}

function onVisibility() {
  clearTimeout(hidden);
  if (document.visibilityState === "hidden") hidden = setTimeout(close, HIDDEN_LONG);
  else openAtOnce();
}

function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("online", openAtOnce);
    openAtOnce();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("online", openAtOnce);
    clearTimeout(hidden);
    close();
  };
}

/** Listens while `on`. Says whether every change is told at this moment: otherwise the page has to ask by itself. */
export function useStream(on: boolean, listener: Listener): boolean {
  useEffect(() => (on ? listen(listener) : undefined), [on, listener]);
  return useSyncExternalStore(
    (look) => {
      watchers.add(look);
      return () => watchers.delete(look);
    },
    () => live,
  );
}
