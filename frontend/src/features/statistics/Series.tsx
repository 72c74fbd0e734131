import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Figure, OrganizationKind, StatisticsSeries } from "~/api/types";
import { kindLabel } from "~/features/directory/labels";
import { longDate, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { ChartFrame } from "~/ui/ChartFrame";
import { Drawer } from "~/ui/Drawer";
import { Link } from "~/ui/Link";
import { Results } from "~/ui/Results";
import { Select } from "~/ui/Select";
import { Failed, Loading } from "~/ui/States";
import { countedQuery, seriesQuery } from "./queries";
import css from "./statistics.module.css";

/** The organizations that a figure of a day counts. What is public no longer has no name any more, and counts still. */
function Counted({ on, knownAt, kind }: { on: string; knownAt: string; kind: OrganizationKind | "" }) {
  const found = useInfiniteQuery(countedQuery(on, knownAt, kind));
  return (
    <Results query={found} empty={<p>{m.ecosystem_nothing()}</p>}>
      {(items) => (
        <ul className={css.counted}>
          {items.map(({ organization_id, name, slug }) => (
            <li key={organization_id}>
              {slug ? (
                <Link to="/annuaire/$slug" params={{ slug }}>
                  {name}
                </Link>
              ) : (
                m.ecosystem_gone()
              )}
            </li>
          ))}
        </ul>
      )}
    </Results>
  );
}

function Curve({ series, kind }: { series: StatisticsSeries; kind: OrganizationKind | "" }) {
  const [on, setOn] = useState<string>();
  const { points } = series;
  const [first] = points;
  // One day is no course, and nothing is made up of the days before.
  if (!first || points.length < 2)
    return <p>{m.ecosystem_series_young({ date: longDate(first?.on ?? series.known_at.slice(0, 10)) })}</p>;
  const title = m.ecosystem_series_of({ what: kind ? kindLabel(kind) : m.ecosystem_series_all() });
  const open = (words: string, point: number) => (
    <span className={css.open}>
      <Button
        look="quiet"
        small
        aria-label={m.ecosystem_series_open({ n: words, date: longDate(points[point]?.on ?? first.on) })}
        onPress={() => setOn(points[point]?.on)}
      >
        {words}
      </Button>
    </span>
  );
  return (
    <>
      <ChartFrame
        title={title}
        unit={m.ecosystem_count()}
        kind="line"
        format={number}
        data={{
          axis: {
            label: m.ecosystem_series_day(),
            points: points.map((point) => ({ label: longDate(point.on), at: Date.parse(point.on) })),
          },
          series: [
            {
              name: m.ecosystem_count(),
              look: "measured",
              values: points.map((point) => point.count),
              cell: open,
            },
          ],
        }}
        source={<p>{m.ecosystem_series_note({ date: longDate(first.on) })}</p>}
      />
      {on && (
        <Drawer title={m.ecosystem_series_on({ date: longDate(on) })} open onClose={() => setOn(undefined)}>
          <Counted on={on} knownAt={series.known_at} kind={kind} />
        </Drawer>
      )}
    </>
  );
}

/** How many organizations the directory showed, from the day on that is kept; each figure opens whom it counts. */
export default function Series({ kinds }: { kinds: Figure[] }) {
  const [kind, setKind] = useState<OrganizationKind | "">("");
  const found = useQuery({ ...seriesQuery(kind), placeholderData: keepPreviousData });
  const values = kinds.map((figure) => figure.value as OrganizationKind);
  const isYoung = !found.data || found.data.points.length < 2;
  return (
    <>
      {!isYoung && (
        <Select<OrganizationKind | "">
          label={m.directory_kinds()}
          value={kind}
          onChange={setKind}
          choices={[
            { value: "", label: m.ecosystem_series_all() },
            ...values.map((value) => ({ value, label: kindLabel(value) })),
          ]}
        />
      )}
      {(found.isPending || found.isPlaceholderData) && <Loading rows={3} />}
      {found.isError && <Failed error={found.error} onRetry={() => found.refetch()} />}
      {found.data && !found.isPlaceholderData && <Curve key={kind} series={found.data} kind={kind} />}
    </>
  );
}
