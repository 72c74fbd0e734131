import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Organization } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { organizationQuery } from "./queries";

/** Says that a record is still right, by one's own right or by the token of a link. */
export function useConfirm({ id, slug, revision }: Organization, onDone: () => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.confirm.${id}`, "session");
  return useMutation({
    mutationFn: (token: string | undefined) => {
      const body = token ? { token } : {};
      // Somebody reads what they confirm: if it has changed since, they read it again.
      const header = { ...idempotent(keyFor({ ...body, revision })), "If-Match": `"${revision}"` };
      return unwrap(
        client.POST("/v1/organizations/{id}/confirmations", { params: { path: { id }, header }, body }),
      );
    },
    onSuccess: (confirmed) => {
      done();
      queryClient.setQueryData(organizationQuery(slug).queryKey, confirmed);
      onDone();
    },
    onError: () => queryClient.invalidateQueries({ queryKey: organizationQuery(slug).queryKey }),
  });
}
