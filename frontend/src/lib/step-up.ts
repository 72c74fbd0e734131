// Whether somebody is still themselves: a call that the service refuses until they show it once more waits here for the
// dialog that asks them (features/identity/StepUpDialog).
import { useSyncExternalStore } from "react";

let waiting: ((confirmed: boolean) => void)[] = [];
const listeners = new Set<() => void>();

function change(to: typeof waiting) {
  waiting = to;
  for (const tell of listeners) tell();
}

/** Asks; several calls at once are one question. */
export function confirmIdentity(): Promise<boolean> {
  return new Promise((resolve) => change([...waiting, resolve]));
}

export function answerIdentity(confirmed: boolean) {
  const told = waiting;
  change([]);
  for (const tell of told) tell(confirmed);
}

export function useIdentityAsked(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => waiting.length > 0,
  );
}
