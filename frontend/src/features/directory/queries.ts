import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { OrganizationKind } from "~/api/types";

export type DirectoryFilters = {
  q?: string | undefined;
  kinds?: OrganizationKind[] | undefined;
  place?: string | undefined;
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

export const organizationsQuery = (filters: DirectoryFilters) =>
  infiniteQueryOptions({
    queryKey: ["organizations", "list", filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/organizations", {
          params: {
            query: {
              ...(filters.q ? { q: filters.q } : { sort: "name" }),
              ...(filters.kinds?.length ? { kinds: filters.kinds } : {}),
              ...placeFilter(filters.place),
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
