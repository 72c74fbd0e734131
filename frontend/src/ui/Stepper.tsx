import { m } from "~/paraglide/messages.js";
import css from "./stepper.module.css";

/** How far along one is in a few pages that follow each other. `at` counts from 1. */
export function Stepper({ at, of }: { at: number; of: number }) {
  return (
    <div className={css.steps}>
      <ol className={css.bar} aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its number.
            key={index}
            data-state={index + 1 < at ? "done" : index + 1 === at ? "current" : "ahead"}
          />
        ))}
      </ol>
      <p className={css.words} role="status">
        {m.stepper_at({ at, of })}
      </p>
    </div>
  );
}
