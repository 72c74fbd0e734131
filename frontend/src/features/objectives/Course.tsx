import { useQuery } from "@tanstack/react-query";
import type { Consistency, Objective, Trajectory } from "~/api/types";
import { longDate, number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { ChartFrame } from "~/ui/ChartFrame";
import { Disclosure } from "~/ui/Disclosure";
import { FactSources } from "~/ui/FactSources";
import { Failed, Loading } from "~/ui/States";
import { Words } from "~/ui/Words";
import { chartOf } from "./chart";
import css from "./objectives.module.css";
import { consistencyQuery, trajectoryQuery } from "./queries";
import { Standing } from "./Standing";

const whole = (value: number) => number(value, { maximumFractionDigits: 0 });
const share = (value: number) => m.percent({ n: number(value * 100, { maximumFractionDigits: 2 }) });

function Ahead({ course, unit }: { course: Trajectory; unit: string }) {
  const { forecast } = course;
  if (!forecast) return null;
  const n = whole(forecast.value);
  const date = longDate(forecast.on);
  return (
    <p>
      {m.objective_forecast({ n, unit, date })}{" "}
      {forecast.low != null && forecast.high != null
        ? m.objective_forecast_interval({
            low: whole(forecast.low),
            high: whole(forecast.high),
            count: forecast.count,
          })
        : m.objective_forecast_unsure()}
    </p>
  );
}

function Growths({ course }: { course: Trajectory }) {
  const { required_yearly_growth: needed, realised_yearly_growth: made } = course;
  return (
    <dl className={css.growths}>
      {needed != null && (
        <div>
          <dt>{m.objective_growth_needed()}</dt>
          <dd>{m.objective_growth({ n: share(needed) })}</dd>
        </div>
      )}
      {made != null && (
        <div>
          <dt>{m.objective_growth_made()}</dt>
          <dd>{m.objective_growth({ n: share(made) })}</dd>
        </div>
      )}
    </dl>
  );
}

/** Where each number comes from, and the answer of the service that they are taken from. */
function Behind({ course, slug }: { course: Trajectory; slug: string }) {
  const moment = new URLSearchParams({ as_of: course.as_of, known_at: course.known_at, model: course.model });
  return (
    <Disclosure title={m.objective_numbers()}>
      {course.observations.length > 0 && (
        <ul className={css.figures}>
          {course.observations.map((one) => (
            <li key={one.observation_id}>
              {m.objective_number({ n: number(one.value), date: longDate(one.on) })}
              <FactSources sources={[one.source]} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={`/v1/objectives/${slug}/trajectory?${moment}`}>{m.objective_calculation()}</a>
      </p>
      <p>
        <a href={`/v1/objectives/${slug}/consistency`}>{m.objective_check()}</a>
      </p>
    </Disclosure>
  );
}

function Arithmetic({ finding }: { finding: Consistency["findings"][number] }) {
  return (
    <ul className={css.arithmetic}>
      {finding.arithmetic.map((step) => (
        <li key={step.formula}>
          {step.formula.replace(/\d+(\.\d+)?/g, (one) => number(Number(one)))} ={" "}
          {number(step.result, { maximumFractionDigits: 4 })}
        </li>
      ))}
    </ul>
  );
}

function Found({ checked }: { checked: Consistency }) {
  if (checked.findings.length === 0) return null;
  const findings = checked.findings.map((finding) => (
    <div key={finding.code}>
      <p>
        <Words text={finding.words} />
      </p>
      <Arithmetic finding={finding} />
    </div>
  ));
  if (checked.status !== "contradictory")
    return <Disclosure title={m.objective_checked()}>{findings}</Disclosure>;
  return (
    <Banner tone="now" title={m.contradiction_title()}>
      {findings}
      <p>{m.contradiction_stance()}</p>
    </Banner>
  );
}

/** How the course of an objective goes, and whether what was stated of it goes together. */
export default function Course({ objective }: { objective: Objective }) {
  const course = useQuery(trajectoryQuery(objective.slug));
  const checked = useQuery(consistencyQuery(objective.slug));
  if (course.isPending || checked.isPending) return <Loading rows={3} />;
  const failed = course.isError ? course : checked.isError ? checked : undefined;
  if (failed?.error) return <Failed error={failed.error} onRetry={() => failed.refetch()} />;
  if (!course.data || !checked.data) return null;
  const unit = words(objective.unit);
  const name = words(objective.name);
  const source = course.data.actual?.source ?? objective.announcement.source;
  return (
    <>
      <Found checked={checked.data} />
      <Standing course={course.data} unit={unit} />
      <Growths course={course.data} />
      {course.data.baseline != null && (
        <ChartFrame
          title={m.objective_chart({ name })}
          unit={unit}
          kind="line"
          data={chartOf(course.data)}
          format={whole}
          source={<FactSources sources={[source]} />}
        />
      )}
      <Ahead course={course.data} unit={unit} />
      <Behind course={course.data} slug={objective.slug} />
    </>
  );
}
