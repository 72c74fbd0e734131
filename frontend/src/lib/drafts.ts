import { useCallback, useState } from "react";
import { forget, recall, remember, type Store } from "./storage";

/** State that outlives a reload, a lost session or a failed call. `clear` is for success. */
export function useDraft<T>(key: string, initial: T, store: Store = "local") {
  const [value, setValue] = useState<T>(() => {
    const kept = recall<T>(key, "json", store);
    if (kept === undefined) return initial;
    return typeof initial === "object" && initial !== null ? { ...initial, ...kept } : kept;
  });
  const set = useCallback(
    (next: T | ((previous: T) => T)) => {
      setValue((previous) => {
        const result = typeof next === "function" ? (next as (p: T) => T)(previous) : next;
        remember(key, result, "json", store);
        return result;
      });
    },
    [key, store],
  );
  const clear = useCallback(() => {
    forget(key, store);
    setValue(initial);
  }, [key, store, initial]);
  return [value, set, clear] as const;
}
