import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WaveCount, WaveRef } from "~/api/types";
import { words } from "~/lib/lang-text";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Facts } from "~/ui/Card";
import { FactSources } from "~/ui/FactSources";
import { Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import { boardQuery } from "./queries";

const OUTCOMES = {
  retained: m.wave_retained,
  not_retained: m.wave_not_retained,
  candidate: m.wave_candidate,
};

/** All territories of a wave: what each source tells stands for itself. */
export function WaveBoard({ wave }: { wave: WaveRef }) {
  const board = useQuery(boardQuery(wave.slug));
  if (board.isPending) return <Loading />;
  if (board.isError) return <Failed error={board.error} onRetry={board.refetch} />;
  const { dates, candidates, laureates, territories } = board.data;
  return (
    <>
      <Facts
        items={[
          {
            label: m.wave_dates(),
            value: dates.map(({ date, source }) => (
              <Said key={source.publisher} source={source}>
                <time dateTime={date.on}>{preciseDate(date.on, date.precision)}</time>
              </Said>
            )),
          },
          ...counted(m.wave_candidates(), candidates),
          ...counted(m.wave_laureates(), laureates),
        ]}
      />
      <Table
        caption={m.wave_caption({ wave: words(wave.name) })}
        rows={territories}
        rowKey={(territory) => territory.name}
        columns={[
          { head: m.wave_territory(), rowHead: true, cell: (territory) => territory.name },
          {
            head: m.wave_outcome(),
            cell: ({ facts }) =>
              facts.map((fact) => (
                <Said key={`${fact.outcome}-${fact.source.publisher}`} source={fact.source}>
                  {fact.theme ? m.wave_retained_theme({ theme: fact.theme }) : OUTCOMES[fact.outcome]()}
                </Said>
              )),
          },
        ]}
      />
      <p>
        <a href={`/v1/waves/${wave.slug}/board.csv`} download>
          {m.wave_csv()}
        </a>
      </p>
    </>
  );
}

function counted(label: string, counts: WaveCount[]) {
  if (counts.length === 0) return [];
  const value = counts.map((one) => (
    <Said key={one.source.publisher} source={one.source}>
      {one.qualifier === "about" ? m.wave_about({ count: one.count }) : one.count}
    </Said>
  ));
  return [{ label, value }];
}

function Said({ source, children }: { source: WaveCount["source"]; children: ReactNode }) {
  return (
    <div>
      {children}
      <FactSources sources={[source]} />
    </div>
  );
}
