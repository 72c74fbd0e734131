import type { OrganizationKind } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import type { Mark } from "~/ui/map/marks";

/** Kinds that belong together on a map: eighteen marks nobody tells apart. */
export type Family = "company" | "research" | "support" | "place" | "public";

const KINDS: Record<OrganizationKind, Family> = {
  startup: "company",
  sme: "company",
  large_company: "company",
  research_lab: "research",
  university: "research",
  training_body: "research",
  accelerator: "support",
  incubator: "support",
  business_nursery: "support",
  cluster: "support",
  association: "support",
  fablab: "place",
  coworking: "place",
  third_place: "place",
  data_centre: "place",
  totem: "place",
  funder: "public",
  public_body: "public",
};

export const FAMILIES: Record<Family, { label: () => string; mark: Mark }> = {
  company: { label: m.family_company, mark: { shape: "circle", token: "--link" } },
  research: { label: m.family_research, mark: { shape: "square", token: "--vosges" } },
  support: { label: m.family_support, mark: { shape: "triangle", token: "--mirabelle" } },
  place: { label: m.family_place, mark: { shape: "diamond", token: "--brique" } },
  public: { label: m.family_public, mark: { shape: "hexagon", token: "--ardoise" } },
};

export const MARKS: Record<string, Mark> = Object.fromEntries(
  Object.entries(FAMILIES).map(([family, { mark }]) => [family, mark]),
);

/** By what it is first; a kind that this site does not know yet stands with the companies. */
export function familyOf(kinds: readonly string[]): Family {
  return KINDS[kinds[0] as OrganizationKind] ?? "company";
}
