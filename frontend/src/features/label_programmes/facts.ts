import type { WaveBoard, WaveFact } from "~/api/types";
import { number } from "~/lib/format";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";

export type FactKind = WaveFact["kind"];
export type Outcome = NonNullable<WaveFact["outcome"]>;
export type Qualifier = NonNullable<WaveFact["qualifier"]>;

export const OUTCOMES: Record<Outcome, () => string> = {
  retained: m.wave_retained,
  not_retained: m.wave_not_retained,
  candidate: m.wave_candidate,
};

export const KINDS: Record<FactKind, () => string> = {
  date: m.wave_kind_date,
  candidates: m.wave_kind_candidates,
  laureates: m.wave_kind_laureates,
  territory: m.wave_kind_territory,
};

export const KIND_NAMES = Object.keys(KINDS) as FactKind[];

/** "16", "environ 20", "plus de 10". */
export function countWords(count: number, qualifier: Qualifier): string {
  const said = number(count);
  if (qualifier === "about") return m.wave_about({ count: said });
  return qualifier === "more_than" ? m.wave_more_than({ count: said }) : said;
}

export const outcomeWords = (outcome: Outcome, theme: string | null | undefined) =>
  theme && outcome === "retained" ? m.wave_retained_theme({ theme }) : OUTCOMES[outcome]();

/** What a fact tells, without where it was read. */
export function factWords(fact: WaveFact): string {
  const { kind, date, count, qualifier, territory, outcome, theme } = fact;
  if (kind === "date") return date ? preciseDate(date.on, date.precision) : "";
  if (kind === "territory")
    return outcome
      ? m.wave_territory_fact({ territory: territory ?? "", outcome: outcomeWords(outcome, theme) })
      : "";
  const said = countWords(count ?? 0, qualifier ?? "exact");
  return kind === "candidates"
    ? m.wave_candidates_fact({ count: said })
    : m.wave_laureates_fact({ count: said });
}

/** All that counts, of each kind together. */
export function factsOf(board: WaveBoard): Record<FactKind, WaveFact[]> {
  return {
    date: board.dates.map((fact) => ({ kind: "date", ...fact })),
    candidates: board.candidates.map((fact) => ({ kind: "candidates", ...fact })),
    laureates: board.laureates.map((fact) => ({ kind: "laureates", ...fact })),
    territory: board.territories.flatMap(({ facts }) =>
      facts.map((fact) => ({ kind: "territory", ...fact })),
    ),
  };
}
