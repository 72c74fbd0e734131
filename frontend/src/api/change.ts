// The one way to change something that is on the page: shown at once, undone when it fails, sent with the version that
// was read and with a key that makes a retry the same request.
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useKeyed } from "~/lib/use-keyed";
import { isStatus } from "./problem";

/** What a change looks like where it is on the page already. */
type Showing = { key: QueryKey; change: (shown: unknown) => unknown };

export function showing<T>(key: QueryKey, change: (shown: T) => T): Showing {
  return { key, change: change as Showing["change"] };
}

export type ChangeHeaders = { "Idempotency-Key": string; "If-Match"?: string };

type Options<V, R, N> = {
  /** Where the key is kept as long as the tab, until it is known what became of the change. */
  name: string;
  send: (change: V, headers: ChangeHeaders) => Promise<R>;
  /** The revision on which the reader looks. */
  revision: () => number | undefined;
  atOnce: (change: V) => Showing[];
  /** After a refusal because somebody else was quicker: what there is now. */
  reread: () => Promise<N>;
  /** Belongs to the change, not to its call: a change often takes the button or form that made it off the page. */
  onDone: (result: R, change: V) => unknown;
};

export type Changing<V, N> = {
  send: (change: V) => void;
  isPending: boolean;
  error: unknown;
  /** Somebody else was quicker: what was to be sent, and what there is now. Nothing of it was done. */
  conflict: { change: V; now: N } | undefined;
  discard: () => void;
  /** Sent, and nobody knows what became of it: it may have been done, and sent again it is the same. */
  isOpen: (change: V) => boolean;
};

export function useChange<V, R, N>(options: Options<V, R, N>): Changing<V, N> {
  const queryClient = useQueryClient();
  const { keyFor, isOpen, done } = useKeyed(options.name, "session");
  const [conflict, setConflict] = useState<{ change: V; now: N }>();
  const mutation = useMutation({
    onMutate: async (change: V) => {
      setConflict(undefined);
      const before: [QueryKey, unknown][] = [];
      for (const part of options.atOnce(change)) {
        // An answer under way would bring back what was.
        await queryClient.cancelQueries({ queryKey: part.key });
        for (const [key, shown] of queryClient.getQueriesData({ queryKey: part.key })) {
          if (shown === undefined) continue;
          before.push([key, shown]);
          queryClient.setQueryData(key, part.change(shown));
        }
      }
      return before;
    },
    mutationFn: (change) => {
      const revision = options.revision();
      const match = revision === undefined ? {} : { "If-Match": `"${revision}"` };
      return options.send(change, { "Idempotency-Key": keyFor(change), ...match });
    },
    onSuccess: (result, change) => {
      done();
      return options.onDone(result, change);
    },
    onError: async (error, change, before) => {
      for (const [key, shown] of before ?? []) queryClient.setQueryData(key, shown);
      // What cannot be read now is left to the words of the refusal.
      const now = isStatus(error, 412) ? await options.reread().catch(() => undefined) : undefined;
      if (now) setConflict({ change, now });
      else await Promise.all((before ?? []).map(([queryKey]) => queryClient.invalidateQueries({ queryKey })));
    },
  });
  return {
    send: mutation.mutate,
    isPending: mutation.isPending,
    error: mutation.error,
    conflict,
    isOpen,
    discard: () => {
      setConflict(undefined);
      mutation.reset();
    },
  };
}
