import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Claims } from "~/features/claims/Claims";
import { useMe } from "~/features/identity/queries";
import { isModerator } from "~/features/members/roles";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Segments } from "~/ui/Segments";
import { Select } from "~/ui/Select";
import { Empty } from "~/ui/States";
import css from "./directory.module.css";
import { QUEUES, type Queue, type View } from "./queues";
import { RecordEntries } from "./RecordEntries";
import { RecordSteps } from "./RecordSteps";
import { statusLabel } from "./steps";
import { reviewsQuery } from "./work-queries";

/** What waits for a moderator, the oldest first; and what is not public by a decision, to take it back. */
export function ModerationPage({ view, status }: { view: View; status: Queue }) {
  const navigate = useNavigate();
  const me = useMe();
  if (!isModerator(me)) {
    return (
      <Page title={m.moderation_title()}>
        <Banner title={m.moderation_moderators()}>
          <p>
            <Link to="/annuaire">{m.home_recent_more()}</Link>
          </p>
        </Banner>
      </Page>
    );
  }
  return (
    <Page
      title={m.moderation_title()}
      lead={m.moderation_lead()}
      below={
        <>
          <Link to="/imports/$" params={{ _splat: "" }} onward>
            {m.imports_title()}
          </Link>
          <Link to="/administration/$" params={{ _splat: "regions" }} onward>
            {m.regions_title()}
          </Link>
        </>
      }
    >
      <div className={css.queue}>
        <Segments<View>
          label={m.moderation_view()}
          value={view}
          choices={[
            { value: "fiches", label: m.moderation_records() },
            { value: "prises-en-charge", label: m.moderation_claims() },
          ]}
          onChange={(vue) => navigate({ to: "/moderation", search: vue === "fiches" ? {} : { vue } })}
        />
      </div>
      {view === "fiches" ? <Records status={status} /> : <Claims mine={false} level={2} />}
    </Page>
  );
}

function Records({ status }: { status: Queue }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(reviewsQuery(status));
  return (
    <>
      <div className={css.queue}>
        <Select<Queue>
          label={m.moderation_status()}
          value={status}
          choices={QUEUES.map((queue) => ({ value: queue, label: statusLabel(queue) }))}
          onChange={(status) =>
            navigate({ to: "/moderation", search: status === "pending_review" ? {} : { status } })
          }
        />
      </div>
      <Results query={query} empty={<Empty title={m.moderation_none()}>{m.moderation_none_text()}</Empty>}>
        {(entries) => (
          <RecordEntries items={entries} actions={(entry) => <RecordSteps record={entry} small />} />
        )}
      </Results>
    </>
  );
}
