import { useEffect, useRef, useState } from "react";

/** A text on its way into the address: shown at once, handed on when the fingers rest. */
export function useTyped(value: string, commit: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  const sent = useRef<string>(undefined);
  useEffect(() => {
    // What comes back from here may lag behind the fingers, and has lost the space before the next word.
    const own = sent.current?.trim() === value;
    sent.current = undefined;
    if (!own) setTyped(value);
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new text may start the clock.
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      commit(typed);
    }, 350);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped] as const;
}
