import { m } from "~/paraglide/messages.js";
import { getLocale } from "./locale";

/** The language as the browser's own formatters know it, with the country whose habits it follows. */
export function tag(): string {
  return m.language_tag();
}

/** Dates without a time are days of the calendar, not instants: they are read as noon in Paris. */
export function instant(value: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T11:00:00Z` : value);
}

/** French writes the first of a month as an ordinal. */
function ordinal(text: string): string {
  return getLocale() === "fr" ? text.replace(/(?<=^|\s)1(?=\s\p{L})/u, "1er") : text;
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(tag(), options).format(value);
}

/** Words that stand within a sentence elsewhere, as they begin a line. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(tag()) + text.slice(1);
}

/** "à 3,4 km", "à 31 km": nearer is told more exactly. */
export function distance(km: number): string {
  return m.directory_distance({ km: number(km, { maximumFractionDigits: km < 10 ? 1 : 0 }) });
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

export function list(values: string[]): string {
  return new Intl.ListFormat(tag(), { type: "conjunction" }).format(values);
}
