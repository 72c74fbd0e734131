import { useInfiniteQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import type { Booking } from "~/api/types";
import { AccountNav } from "~/features/identity/AccountNav";
import css from "~/features/spaces/spaces.module.css";
import { priceWords } from "~/features/spaces/words";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Segments } from "~/ui/Segments";
import { Actions, Empty } from "~/ui/States";
import { CalendarFeed } from "./CalendarFeed";
import { bookingsQuery } from "./queries";
import { cancelWords, periodWords } from "./words";

const CancelDialog = lazy(() => import("./CancelDialog"));

/** What one has booked: what is to come, and what is over. */
export default function MyBookingsPage() {
  const [which, setWhich] = useState<"coming" | "over">("coming");
  const [now] = useState(() => new Date().toISOString());
  const query = useInfiniteQuery(
    bookingsQuery(which === "coming" ? { from: now } : { to: now, sort: "-starts_at" }),
  );
  const [cancelling, setCancelling] = useState<Booking>();
  return (
    <Page title={m.bookings_title()} lead={m.bookings_lead()} below={<AccountNav />}>
      <Stack>
        <Segments
          label={m.bookings_which()}
          choices={[
            { value: "coming", label: m.bookings_coming() },
            { value: "over", label: m.bookings_over() },
          ]}
          value={which}
          onChange={setWhich}
        />
        <Results
          query={query}
          empty={
            <Empty
              title={m.bookings_none()}
              actions={
                <Link to="/totems" button="secondary">
                  {m.bookings_open()}
                </Link>
              }
            >
              {m.bookings_none_text()}
            </Empty>
          }
        >
          {(items) => (
            <ul className={css.list}>
              {items.map((booking) => (
                <Item key={booking.id} booking={booking} onCancel={() => setCancelling(booking)} />
              ))}
            </ul>
          )}
        </Results>
        <CalendarFeed />
      </Stack>
      {cancelling && (
        <Suspense>
          <CancelDialog booking={cancelling} onClose={() => setCancelling(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Item({ booking, onCancel }: { booking: Booking; onCancel: () => void }) {
  const { space, totem, unit, status, cancellation } = booking;
  const when = periodWords(booking);
  return (
    <li>
      <h2>{when}</h2>
      <p className={css.meta}>
        <Link to="/totems/$slug/espaces/$space" params={{ slug: totem.slug, space: space.slug }}>
          {words(space.name)}
        </Link>
        <span>{m.booking_number({ n: unit })}</span>
        <span>{totem.name}</span>
        <span>{priceWords(booking.price)}</span>
        {status === "cancelled" && <Badge tone="now">{m.booking_cancelled_badge()}</Badge>}
      </p>
      {cancellation?.reason && <p>{m.booking_reason({ reason: cancellation.reason })}</p>}
      {cancellation?.price_due && <p>{m.booking_price_due()}</p>}
      {status === "confirmed" && Date.parse(booking.starts_at) > Date.now() && <p>{cancelWords(booking)}</p>}
      {booking.allowed_transitions.includes("cancelled") && (
        <Actions>
          <Button look="secondary" small aria-label={`${m.booking_cancel()}, ${when}`} onPress={onCancel}>
            {m.booking_cancel()}
          </Button>
        </Actions>
      )}
    </li>
  );
}
