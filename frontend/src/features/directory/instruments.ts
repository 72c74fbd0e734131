import type { Instrument } from "~/api/types";
import { m } from "~/paraglide/messages.js";

const LABELS: Record<Instrument, () => string> = {
  grant: m.instrument_grant,
  loan: m.instrument_loan,
  guarantee: m.instrument_guarantee,
  repayable_advance: m.instrument_repayable_advance,
  equity: m.instrument_equity,
  convertible_loan: m.instrument_convertible_loan,
  prize: m.instrument_prize,
  crowdfunding: m.instrument_crowdfunding,
};

export const INSTRUMENTS = Object.keys(LABELS) as Instrument[];

export function instrumentLabel(instrument: string): string {
  return LABELS[instrument as Instrument]?.() ?? instrument;
}
