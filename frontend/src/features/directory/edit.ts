import type { LangText, Organization, OrganizationChange, OrganizationKind, RelationKind } from "~/api/types";
import { LOCALES } from "~/lib/locale";
import { type Particulars, particularFields, particularsOf, profileOf, startupOf } from "./particulars";
import { text, texts, webAddress } from "./typed";

/** What the record is to another one. */
export type EditedRelation = {
  kind: RelationKind;
  slug: string;
  name: string;
  startedOn: string;
  endedOn: string;
};

/** What the form has fields for. Texts are those of the reader's language; the others stay as they are. */
export type Edited = {
  name: string;
  legalName: string;
  kinds: OrganizationKind[];
  summary: string;
  description: string;
  website: string;
  sectors: string;
  address: string;
  postalCode: string;
  locality: string;
  country: string;
  relations: EditedRelation[];
  particulars: Particulars;
};

export function editedOf(organization: Organization, language: keyof LangText): Edited {
  const { location } = organization;
  return {
    name: organization.name,
    legalName: organization.legal_name ?? "",
    kinds: organization.kinds,
    summary: organization.summary?.[language] ?? "",
    description: organization.description?.[language] ?? "",
    website: organization.website ?? "",
    sectors: organization.sectors.join(", "),
    address: location?.address ?? "",
    postalCode: location?.postal_code ?? "",
    locality: location?.locality ?? "",
    country: location?.country ?? "FR",
    relations: organization.relations.map((one) => ({
      kind: one.kind,
      slug: one.organization.slug,
      name: one.organization.name,
      startedOn: one.started_on ?? "",
      endedOn: one.ended_on ?? "",
    })),
    particulars: particularsOf(organization, language),
  };
}

/** The patch of what differs from what was read, and of nothing else. */
export function changeOf(
  organization: Organization,
  edited: Edited,
  language: keyof LangText,
): OrganizationChange {
  const before = editedOf(organization, language);
  const differs = (...names: (keyof Edited)[]) =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(edited[name]));
  const profile = profileOf(edited.particulars, edited.kinds);
  const startup = (of: Edited) => startupOf(of.particulars, language, organization.startup?.pitch);
  const place = {
    address: text(edited.address),
    postal_code: text(edited.postalCode),
    locality: text(edited.locality),
  };
  const given = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null));
  return {
    ...(differs("name") ? { name: edited.name.trim() } : {}),
    ...(differs("legalName") ? { legal_name: text(edited.legalName) } : {}),
    ...(differs("kinds") ? { kinds: edited.kinds } : {}),
    ...(differs("summary") ? { summary: texts(organization.summary, language, edited.summary) } : {}),
    ...(differs("description")
      ? { description: texts(organization.description, language, edited.description) }
      : {}),
    ...(differs("website") ? { website: webAddress(edited.website) } : {}),
    ...(differs("sectors")
      ? {
          sectors: edited.sectors
            .split(",")
            .map((sector) => sector.trim())
            .filter(Boolean),
        }
      : {}),
    ...(differs("relations")
      ? {
          relations: edited.relations.map(({ kind, slug, startedOn, endedOn }) => ({
            kind,
            organization_id: slug,
            ...(startedOn ? { started_on: startedOn } : {}),
            ...(endedOn ? { ended_on: endedOn } : {}),
          })),
        }
      : {}),
    ...(JSON.stringify(profile) === JSON.stringify(profileOf(before.particulars, before.kinds))
      ? {}
      : { profile }),
    ...(edited.kinds.includes("startup") &&
    JSON.stringify(startup(before)) !== JSON.stringify(startup(edited))
      ? { startup: startup(edited) }
      : {}),
    // A position belongs to the address that was there.
    ...(differs("address", "postalCode", "locality", "country")
      ? { location: Object.keys(given).length > 0 ? { country: edited.country, ...given } : null }
      : {}),
  };
}

/** The members of the contract that the form has fields for. */
export const EDIT_FIELDS = [
  "name",
  "legal_name",
  "website",
  "sectors",
  "relations",
  "location.address",
  "location.postal_code",
  "location.locality",
  ...LOCALES.flatMap((locale) => [`summary.${locale}`, `description.${locale}`]),
  ...particularFields("startup."),
];
