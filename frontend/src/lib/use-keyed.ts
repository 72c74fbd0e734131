import { useCallback, useRef } from "react";
import { type KeyedRequest, keyed } from "./idempotency";
import { forget, recall, remember, type Store } from "./storage";

/**
 * The idempotency key of what this form would send now, kept beside its draft: sent again after a reload or a new
 * sign-in it is still the same request. `done` after success, so that the next one is new.
 */
export function useKeyed(name: string, store: Store = "local") {
  // Where storage is refused, the key lives as long as the form.
  const last = useRef<KeyedRequest | undefined>(undefined);
  const keyFor = useCallback(
    (payload: unknown) => {
      last.current = keyed(last.current ?? recall<KeyedRequest>(name, "json", store), payload);
      remember(name, last.current, "json", store);
      return last.current.key;
    },
    [name, store],
  );
  /** Whether this was sent and nobody knows what became of it: sent again it is the same. */
  const isOpen = useCallback(
    (payload: unknown) =>
      (last.current ?? recall<KeyedRequest>(name, "json", store))?.fingerprint === JSON.stringify(payload),
    [name, store],
  );
  const done = useCallback(() => {
    last.current = undefined;
    forget(name, store);
  }, [name, store]);
  return { keyFor, isOpen, done };
}
