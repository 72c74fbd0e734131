import type { Partner, SyncConflict } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import type { BadgeTone } from "~/ui/Badge";

export const REGIONS: Record<Partner["authority"], () => string> = {
  "fr-lorraine": m.region_lorraine,
  lu: m.region_luxembourg,
  "de-sl": m.region_saarland,
  "de-tr": m.region_trier,
};

export const REASONS: Record<SyncConflict["reason"], () => string> = {
  revision_conflict: m.regions_two_contents,
  invalid_record: m.regions_no_record,
  number_taken: m.regions_number_taken,
};

/** How it stands, the gravest first. */
export function standing(partner: Partner): { words: string; tone: BadgeTone } {
  if (partner.halted) return { words: m.regions_halted(), tone: "wrong" };
  if (partner.failing_since) return { words: m.regions_failing(), tone: "wrong" };
  if (partner.loading || !partner.caught_up_at) return { words: m.regions_loading(), tone: "now" };
  return partner.position < partner.head
    ? { words: m.regions_behind(), tone: "now" }
    : { words: m.regions_in_step(), tone: "done" };
}
