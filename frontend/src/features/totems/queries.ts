import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const totemsQuery = queryOptions({
  queryKey: ["totems"],
  queryFn: () => unwrap(client.GET("/v1/totems")),
  staleTime: 5 * 60_000,
});

export const totemQuery = (id: string) =>
  queryOptions({
    queryKey: ["totems", id],
    queryFn: () => unwrap(client.GET("/v1/totems/{id}", { params: { path: { id } } })),
    staleTime: 5 * 60_000,
  });

export const totemStatisticsQuery = (id: string, from: string) =>
  queryOptions({
    queryKey: ["totems", id, "statistics", from],
    queryFn: () =>
      unwrap(
        client.GET("/v1/totems/{id}/statistics", {
          params: { path: { id }, query: { submitted_on_gte: from } },
        }),
      ),
    staleTime: 60_000,
  });
