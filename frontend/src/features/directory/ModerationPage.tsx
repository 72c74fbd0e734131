import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { m } from "~/paraglide/messages.js";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Select } from "~/ui/Select";
import { Empty } from "~/ui/States";
import css from "./directory.module.css";
import { RecordEntries } from "./RecordEntries";
import { RecordSteps } from "./RecordSteps";
import { statusLabel } from "./steps";
import { QUEUES, type Queue, reviewsQuery } from "./work-queries";

/** What waits for a moderator, the oldest first; and what is not public by a decision, to take it back. */
export function ModerationPage({ status }: { status: Queue }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(reviewsQuery(status));
  return (
    <Page title={m.moderation_title()} lead={m.moderation_lead()}>
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
    </Page>
  );
}
