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

export type AcksView = "attente" | "retard" | "confirmes";

const ACKS = {
  attente: { status: "open" },
  retard: { status: "open", overdue: true },
  confirmes: { status: "acknowledged" },
} as const;

export const acksQuery = (view: AcksView) =>
  infiniteQueryOptions({
    queryKey: ["sync-acks", view],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/sync/acks", {
          params: { query: { ...ACKS[view], limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const conflictsQuery = (settled: boolean) =>
  infiniteQueryOptions({
    queryKey: ["sync-conflicts", settled],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/sync/conflicts", {
          params: { query: { settled, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export function useSettle(conflict: SyncConflict, onDone: (settled: SyncConflict) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.conflict.${conflict.id}`, "session");
  return useMutation({
    mutationFn: (body: { to: SyncConflict["status"]; note: string }) =>
      unwrap(
        client.POST("/v1/sync/conflicts/{id}/transitions", {
          params: {
            path: { id: conflict.id },
            header: { ...idempotent(keyFor(body)), "If-Match": `"${conflict.revision}"` },
          },
          body,
        }),
      ),
    onSuccess: (settled) => {
      done();
      onDone(settled);
    },
    onSettled: () =>
      Promise.all(
        [["sync-conflicts"], ["organizations"]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
