import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const CANDIDACY = "metropole-french-tech";

export const candidacyQuery = queryOptions({
  queryKey: ["candidacies", CANDIDACY],
  queryFn: () => unwrap(client.GET("/v1/candidacies/{id}", { params: { path: { id: CANDIDACY } } })),
  staleTime: 5 * 60_000,
});
