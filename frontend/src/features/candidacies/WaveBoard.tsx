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
import { countWords, outcomeWords } from "../label_programmes/facts";
import { boardQuery } from "./queries";

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
            value: dates.map(({ id, date, source }) => (
              <Said key={id} source={source}>
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
                <Said key={fact.id} source={fact.source}>
                  {outcomeWords(fact.outcome, fact.theme)}
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
    <Said key={one.id} source={one.source}>
      {countWords(one.count, one.qualifier)}
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
