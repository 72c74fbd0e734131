import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Claim } from "~/api/types";
import { meQuery } from "~/features/identity/queries";
import { useKeyed } from "~/lib/use-keyed";

export const claimsQuery = (mine: boolean) =>
  infiniteQueryOptions({
    queryKey: ["claims", mine ? "mine" : "waiting"],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/claims", {
          params: { query: { mine, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const claimQuery = (id: string) =>
  queryOptions({
    queryKey: ["claims", "one", id],
    queryFn: () => unwrap(client.GET("/v1/claims/{id}", { params: { path: { id } } })),
  });

export type ClaimStep = { to: Claim["status"]; token?: string; note?: string };

export function useMoveClaim(id: string, onDone: (moved: Claim) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.claim.${id}`, "session");
  return useMutation({
    mutationFn: (body: ClaimStep) =>
      unwrap(
        client.POST("/v1/claims/{id}/transitions", {
          params: { path: { id }, header: idempotent(keyFor(body)) },
          body,
        }),
      ),
    onSuccess: (moved) => {
      done();
      onDone(moved);
    },
    // Who keeps a record sees more of it, and may do more.
    onSettled: () =>
      Promise.all(
        [["claims"], ["organizations", "one"], ["my-organizations"], meQuery.queryKey].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
