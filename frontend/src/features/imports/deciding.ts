import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Import, ImportDecision } from "~/api/types";
import { importQuery } from "./queries";

type Decision = { places: number[]; decision: ImportDecision; organization_id?: string };

/** So many are decided together. */
const MANY = 50;

const send = (id: string, body: Decision) =>
  unwrap(
    client.POST("/v1/imports/{id}/decisions", {
      params: { path: { id }, header: idempotent(crypto.randomUUID()) },
      body,
    }),
  );

/** After it the import and all of its results are read anew, for somebody else may have decided as well. */
function useDeciding<T>(id: string, decide: (asked: T) => Promise<Import>, onDone: (asked: T) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSuccess: (decided, asked) => {
      queryClient.setQueryData(importQuery(id).queryKey, decided);
      onDone(asked);
    },
    onSettled: () =>
      Promise.all(
        [["imports", id], ["organizations"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  });
}

export const useDecide = (id: string, onDone: (asked: Decision) => void) =>
  useDeciding(id, (asked: Decision) => send(id, asked), onDone);

/** All that wait become records of their own, so many at a time. */
export const useAllOther = (of: Import, onDone: () => void) =>
  useDeciding(
    of.id,
    async (_: undefined) => {
      let decided = of;
      for (;;) {
        const { items } = await unwrap(
          client.GET("/v1/imports/{id}/results", {
            params: { path: { id: of.id }, query: { undecided: true, limit: MANY } },
          }),
        );
        if (items.length === 0) return decided;
        decided = await send(of.id, { places: items.map(({ place }) => place), decision: "other" });
      }
    },
    onDone,
  );
