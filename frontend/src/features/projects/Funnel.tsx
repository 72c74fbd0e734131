import { useQuery } from "@tanstack/react-query";
import type { StageFigures } from "~/api/types";
import { stageLabel } from "~/features/directory/stages";
import { longDate, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Section } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import css from "./projects.module.css";
import { type ProjectFilters, projectStatisticsQuery } from "./queries";
import { statusWords } from "./words";

type Props = { totem: string; onOpen: (filters: ProjectFilters) => void };

/** How many projects are at each stage and how long: bars in a table, and each figure opens its projects. */
export default function Funnel({ totem, onOpen }: Props) {
  const query = useQuery(projectStatisticsQuery(totem));
  if (query.isPending) return <Loading rows={5} />;
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  const { stages, occurred_on_gte, occurred_on_lt } = query.data;
  const days = { occurred_on_gte, occurred_on_lt };
  const most = Math.max(1, ...stages.map(({ active }) => active));
  const open = (count: number, what: string, stage: StageFigures["stage"], filters: ProjectFilters) =>
    count === 0 ? (
      "0"
    ) : (
      <button
        type="button"
        className={css.figure}
        aria-label={m.funnel_open({ n: number(count), stage: stageLabel(stage), what })}
        onClick={() => onOpen(filters)}
      >
        {number(count)}
      </button>
    );
  return (
    <Section title={m.funnel_title()}>
      <p className={css.note}>{m.funnel_text({ from: longDate(occurred_on_gte) })}</p>
      <Table
        caption={m.funnel_title()}
        rows={stages}
        rowKey={({ stage }) => stage}
        columns={[
          { head: m.funnel_stage(), rowHead: true, cell: ({ stage }) => stageLabel(stage) },
          {
            head: statusWords("active"),
            cell: ({ stage, active }) => (
              <span className={css.bar}>
                <span style={{ inlineSize: `${(active / most) * 60}%` }} aria-hidden="true" />
                {open(active, statusWords("active"), stage, { stage, status: "active" })}
              </span>
            ),
          },
          {
            head: statusWords("paused"),
            end: true,
            cell: ({ stage, paused }) =>
              open(paused, statusWords("paused"), stage, { stage, status: "paused" }),
          },
          {
            head: statusWords("abandoned"),
            end: true,
            cell: ({ stage, abandoned }) =>
              open(abandoned, statusWords("abandoned"), stage, { stage, status: "abandoned" }),
          },
          {
            head: m.funnel_entered(),
            end: true,
            cell: ({ stage, entered }) =>
              open(entered, m.funnel_entered(), stage, { entered_stage: stage, ...days }),
          },
          {
            head: m.funnel_left(),
            end: true,
            cell: ({ stage, left }) => open(left, m.funnel_left(), stage, { left_stage: stage, ...days }),
          },
          {
            head: m.funnel_median(),
            end: true,
            cell: ({ median_days }) =>
              median_days == null ? "–" : m.funnel_days({ n: number(median_days) }),
          },
        ]}
      />
    </Section>
  );
}
