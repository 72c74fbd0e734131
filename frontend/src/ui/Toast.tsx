import Check from "lucide-react/icons/check";
import X from "lucide-react/icons/x";
import { useEffect, useSyncExternalStore } from "react";
import { m } from "~/paraglide/messages.js";
import css from "./overlay.module.css";

type ToastEntry = { id: number; text: string };

let entries: ToastEntry[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(to: ToastEntry[]) {
  entries = to;
  for (const tell of listeners) tell();
}

/** Says that something worked. Errors never pass by like this: they stay where they happened. */
export function toast(text: string) {
  change([...entries.slice(-2), { id: next++, text }]);
}

function dismiss(id: number) {
  change(entries.filter((entry) => entry.id !== id));
}

function ToastCard({ entry }: { entry: ToastEntry }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(entry.id), 7000);
    return () => clearTimeout(timer);
  }, [entry.id]);
  return (
    <div className={css.toast}>
      <span className={css.toastText}>
        <Check size={18} aria-hidden="true" />
        {entry.text}
      </span>
      <button
        type="button"
        className={css.close}
        onClick={() => dismiss(entry.id)}
        aria-label={m.toast_close()}
      >
        <X size={18} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Always in the page, so that a screen reader hears what is put into it. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => entries,
  );
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map((entry) => (
        <ToastCard key={entry.id} entry={entry} />
      ))}
    </div>
  );
}
