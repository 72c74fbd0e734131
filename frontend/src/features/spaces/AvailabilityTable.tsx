import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Space } from "~/api/types";
import { longDate, tag } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Segments } from "~/ui/Segments";
import { Failed, Loading } from "~/ui/States";
import { availabilityQuery } from "./queries";
import css from "./spaces.module.css";
import { addDays, clock, freeUnits, instant, local, monday } from "./times";

const WIDE = "(min-width: 720px)";

const heading = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(tag(), { ...options, timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));

type Props = {
  space: Space;
  day: string;
  onDay: (day: string) => void;
  onChoose: (day: string, minutes: number) => void;
};

/** Hour by hour how many units are free: a table, whose free hours are buttons that fill the form. */
export function AvailabilityTable({ space, day, onDay, onChoose }: Props) {
  const [view, setView] = useState<"day" | "week">(() => (window.matchMedia(WIDE).matches ? "week" : "day"));
  const first = view === "week" ? monday(day) : day;
  const days = Array.from({ length: view === "week" ? 7 : 1 }, (_, at) => addDays(first, at));
  const [from, to] = [instant(first, 0), instant(addDays(first, days.length), 0)];
  const query = useQuery(availabilityQuery(space.totem.slug, space.slug, from, to));
  const now = Date.now();
  const open = query.data?.open ?? [];
  const hours = open.flatMap(({ starts_at, ends_at }) => {
    const [begins, ends] = [local(starts_at), local(ends_at)];
    return begins.day === ends.day ? [begins.minutes, ends.minutes] : [begins.minutes, 0, 1440];
  });
  const [earliest, latest] = [Math.floor(Math.min(...hours) / 60), Math.ceil(Math.max(...hours) / 60)];
  const rows = hours.length > 0 ? Array.from({ length: latest - earliest }, (_, at) => earliest + at) : [];
  const cell = (day: string, hour: number) => {
    const period = { starts_at: instant(day, hour * 60), ends_at: instant(day, (hour + 1) * 60) };
    const free = query.data && freeUnits(query.data, period);
    if (free === undefined || Date.parse(period.starts_at) < now)
      return (
        <span className={css.closed}>
          <span aria-hidden="true">–</span>
          <span className="visually-hidden">{m.cell_closed()}</span>
        </span>
      );
    if (free === 0) return <span className={css.full}>{m.cell_full()}</span>;
    const text = space.units === 1 ? m.cell_free_one() : m.cell_free({ count: free, n: free });
    const where = `${heading(day, { weekday: "long", day: "numeric", month: "long" })}, ${clock(hour * 60)}`;
    return (
      <button
        type="button"
        className={css.free}
        aria-label={`${text}, ${where}`}
        onClick={() => onChoose(day, hour * 60)}
      >
        {text}
      </button>
    );
  };
  const span = longDate(first);
  const caption = view === "week" ? m.availability_week({ day: span }) : m.availability_day({ day: span });
  return (
    <div className={css.availability}>
      <div className={css.bar}>
        <Segments
          label={m.availability_view()}
          choices={[
            { value: "day", label: m.availability_by_day() },
            { value: "week", label: m.availability_by_week() },
          ]}
          value={view}
          onChange={setView}
        />
        <Button look="secondary" small onPress={() => onDay(addDays(first, -days.length))}>
          {m.availability_before()}
        </Button>
        <Button look="secondary" small onPress={() => onDay(addDays(first, days.length))}>
          {m.availability_after()}
        </Button>
      </div>
      {query.isPending ? (
        <Loading rows={6} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : rows.length === 0 ? (
        <>
          <p className={css.caption}>{caption}</p>
          <p>{m.availability_closed()}</p>
        </>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls sideways must be reachable by keyboard.
        <section className={css.frame} aria-label={caption} tabIndex={0}>
          <table>
            <caption className={css.caption}>{caption}</caption>
            <thead>
              <tr>
                <td />
                {days.map((day) => (
                  <th key={day} scope="col">
                    {heading(day, { weekday: view === "week" ? "short" : "long", day: "numeric" })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((hour) => (
                <tr key={hour}>
                  <th scope="row">{clock(hour * 60)}</th>
                  {days.map((day) => (
                    <td key={day}>{cell(day, hour)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
