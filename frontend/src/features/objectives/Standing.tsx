import type { Trajectory } from "~/api/types";
import { longDate, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge, type BadgeTone } from "~/ui/Badge";
import css from "./objectives.module.css";

const whole = (value: number) => number(value, { maximumFractionDigits: 0 });

const STATES: Record<Trajectory["state"], { tone: BadgeTone; say: () => string }> = {
  achieved: { tone: "done", say: m.objective_state_achieved },
  on_track: { tone: "done", say: m.objective_state_on_track },
  at_risk: { tone: "now", say: m.objective_state_at_risk },
  off_track: { tone: "wrong", say: m.objective_state_off_track },
  no_data: { tone: "quiet", say: m.objective_state_no_data },
};

const REASONS: Record<string, () => string> = {
  no_indicator: m.objective_reason_no_indicator,
  no_baseline: m.objective_reason_no_baseline,
  no_observation: m.objective_reason_no_observation,
};

/** What the last value means, in one sentence; without one, why nobody can tell. */
function meaning(course: Trajectory, unit: string): string | undefined {
  const { actual } = course;
  if (actual?.gap == null) return REASONS[course.reason]?.();
  const of = { n: whole(Math.abs(actual.gap)), unit, date: longDate(actual.on) };
  return actual.gap < 0 ? m.objective_gap_behind(of) : m.objective_gap_ahead(of);
}

/** Behind or ahead, openly. */
export function Standing({ course, unit }: { course: Trajectory; unit: string }) {
  const state = STATES[course.state];
  return (
    <p className={css.state}>
      <Badge tone={state.tone}>{state.say()}</Badge> <span>{meaning(course, unit)}</span>
    </p>
  );
}
