import { useInfiniteQuery } from "@tanstack/react-query";
import { AccountNav } from "~/features/identity/AccountNav";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { Table } from "~/ui/Table";
import { myReviewsQuery } from "./queries";
import ReviewPage from "./ReviewPage";
import { ReviewState } from "./ReviewState";

/** The dossiers that one was asked to score, and the page of each. */
export default function ReviewsStepPage({ id }: { id: string | undefined }) {
  return id ? <ReviewPage id={id} /> : <ReviewsPage />;
}

function ReviewsPage() {
  const query = useInfiniteQuery(myReviewsQuery);
  return (
    <Page title={m.reviews_title()} lead={m.reviews_lead()} below={<AccountNav />}>
      <Results query={query} empty={<Empty title={m.reviews_none()}>{m.reviews_none_text()}</Empty>}>
        {(items) => (
          <Table
            caption={m.reviews_title()}
            rows={items}
            rowKey={(review) => review.id}
            columns={[
              {
                head: m.review_candidacy(),
                rowHead: true,
                cell: (review) => (
                  <Link to="/compte/$" params={{ _splat: `evaluations/${review.id}` }}>
                    {words(review.candidacy.name)}
                  </Link>
                ),
              },
              {
                head: m.dossier_number(),
                end: true,
                cell: (review) => review.version_number,
              },
              {
                head: m.review_asked_on(),
                whole: true,
                cell: (review) => longDate(review.assigned_at.slice(0, 10)),
              },
              {
                head: m.dossier_state(),
                whole: true,
                cell: (review) => <ReviewState status={review.status} />,
              },
            ]}
          />
        )}
      </Results>
    </Page>
  );
}
