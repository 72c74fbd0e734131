import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Stage } from "~/api/types";
import { type DirectoryFilters, type Lists, MORE, PLACES, type Place, SORTS } from "./filters";

function placeFilter(place: string | undefined) {
  return place && place in PLACES ? PLACES[place as Place] : {};
}

function lists(filters: Lists): { [name in keyof Lists]?: string[] } {
  return Object.fromEntries(MORE.flatMap((name) => (filters[name]?.length ? [[name, filters[name]]] : [])));
}

/** What narrows the list, its counts, its files and the map alike. */
export const narrowing = ({
  q,
  kinds,
  place,
  commune_code,
  sectors,
  stage,
  bbox,
  near,
  radius_km,
  founded_on_gte,
  founded_on_lte,
  ...more
}: DirectoryFilters) => ({
  ...(q ? { q } : {}),
  ...(kinds?.length ? { kinds } : {}),
  ...(commune_code?.length ? { commune_code } : {}),
  ...(sectors?.length ? { sectors } : {}),
  ...(stage?.length ? { stage: stage as Stage[] } : {}),
  ...(bbox ? { bbox } : {}),
  ...(near ? { near } : {}),
  ...(near && radius_km ? { radius_km: Number(radius_km) } : {}),
  ...(founded_on_gte ? { founded_on_gte } : {}),
  ...(founded_on_lte ? { founded_on_lte } : {}),
  ...lists(more),
  ...placeFilter(place),
});

/** The order that was asked for, if it goes with the rest; else the service's own. */
function sorting({ q, near, sort }: DirectoryFilters): { sort?: (typeof SORTS)[number] } {
  const known = SORTS.find((one) => one === sort);
  if (!known || (known === "relevance" && !q) || (known === "distance" && !near)) return {};
  return { sort: known };
}

export const organizationsQuery = (filters: DirectoryFilters) =>
  infiniteQueryOptions({
    queryKey: ["organizations", "list", filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/organizations", {
          params: {
            query: {
              ...narrowing(filters),
              ...sorting(filters),
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

/** How many there are of each kind, sector, commune and stage among what the other filters leave; apart, so that the list need not wait. */
export const facetsQuery = (filters: DirectoryFilters) =>
  queryOptions({
    queryKey: ["organizations", "facets", narrowing(filters)],
    queryFn: () =>
      unwrap(
        client.GET("/v1/organizations", {
          params: {
            query: { ...narrowing(filters), facets: ["kinds", "sectors", "commune", "stage"], limit: 1 },
          },
        }),
      ).then((page) => page.facets),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });

/** One line of the completion. */
export type Suggestion = {
  id: string;
  label: string;
  text?: string | undefined;
  slug?: string;
  change?: DirectoryFilters;
};

/** What may be meant by what is typed; words typed on end the call. */
export const suggestionsQuery = (q: string) =>
  queryOptions({
    queryKey: ["organizations", "suggest", q],
    queryFn: ({ signal }) =>
      unwrap(client.GET("/v1/organizations/suggest", { params: { query: { q } }, signal })),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
