import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Candidacy } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { type Evidence, fileQuery } from "./queries";

type Props = { file: Candidacy; evidence: Evidence; onClose: () => void };

/** What counts no more is read before it is done; it goes from the candidacy as it is then. */
export default function RemoveEvidence({ file, evidence, onClose }: Props) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => {
      const { revision } = await queryClient.fetchQuery({ ...fileQuery(file.slug), staleTime: 0 });
      await unwrap(
        client.DELETE("/v1/candidacies/{id}/evidence/{evidence_id}", {
          params: {
            path: { id: file.slug, evidence_id: evidence.id },
            header: { "If-Match": `"${revision}"` },
          },
        }),
      );
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: fileQuery(file.slug).queryKey });
      toast(m.evidence_removed());
      onClose();
    },
  });
  return (
    <Dialog title={m.evidence_remove_title({ title: evidence.title })} open onClose={onClose}>
      <Form look="dense" onSubmit={() => !remove.isPending && remove.mutate()}>
        <ProblemBanner error={remove.error} />
        <p>{m.evidence_remove_text()}</p>
        {evidence.shows.kind === "document" && <p>{m.evidence_remove_file()}</p>}
        <Actions>
          <Button type="submit" look="danger" pending={remove.isPending}>
            {m.evidence_remove()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.evidence_remove_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
