import { useEffect, useState } from "react";

/** A text on its way into the address: shown at once, handed on when the fingers rest. */
export function useTyped(value: string, commit: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new text may start the clock.
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => commit(typed), 350);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped] as const;
}
