import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { DossierReview } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Conflict } from "~/ui/Conflict";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { CriterionScore } from "./CriterionScore";
import { type Frozen, myReviewsQuery, reviewQuery, reviewsQuery } from "./queries";
import css from "./reviews.module.css";
import {
  type Draft,
  draftKey,
  forgetScores,
  given,
  isSame,
  isWhole,
  NOTHING,
  type Typed,
  typed,
} from "./scores";

/** Each criterion with what is shown for it, its score and its comment; kept here as it is typed, and by the service when
 * it is saved. */
export function ScoreForm({ review, frozen }: { review: DossierReview; frozen: Frozen }) {
  const saved = typed(review);
  const [kept, setDraft] = useDraft(draftKey(review.id), saved);
  const [tried, setTried] = useState(false);
  const [sure, setSure] = useState(false);
  const draft = kept.changed ? kept : saved;
  const isSaved = isSame(draft.scores, saved.scores);
  // Saved on another device since this was typed.
  const isBehind = draft.revision !== review.revision && !isSaved;
  const sent = isSaved ? saved : draft;
  const of = (code: string) => draft.scores[code] ?? NOTHING;
  const scored = frozen.criteria.filter(({ criterion }) => isWhole(of(criterion.code))).length;
  const keep = useKeep(review, (after) => {
    const now = typed(after);
    // What was typed meanwhile stays.
    setDraft((before) => (isSame(before.scores, now.scores) ? now : { ...before, revision: now.revision }));
  });
  const submit = useSubmit(review, keep.send, sent);
  const change = (code: string, next: Partial<Typed>) => {
    setSure(false);
    setDraft((before) => {
      const { revision, scores } = before.changed ? before : saved;
      return {
        revision,
        scores: { ...scores, [code]: { ...(scores[code] ?? NOTHING), ...next } },
        changed: true,
      };
    });
  };
  const pending = keep.mutation.isPending || submit.isPending;
  return (
    <Form
      look="dense"
      onSubmit={() => {
        setTried(true);
        if (pending || isBehind || scored < frozen.criteria.length) return;
        if (sure) submit.mutate();
        else setSure(true);
      }}
    >
      <p>{m.review_how()}</p>
      {frozen.criteria.map((one) => (
        <CriterionScore
          key={one.criterion.code}
          of={one}
          evidence={frozen.evidence.filter(({ criterion }) => criterion === one.criterion.code)}
          place={{ id: review.candidacy.slug, version_id: review.version_id }}
          value={of(one.criterion.code)}
          onChange={(next) => change(one.criterion.code, next)}
          tried={tried}
        />
      ))}
      <div className={css.foot}>
        {isBehind && (
          <Conflict
            now={m.review_scored({ scored: review.scores.length, all: frozen.criteria.length })}
            mine={m.review_scored({ scored: given(draft.scores).length, all: frozen.criteria.length })}
            onAgain={() => setDraft({ ...draft, revision: review.revision })}
            onDiscard={() => setDraft(saved)}
          />
        )}
        <ProblemBanner error={isBehind ? null : (keep.mutation.error ?? submit.error)} />
        {sure && <Banner title={m.review_sure()}>{m.review_sure_text()}</Banner>}
        <p role="status">
          {m.review_scored({ scored, all: frozen.criteria.length })}
          {" · "}
          {isSaved ? m.review_saved() : m.review_unsaved()}
        </p>
        <Actions>
          <Button type="submit" pending={submit.isPending}>
            {sure ? m.review_submit_sure() : m.review_submit()}
          </Button>
          <Button
            look="secondary"
            pending={keep.mutation.isPending}
            onPress={() => !pending && !isBehind && keep.mutation.mutate(sent)}
          >
            {m.review_save()}
          </Button>
        </Actions>
      </div>
    </Form>
  );
}

function useKeep(review: DossierReview, onKept: (after: DossierReview) => void) {
  const queryClient = useQueryClient();
  const send = (draft: Draft) =>
    unwrap(
      client.PATCH("/v1/dossier-reviews/{id}", {
        params: { path: { id: review.id }, header: { "If-Match": `"${draft.revision}"` } },
        body: { scores: given(draft.scores) },
        headers: { "Content-Type": "application/merge-patch+json" },
      }),
    );
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (after) => {
      queryClient.setQueryData(reviewQuery(review.id).queryKey, after);
      onKept(after);
      toast(m.saved());
    },
    onError: async (error) => {
      // What there is now, beside what was typed.
      if (isStatus(error, 412))
        await queryClient.invalidateQueries({ queryKey: reviewQuery(review.id).queryKey });
    },
  });
  return { mutation, send };
}

/** Saves what was typed, then locks it. */
function useSubmit(review: DossierReview, send: (draft: Draft) => Promise<DossierReview>, draft: Draft) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.key.submit.${review.id}`, "session");
  const { queryKey } = reviewQuery(review.id);
  return useMutation({
    mutationFn: async () => {
      const { revision } = await send(draft);
      const body = { to: "submitted" as const };
      return unwrap(
        client.POST("/v1/dossier-reviews/{id}/transitions", {
          params: {
            path: { id: review.id },
            header: { ...idempotent(keyFor({ ...body, revision })), "If-Match": `"${revision}"` },
          },
          body,
        }),
      );
    },
    onSuccess: async (after) => {
      done();
      forgetScores(review.id);
      queryClient.setQueryData(queryKey, after);
      await Promise.all(
        [myReviewsQuery.queryKey, reviewsQuery(review.candidacy.slug, review.version_id).queryKey].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      );
      toast(m.review_submitted_done());
    },
    onError: () => queryClient.invalidateQueries({ queryKey }),
  });
}
