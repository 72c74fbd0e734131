import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { INBOX } from "~/features/service_requests/keys";

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

/** How each has answered in the last twelve months. */
export const allTotemStatisticsQuery = queryOptions({
  queryKey: ["totems", "statistics"],
  queryFn: () => unwrap(client.GET("/v1/totems/statistics")),
  staleTime: 60_000,
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

/** Under the inboxes: what changes a request changes what its agents have to do. */
export const totemAgentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...INBOX, "agents", id],
    queryFn: () => unwrap(client.GET("/v1/totems/{id}/agents", { params: { path: { id } } })),
  });
