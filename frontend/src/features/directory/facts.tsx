import type { Organization } from "~/api/types";
import { longDate } from "~/lib/format";
import { siteName } from "~/lib/url";
import { m } from "~/paraglide/messages.js";
import { ExternalLink } from "~/ui/Link";

const SCHEMES: Record<string, string> = { "FR-SIREN": "SIREN", "FR-SIRET": "SIRET", ROR: "ROR", LEI: "LEI" };

/** A SIREN is read in groups of three; a SIRET is one with the five figures of an establishment. */
function grouped(scheme: string, value: string): string {
  return scheme.startsWith("FR-SIRE") ? value.replace(/(?<=^(?:\d{3}){1,3})(?=\d)/g, "\u202f") : value;
}

export function addressOf(organization: Organization): string | undefined {
  const place = organization.location;
  if (!place) return undefined;
  return [place.address, [place.postal_code, place.locality].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ");
}

/** What is known of a record, each with its name. */
export function facts(organization: Organization) {
  const address = addressOf(organization);
  const site = organization.website ? siteName(organization.website) : undefined;
  return [
    ...(address ? [{ label: m.organization_address(), value: address }] : []),
    ...(site
      ? [
          {
            label: m.organization_website(),
            value: <ExternalLink href={organization.website}>{site}</ExternalLink>,
          },
        ]
      : []),
    ...(organization.founded_on
      ? [{ label: m.organization_founded(), value: longDate(organization.founded_on) }]
      : []),
    ...(organization.legal_form
      ? [
          {
            label: m.organization_legal_form(),
            value: <span lang="fr">{organization.legal_form.label}</span>,
          },
        ]
      : []),
    ...(organization.activity
      ? [{ label: m.organization_activity(), value: <span lang="fr">{organization.activity.label}</span> }]
      : []),
    ...organization.identifiers.map((identifier) => ({
      label: SCHEMES[identifier.scheme] ?? identifier.scheme,
      value: identifier.value.startsWith("https://") ? (
        <ExternalLink href={identifier.value}>{identifier.value.slice(8)}</ExternalLink>
      ) : (
        <span className="tabular">{grouped(identifier.scheme, identifier.value)}</span>
      ),
    })),
  ];
}
