import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const totemsQuery = queryOptions({
  queryKey: ["totems"],
  queryFn: () => unwrap(client.GET("/v1/totems")),
  staleTime: 5 * 60_000,
});

/** A service with its questions. */
export const serviceQuery = (totem: string, service: string) =>
  queryOptions({
    queryKey: ["totems", totem, "services", service],
    queryFn: () =>
      unwrap(
        client.GET("/v1/totems/{id}/services/{service_id}", {
          params: { path: { id: totem, service_id: service } },
        }),
      ),
    staleTime: 60_000,
  });

export const totemQuery = (id: string) =>
  queryOptions({
    queryKey: ["totems", id],
    queryFn: () => unwrap(client.GET("/v1/totems/{id}", { params: { path: { id } } })),
    staleTime: 5 * 60_000,
  });
