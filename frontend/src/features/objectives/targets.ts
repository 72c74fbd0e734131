import type { Objective } from "~/api/types";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";

type Target = Objective["targets"][number];

/** A target as it was said: times, percent or a number of something; never converted into another. */
export function targetWords(target: Target, unit: Objective["unit"]): string {
  const n = number(target.value);
  const more = target.at_least;
  switch (target.type) {
    case "multiplier":
      return more ? m.target_times_more({ n }) : m.target_times({ n });
    case "percent":
      return more ? m.target_percent_more({ n }) : m.target_percent({ n });
    case "absolute":
      return more
        ? m.target_absolute_more({ n, unit: words(unit) })
        : m.target_absolute({ n, unit: words(unit) });
  }
}

/** The short form for a headline: ×2, +50 %, 20 000. */
export function targetShort(target: Target): string {
  switch (target.type) {
    case "multiplier":
      return `×\u202f${number(target.value)}`;
    case "percent":
      return `+\u202f${m.percent({ n: number(target.value) })}`;
    case "absolute":
      return number(target.value);
  }
}

/** Percent or times first: it says how much is to change; an absolute number says where it should end. */
export function mainTarget(objective: Objective): Target | undefined {
  return objective.targets.find((target) => target.type !== "absolute") ?? objective.targets[0];
}
