import type { LangText, NewOrganization, OrganizationKind } from "~/api/types";
import { LOCALES } from "~/lib/locale";

export type Proposal = {
  name: string;
  kind: OrganizationKind;
  summary: string;
  website: string;
  siren: string;
  locality: string;
  postalCode: string;
  country: "FR" | "LU" | "DE" | "BE";
};

export const NO_PROPOSAL: Proposal = {
  name: "",
  kind: "startup",
  summary: "",
  website: "",
  siren: "",
  locality: "",
  postalCode: "",
  country: "FR",
};

/** The body of the call; what was left empty is left out. */
export function proposalBody(proposal: Proposal, language: keyof LangText): NewOrganization {
  const text = (value: string) => value.trim() || undefined;
  const summary = text(proposal.summary);
  const website = text(proposal.website);
  const siren = text(proposal.siren);
  const locality = text(proposal.locality);
  const postalCode = text(proposal.postalCode);
  return {
    name: proposal.name.trim(),
    kinds: [proposal.kind],
    ...(summary ? { summary: { [language]: summary } } : {}),
    // People write "exemple.fr": the scheme is ours to add.
    ...(website ? { website: /^https?:\/\//i.test(website) ? website : `https://${website}` } : {}),
    ...(siren ? { identifiers: [{ scheme: "FR-SIREN", value: siren }] } : {}),
    ...(locality || postalCode
      ? {
          location: {
            country: proposal.country,
            ...(locality ? { locality } : {}),
            ...(postalCode ? { postal_code: postalCode } : {}),
          },
        }
      : {}),
  };
}

/** The members of the contract that the form has fields for. */
export const PROPOSAL_FIELDS = [
  "name",
  ...LOCALES.map((locale) => `summary.${locale}`),
  "website",
  "identifiers.0.value",
  "location.locality",
  "location.postal_code",
];
