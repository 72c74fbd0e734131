import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { ApiError, fieldErrors } from "~/api/problem";
import type { Booking, Conflict, Period, Space } from "~/api/types";
import { useMe, workplaces } from "~/features/identity/queries";
import { availabilityQuery } from "~/features/spaces/queries";
import { addDays, beginnings, clock, instant, lengths, local } from "~/features/spaces/times";
import { lengthWords } from "~/features/spaces/words";
import { hadSession } from "~/lib/session";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form, Pair } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { bookingsChanged } from "./queries";
import { periodWords } from "./words";

/** The day, and perhaps the time, that somebody thinks of. */
export type Start = { day: string; minutes?: number };

type Props = { space: Space; start: Start; onStart: (start: Start) => void };

const FIELDS = [
  "starts_at",
  "ends_at",
  "unit",
  "until",
  "contact.name",
  "contact.email",
  "space_id",
] as const;

type Made = { bookings: Booking[]; skipped: Conflict[] };

/** Books a unit, once or week by week; what is taken comes back with what is free instead. */
export function BookingForm(props: Props) {
  const me = useMe();
  const here = useLocation({ select: (location) => location.href });
  if (props.space.status === "paused" && !serves(me, props.space)) return null;
  return (
    <Section title={m.booking_title()}>
      {me ? (
        <Fields {...props} />
      ) : me === undefined && hadSession() ? null : (
        <>
          <p>{m.booking_sign_in_text()}</p>
          <Actions>
            <Link to="/connexion" search={{ retour: here }} button="primary">
              {m.booking_sign_in()}
            </Link>
          </Actions>
        </>
      )}
    </Section>
  );
}

const serves = (me: ReturnType<typeof useMe>, space: Space) =>
  workplaces(me).some((one) => one.id === space.totem.id);

function Fields({ space, start, onStart }: Props) {
  const queryClient = useQueryClient();
  const agent = serves(useMe(), space);
  const { shortest_minutes, longest_minutes } = space.rules;
  const [minutes, setMinutes] = useState(Math.min(Math.max(60, shortest_minutes), longest_minutes));
  const [unit, setUnit] = useState("");
  const [weekly, setWeekly] = useState(false);
  const [until, setUntil] = useState("");
  const [forOther, setForOther] = useState(false);
  const [contact, setContact] = useState({ name: "", email: "" });
  const [missing, setMissing] = useState<{ from?: string; until?: string }>({});
  const { keyFor, done } = useKeyed("lorntech.booking", "session");
  const today = local(new Date().toISOString()).day;
  // A date that is being typed goes through many years.
  const day = start.day === INCOMPLETE_DATE || start.day < today ? today : start.day;
  const free = useQuery(
    availabilityQuery(space.totem.slug, space.slug, instant(day, 0), instant(addDays(day, 1), 0)),
  );
  const from = free.data ? beginnings(free.data, day, new Date()) : [];
  const chosen = start.minutes ?? from[0];
  const times = chosen !== undefined && !from.includes(chosen) ? [chosen, ...from] : from;

  const book = useMutation({
    mutationFn: async (skip: boolean): Promise<Made> => {
      const begins = instant(day, chosen ?? 0);
      const body = {
        space_id: space.id,
        starts_at: begins,
        ends_at: new Date(Date.parse(begins) + minutes * 60_000).toISOString().replace(".000Z", "Z"),
        ...(unit ? { unit: Number(unit) } : {}),
        ...(agent && forOther ? { contact } : {}),
      };
      if (!weekly) {
        const made = await unwrap(
          client.POST("/v1/bookings", { params: { header: idempotent(keyFor(body)) }, body }),
        );
        return { bookings: [made], skipped: [] };
      }
      const series = { ...body, until, on_conflict: skip ? ("skip" as const) : ("refuse" as const) };
      const made = await unwrap(
        client.POST("/v1/booking-series", {
          params: { header: idempotent(keyFor(series)) },
          body: series,
        }),
      );
      return { bookings: made.items, skipped: made.skipped };
    },
    onSuccess: () => {
      done();
      return bookingsChanged(queryClient);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ["spaces"] }),
  });
  const problem = book.error instanceof ApiError ? book.error.problem : undefined;
  const errors = fieldErrors(book.error, FIELDS);
  const taken = problem?.code === "space_taken";
  const submit = () => {
    const next = {
      ...(chosen === undefined ? { from: m.booking_from_missing() } : {}),
      ...(weekly && (until === "" || until === INCOMPLETE_DATE) ? { until: m.booking_until_missing() } : {}),
    };
    setMissing(next);
    if (Object.keys(next).length === 0 && !book.isPending) book.mutate(false);
  };
  const take = (period: Period) => {
    const { day, minutes } = local(period.starts_at);
    book.reset();
    onStart({ day, minutes });
  };
  return (
    <Form onSubmit={submit}>
      {book.data && <Booked {...book.data} own={!(agent && forOther)} />}
      {taken ? (
        <Taken
          taken={problem?.taken ?? []}
          free={problem?.free ?? []}
          onTake={take}
          onSkip={weekly && problem?.free ? () => book.mutate(true) : undefined}
        />
      ) : (
        <ProblemBanner error={book.error} known={FIELDS} />
      )}
      <DateField
        label={m.booking_day()}
        value={start.day}
        min={today}
        onChange={(day) => onStart({ day })}
        {...(errors.space_id ? { error: errors.space_id } : {})}
      />
      <Pair>
        <Select
          label={m.booking_from()}
          value={String(chosen ?? "")}
          onChange={(minutes) => onStart({ day, minutes: Number(minutes) })}
          choices={
            times.length > 0
              ? times.map((minutes) => ({ value: String(minutes), label: clock(minutes) }))
              : [{ value: "", label: free.isSuccess ? m.booking_closed_day() : m.loading() }]
          }
          error={missing.from ?? errors.starts_at}
        />
        <Select
          label={m.booking_length()}
          value={String(minutes)}
          onChange={(minutes) => setMinutes(Number(minutes))}
          choices={lengths(shortest_minutes, longest_minutes).map((minutes) => ({
            value: String(minutes),
            label: lengthWords(minutes),
          }))}
          error={errors.ends_at}
        />
      </Pair>
      {space.units > 1 && (
        <Select
          label={m.booking_unit()}
          value={unit}
          onChange={setUnit}
          choices={[
            { value: "", label: m.booking_unit_any() },
            ...Array.from({ length: space.units }, (_, at) => ({
              value: String(at + 1),
              label: m.booking_number({ n: at + 1 }),
            })),
          ]}
          error={errors.unit}
        />
      )}
      <Switch label={m.booking_weekly()} on={weekly} onChange={setWeekly} />
      {weekly && (
        <DateField
          label={m.booking_until()}
          value={until}
          min={day}
          onChange={setUntil}
          error={missing.until ?? errors.until}
        />
      )}
      {agent && <Switch label={m.booking_for_other()} on={forOther} onChange={setForOther} />}
      {agent && forOther && (
        <Pair>
          <TextField
            label={m.booking_contact_name()}
            name="contact-name"
            autoComplete="off"
            maxLength={120}
            value={contact.name}
            onChange={(name) => setContact((before) => ({ ...before, name }))}
            error={errors["contact.name"]}
          />
          <TextField
            label={m.booking_contact_email()}
            name="contact-email"
            type="email"
            autoComplete="off"
            maxLength={254}
            value={contact.email}
            onChange={(email) => setContact((before) => ({ ...before, email }))}
            error={errors["contact.email"]}
          />
        </Pair>
      )}
      <Actions>
        <Button type="submit" pending={book.isPending}>
          {m.booking_send()}
        </Button>
      </Actions>
    </Form>
  );
}

function Booked({ bookings, skipped, own }: Made & { own: boolean }) {
  return (
    <Banner tone="done" title={m.booking_done({ count: bookings.length })}>
      <ul>
        {bookings.map((booking) => (
          <li key={booking.id}>
            {periodWords(booking)} ({m.booking_number({ n: booking.unit })})
          </li>
        ))}
      </ul>
      {skipped.length > 0 && (
        <>
          <p>{m.booking_skipped()}</p>
          <Conflicts taken={skipped} />
        </>
      )}
      {own && (
        <p>
          <Link to="/compte/$" params={{ _splat: "reservations" }}>
            {m.bookings_title()}
          </Link>
        </p>
      )}
    </Banner>
  );
}

function Conflicts({ taken }: { taken: Conflict[] }) {
  return (
    <ul>
      {taken.map((one) => (
        <li key={one.starts_at}>
          {periodWords(one)}, {one.reason === "closed" ? m.conflict_closed() : m.conflict_taken()}
        </li>
      ))}
    </ul>
  );
}

type TakenProps = {
  taken: Conflict[];
  free: Period[];
  onTake: (period: Period) => void;
  onSkip: (() => void) | undefined;
};

/** What is in the way, and what can be booked instead. */
function Taken({ taken, free, onTake, onSkip }: TakenProps) {
  return (
    <Banner tone="wrong" title={m.booking_taken()}>
      <Conflicts taken={taken} />
      {onSkip ? (
        <Actions>
          <Button look="secondary" small onPress={onSkip}>
            {m.booking_skip()}
          </Button>
        </Actions>
      ) : (
        free.length > 0 && (
          <>
            <p>{m.booking_free()}</p>
            <Actions>
              {free.map((period) => (
                <Button key={period.starts_at} look="secondary" small onPress={() => onTake(period)}>
                  {periodWords(period)}
                </Button>
              ))}
            </Actions>
          </>
        )
      )}
    </Banner>
  );
}
