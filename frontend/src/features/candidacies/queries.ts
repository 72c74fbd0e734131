import { queryOptions } from "@tanstack/react-query";
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
