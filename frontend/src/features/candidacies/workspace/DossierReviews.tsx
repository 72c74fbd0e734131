import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy, DossierCriterionSummary, DossierReview, DossierVersion } from "~/api/types";
import { longDate, number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { reviewsQuery, summaryQuery } from "../reviews/queries";
import { ReviewState } from "../reviews/ReviewState";
import css from "../reviews/reviews.module.css";

const TakeBackDialog = lazy(() => import("./TakeBackDialog"));

/** Who scores a version, and what it comes to. */
export function DossierReviews({ file, versions }: { file: Candidacy; versions: DossierVersion[] }) {
  const [id, setId] = useState(versions[0]?.id ?? "");
  return (
    <>
      <Select
        label={m.reviews_version()}
        value={id}
        onChange={setId}
        choices={versions.map((version) => ({
          value: version.id,
          label: [m.dossier_version({ number: version.number }), version.note].filter(Boolean).join(" – "),
        }))}
      />
      <Summary file={file} version={id} />
      <Reviewers file={file} version={id} />
      <Name file={file} version={id} key={id} />
    </>
  );
}

type Part = { file: Candidacy; version: string };

function useChanged({ file, version }: Part) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [reviewsQuery(file.slug, version), summaryQuery(file.slug, version)].map(({ queryKey }) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
}

function Summary({ file, version }: Part) {
  const summary = useQuery(summaryQuery(file.slug, version));
  const reviews = useQuery(reviewsQuery(file.slug, version));
  if (summary.isPending) return <Loading rows={3} />;
  if (summary.isError) {
    // Where neither came, it is said once.
    return reviews.isError ? null : <Failed error={summary.error} onRetry={summary.refetch} />;
  }
  const { submitted, criteria } = summary.data;
  if (submitted === 0) return <Empty title={m.review_summary_none()} />;
  return (
    <>
      <Table
        caption={m.review_spread()}
        rows={criteria}
        rowKey={(one) => one.criterion}
        columns={[
          { head: m.review_criterion(), rowHead: true, cell: (one) => words(one.title) },
          {
            head: m.review_median(),
            end: true,
            cell: (one) => (one.median == null ? "–" : number(one.median)),
          },
          { head: m.review_spread(), cell: (one) => <Spread of={one} /> },
        ]}
      />
      <div>
        {criteria.map((one) => (
          <Disclosure key={one.criterion} title={m.review_voices({ criterion: words(one.title) })}>
            <ul className={css.voices}>
              {one.scores.map((voice) => (
                <li key={voice.review_id}>
                  <strong>
                    {m.review_voice({ name: voice.reviewer ?? m.review_former(), score: voice.score })}
                  </strong>
                  <p>{voice.comment}</p>
                </li>
              ))}
            </ul>
          </Disclosure>
        ))}
      </div>
    </>
  );
}

/** How many gave each score, seen at once; in words, from the lowest to the highest. */
function Spread({ of }: { of: DossierCriterionSummary }) {
  if (of.lowest == null || of.highest == null) return "–";
  const count = (score: number) => of.scores.filter((voice) => voice.score === score).length;
  return (
    <>
      <span className={css.spread} aria-hidden="true">
        {[0, 1, 2, 3, 4, 5].map((score) => (
          <span key={score} data-given={count(score) > 0 || undefined}>
            {score}
            {count(score) > 1 && ` ×${count(score)}`}
          </span>
        ))}
      </span>{" "}
      <span className="visually-hidden">
        {m.review_spread_from({ lowest: of.lowest, highest: of.highest })}
      </span>
    </>
  );
}

function Reviewers(part: Part) {
  const reviews = useQuery(reviewsQuery(part.file.slug, part.version));
  const changed = useChanged(part);
  const [asked, setAsked] = useState<DossierReview>();
  if (reviews.isPending) return <Loading rows={2} />;
  if (reviews.isError) return <Failed error={reviews.error} onRetry={changed} />;
  if (reviews.data.items.length === 0) return <p>{m.reviews_none_named()}</p>;
  const name = (review: DossierReview) => review.reviewer?.name ?? m.review_former();
  return (
    <>
      <Table
        caption={m.reviews_title()}
        rows={reviews.data.items}
        rowKey={(review) => review.id}
        columns={[
          { head: m.review_reviewer(), rowHead: true, cell: name },
          {
            head: m.review_asked_on(),
            whole: true,
            cell: (review) => longDate(review.assigned_at.slice(0, 10)),
          },
          { head: m.dossier_state(), cell: (review) => <ReviewState status={review.status} /> },
          { head: m.review_conflict(), cell: (review) => review.conflict ?? "–" },
          {
            head: m.review_remove(),
            cell: (review) =>
              review.status === "open" ? (
                <Button
                  small
                  look="quiet"
                  aria-label={m.review_remove_of({ name: name(review) })}
                  onPress={() => setAsked(review)}
                >
                  {m.review_remove()}
                </Button>
              ) : (
                "–"
              ),
          },
        ]}
      />
      <Suspense>
        {asked && (
          <TakeBackDialog
            review={asked}
            name={name(asked)}
            onClose={() => setAsked(undefined)}
            onDone={changed}
          />
        )}
      </Suspense>
    </>
  );
}

const FIELDS = ["email"] as const;

function Name(part: Part) {
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const changed = useChanged(part);
  const { keyFor, done } = useKeyed(`lorntech.key.reviewer.${part.version}`, "session");
  const name = useMutation({
    mutationFn: () => {
      const body = { email: email.trim() };
      return unwrap(
        client.POST("/v1/candidacies/{id}/dossier-versions/{version_id}/reviews", {
          params: {
            path: { id: part.file.slug, version_id: part.version },
            header: idempotent(keyFor(body)),
          },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      await changed();
      setEmail("");
      setTried(false);
      toast(m.review_named());
    },
  });
  return (
    <Form
      look="dense"
      onSubmit={() => {
        setTried(true);
        if (email.trim() !== "" && !name.isPending) name.mutate();
      }}
    >
      <ProblemBanner error={name.error} known={FIELDS} />
      <TextField
        label={m.review_reviewer_email()}
        hint={m.review_name_hint()}
        type="email"
        value={email}
        onChange={setEmail}
        error={tried && email.trim() === "" ? m.evidence_missing() : fieldErrors(name.error, FIELDS).email}
      />
      <Actions>
        <Button type="submit" pending={name.isPending}>
          {m.review_name()}
        </Button>
      </Actions>
    </Form>
  );
}
