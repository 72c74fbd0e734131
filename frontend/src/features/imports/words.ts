import type { Import, ImportMember, ImportOutcome, ImportPreview, ImportStatus } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import type { BadgeTone } from "~/ui/Badge";

const STATUS: Record<ImportStatus, [label: () => string, tone: BadgeTone]> = {
  queued: [m.import_status_queued, "plain"],
  running: [m.import_status_running, "now"],
  done: [m.import_status_done, "done"],
  cancelled: [m.import_status_cancelled, "plain"],
  failed: [m.import_status_failed, "wrong"],
};
export const statusLabel = (status: ImportStatus) => STATUS[status][0]();
export const statusTone = (status: ImportStatus) => STATUS[status][1];

const OUTCOME: Record<ImportOutcome, [label: () => string, tone: BadgeTone]> = {
  created: [m.import_outcome_created, "done"],
  updated: [m.import_outcome_updated, "done"],
  unchanged: [m.import_outcome_unchanged, "plain"],
  stale: [m.import_outcome_stale, "plain"],
  conflict: [m.import_outcome_conflict, "now"],
  error: [m.import_outcome_error, "wrong"],
};
/** What a person has to look at comes first. */
export const OUTCOMES: readonly ImportOutcome[] = [
  "conflict",
  "error",
  "created",
  "updated",
  "unchanged",
  "stale",
];
/** Among the results: what waits for a decision. */
export const UNDECIDED = "a-trancher";
export const outcomeLabel = (outcome: ImportOutcome) => OUTCOME[outcome][0]();
export const outcomeTone = (outcome: ImportOutcome) => OUTCOME[outcome][1];

/** How many lines became what, in a line. */
export function countsWords({ counts }: Import): string {
  const some = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  if (some.length === 0) return m.import_counts_none();
  return some
    .map((outcome) => m.import_count({ label: outcomeLabel(outcome), n: number(counts[outcome]) }))
    .join(" · ");
}

const MEMBERS: Record<ImportMember, () => string> = {
  name: m.import_member_name,
  alternate_names: m.import_member_alternate_names,
  legal_name: m.import_member_legal_name,
  kinds: m.import_member_kinds,
  sectors: m.import_member_sectors,
  stage: m.import_member_stage,
  summary: m.import_member_summary,
  description: m.import_member_description,
  website: m.import_member_website,
  phone: m.import_member_phone,
  full_address: m.import_member_full_address,
  address: m.import_member_address,
  postal_code: m.import_member_postal_code,
  locality: m.import_member_locality,
  commune_code: m.import_member_commune_code,
  country: m.import_member_country,
  coordinates: m.import_member_coordinates,
  latitude: m.import_member_latitude,
  longitude: m.import_member_longitude,
  legal_form: m.import_member_legal_form,
  activity: m.import_member_activity,
  headcount_range: m.import_member_headcount_range,
  founded_on: m.import_member_founded_on,
  siren: m.import_member_siren,
  siret: m.import_member_siret,
  rcs: m.import_member_rcs,
  hrb: m.import_member_hrb,
  kbo: m.import_member_kbo,
  vat: m.import_member_vat,
  lei: m.import_member_lei,
  ror: m.import_member_ror,
  external_id: m.import_member_external_id,
  source_url: m.import_member_source_url,
  source_revision: m.import_member_source_revision,
};
/** In the order in which somebody looks for them. */
export const ALL_MEMBERS = Object.keys(MEMBERS) as ImportMember[];

/** A member of a record; one that this version does not know keeps its own name. */
export function memberLabel(member: string): string {
  if (member === "identifiers") return m.import_member_identifiers();
  return MEMBERS[member as ImportMember]?.() ?? member;
}

/** What sort of file it is, in words. */
export function formatWords({ shape, separator, encoding }: ImportPreview["format"]): string {
  const code = encoding.toUpperCase();
  if (shape !== "csv") return m.import_format_other({ shape: shape.toUpperCase(), encoding: code });
  if (separator === "\t") return m.import_format_tab({ encoding: code });
  return m.import_format_csv({ separator: separator ?? ",", encoding: code });
}
