import type { Totem } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";

const FAMILY_LABELS: Record<string, () => string> = {
  logistics: m.family_logistics,
  real_estate: m.family_real_estate,
  coaching: m.family_coaching,
  financing: m.family_financing,
  training: m.family_training,
  events: m.family_events,
  equipment: m.family_equipment,
};

export function familyLabel(family: string): string {
  return (FAMILY_LABELS[family] ?? m.family_other)();
}

/** "Réponse en cinq jours ouvrés au plus": people plan with words, and small numbers are words. */
export function responseWords(days: number): string {
  return m.response_target({ count: days, n: days });
}

/** How long answering took. */
export function answeredIn(days: number): string {
  return days === 0 ? m.figures_same_day() : m.figures_days({ count: days, n: number(days) });
}

const LANGUAGES: Record<string, () => string> = {
  fr: m.language_fr,
  de: m.language_de,
  en: m.language_en,
  lb: m.language_lb,
};

/** "Français, Deutsch". */
export function languageNames(codes: string[]): string {
  return codes.map((code) => LANGUAGES[code]?.() ?? code).join(", ");
}

export function totemStatus(totem: Totem): string {
  return { announced: m.totem_announced, open: m.totem_open, closed: m.totem_closed }[totem.status]();
}

export function addressLines(totem: Totem): string[] {
  const { street, postal_code, locality } = totem.address;
  return [street, [postal_code, locality].filter(Boolean).join(" ")].filter((line): line is string =>
    Boolean(line),
  );
}

/** The fastest and the slowest promise of a Totem's active services. */
export function responseSpan(totem: Totem): { fewest: number; most: number } | undefined {
  const days = totem.services.filter((s) => s.status === "active").map((s) => s.response_target_days);
  return days.length === 0 ? undefined : { fewest: Math.min(...days), most: Math.max(...days) };
}

/** North to south, as the river is read on the map. */
export function downstreamFirst(totems: Totem[]): Totem[] {
  return [...totems].sort((a, b) => (b.latitude ?? 0) - (a.latitude ?? 0));
}
