import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { HistoryEntry } from "~/api/types";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { Timeline } from "~/ui/Timeline";
import css from "./directory.module.css";
import { memberLabel, valueText } from "./history";
import { organizationQuery } from "./queries";
import { historyQuery } from "./work-queries";

/** What became of a record, member by member, the newest first. */
export default function HistoryPage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  const query = useInfiniteQuery(historyQuery(organization.id));
  return (
    <Page
      title={m.history_title({ name: organization.name })}
      longTitle
      lead={organization.may_edit ? m.history_lead_keeper() : m.history_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
          <Link to="/annuaire/$slug" params={{ slug }}>
            {organization.name}
          </Link>
        </Breadcrumb>
      }
    >
      <Results query={query} empty={<Empty title={m.history_none()}>{m.history_none_text()}</Empty>}>
        {(entries) => <Timeline heading="h2" entries={entries.map(shown)} />}
      </Results>
    </Page>
  );
}

function who({ kind, name }: HistoryEntry["by"]): string {
  if (kind === "system") return m.history_by_source();
  return name ? m.history_by({ name }) : m.history_by_somebody();
}

const REGIONS: Record<NonNullable<HistoryEntry["proposed_by"]>, () => string> = {
  "fr-lorraine": m.region_lorraine,
  lu: m.region_luxembourg,
  "de-sl": m.region_saarland,
  "de-tr": m.region_trier,
};

function shown({ id, at, by, proposed_by, changes }: HistoryEntry) {
  const idea = proposed_by && m.history_proposed_by({ region: REGIONS[proposed_by]() });
  const told = changes.filter(({ before, after }) => before != null || after != null);
  return {
    id: String(id),
    state: "done" as const,
    when: [dateTime(at), who(by), idea].filter(Boolean).join(" · "),
    title: changes.map(({ member }) => memberLabel(member)).join(", "),
    body: told.length > 0 && (
      <dl className={css.changes}>
        {told.map(({ member, before, after }) => (
          <div key={member}>
            <dt>{memberLabel(member)}</dt>
            {before != null && (
              <dd>
                <del>{valueText(member, before)}</del>
              </dd>
            )}
            {after != null && (
              <dd>
                <ins>{valueText(member, after)}</ins>
              </dd>
            )}
          </div>
        ))}
      </dl>
    ),
  };
}
