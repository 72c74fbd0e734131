import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { OrganizationKind, Stage } from "~/api/types";

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
};

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

function placeFilter(place: string | undefined) {
  return place && place in PLACES ? PLACES[place as Place] : {};
}

/** What narrows the list and the map alike. */
export const narrowing = ({ q, kinds, place, commune_code, sectors, stage }: DirectoryFilters) => ({
  ...(q ? { q } : {}),
  ...(kinds?.length ? { kinds } : {}),
  ...(commune_code?.length ? { commune_code } : {}),
  ...(sectors?.length ? { sectors } : {}),
  ...(stage?.length ? { stage: stage as Stage[] } : {}),
  ...placeFilter(place),
});

export const organizationsQuery = (filters: DirectoryFilters) =>
  infiniteQueryOptions({
    queryKey: ["organizations", "list", filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/organizations", {
          params: {
            query: {
              ...narrowing(filters),
              ...(filters.q ? {} : { sort: "name" as const }),
              ...(filters.bbox ? { bbox: filters.bbox } : {}),
              ...(pageParam ? { cursor: pageParam } : { count: true }),
              limit: 20,
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 60_000,
  });

export const recentOrganizationsQuery = queryOptions({
  queryKey: ["organizations", "recent"],
  queryFn: () =>
    unwrap(
      client.GET("/v1/organizations", { params: { query: { sort: "-updated_at", limit: 5, count: true } } }),
    ),
  staleTime: 60_000,
});

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ["organizations", "one", id],
    queryFn: () => unwrap(client.GET("/v1/organizations/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });

export const sourcesQuery = queryOptions({
  queryKey: ["reference", "sources"],
  queryFn: () => unwrap(client.GET("/v1/reference/sources")),
  staleTime: 10 * 60_000,
});

/** The first few for words being typed; words typed on end the call. */
export const foundOrganizationsQuery = (q: string) =>
  queryOptions({
    queryKey: ["organizations", "found", q],
    queryFn: ({ signal }) =>
      unwrap(client.GET("/v1/organizations", { params: { query: { q, limit: 5 } }, signal })),
    staleTime: 60_000,
  });
