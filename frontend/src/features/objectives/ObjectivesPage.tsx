import { useSuspenseQuery } from "@tanstack/react-query";
import { CatchBoundary } from "@tanstack/react-router";
import Target from "lucide-react/icons/target";
import { Suspense } from "react";
import type { KnownDate, LangText, Objective } from "~/api/types";
import { number } from "~/lib/format";
import { pick, words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { FactSources } from "~/ui/FactSources";
import { Page, Prose } from "~/ui/Page";
import { Empty, Loading } from "~/ui/States";
import { Words } from "~/ui/Words";
import css from "./objectives.module.css";
import { objectivesQuery } from "./queries";
import { mainTarget, targetShort, targetWords } from "./targets";

// The charts weigh more than the promise itself.
const Course = lazy(() => import("./Course"));

/** What was said, between the marks of the language it is shown in. */
function Quoted({ text }: { text: LangText }) {
  const found = pick(text);
  return found && <span lang={found.lang}>{m.quoted({ words: found.text })}</span>;
}

function dateWords(date: KnownDate): string {
  return date.inferred
    ? m.date_inferred_year({ year: date.on.slice(0, 4) })
    : preciseDate(date.on, date.precision);
}

const QUALIFIED: Record<string, (input: { n: string }) => string> = {
  about: m.figure_about,
  more_than: m.figure_more_than,
};

/** Figures of the same time and source that are not this objective's starting point. */
function Context({ objective }: { objective: Objective }) {
  if (objective.context.length === 0) return null;
  return (
    <Disclosure title={m.objective_context()}>
      <ul className={css.figures}>
        {objective.context.map((figure) => (
          <li key={figure.slug}>
            {m.figure_line({
              label: words(figure.label),
              perimeter: words(figure.perimeter),
              value: QUALIFIED[figure.qualifier]?.({ n: number(figure.value) }) ?? number(figure.value),
            })}
            {figure.date && <>, {dateWords(figure.date)}</>}
            <FactSources sources={[figure.source]} />
          </li>
        ))}
      </ul>
    </Disclosure>
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
          <p>
            <Quoted text={announcement.words} />
          </p>
        </blockquote>
        <p className={css.quiet}>{m.objective_announced({ date: dateWords(announcement.announced) })}</p>
        <ul className={css.targets}>
          {objective.targets.map((one) => (
            <li key={`${one.type}-${one.value}-${one.source.title}`}>
              <Target size={18} aria-hidden="true" />
              <span>
                {targetWords(one, objective.unit)}
                {one.source.title !== announcement.source.title && (
                  <>
                    {" "}
                    <q className={css.quiet}>
                      <Quoted text={one.words} />
                    </q>
                    <FactSources sources={[one.source]} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
        {baseline ? (
          <p>
            {m.objective_baseline({
              value: number(baseline.value),
              unit: words(objective.unit),
              date: dateWords(baseline.date),
            })}
          </p>
        ) : (
          <p>{m.objective_no_baseline()}</p>
        )}
        <CatchBoundary getResetKey={() => objective.id} errorComponent={() => null}>
          <Suspense fallback={<Loading rows={3} />}>
            <Course objective={objective} />
          </Suspense>
        </CatchBoundary>
        <Context objective={objective} />
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
