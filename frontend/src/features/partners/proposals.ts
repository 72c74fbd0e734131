import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Proposal, ProposalDecision } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";

export const proposalsQuery = (settled: boolean, target?: string) =>
  infiniteQueryOptions({
    queryKey: ["proposals", settled, target ?? ""],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/proposals", {
          params: {
            query: {
              settled,
              limit: 20,
              ...(target ? { target } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

/** Answers what was read: neither the proposal nor the record may have changed since. */
export function useAnswer(proposal: Proposal, onDone: () => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.proposal.${proposal.id}`, "session");
  return useMutation({
    mutationFn: (decisions: ProposalDecision[]) => {
      const body = {
        to: "settled" as const,
        decisions,
        ...(proposal.target_revision ? { target_revision: proposal.target_revision } : {}),
      };
      return unwrap(
        client.POST("/v1/proposals/{id}/transitions", {
          params: {
            path: { id: proposal.id },
            header: { ...idempotent(keyFor(body)), "If-Match": `"${proposal.revision}"` },
          },
          body,
        }),
      );
    },
    onSuccess: () => {
      done();
      onDone();
    },
    onSettled: () =>
      Promise.all(
        [["proposals"], ["organizations"], ["organization"]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
