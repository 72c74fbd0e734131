import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { SyncConflict } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";

/** They move by themselves while somebody looks. */
const SOON = 10_000;

export const partnersQuery = queryOptions({
  queryKey: ["partners"],
  queryFn: () => unwrap(client.GET("/v1/partners")),
  refetchInterval: SOON,
});

export const conflictsQuery = infiniteQueryOptions({
  queryKey: ["sync-conflicts"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/sync/conflicts", {
        params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export function useSettleConflict(id: string, onDone: (settled: SyncConflict) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.conflict.${id}`, "session");
  return useMutation({
    mutationFn: (body: { to: SyncConflict["status"] }) =>
      unwrap(
        client.POST("/v1/sync/conflicts/{id}/transitions", {
          params: { path: { id }, header: idempotent(keyFor(body)) },
          body,
        }),
      ),
    onSuccess: (settled) => {
      done();
      onDone(settled);
    },
    onSettled: () =>
      Promise.all(
        [["sync-conflicts"], ["organizations", "one"]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
