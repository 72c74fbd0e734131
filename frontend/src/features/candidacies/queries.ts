import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const CANDIDACY = "metropole-french-tech";

export const candidacyQuery = queryOptions({
  queryKey: ["candidacies", CANDIDACY],
  queryFn: () => unwrap(client.GET("/v1/candidacies/{id}", { params: { path: { id: CANDIDACY } } })),
  staleTime: 5 * 60_000,
});

const LATER = 5 * 60_000;

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "events"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/events", { params: { path: { id } } })),
    staleTime: LATER,
  });

export const programmesQuery = queryOptions({
  queryKey: ["label-programmes"],
  queryFn: () => unwrap(client.GET("/v1/label-programmes")),
  staleTime: LATER,
});

export const boardQuery = (id: string) =>
  queryOptions({
    queryKey: ["waves", id, "board"],
    queryFn: () => unwrap(client.GET("/v1/waves/{id}/board", { params: { path: { id } } })),
    staleTime: LATER,
  });

export const supportersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["candidacies", id, "supporters"],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/candidacies/{id}/supporters", {
          params: { path: { id }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: LATER,
  });
