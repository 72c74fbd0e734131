import { useSuspenseQuery } from "@tanstack/react-query";
import Target from "lucide-react/icons/target";
import type { Objective } from "~/api/types";
import { longDate, number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { FactSources } from "~/ui/FactSources";
import { Page, Prose } from "~/ui/Page";
import { Empty } from "~/ui/States";
import { Words } from "~/ui/Words";
import css from "./objectives.module.css";
import { objectivesQuery } from "./queries";
import { contradiction, mainTarget, targetShort, targetWords } from "./targets";

const percent = (value: number) => m.percent({ n: number(value * 100, { maximumFractionDigits: 2 }) });
const whole = (value: number) => number(Math.round(value));

function dateWords(on: string, inferred: boolean): string {
  const year = on.slice(0, 4);
  return inferred ? m.date_inferred_year({ year }) : longDate(on);
}

function Contradicts({ objective }: { objective: Objective }) {
  const found = contradiction(objective);
  if (!found) return null;
  const context = objective.context[0];
  return (
    <Banner tone="now" title={m.contradiction_title()}>
      <p>
        {m.contradiction_needed({
          percent: m.percent({ n: number(found.percent) }),
          absolute: number(found.absolute),
          baseline: whole(found.neededBaseline),
          yearly: percent(found.yearlyFromPercent),
        })}
      </p>
      {found.comparison && context && (
        <p>
          {m.contradiction_comparison({
            value: number(found.comparison.value),
            label: words(context.label),
            perimeter: words(context.perimeter),
            percent: m.percent({ n: number(found.comparison.neededPercent, { maximumFractionDigits: 1 }) }),
            yearly: percent(found.comparison.yearly),
            stated: m.percent({ n: number(found.percent) }),
            result: whole(found.comparison.percentOfIt),
          })}
        </p>
      )}
      <p>{m.contradiction_stance()}</p>
    </Banner>
  );
}

function OneObjective({ objective }: { objective: Objective }) {
  const target = mainTarget(objective);
  const { announcement, baseline } = objective;
  return (
    <li className={css.objective}>
      <div>
        <p className={css.big}>{target ? targetShort(target) : null}</p>
        <p className={css.horizon}>
          {m.objective_horizon({ count: objective.horizon_years, n: objective.horizon_years })}
        </p>
      </div>
      <div className={css.body}>
        <h2>
          <Words text={objective.name} />
        </h2>
        <blockquote>
          <p>{m.quoted({ words: words(announcement.words) })}</p>
        </blockquote>
        {announcement.announced_on && (
          <p className={css.quiet}>
            {m.objective_announced({
              date: dateWords(announcement.announced_on, announcement.date_inferred),
            })}
          </p>
        )}
        <ul className={css.targets}>
          {objective.targets.map((one) => (
            <li key={`${one.type}-${one.value}-${one.source.title}`}>
              <Target size={18} aria-hidden="true" />
              <span>
                {targetWords(one, objective.unit)}
                <FactSources sources={[one.source]} />
              </span>
            </li>
          ))}
        </ul>
        {baseline ? (
          <p>
            {m.objective_baseline({
              value: number(baseline.value),
              unit: words(objective.unit),
              date: dateWords(baseline.on, baseline.date_inferred),
            })}
          </p>
        ) : (
          <p>{m.objective_no_baseline()}</p>
        )}
        <Contradicts objective={objective} />
        <p className={css.quiet}>{m.objective_no_measure()}</p>
        <FactSources sources={[announcement.source]} />
      </div>
    </li>
  );
}

export function ObjectivesPage() {
  const { data } = useSuspenseQuery(objectivesQuery);
  const objectives = [...data.items].sort((a, b) => a.position - b.position);
  return (
    <Page title={m.objectives_title()} lead={m.objectives_lead()}>
      {objectives.length === 0 ? (
        <Empty title={m.objectives_empty()} />
      ) : (
        <ol className={css.list}>
          {objectives.map((objective) => (
            <OneObjective key={objective.id} objective={objective} />
          ))}
        </ol>
      )}
      <Prose>
        <p className={css.quiet}>{m.objectives_foot()}</p>
      </Prose>
    </Page>
  );
}
