/** How far back figures go. */
export const PERIODS = ["12-mois", "annee", "5-ans"] as const;
export type Period = (typeof PERIODS)[number];

/** What the address says, or the usual. */
export function periodOf(said: string | undefined): Period {
  return PERIODS.find((known) => known === said) ?? "12-mois";
}

/** The day on which a period begins: always the first of a month, so that months are whole. */
export function firstDay(period: Period, now = new Date()): string {
  const back = { "12-mois": 11, annee: now.getUTCMonth(), "5-ans": 59 }[period];
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 10);
}
