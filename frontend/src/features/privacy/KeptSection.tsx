import { useQuery } from "@tanstack/react-query";
import type { PersonalData } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Disclosure } from "~/ui/Disclosure";
import { Section } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import css from "./privacy.module.css";
import { personalDataQuery } from "./queries";

type Topic = PersonalData["topic"];

const TOPICS: Record<Topic, { title: () => string; text: () => string }> = {
  account: { title: m.kept_account, text: m.kept_account_text },
  requests: { title: m.kept_requests, text: m.kept_requests_text },
  bookings: { title: m.kept_bookings, text: m.kept_bookings_text },
  projects: { title: m.kept_projects, text: m.kept_projects_text },
  teams: { title: m.kept_teams, text: m.kept_teams_text },
  directory: { title: m.kept_directory, text: m.kept_directory_text },
  choices: { title: m.kept_choices, text: m.kept_choices_text },
  api_clients: { title: m.kept_clients, text: m.kept_clients_text },
  passing: { title: m.kept_passing, text: m.kept_passing_text },
  audit_log: { title: m.kept_audit, text: m.kept_audit_text },
};

const AFTER: Record<PersonalData["after_closing"], () => string> = {
  deleted: m.after_deleted,
  anonymised: m.after_anonymised,
  pseudonymised: m.after_pseudonymised,
};

/** What is kept, why, for how long, and what becomes of it, as the register of processing has it. */
export function KeptSection() {
  const query = useQuery(personalDataQuery);
  if (query.isPending) return <Loading rows={4} />;
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  const { items, kept } = query.data;
  const topics = (Object.keys(TOPICS) as Topic[]).map((topic) => ({
    topic,
    tables: items.filter((table) => table.topic === topic),
  }));
  return (
    <Section title={m.kept_title()}>
      <p>{m.kept_text()}</p>
      {kept.length > 0 && (
        <Banner title={m.kept_held_title()}>
          <ul>
            {kept.map(({ reference, reason }) => (
              <li key={reference}>
                <strong>{reference}</strong> {reason}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <ul className={css.topics}>
        {topics.map(({ topic, tables }) => {
          const rows = tables.reduce((sum, table) => sum + table.rows, 0);
          return (
            <li key={topic}>
              <h3>
                {TOPICS[topic].title()} <span className={css.meta}>{m.kept_rows({ n: number(rows) })}</span>
              </h3>
              <p>{TOPICS[topic].text()}</p>
              <Disclosure title={m.kept_columns()}>
                {tables.map((table) => (
                  <div key={table.table} className={css.table}>
                    <p lang="en">
                      <code>{table.table}</code> {table.about}
                    </p>
                    <p className={css.meta}>{AFTER[table.after_closing]()}</p>
                    <ul lang="en">
                      {table.columns.map((column) => (
                        <li key={column.name}>
                          <code>{column.name}</code> {column.kind}: {column.purpose}; {column.retention}
                        </li>
                      ))}
                    </ul>
                  </div>
                ))}
              </Disclosure>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
