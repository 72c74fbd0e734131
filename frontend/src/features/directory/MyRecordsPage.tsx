import { useInfiniteQuery } from "@tanstack/react-query";
import { Claims } from "~/features/claims/Claims";
import { AccountNav } from "~/features/identity/AccountNav";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { RecordEntries } from "./RecordEntries";
import { RecordSteps } from "./RecordSteps";
import { myOrganizationsQuery } from "./work-queries";

/** The records that one keeps or has proposed. */
export default function MyRecordsPage() {
  return (
    <Page title={m.my_records_title()} lead={m.my_records_lead()} below={<AccountNav />}>
      <Stack>
        <Records />
        <Section title={m.claims_mine()}>
          <Claims mine level={3} />
        </Section>
      </Stack>
    </Page>
  );
}

function Records() {
  const query = useInfiniteQuery(myOrganizationsQuery);
  const propose = (
    <Link to="/annuaire/proposer" button="secondary">
      {m.propose_link()}
    </Link>
  );
  return (
    <Results
      query={query}
      empty={
        <Empty title={m.my_records_none()} actions={propose}>
          {m.my_records_none_text()}
        </Empty>
      }
    >
      {(entries) => (
        <RecordEntries
          items={entries}
          actions={(entry) => (
            <RecordSteps
              record={entry}
              small
              more={
                entry.status !== "refused" && (
                  <Link
                    to="/annuaire/$slug/$step"
                    params={{ slug: entry.slug, step: "modifier" }}
                    button="secondary"
                    small
                    aria-label={`${m.edit_link()}, ${entry.name}`}
                  >
                    {m.edit_link()}
                  </Link>
                )
              }
            />
          )}
        />
      )}
    </Results>
  );
}
