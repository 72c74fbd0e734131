import { useQuery } from "@tanstack/react-query";
import type { DossierReview } from "~/api/types";
import { dateTime } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Section, Stack } from "~/ui/Page";
import { Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { type Frozen, reviewsQuery } from "./queries";

/** What one has submitted, and what the others have. */
export function Submitted({ review, frozen }: { review: DossierReview; frozen: Frozen }) {
  const all = useQuery(reviewsQuery(review.candidacy.slug, review.version_id));
  const others = all.data?.items.filter(({ id, status }) => id !== review.id && status === "submitted");
  return (
    <Stack>
      <Banner
        tone="done"
        still
        title={m.review_done({ at: review.ended_at ? dateTime(review.ended_at) : "" })}
      />
      <Section title={m.review_own()}>
        <Scores review={review} frozen={frozen} caption={m.review_own()} />
      </Section>
      {all.isPending ? (
        <Loading rows={2} />
      ) : all.isError ? (
        <Failed error={all.error} onRetry={all.refetch} />
      ) : others?.length === 0 ? (
        <Empty title={m.review_no_others()} />
      ) : (
        others?.map((other) => {
          const by = m.review_by({ name: other.reviewer?.name ?? m.review_former() });
          return (
            <Section key={other.id} title={by}>
              <Scores review={other} frozen={frozen} caption={by} />
            </Section>
          );
        })
      )}
    </Stack>
  );
}

function Scores({ review, frozen, caption }: { review: DossierReview; frozen: Frozen; caption: string }) {
  const of = (code: string) => review.scores.find(({ criterion }) => criterion === code);
  return (
    <Table
      caption={caption}
      rows={frozen.criteria}
      rowKey={({ criterion }) => criterion.code}
      columns={[
        { head: m.review_criterion(), rowHead: true, cell: ({ criterion }) => words(criterion.title) },
        { head: m.review_score(), end: true, cell: ({ criterion }) => of(criterion.code)?.score ?? "–" },
        { head: m.review_comments(), cell: ({ criterion }) => of(criterion.code)?.comment ?? "–" },
      ]}
    />
  );
}
