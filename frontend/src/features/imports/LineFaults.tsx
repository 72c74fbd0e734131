import type { LineProblem } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import css from "./imports.module.css";
import { memberLabel } from "./words";

/** Why a line is no record, or not with all of its values: which column, what stood there, and what would be right. */
export function LineFaults({ problem }: { problem: LineProblem }) {
  return (
    <>
      <p>{problem.detail}</p>
      {problem.errors.length > 0 && (
        <ul className={css.faults}>
          {problem.errors.map((error) => (
            <li key={`${error.member} ${error.column} ${error.value} ${error.code}`}>
              <strong>{error.column || memberLabel(error.member ?? "")}</strong>{" "}
              {error.value && <span className={css.value}>{m.import_value({ value: error.value })}</span>}{" "}
              {error.detail}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
