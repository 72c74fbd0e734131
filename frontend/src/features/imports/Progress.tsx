import { useId } from "react";
import type { Import } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import css from "./imports.module.css";

/** How much of the file has left. */
export function SendProgress({ share }: { share: number | undefined }) {
  const id = useId();
  return (
    <div className={css.progress}>
      <label htmlFor={id}>{m.import_sending()}</label>
      <progress id={id} value={share} max={1} />
    </div>
  );
}

/** How many lines are done; how many there are, nobody knows before the end. */
export function LinesProgress({ of }: { of: Import }) {
  const id = useId();
  return (
    <div className={css.progress}>
      <label htmlFor={id}>{m.import_progress()}</label>
      <progress id={id} />
      <p>{m.import_progress_lines({ count: of.done_lines, n: number(of.done_lines) })}</p>
      <p className={css.quiet}>{m.import_progress_text()}</p>
    </div>
  );
}
