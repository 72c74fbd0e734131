import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { NewSpace, Space, SpaceChange } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";

/** Describes a space anew, or changes the one that was read. */
export function useSaveSpace(totem: string, space: Space | undefined, onDone: () => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed("lorntech.space", "session");
  return useMutation({
    mutationFn: (body: NewSpace) =>
      space
        ? unwrap(change(space, { ...body, description: body.description ?? null }))
        : unwrap(
            client.POST("/v1/totems/{id}/spaces", {
              params: { path: { id: totem }, header: idempotent(keyFor(body)) },
              body,
            }),
          ),
    onSuccess: () => {
      done();
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["spaces"] }),
  });
}

/** Changes the space as it was read: somebody else's change in the meantime is not overwritten. */
export function change(space: Space, body: SpaceChange) {
  return client.PATCH("/v1/totems/{id}/spaces/{space_id}", {
    params: {
      path: { id: space.totem.slug, space_id: space.slug },
      header: { "If-Match": `"${space.revision}"` },
    },
    body,
    headers: { "Content-Type": "application/merge-patch+json" },
  });
}
