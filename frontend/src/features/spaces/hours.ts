import type { OpeningHours } from "~/api/types";
import { WEEKDAYS } from "./times";

export type HoursText = Record<OpeningHours["weekday"], string>;

/** "09:00-12:00, 14:00-18:00": what a day has, as it is typed. */
export function hoursText(hours: OpeningHours[]): HoursText {
  const of = (weekday: OpeningHours["weekday"]) =>
    hours
      .filter((one) => one.weekday === weekday)
      .map(({ opens, closes }) => `${opens}-${closes}`)
      .join(", ");
  return Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, of(weekday)])) as HoursText;
}

/** The hours of a day, or nothing where they cannot be read. */
export function readHours(weekday: OpeningHours["weekday"], text: string): OpeningHours[] | undefined {
  const found: OpeningHours[] = [];
  for (const part of text.split(",").map((one) => one.trim())) {
    if (part === "") continue;
    const read = /^(\d{1,2})[:h](\d{2})?\s*[-–]\s*(\d{1,2})[:h](\d{2})?$/.exec(part.replace(/\s/g, ""));
    if (!read) return undefined;
    const time = (hour: string | undefined, minute: string | undefined) =>
      `${(hour ?? "").padStart(2, "0")}:${minute ?? "00"}`;
    found.push({ weekday, opens: time(read[1], read[2]), closes: time(read[3], read[4]) });
  }
  return found;
}
