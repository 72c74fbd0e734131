import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { DirectoryFilters } from "./filters";
import { narrowing } from "./queries";
import type { Queue } from "./queues";

export const reviewsQuery = (status: Queue) =>
  infiniteQueryOptions({
    queryKey: ["reviews", status],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/reviews", {
          params: { query: { status, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["organizations", "history", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/organizations/{id}/history", {
          params: { path: { id }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const myOrganizationsQuery = infiniteQueryOptions({
  queryKey: ["my-organizations"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/me/organizations", {
        params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

/** How many a search finds. */
export const countQuery = (filters: DirectoryFilters) =>
  queryOptions({
    queryKey: ["organizations", "count", narrowing(filters)],
    queryFn: () =>
      unwrap(
        client.GET("/v1/organizations", {
          params: { query: { ...narrowing(filters), count: true, limit: 1 } },
        }),
      ),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
