import type { InboxItem } from "~/api/types";
import { m } from "~/paraglide/messages.js";

export type Urgency = "late" | "now" | "soon" | "later";

type Deadline = Pick<InboxItem, "overdue" | "working_days_left">;

export function urgency({ overdue, working_days_left }: Deadline): Urgency {
  if (overdue) return "late";
  if (working_days_left <= 1) return "now";
  return working_days_left <= 3 ? "soon" : "later";
}

/** Days left in words; a colour alone never says it. */
export function daysLeft({ overdue, working_days_left }: Deadline): string {
  const n = Math.abs(working_days_left);
  if (overdue) return n === 0 ? m.due_late_today() : m.due_late({ count: n, n });
  return n === 0 ? m.due_today() : m.due_in({ count: n, n });
}
