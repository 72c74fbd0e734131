import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useDeferredValue } from "react";
import type { RequestFigures, Status, TotemStatistics } from "~/api/types";
import { useMe, workplaces } from "~/features/identity/queries";
import type { CountedFilters } from "~/features/service_requests/queries";
import { dateTime, number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Segments } from "~/ui/Segments";
import { Stat } from "~/ui/Stat";
import { Empty } from "~/ui/States";
import { Table } from "~/ui/Table";
import { answeredIn } from "./labels";
import { firstDay, PERIODS, type Period } from "./periods";
import { totemQuery, totemStatisticsQuery } from "./queries";
import css from "./totems.module.css";

const PERIOD_WORDS: Record<Period, () => string> = {
  "12-mois": m.figures_12_months,
  annee: m.figures_year,
  "5-ans": m.figures_5_years,
};

const OPEN: Status[] = ["submitted", "triage", "assigned", "in_progress", "waiting_requester"];
const ENDED: Status[] = ["answered", "closed", "rejected", "expired", "cancelled"];
const ALL = [...OPEN, ...ENDED];

const share = (part: number, of: number) => number(part / of, { style: "percent", maximumFractionDigits: 0 });
const outOfFive = (value: number) => m.figures_rating({ value: number(value, { maximumFractionDigits: 1 }) });

/** The line of a table: all requests of a service, or of a month, with what narrows an inbox to them. */
type Row = { key: string; name: ReactNode; figures: RequestFigures; filters: CountedFilters };

/** A figure; for those who work there, the way to its requests. */
type Behind = (count: number, filters: CountedFilters, status?: Status[]) => ReactNode;

function Numbers({
  rows,
  head,
  caption,
  behind,
}: {
  rows: Row[];
  head: string;
  caption: string;
  behind: Behind;
}) {
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { head, rowHead: true, cell: (row) => row.name },
        { head: m.figures_sent(), end: true, cell: (row) => behind(row.figures.submitted, row.filters) },
        {
          head: m.figures_in_time(),
          end: true,
          cell: ({ figures }) =>
            figures.due === 0
              ? m.figures_none()
              : m.figures_of_due({
                  share: share(figures.in_time, figures.due),
                  count: number(figures.in_time),
                  due: number(figures.due),
                }),
        },
        {
          head: m.figures_late(),
          end: true,
          cell: ({ figures, filters }) =>
            behind(figures.due - figures.in_time, { ...filters, in_time: "false" }),
        },
        {
          head: m.figures_median(),
          end: true,
          cell: ({ figures }) =>
            figures.median_days == null ? m.figures_none() : answeredIn(figures.median_days),
        },
        {
          head: m.figures_p90(),
          end: true,
          cell: ({ figures }) => (figures.p90_days == null ? m.figures_none() : answeredIn(figures.p90_days)),
        },
      ]}
    />
  );
}

function Headline({ total }: { total: RequestFigures }) {
  const { due, in_time, median_days, p90_days, satisfaction, ratings } = total;
  return (
    <div className={css.stats}>
      {due > 0 && (
        <Stat
          value={share(in_time, due)}
          label={m.figures_in_time_of({ n: number(in_time), due: number(due) })}
        />
      )}
      {median_days != null && <Stat value={answeredIn(median_days)} label={m.figures_median_text()} />}
      {p90_days != null && <Stat value={answeredIn(p90_days)} label={m.figures_p90_text()} />}
      {satisfaction != null && (
        <Stat value={outOfFive(satisfaction)} label={m.figures_satisfaction_of({ n: number(ratings) })} />
      )}
    </div>
  );
}

function Outcomes({
  total,
  filters,
  behind,
}: {
  total: RequestFigures;
  filters: CountedFilters;
  behind: Behind;
}) {
  const lines: [string, number, Status[]?][] = [
    [m.figures_open(), total.open, OPEN],
    [m.figures_answered(), total.answered, ["answered", "closed"]],
    [m.figures_rejected(), total.rejected, ["rejected"]],
    [m.figures_cancelled(), total.cancelled, ["cancelled"]],
    [m.figures_expired(), total.expired, ["expired"]],
    [m.figures_reopened(), total.reopened],
  ];
  return (
    <Table
      caption={m.figures_outcomes()}
      rows={lines}
      rowKey={([label]) => label}
      columns={[
        { head: m.figures_outcome(), rowHead: true, cell: ([label]) => label },
        {
          head: m.figures_sent(),
          end: true,
          cell: ([, count, status]) => (status ? behind(count, filters, status) : number(count)),
        },
      ]}
    />
  );
}

/** The first day of the month after this one. */
function nextMonth(month: string): string {
  const [year = 0, at = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10);
}

function rowsOf(data: TotemStatistics, period: CountedFilters): { services: Row[]; months: Row[] } {
  return {
    services: data.services.map(({ service, ...figures }) => ({
      key: service.id,
      name: words(service.name),
      figures,
      filters: { ...period, service_id: service.id },
    })),
    months: data.months.map(({ month, ...figures }) => ({
      key: month,
      name: preciseDate(month, "month"),
      figures,
      filters: { submitted_on_gte: month, submitted_on_lt: nextMonth(month) },
    })),
  };
}

/** How a Totem keeps what it promised: for everybody, and for its agents with the requests behind each figure. */
export function TotemFiguresPage({ slug, period }: { slug: string; period: Period }) {
  const navigate = useNavigate();
  const { data: totem } = useSuspenseQuery(totemQuery(slug));
  // Those of before stay until these are there.
  const { data } = useSuspenseQuery(totemStatisticsQuery(slug, firstDay(useDeferredValue(period))));
  const works = workplaces(useMe()).some((place) => place.id === totem.id);
  const behind: Behind = (count, filters, status = ALL) =>
    works && count > 0 ? (
      <Link to="/travail/$totem" params={{ totem: totem.slug }} search={{ status, ...filters }}>
        {number(count)}
      </Link>
    ) : (
      number(count)
    );
  const filters = { submitted_on_gte: data.submitted_on_gte };
  const { services, months } = rowsOf(data, filters);
  return (
    <Page
      title={m.figures_title({ city: totem.city })}
      lead={m.figures_lead()}
      above={
        <Breadcrumb>
          <Link to="/totems">{m.nav_totems()}</Link>
          <Link to="/totems/$slug" params={{ slug: totem.slug }}>
            {totem.city}
          </Link>
          <span>{m.figures_crumb()}</span>
        </Breadcrumb>
      }
      below={
        <Segments
          label={m.figures_period()}
          choices={PERIODS.map((value) => ({ value, label: PERIOD_WORDS[value]() }))}
          value={period}
          onChange={(periode) =>
            void navigate({
              to: "/totems/$slug/chiffres",
              params: { slug },
              search: { periode: periode === "12-mois" ? undefined : periode },
              replace: true,
              resetScroll: false,
            })
          }
        />
      }
    >
      <Stack>
        {data.total.submitted === 0 ? (
          <Empty title={m.figures_empty()}>{m.figures_empty_text()}</Empty>
        ) : (
          <>
            <Headline total={data.total} />
            <Section title={m.figures_by_service()}>
              <Numbers
                rows={services}
                head={m.follow_service()}
                caption={m.figures_by_service()}
                behind={behind}
              />
            </Section>
            <Section title={m.figures_by_month()}>
              <Numbers
                rows={months}
                head={m.figures_month()}
                caption={m.figures_by_month()}
                behind={behind}
              />
            </Section>
            <Section title={m.figures_outcomes()}>
              <Outcomes total={data.total} filters={filters} behind={behind} />
            </Section>
          </>
        )}
        {data.bookings.length > 0 && (
          <Section title={m.figures_bookings()}>
            <Table
              caption={m.figures_bookings()}
              rows={data.bookings}
              rowKey={(row) => row.space.id}
              columns={[
                {
                  head: m.figures_space(),
                  rowHead: true,
                  cell: ({ space }) => (
                    <Link
                      to="/totems/$slug/espaces/$space"
                      params={{ slug: totem.slug, space: space.slug }}
                      preload={false}
                    >
                      {words(space.name)}
                    </Link>
                  ),
                },
                { head: m.figures_booked(), end: true, cell: (row) => number(row.booked) },
                {
                  head: m.figures_booked_hours(),
                  end: true,
                  cell: (row) => number(row.hours, { maximumFractionDigits: 1 }),
                },
                { head: m.figures_cancelled(), end: true, cell: (row) => number(row.cancelled) },
              ]}
            />
            <p className={css.site}>{m.figures_bookings_text()}</p>
          </Section>
        )}
        <Section title={m.figures_how()}>
          <p>{m.figures_how_text()}</p>
          <p className={css.site}>
            {m.figures_counted({ date: dateTime(data.counted_at) })}{" "}
            <a href={`/v1/totems/${totem.slug}/statistics`}>{m.figures_api()}</a>
          </p>
        </Section>
      </Stack>
    </Page>
  );
}
