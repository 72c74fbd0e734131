import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { client, unwrap } from "~/api/client";
import type { SavedSearch } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Actions } from "~/ui/States";
import { savedSearchesQuery } from "./queries";

/** In the place of a search that was deleted: the way back. It is saved anew, as it was. */
export function DeletedSearch({ search, onBack }: { search: SavedSearch; onBack: (id: string) => void }) {
  const queryClient = useQueryClient();
  const way = useRef<HTMLButtonElement>(null);
  // What had the focus is gone.
  useEffect(() => way.current?.focus(), []);
  const { name, query, paused } = search;
  const undo = useMutation({
    mutationFn: () =>
      unwrap(client.POST("/v1/me/saved-searches", { body: { name, query: query ?? {}, paused } })),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
      onBack(id);
    },
  });
  return (
    <li>
      <p role="status">{m.saved_deleted({ name })}</p>
      <ProblemBanner error={undo.error} />
      {query && (
        <Actions>
          <Button
            ref={way}
            look="secondary"
            small
            aria-label={`${m.saved_undo()}, ${name}`}
            pending={undo.isPending}
            onPress={() => undo.mutate()}
          >
            {m.saved_undo()}
          </Button>
        </Actions>
      )}
    </li>
  );
}
