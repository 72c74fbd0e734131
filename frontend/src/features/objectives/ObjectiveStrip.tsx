import type { Objective } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Words } from "~/ui/Words";
import css from "./objectives.module.css";
import { mainTarget, targetShort } from "./targets";

/** The promise in four lines, for the home page. */
export function ObjectiveStrip({ objectives }: { objectives: Objective[] }) {
  return (
    <ul className={css.strip}>
      {objectives.map((objective) => {
        const target = mainTarget(objective);
        return (
          <li key={objective.id}>
            <span className={css.number}>{target ? targetShort(target) : ""}</span>
            <div>
              <Words text={objective.name} />
              <p className={css.quiet}>
                {m.objective_horizon({ count: objective.horizon_years, n: objective.horizon_years })}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
