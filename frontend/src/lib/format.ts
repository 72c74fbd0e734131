import { m } from "~/paraglide/messages.js";
import { getLocale } from "./locale";

/** The language as the browser's own formatters know it, with the country whose habits it follows. */
export function tag(): string {
  return m.language_tag();
}

/** Dates without a time are days of the calendar, not instants: they are read as noon in Paris. */
function instant(value: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T11:00:00Z` : value);
}

/** French writes the first of a month as an ordinal. */
function ordinal(text: string): string {
  return getLocale() === "fr" ? text.replace(/(?<=^|\s)1(?=\s\p{L})/u, "1er") : text;
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(tag(), options).format(value);
}

/** "340 ko", "2,4 Mo": how heavy a file is. */
export function fileSize(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1e3), "kilobyte"] : [bytes / 1e6, "megabyte"];
  return number(value, { style: "unit", unit, maximumFractionDigits: 1 });
}

/** "13 octobre 2014", for places where people check. */
export function longDate(value: string): string {
  return ordinal(
    new Intl.DateTimeFormat(tag(), { dateStyle: "long", timeZone: "Europe/Paris" }).format(instant(value)),
  );
}

/** "13/10/2014 à 14:05" in the form of the language. */
export function dateTime(value: string): string {
  return ordinal(
    new Intl.DateTimeFormat(tag(), {
      dateStyle: "long",
      timeStyle: "short",
      timeZone: "Europe/Paris",
    }).format(instant(value)),
  );
}

/** "vendredi 4 décembre", for places where people plan; the year only when it is not this one. */
export function planDate(value: string, now = new Date()): string {
  const date = instant(value);
  const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
  return ordinal(
    new Intl.DateTimeFormat(tag(), {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...(sameYear ? {} : { year: "numeric" }),
      timeZone: "Europe/Paris",
    }).format(date),
  );
}

/** "printemps 2015": the season a day falls in, by its month. */
function seasonWords(value: string): string {
  const [year, month] = value.split("-").map(Number);
  const season = [m.season_winter, m.season_spring, m.season_summer, m.season_autumn][
    Math.floor(((month ?? 1) % 12) / 3)
  ];
  return season ? season({ year: year ?? "" }) : String(year);
}

/** A date known only to the month, the season or the year, said no more exactly than it is known. */
export function preciseDate(value: string, precision: "day" | "month" | "season" | "year"): string {
  if (precision === "day") return longDate(value);
  if (precision === "season") return seasonWords(value);
  const options: Intl.DateTimeFormatOptions =
    precision === "year" ? { year: "numeric" } : { month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(tag(), { ...options, timeZone: "Europe/Paris" }).format(instant(value));
}

export function list(values: string[]): string {
  return new Intl.ListFormat(tag(), { type: "conjunction" }).format(values);
}

/** The day before, as the contract writes days. */
export function dayBefore(value: string): string {
  return new Date(instant(value).getTime() - 86_400_000).toISOString().slice(0, 10);
}
