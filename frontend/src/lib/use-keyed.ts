import { useCallback, useRef } from "react";
import { type KeyedRequest, keyed } from "./idempotency";

/** The idempotency key of what this form would send now; `done` after success, so that the next one is new. */
export function useKeyed() {
  const last = useRef<KeyedRequest | undefined>(undefined);
  const keyFor = useCallback((payload: unknown) => {
    last.current = keyed(last.current, payload);
    return last.current.key;
  }, []);
  const done = useCallback(() => {
    last.current = undefined;
  }, []);
  return { keyFor, done };
}
