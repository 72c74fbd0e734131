import type { OrganizationStatus, RelationKind, ReviewReason } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { kindLabel } from "./labels";
import { relationLabel } from "./relations";
import { reviewReasonLabel, statusLabel } from "./steps";

const MEMBERS: Record<string, () => string> = {
  activity: m.organization_activity,
  alternate_names: m.member_alternate_names,
  confirmed_on: m.member_confirmed_on,
  description: m.edit_description,
  founded_on: m.organization_founded,
  headcount: m.member_headcount,
  headcount_range: m.member_headcount,
  identifiers: m.member_identifiers,
  kinds: m.propose_kind,
  legal_form: m.organization_legal_form,
  legal_name: m.edit_legal_name,
  links: m.member_links,
  location: m.organization_address,
  logo: m.member_logo,
  name: m.propose_name,
  nuts3: m.member_nuts3,
  phone: m.member_phone,
  profile: m.member_profile,
  relations: m.relations_title,
  review: m.step_reason,
  sectors: m.edit_sectors,
  source: m.member_source,
  startup: m.member_startup,
  status: m.moderation_status,
  summary: m.member_summary,
  territory: m.member_territory,
  website: m.organization_website,
};

/** A member that this version does not know keeps its technical name. */
export const memberLabel = (member: string) => MEMBERS[member]?.() ?? member;

/** One of several values. A relation is its kind and the name of the other record. */
function itemText(member: string, value: unknown): string {
  if (member === "kinds") return kindLabel(String(value));
  if (member !== "relations") return valueText("", value);
  const [kind, ...name] = String(value).split(" ");
  return `${relationLabel(kind as RelationKind)} ${name.join(" ")}`;
}

/** What stood in a member, in one line. */
export function valueText(member: string, value: unknown): string {
  if (member === "status") return statusLabel(value as OrganizationStatus) ?? String(value);
  if (member === "logo") return m.history_picture();
  if (member === "review") return reviewReasonLabel(value as ReviewReason);
  if (Array.isArray(value)) return value.map((one) => itemText(member, one)).join(", ");
  if (value !== null && typeof value === "object") {
    // A number is said with the register that gave it.
    if ("scheme" in value && "value" in value) return `${value.scheme} ${value.value}`;
    return Object.values(value)
      .map((one) => valueText("", one))
      .join(", ");
  }
  return String(value);
}
