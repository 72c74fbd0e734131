// Whether the service can be reached. Who gets no answer says so with `doubt`; what looks after it comes late (see
// app/away) and finds doubts that came before it.
import { useSyncExternalStore } from "react";

/** `offline`: this device has no network. `down`: it has, and the service does not answer or is not ready. */
export type Connection = "up" | "offline" | "down";

let connection: Connection = "up";
let doubted = false;
let onDoubt: (() => void) | undefined;
const listeners = new Set<() => void>();

export function doubt() {
  doubted = true;
  onDoubt?.();
}

/** For the one that looks after doubts; at once when there already is one. */
export function lookAfterDoubts(look: () => void): () => void {
  onDoubt = look;
  if (doubted) look();
  return () => {
    onDoubt = undefined;
  };
}

export function setConnection(next: Connection) {
  connection = next;
  if (next === "up") doubted = false;
  for (const tell of listeners) tell();
}

export function getConnection(): Connection {
  return connection;
}

export function useConnection(): Connection {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, getConnection);
}
