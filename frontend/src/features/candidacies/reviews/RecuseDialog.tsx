import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { DossierReview } from "~/api/types";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { frozenQuery, myReviewsQuery, reviewQuery, reviewsQuery } from "./queries";
import { forgetScores } from "./scores";

const FIELDS = ["note"] as const;

/** What a conflict of interest does is said before it is declared. */
export function RecuseDialog({
  review,
  open,
  onClose,
}: {
  review: DossierReview;
  open: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.recuse.${review.id}`, "session");
  const recuse = useMutation({
    mutationFn: () => {
      const body = { to: "recused" as const, note: note.trim() };
      return unwrap(
        client.POST("/v1/dossier-reviews/{id}/transitions", {
          params: { path: { id: review.id }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async (after) => {
      done();
      forgetScores(review.id);
      // Nothing of the dossier stays on this device either.
      queryClient.removeQueries({ queryKey: frozenQuery(review).queryKey });
      queryClient.removeQueries({
        queryKey: reviewsQuery(review.candidacy.slug, review.version_id).queryKey,
      });
      queryClient.setQueryData(reviewQuery(review.id).queryKey, after);
      await queryClient.invalidateQueries({ queryKey: myReviewsQuery.queryKey });
      toast(m.review_recused_done());
    },
  });
  const missing = tried && note.trim() === "" ? m.review_recuse_missing() : undefined;
  return (
    <Dialog title={m.review_recuse()} open={open} onClose={onClose}>
      <Form
        look="dense"
        onSubmit={() => {
          setTried(true);
          if (note.trim() !== "" && !recuse.isPending) recuse.mutate();
        }}
      >
        <p>{m.review_recuse_text()}</p>
        <ProblemBanner error={recuse.error} known={FIELDS} />
        <TextField
          label={m.review_recuse_note()}
          long
          rows={3}
          maxLength={2000}
          value={note}
          onChange={setNote}
          error={missing ?? fieldErrors(recuse.error, FIELDS).note}
        />
        <Actions>
          <Button type="submit" look="danger" pending={recuse.isPending}>
            {m.review_recuse_sure()}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {m.project_back()}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}
