// When an answer is due, said before a request is sent. The service computes the binding date; this is the same rule:
// 18:00 in Paris on the Nth working day after the day of sending, in the calendar of the place.

export type Calendar = "national" | "alsace_moselle";

/** Sunday of Easter in the Gregorian calendar (Meeus, Jones, Butcher). */
function easter(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const n = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * n + 90) / 25);
  const day = (h + l - 7 * n + 33 * month + 19) % 32;
  return new Date(Date.UTC(year, month - 1, day));
}

function plus(date: Date, days: number): Date {
  return new Date(date.getTime() + days * 86_400_000);
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function holidays(year: number, calendar: Calendar): Set<string> {
  const sunday = easter(year);
  const fixed = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];
  const moving = [1, 39, 50];
  if (calendar === "alsace_moselle") {
    fixed.push("12-26");
    moving.push(-2);
  }
  return new Set([...fixed.map((day) => `${year}-${day}`), ...moving.map((days) => iso(plus(sunday, days)))]);
}

export function isWorkingDay(day: string, calendar: Calendar): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = date.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays(date.getUTCFullYear(), calendar).has(day);
}

/** Today in Paris, as a day of the calendar. */
export function todayInParis(now = new Date()): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(now);
}

/** Days on which a place is closed besides, the last one with them. */
export type Closure = { from_on: string; until_on: string };

export function dueDay(
  from: string,
  workingDays: number,
  calendar: Calendar,
  closures: readonly Closure[] = [],
): string {
  const closed = (day: string) => closures.some(({ from_on, until_on }) => from_on <= day && day <= until_on);
  let date = new Date(`${from}T00:00:00Z`);
  for (let left = workingDays; left > 0; ) {
    date = plus(date, 1);
    const day = iso(date);
    if (isWorkingDay(day, calendar) && !closed(day)) left--;
  }
  return iso(date);
}
