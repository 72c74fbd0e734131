import { useMutation } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { DossierReview } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";

type Props = { review: DossierReview; name: string; onClose: () => void; onDone: () => Promise<unknown> };

/** Somebody is to score no longer, and what they have scored goes: read before it is done. */
export default function TakeBackDialog({ review, name, onClose, onDone }: Props) {
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE("/v1/dossier-reviews/{id}", {
          params: { path: { id: review.id }, header: { "If-Match": `"${review.revision}"` } },
        }),
      ),
    onSuccess: async () => {
      await onDone();
      toast(m.review_removed());
      onClose();
    },
  });
  return (
    <Dialog title={m.review_remove_of({ name })} open onClose={onClose}>
      <Form look="dense" onSubmit={() => !remove.isPending && remove.mutate()}>
        <ProblemBanner error={remove.error} />
        <p>{m.review_remove_text()}</p>
        <Actions>
          <Button type="submit" look="danger" pending={remove.isPending}>
            {m.review_remove()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.review_remove_not()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
