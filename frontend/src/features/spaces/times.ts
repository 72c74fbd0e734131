import type { Availability, OpeningHours, Period } from "~/api/types";

/** The civil time of the sites, whatever that of the reader is. */
const CIVIL = new Intl.DateTimeFormat("en-US", {
  timeZone: "Europe/Paris",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});
const DAY = 86_400_000;

export const WEEKDAYS: OpeningHours["weekday"][] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

/** The day and the minutes after midnight there. */
export function local(at: string): { day: string; minutes: number } {
  const parts = CIVIL.formatToParts(new Date(at)).map(({ type, value }) => [type, value]);
  const { year, month, day, hour, minute } = Object.fromEntries(parts);
  // A year that is being typed has fewer digits.
  return {
    day: `${String(year).padStart(4, "0")}-${month}-${day}`,
    minutes: Number(hour) * 60 + Number(minute),
  };
}

/** The instant of "2026-12-07" at so many minutes after midnight there. */
export function instant(day: string, minutes: number): string {
  const wanted = Date.parse(day) + minutes * 60_000;
  // What the clocks there are ahead by is asked twice: about the change of the clocks, the first answer is of the other side.
  const ahead = (at: number) => {
    const { day, minutes } = local(new Date(at).toISOString());
    return Date.parse(day) + minutes * 60_000 - at;
  };
  const at = wanted - ahead(wanted - ahead(wanted));
  return new Date(at).toISOString().replace(".000Z", "Z");
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** The Monday of its week. */
export function monday(day: string): string {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** The first day, from now on, on which it opens by its hours of the week; nothing where it never does. */
export function nextOpen(hours: OpeningHours[], now: Date): string | undefined {
  const { day: today, minutes } = local(now.toISOString());
  const days = Array.from({ length: 8 }, (_, at) => addDays(today, at));
  return days.find((day) => {
    const weekday = WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7];
    return hours.some((one) => one.weekday === weekday && (day > today || one.closes > clock(minutes)));
  });
}

/** "09:30". */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

const overlaps = (a: Period, b: Period) =>
  Date.parse(a.starts_at) < Date.parse(b.ends_at) && Date.parse(b.starts_at) < Date.parse(a.ends_at);

/** How many units are free in all of this time; nothing where the space is closed. */
export function freeUnits({ open, units }: Availability, period: Period): number | undefined {
  const within = (one: Period) =>
    Date.parse(one.starts_at) <= Date.parse(period.starts_at) &&
    Date.parse(period.ends_at) <= Date.parse(one.ends_at);
  if (!open.some(within)) return undefined;
  return units.filter((unit) => !unit.busy.some((busy) => overlaps(busy, period))).length;
}

/** When a booking may begin on a day, each quarter of an hour from now on. */
export function beginnings(availability: Availability, day: string, now: Date): number[] {
  const found: number[] = [];
  for (const { starts_at, ends_at } of availability.open) {
    for (let at = Date.parse(starts_at); at < Date.parse(ends_at); at += 15 * 60_000) {
      const here = local(new Date(at).toISOString());
      if (here.day === day && at >= now.getTime()) found.push(here.minutes);
    }
  }
  return found;
}

/** Lengths to choose from, in minutes: each half hour up to a working day, then whole days. */
export function lengths(shortest: number, longest: number): number[] {
  const found = new Set([shortest]);
  for (let minutes = 30; minutes <= Math.min(longest, 600); minutes += 30)
    if (minutes >= shortest) found.add(minutes);
  for (let minutes = 1440; minutes <= longest; minutes += 1440) if (minutes >= shortest) found.add(minutes);
  found.add(longest);
  return [...found].sort((a, b) => a - b);
}
