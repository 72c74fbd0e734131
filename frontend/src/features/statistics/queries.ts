import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { OrganizationKind } from "~/api/types";

export const statisticsQuery = queryOptions({
  queryKey: ["statistics"],
  queryFn: () => unwrap(client.GET("/v1/statistics")),
  staleTime: 60_000,
});

/** How many of this kind, or of all, the directory showed day by day. */
export const seriesQuery = (kind: OrganizationKind | "") =>
  queryOptions({
    queryKey: ["statistics", "series", kind],
    queryFn: () =>
      unwrap(client.GET("/v1/statistics/series", { params: { query: kind ? { kinds: kind } : {} } })),
    staleTime: 60_000,
  });

/** Whom a figure of the past counts. */
export const countedQuery = (as_of: string, known_at: string, kind: OrganizationKind | "") =>
  infiniteQueryOptions({
    queryKey: ["statistics", "organizations", as_of, known_at, kind],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/statistics/organizations", {
          params: {
            query: {
              as_of,
              known_at,
              limit: 50,
              ...(kind ? { kinds: kind } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
