import type { OrganizationKind } from "~/api/types";

export type DirectoryFilters = {
  q?: string | undefined;
  kinds?: OrganizationKind[] | undefined;
  place?: string | undefined;
  /** Codes of communes, sectors, stages: where a figure of the ecosystem leads. */
  commune_code?: string[] | undefined;
  sectors?: string[] | undefined;
  stage?: string[] | undefined;
  /** What the map shows, `west,south,east,north`: the list shows what is there. */
  bbox?: string | undefined;
  /** `lat,lon`: what is near, with the distance. */
  near?: string | undefined;
  /** Around `near`, no further than this. */
  radius_km?: string | undefined;
  /** What is there, where it has a name. */
  nearby?: string | undefined;
  sort?: string | undefined;
  founded_on_gte?: string | undefined;
  founded_on_lte?: string | undefined;
} & Lists;

/** Lists that the page offers no choice of and takes from an address: a search that was saved elsewhere may have them. */
export const MORE = ["nuts3", "country", "territory", "headcount_range", "activity", "source"] as const;
export type Lists = { [name in (typeof MORE)[number]]?: string[] | undefined };

export const SORTS = ["relevance", "distance", "name", "-updated_at"] as const;

/** The places one filters by: départements and partner regions, as the contract's parameters. */
export const PLACES = {
  meurthe_et_moselle: { nuts3: ["FRF31"] },
  meuse: { nuts3: ["FRF32"] },
  moselle: { nuts3: ["FRF33"] },
  vosges: { nuts3: ["FRF34"] },
  luxembourg: { country: ["LU"] },
  allemagne: { country: ["DE"] },
  belgique: { country: ["BE"] },
} as const satisfies Record<string, { nuts3?: string[]; country?: string[] }>;

export type Place = keyof typeof PLACES;
