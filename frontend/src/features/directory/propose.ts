import type { LangText, NewOrganization, NewStartup, OrganizationKind } from "~/api/types";
import { LOCALES } from "~/lib/locale";
import { NO_PARTICULARS, type Particulars, particularFields, profileOf, startupOf } from "./particulars";
import { webAddress } from "./typed";

export type Proposal = {
  name: string;
  kind: OrganizationKind;
  summary: string;
  website: string;
  siren: string;
  locality: string;
  postalCode: string;
  country: "FR" | "LU" | "DE" | "BE";
  particulars: Particulars;
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
  particulars: NO_PARTICULARS,
};

/** What records of all kinds are proposed with; what was left empty is left out. */
function said(proposal: Proposal, language: keyof LangText) {
  const text = (value: string) => value.trim() || undefined;
  const summary = text(proposal.summary);
  const website = webAddress(proposal.website);
  const siren = text(proposal.siren);
  const locality = text(proposal.locality);
  const postalCode = text(proposal.postalCode);
  return {
    name: proposal.name.trim(),
    ...(summary ? { summary: { [language]: summary } } : {}),
    ...(website ? { website } : {}),
    ...(siren ? { identifiers: [{ scheme: "FR-SIREN" as const, value: siren }] } : {}),
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

/** The body of the call for every kind but start-ups, which have their own. */
export function proposalBody(proposal: Proposal, language: keyof LangText): NewOrganization {
  const kinds = [proposal.kind];
  const profile = profileOf(proposal.particulars, kinds);
  return { ...said(proposal, language), kinds, ...(profile ? { profile } : {}) };
}

export function startupBody(proposal: Proposal, language: keyof LangText): NewStartup {
  return { ...said(proposal, language), ...startupOf(proposal.particulars, language) };
}

/** The members of the contract that the form has fields for. */
export const PROPOSAL_FIELDS = [
  "name",
  ...LOCALES.map((locale) => `summary.${locale}`),
  "website",
  "identifiers.0.value",
  "location.locality",
  "location.postal_code",
  ...particularFields(""),
];
