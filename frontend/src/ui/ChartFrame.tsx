import type { ReactNode } from "react";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import css from "./chart.module.css";
import { Disclosure } from "./Disclosure";
import { Table } from "./Table";
import { WhenSeen } from "./WhenSeen";

const Drawing = lazy(() => import("./parts/ChartDrawing"));

/** What was promised, what was measured, what is to be expected: each drawn in a manner of its own. */
export type ChartLook = "stated" | "measured" | "forecast";

export type ChartData = {
  /** The lower axis: what its points are ("year"), and each with its label. `at` sets them apart as far as they are. */
  axis: { label: string; points: { label: string; at?: number }[] };
  /** One value for each point of the axis; null where there is none. */
  series: {
    name: string;
    look: ChartLook;
    values: (number | null)[];
    /** The line goes on over points where it has no value: its own lie between those of others. */
    bridged?: boolean;
  }[];
};

type Props = {
  title: string;
  heading?: "h2" | "h3";
  unit: string;
  source: ReactNode;
  kind: "line" | "bars";
  data: ChartData;
  format: (value: number) => string;
};

function DataTable({ title, data, format }: Pick<Props, "title" | "data" | "format">) {
  const rows = data.axis.points.map((point, index) => ({ point, index }));
  return (
    <Table
      caption={title}
      rows={rows}
      rowKey={(row) => row.point.label}
      columns={[
        { head: data.axis.label, rowHead: true, cell: (row) => row.point.label },
        ...data.series.map((series) => ({
          head: series.name,
          end: true,
          cell: (row: (typeof rows)[number]) => {
            const value = series.values[row.index];
            return value == null ? m.chart_no_value() : format(value);
          },
        })),
      ]}
    />
  );
}

/** A drawing with its title, unit and source, and the figures themselves for whoever reads, checks or prints them. */
export function ChartFrame({ title, heading: Heading = "h3", unit, source, kind, data, format }: Props) {
  return (
    <figure className={css.frame}>
      <figcaption className={css.head}>
        <Heading>{title}</Heading>
        <p className={css.unit}>{unit}</p>
      </figcaption>
      <ul className={css.legend}>
        {data.series.map((series) => (
          <li key={series.name}>
            <span className={css.sample} data-kind={kind} data-look={series.look} aria-hidden="true" />
            {series.name}
          </li>
        ))}
      </ul>
      <WhenSeen className={css.room}>
        <Drawing label={m.chart_label({ title })} kind={kind} data={data} format={format} />
      </WhenSeen>
      <Disclosure title={m.chart_figures()}>
        <DataTable title={title} data={data} format={format} />
      </Disclosure>
      <div className={css.source}>{source}</div>
    </figure>
  );
}
