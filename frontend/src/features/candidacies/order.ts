import type { Milestone } from "~/api/types";

/** By the day it happened, or is due; what has no date at all comes last. */
export function inOrder(milestones: Milestone[]): Milestone[] {
  const day = (milestone: Milestone) => milestone.occurred_on ?? milestone.planned_on ?? "9999";
  return [...milestones].sort((a, b) => day(a).localeCompare(day(b)));
}
