import { m } from "~/paraglide/messages.js";
import { instant, longDate, tag } from "./format";

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

/** The day before, as the contract writes days. */
export function dayBefore(value: string): string {
  return new Date(instant(value).getTime() - 86_400_000).toISOString().slice(0, 10);
}
