import type { Objective, Trajectory } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Words } from "~/ui/Words";
import css from "./objectives.module.css";
import { Standing } from "./Standing";
import { mainTarget, targetShort } from "./targets";

/** The promise in four lines with where each stands, for the home page. */
export function ObjectiveStrip({
  objectives,
  courses,
}: {
  objectives: Objective[];
  courses: Trajectory[] | undefined;
}) {
  return (
    <ul className={css.strip}>
      {objectives.map((objective) => {
        const target = mainTarget(objective);
        const course = courses?.find((one) => one.objective_id === objective.id);
        return (
          <li key={objective.id}>
            <span className={css.number}>{target ? targetShort(target) : ""}</span>
            <div>
              <Words text={objective.name} />
              <p className={css.quiet}>
                {m.objective_horizon({ count: objective.horizon_years, n: objective.horizon_years })}
              </p>
              {course && <Standing course={course} unit={words(objective.unit)} />}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
