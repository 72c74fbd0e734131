import type { BookingRules, OpeningHours, Price, SpaceKind } from "~/api/types";
import { number, tag } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { WEEKDAYS } from "./times";

export const KINDS: SpaceKind[] = ["desk", "office", "meeting_room", "machine"];

const KIND_WORDS: Record<SpaceKind, () => string> = {
  desk: m.space_kind_desk,
  office: m.space_kind_office,
  meeting_room: m.space_kind_meeting_room,
  machine: m.space_kind_machine,
};

export const kindWords = (kind: SpaceKind) => KIND_WORDS[kind]();

export type PriceUnit = NonNullable<Price["per"]>;
export const PRICE_UNITS: PriceUnit[] = ["hour", "half_day", "day", "week", "month"];

const PER: Record<PriceUnit, () => string> = {
  hour: m.price_per_hour,
  half_day: m.price_per_half_day,
  day: m.price_per_day,
  week: m.price_per_week,
  month: m.price_per_month,
};

export const perWords = (per: PriceUnit) => PER[per]();

/** What a unit costs, said as it is: also that it costs nothing, or that the site has to be asked. */
export function priceWords({ basis, amount_minor, currency, per }: Price): string {
  if (basis === "free") return m.price_free();
  if (basis === "on_request" || !amount_minor || !per) return m.price_on_request();
  const amount = number(amount_minor / 100, { style: "currency", currency: currency ?? "EUR" });
  return m.price_amount({ amount, per: perWords(per) });
}

/** "30 minutes", "2 heures", "3 jours". */
export function lengthWords(minutes: number): string {
  if (minutes % 1440 === 0) return m.length_days({ count: minutes / 1440, n: number(minutes / 1440) });
  if (minutes % 60 === 0) return m.length_hours({ count: minutes / 60, n: number(minutes / 60) });
  if (minutes < 60) return m.length_minutes({ count: minutes, n: number(minutes) });
  return `${lengthWords(Math.floor(minutes / 60) * 60)} ${number(minutes % 60)}`;
}

/** "lundi". The first week of 2024 began on a Monday. */
export function weekdayWords(weekday: OpeningHours["weekday"]): string {
  const day = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(weekday), 12));
  return new Intl.DateTimeFormat(tag(), { weekday: "long", timeZone: "UTC" }).format(day);
}

/** Each day with its hours, the days one after the other that have the same together. */
export function hoursWords(hours: OpeningHours[]): { days: string; hours: string }[] {
  const of = (weekday: OpeningHours["weekday"]) =>
    hours
      .filter((one) => one.weekday === weekday)
      .map(({ opens, closes }) => `${opens} – ${closes}`)
      .join(", ");
  const found: { first: OpeningHours["weekday"]; last: OpeningHours["weekday"]; hours: string }[] = [];
  for (const weekday of WEEKDAYS) {
    const [open, before] = [of(weekday), found.at(-1)];
    if (before && before.hours === open) before.last = weekday;
    else found.push({ first: weekday, last: weekday, hours: open });
  }
  return found.map(({ first, last, hours }) => ({
    days: first === last ? weekdayWords(first) : `${weekdayWords(first)} – ${weekdayWords(last)}`,
    hours: hours || m.space_closed(),
  }));
}

export function ruleWords(rules: BookingRules): string[] {
  const { shortest_minutes, longest_minutes, notice_minutes, horizon_days, cancel_minutes } = rules;
  return [
    m.rule_length({ shortest: lengthWords(shortest_minutes), longest: lengthWords(longest_minutes) }),
    ...(notice_minutes > 0 ? [m.rule_notice({ time: lengthWords(notice_minutes) })] : []),
    m.rule_horizon({ count: horizon_days, n: number(horizon_days) }),
    cancel_minutes > 0 ? m.rule_cancel({ time: lengthWords(cancel_minutes) }) : m.rule_cancel_always(),
    rules.late_cancellation === "ask_site" ? m.rule_late_ask() : m.rule_late_due(),
  ];
}
