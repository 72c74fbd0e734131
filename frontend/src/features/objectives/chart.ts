import type { Trajectory } from "~/api/types";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import type { ChartData } from "~/ui/ChartFrame";

/** The path, what was measured and where it leads, on one axis of days. */
export function chartOf(course: Trajectory): ChartData {
  const expected = new Map<string, number | null>();
  for (const point of course.path) expected.set(point.on, point.expected ?? null);
  for (const one of course.observations) if (one.expected != null) expected.set(one.on, one.expected);
  const measured = new Map(course.observations.map((one) => [one.on, one.value]));
  if (course.baseline != null && !measured.has(course.start_on))
    measured.set(course.start_on, course.baseline);
  const days = [...new Set([...expected.keys(), ...measured.keys()])].sort();
  const { forecast, actual } = course;
  const leading = (value: number | null | undefined) =>
    days.map((day) =>
      day === forecast?.on ? (value ?? null) : day === actual?.on && value != null ? actual.value : null,
    );
  const line = (name: string, look: "stated" | "measured" | "forecast", values: (number | null)[]) => ({
    name,
    look,
    values,
    bridged: true,
  });
  return {
    axis: {
      label: m.objective_axis(),
      points: days.map((day) => ({ label: preciseDate(day, "month"), at: Date.parse(day) })),
    },
    series: [
      line(
        m.objective_series_stated(),
        "stated",
        days.map((day) => expected.get(day) ?? null),
      ),
      line(
        m.objective_series_measured(),
        "measured",
        days.map((day) => measured.get(day) ?? null),
      ),
      ...(forecast ? [line(m.objective_series_forecast(), "forecast", leading(forecast.value))] : []),
      ...(forecast?.low != null ? [line(m.objective_series_low(), "forecast", leading(forecast.low))] : []),
      ...(forecast?.high != null
        ? [line(m.objective_series_high(), "forecast", leading(forecast.high))]
        : []),
    ],
  };
}
