import { expect, it } from "vitest";
import { daysLeft, urgency } from "./deadline";

it.each([
  [{ overdue: true, working_days_left: -3 }, "late", "3 jours de retard"],
  [{ overdue: true, working_days_left: 0 }, "late", "en retard"],
  [{ overdue: false, working_days_left: 0 }, "now", "aujourd’hui"],
  [{ overdue: false, working_days_left: 1 }, "now", "1 jour ouvré"],
  [{ overdue: false, working_days_left: 3 }, "soon", "3 jours ouvrés"],
  [{ overdue: false, working_days_left: 4 }, "later", "4 jours ouvrés"],
])("%o is %s: %s", (deadline, how, words) => {
  expect(urgency(deadline)).toBe(how);
  expect(daysLeft(deadline)).toBe(words);
});
