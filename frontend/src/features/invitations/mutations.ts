import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Invitation, InvitationStatus } from "~/api/types";
import { meQuery } from "~/features/identity/queries";
import { useKeyed } from "~/lib/use-keyed";
import { invitationQuery } from "./queries";

/** Answering an invitation, or taking it back. */
export function useMoveInvitation(id: string, onDone: (invitation: Invitation) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.invitation.${id}.key`, "session");
  return useMutation({
    mutationFn: (to: InvitationStatus) =>
      unwrap(
        client.POST("/v1/invitations/{id}/transitions", {
          params: { path: { id }, header: idempotent(keyFor([id, to])) },
          body: { to },
        }),
      ),
    onSuccess: async (invitation) => {
      done();
      queryClient.setQueryData(invitationQuery(id).queryKey, invitation);
      // The new right is there before the page that needs it opens.
      if (invitation.status === "accepted") await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      onDone(invitation);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["invitations"] }),
        queryClient.invalidateQueries({ queryKey: ["members"] }),
      ]);
    },
    // Somebody was faster: the page says what it is now.
    onError: () => queryClient.invalidateQueries({ queryKey: ["invitations"] }),
  });
}
