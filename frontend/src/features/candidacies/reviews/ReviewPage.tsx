import { useMutation, useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { useState } from "react";
import { isStatus } from "~/api/problem";
import type { DossierReview } from "~/api/types";
import { NotFoundPage } from "~/app/pages";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Tags } from "~/ui/Badge";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { download } from "../workspace/queries";
import { frozenQuery, reviewQuery } from "./queries";
import { RecuseDialog } from "./RecuseDialog";
import { ReviewState } from "./ReviewState";
import { ScoreForm } from "./ScoreForm";
import { Submitted } from "./Submitted";

const version = (review: DossierReview) => m.dossier_version({ number: review.version_number });
const TITLES: Record<DossierReview["status"], (review: DossierReview) => string> = {
  open: (review) => `${m.review_title()}, ${version(review)}`,
  submitted: (review) => `${m.review_own()}, ${version(review)}`,
  recused: (review) => `${m.review_shut()}, ${version(review)}`,
};

/** Where a reviewer reads a frozen dossier and scores it. */
export default function ReviewPage({ id }: { id: string }) {
  const query = useQuery(reviewQuery(id));
  if (isStatus(query.error, 404)) return <NotFoundPage />;
  const review = query.data;
  return (
    <Page
      title={review ? TITLES[review.status](review) : m.review_title()}
      heading={review ? words(review.candidacy.name) : m.review_title()}
      longTitle
      above={
        <Breadcrumb>
          <Link to="/compte/$" params={{ _splat: "evaluations" }}>
            {m.reviews_title()}
          </Link>
        </Breadcrumb>
      }
      below={review && <Head review={review} />}
    >
      {review ? (
        <Body review={review} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={query.refetch} />
      ) : (
        <Loading rows={6} />
      )}
    </Page>
  );
}

function Head({ review }: { review: DossierReview }) {
  const [recusing, setRecusing] = useState(false);
  const file = useMutation({
    mutationFn: () =>
      download(review.candidacy.slug, { id: review.version_id, number: review.version_number }, "pdf"),
  });
  return (
    <>
      <Tags>
        <ReviewState status={review.status} />
        <span>{m.dossier_version({ number: review.version_number })}</span>
      </Tags>
      {review.status !== "recused" && (
        <>
          <ProblemBanner error={file.error} />
          <Actions>
            <Button
              small
              look="secondary"
              icon={<Download size={16} aria-hidden="true" />}
              pending={file.isPending}
              onPress={() => !file.isPending && file.mutate()}
            >
              {m.review_read_pdf()}
            </Button>
            <Button small look="quiet" onPress={() => setRecusing(true)}>
              {m.review_recuse()}
            </Button>
          </Actions>
          <RecuseDialog review={review} open={recusing} onClose={() => setRecusing(false)} />
        </>
      )}
    </>
  );
}

function Body({ review }: { review: DossierReview }) {
  if (review.status === "recused") {
    return (
      <Banner still title={m.review_shut()}>
        <p>{m.review_shut_text()}</p>
        <blockquote>{review.conflict}</blockquote>
      </Banner>
    );
  }
  return <Read review={review} />;
}

function Read({ review }: { review: DossierReview }) {
  const frozen = useQuery(frozenQuery(review));
  if (frozen.isPending) return <Loading rows={6} />;
  if (frozen.isError) return <Failed error={frozen.error} onRetry={frozen.refetch} />;
  return review.status === "open" ? (
    <ScoreForm review={review} frozen={frozen.data} />
  ) : (
    <Submitted review={review} frozen={frozen.data} />
  );
}
