import { useSuspenseQuery } from "@tanstack/react-query";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ExternalLink } from "~/ui/Link";
import { Page, Prose, Section, Stack } from "~/ui/Page";
import { Empty } from "~/ui/States";
import { Table } from "~/ui/Table";
import { sourcesQuery } from "./queries";

export function SourcesPage() {
  const { data } = useSuspenseQuery(sourcesQuery);
  return (
    <Page title={m.sources_title()} lead={m.sources_lead()}>
      <Stack>
        <Section title={m.sources_directory()}>
          {data.items.length === 0 ? (
            <Empty title={m.sources_empty()} />
          ) : (
            <Table
              caption={m.sources_directory()}
              rows={data.items}
              rowKey={(row) => row.system}
              columns={[
                {
                  head: m.sources_name(),
                  rowHead: true,
                  cell: (row) => <ExternalLink href={row.url}>{row.name}</ExternalLink>,
                },
                { head: m.sources_publisher(), cell: (row) => row.publisher },
                {
                  head: m.sources_licence(),
                  // A name of few words stays on its line.
                  cell: (row) => (
                    <ExternalLink href={row.licence_url}>
                      {row.licence.replaceAll(" ", "\u00a0")}
                    </ExternalLink>
                  ),
                },
                { head: m.sources_attribution(), cell: (row) => row.attribution },
                {
                  head: m.sources_records(),
                  end: true,
                  // Others give lists of names and places.
                  cell: (row) => (row.organizations === 0 ? "–" : number(row.organizations)),
                },
              ]}
            />
          )}
        </Section>
        <Section title={m.sources_open_data()}>
          <Prose>
            <p>{m.sources_open_data_text()}</p>
            <p>
              <a href="/v1/catalog?format=turtle">{m.sources_catalog_turtle()}</a>{" "}
              <a href="/v1/catalog?format=json_ld">{m.sources_catalog_json()}</a>
            </p>
          </Prose>
        </Section>
        <Section title={m.sources_facts()}>
          <Prose>
            <p>{m.sources_facts_text()}</p>
          </Prose>
        </Section>
        <Section title={m.sources_drawing()}>
          <Prose>
            <p>{m.sources_map_text()}</p>
            <p>{m.sources_base_text()}</p>
            <p>{m.sources_type_text()}</p>
          </Prose>
        </Section>
      </Stack>
    </Page>
  );
}
