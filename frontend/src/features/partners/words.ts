import type { LikelyMatch, Partner, SyncConflict } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import type { BadgeTone } from "~/ui/Badge";

export const REGIONS: Record<Partner["authority"], () => string> = {
  "fr-lorraine": m.region_lorraine,
  lu: m.region_luxembourg,
  "de-sl": m.region_saarland,
  "de-tr": m.region_trier,
};

type Decision = SyncConflict["status"];

/** What is decided, by what waits: its words, and what follows from it. */
const DECISIONS: Record<
  SyncConflict["reason"],
  { why: () => string; keep: () => string; kept: () => string }
> = {
  revision_conflict: { why: m.regions_two_contents, keep: m.regions_keep, kept: m.regions_keep_text },
  invalid_record: { why: m.regions_no_record, keep: m.regions_reject, kept: m.regions_reject_text },
  number_taken: { why: m.regions_number_taken, keep: m.regions_both, kept: m.regions_both_text },
};

export const whyText = (reason: SyncConflict["reason"]) => DECISIONS[reason].why();

export const decisionLabel = (reason: SyncConflict["reason"], to: Decision) =>
  to === "taken" ? m.regions_take() : DECISIONS[reason].keep();

export const decisionText = (reason: SyncConflict["reason"], to: Decision) =>
  to === "taken" ? m.regions_take_text() : DECISIONS[reason].kept();

export const likenessText = ({ likeness }: LikelyMatch, name: string) =>
  likeness === "number" ? m.regions_like_number({ name }) : m.regions_like_name({ name });

const GONE: Record<string, () => string> = {
  removed: m.regions_gone_removed,
  unpublished: m.regions_gone_unpublished,
  consent_withdrawn: m.regions_gone_consent_withdrawn,
  erased: m.regions_gone_erased,
  merged: m.regions_gone_merged,
};

export const goneReason = (reason: string) => GONE[reason]?.() ?? reason;

export const goneText = (reason: string) => m.regions_gone({ reason: goneReason(reason) });

const ERRORS: Record<string, () => string> = {
  "it cannot be reached": m.regions_error_unreachable,
  "it does not answer in time": m.regions_error_slow,
  "its answer broke off": m.regions_error_cut,
  "it asks to come back later (429)": m.regions_error_later,
};

export const errorText = (error: string | null | undefined) => ERRORS[error ?? ""]?.();

export function haltedText(halted: string): string | undefined {
  const [, missing, held] = /^(\d+) of (\d+) records /.exec(halted) ?? [];
  return missing && held && m.regions_halted_count({ missing: number(+missing), held: number(+held) });
}

/** How it stands, the gravest first. */
export function standing(partner: Partner): { words: string; tone: BadgeTone } {
  if (partner.halted) return { words: m.regions_halted(), tone: "wrong" };
  if (partner.failing_since) return { words: m.regions_failing(), tone: "wrong" };
  if (partner.loading || !partner.caught_up_at) return { words: m.regions_loading(), tone: "now" };
  return partner.position < partner.head
    ? { words: m.regions_behind(), tone: "now" }
    : { words: m.regions_in_step(), tone: "done" };
}
