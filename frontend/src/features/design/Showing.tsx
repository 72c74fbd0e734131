import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FactSource } from "~/api/types";
import { downstreamFirst } from "~/features/totems/labels";
import { totemsQuery } from "~/features/totems/queries";
import { longDate, number, planDate } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Facts } from "~/ui/Card";
import { ChartFrame } from "~/ui/ChartFrame";
import { FactSources } from "~/ui/FactSources";
import { Link } from "~/ui/Link";
import { MapFrame } from "~/ui/MapFrame";
import { Paging } from "~/ui/Paging";
import { Results } from "~/ui/Results";
import { Stat } from "~/ui/Stat";
import { Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { Timeline } from "~/ui/Timeline";
import { Words } from "~/ui/Words";
import { LongWord, Piece, State } from "./Piece";
import { emptyList, failedList, longList, pendingList } from "./queries";
import { byCity, jobs, type Sample, samples } from "./samples";

const SillonMapDrawing = lazy(() => import("~/features/totems/SillonMapDrawing"));

const names = (items: Sample[]) => (
  <ul>
    {items.map((one) => (
      <li key={one.id}>{one.name}</li>
    ))}
  </ul>
);

function Lists() {
  const nothing = <Empty title={m.design_empty()}>{m.design_empty_text()}</Empty>;
  const long = useInfiniteQuery(longList());
  const pending = useInfiniteQuery(pendingList());
  const empty = useInfiniteQuery(emptyList());
  const failed = useInfiniteQuery(failedList());
  return (
    <Piece name="Results" when={m.design_when_results()}>
      <State label={m.design_state_normal()}>
        <Results query={long} empty={nothing}>
          {names}
        </Results>
      </State>
      <State label={m.design_state_pending()}>
        <Results query={pending} rows={2} empty={nothing}>
          {names}
        </Results>
      </State>
      <State label={m.design_state_empty()}>
        <Results query={empty} empty={nothing}>
          {names}
        </Results>
      </State>
      <State label={m.design_state_failed()}>
        <Results query={failed} empty={nothing}>
          {names}
        </Results>
      </State>
    </Piece>
  );
}

function Tables() {
  const [sort, setSort] = useState("name");
  const [page, setPage] = useState(2);
  const by = sort.endsWith("staff") ? (a: Sample, b: Sample) => a.staff - b.staff : undefined;
  const rows = samples().sort(by ?? ((a, b) => a.name.localeCompare(b.name)));
  const sorted = sort.startsWith("-") ? rows.reverse() : rows;
  const columns = [
    { head: m.design_organization(), rowHead: true, sortBy: "name", cell: (row: Sample) => row.name },
    { head: m.design_city(), cell: (row: Sample) => row.city },
    { head: m.design_staff(), end: true, sortBy: "staff", cell: (row: Sample) => number(row.staff) },
  ];
  const shared = { columns, rowKey: (row: Sample) => row.id, sort, onSort: setSort };
  return (
    <>
      <Piece name="Table" when={m.design_when_table()}>
        <State label={m.design_state_normal()} wide>
          <Table {...shared} caption={m.design_table()} rows={sorted} />
        </State>
        <State label={m.design_state_pending()} wide>
          <Table {...shared} caption={m.design_table_pending()} rows={sorted.slice(0, 1)} pending />
        </State>
      </Piece>
      <Piece name="Paging" when={m.design_when_paging()}>
        <State label={m.design_state_pages()}>
          <Paging
            shown={page === 4 ? 3 : 20}
            from={page * 20 - 19}
            total={63}
            onPrevious={page > 1 && (() => setPage(page - 1))}
            onNext={page < 4 && (() => setPage(page + 1))}
          />
        </State>
        <State label={m.design_state_at_least()}>
          <Paging shown={20} total={10_000} atLeast onMore={() => {}} />
        </State>
        <State label={m.design_state_pending()}>
          <Paging shown={20} onMore={() => {}} pending />
        </State>
      </Piece>
    </>
  );
}

function Figures() {
  return (
    <>
      <Piece name="Facts" when={m.design_when_facts()}>
        <State label={m.design_state_normal()}>
          <Facts
            items={[
              { label: m.design_organization(), value: m.design_workshop() },
              { label: m.design_staff(), value: number(1240) },
            ]}
          />
        </State>
        <State label={m.design_state_long()}>
          <Facts items={[{ label: m.design_long_text(), value: <LongWord /> }]} />
        </State>
      </Piece>
      <Piece name="Stat" when={m.design_when_stat()}>
        <State label={m.design_state_normal()}>
          <Stat
            value={number(412)}
            label={m.design_answered()}
            trend={{ change: 0.12, percent: true, since: m.design_since(), better: "more" }}
          />
        </State>
        <State label={m.design_state_worse()}>
          <Stat
            value={number(9)}
            label={m.design_days()}
            trend={{ change: 3, since: m.design_since(), better: "less" }}
          />
        </State>
        <State label={m.design_state_same()}>
          <Stat value={number(4)} label={m.design_sites()} trend={{ change: 0, since: m.design_since() }} />
        </State>
      </Piece>
      <Piece name="ChartFrame" when={m.design_when_chart()}>
        <State label={m.design_state_over_time()} wide>
          <ChartFrame
            title={m.design_jobs()}
            unit={m.design_jobs_unit()}
            source={m.design_jobs_source()}
            kind="line"
            data={jobs()}
            format={number}
          />
        </State>
        <State label={m.design_state_compared()} wide>
          <ChartFrame
            title={m.design_by_city()}
            unit={m.design_by_city_unit()}
            source={m.design_jobs_source()}
            kind="bars"
            data={byCity()}
            format={number}
          />
        </State>
      </Piece>
    </>
  );
}

function Places() {
  const totems = useQuery(totemsQuery);
  return (
    <Piece name="MapFrame" when={m.design_when_map()}>
      <State label={m.design_state_normal()} wide>
        {totems.isPending ? (
          <Loading />
        ) : totems.isError ? (
          <Failed error={totems.error} onRetry={() => totems.refetch()} />
        ) : (
          <MapFrame
            title={m.totems_map()}
            heading="h3"
            wide
            places={downstreamFirst(totems.data.items).map((totem) => ({
              id: totem.slug,
              name: (
                <Link to="/totems/$slug" params={{ slug: totem.slug }}>
                  {totem.city}
                </Link>
              ),
              text: totem.name,
            }))}
          >
            {(map) => <SillonMapDrawing totems={totems.data.items} {...map} />}
          </MapFrame>
        )}
      </State>
    </Piece>
  );
}

const sources = (): FactSource[] => [
  {
    title: m.design_workshop(),
    publisher: m.design_laboratory(),
    published_on: "2026-03-01",
    precision: "month",
    date_inferred: true,
    says: m.design_source_says(),
  },
];

function Story() {
  const entries = [
    { id: "1", state: "done" as const, when: longDate("2026-11-20"), title: m.design_event_asked() },
    {
      id: "2",
      state: "current" as const,
      when: longDate("2026-11-23"),
      title: m.design_event_read(),
      body: <p>{m.design_long_text()}</p>,
    },
    { id: "3", state: "planned" as const, when: planDate("2026-12-04"), title: m.design_event_due() },
  ];
  return (
    <>
      <Piece name="Timeline" when={m.design_when_timeline()}>
        <State label={m.design_state_normal()} wide>
          <Timeline wide entries={entries} />
        </State>
        <State label={m.design_state_dense()}>
          <Timeline dense heading="p" entries={entries} />
        </State>
      </Piece>
      <Piece name="FactSources" when={m.design_when_sources()}>
        <State label={m.design_state_normal()} wide>
          <FactSources sources={sources()} />
        </State>
      </Piece>
      <Piece name="Words" when={m.design_when_words()}>
        <State label={m.design_state_other_language()}>
          <p>
            <Words text={{ de: m.design_long_word() }} />
          </p>
        </State>
      </Piece>
    </>
  );
}

export function Showing() {
  return (
    <>
      <Lists />
      <Tables />
      <Figures />
      <Places />
      <Story />
    </>
  );
}
