import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import type { Booking } from "~/api/types";
import { useMe, workplaces } from "~/features/identity/queries";
import css from "~/features/spaces/spaces.module.css";
import { addDays, instant, local } from "~/features/spaces/times";
import { planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { Table } from "~/ui/Table";
import { bookingsQuery } from "./queries";
import { hoursOf } from "./words";

const CancelDialog = lazy(() => import("./CancelDialog"));
const ManageSpaces = lazy(() => import("~/features/spaces/ManageSpaces"));

/** Who comes on a day, to be printed and put at the door; below, for managers, the spaces themselves. */
export function SiteBookingsPage({ totem, day: asked }: { totem: string; day: string | undefined }) {
  const navigate = useNavigate();
  const me = useMe();
  const place = workplaces(me).find((one) => one.slug === totem || one.id === totem);
  const isManager = me?.roles.some(({ role, totem: at }) => role === "manager" && at?.id === place?.id);
  const day = asked ?? local(new Date().toISOString()).day;
  const query = useInfiniteQuery(
    bookingsQuery({ totem_id: totem, from: instant(day, 0), to: instant(addDays(day, 1), 0) }),
  );
  const [cancelling, setCancelling] = useState<Booking>();
  const go = (jour: string) =>
    void navigate({ to: "/travail/$totem/reservations", params: { totem }, search: { jour }, replace: true });
  const title = m.site_bookings_title({ totem: place?.name ?? "" });
  return (
    <Page title={title} lead={planDate(day)}>
      <Stack>
        <div className={css.bar}>
          <DateField
            label={m.booking_day()}
            value={day}
            onChange={(next) => next && next !== INCOMPLETE_DATE && go(next)}
          />
          <Button look="secondary" onPress={() => go(addDays(day, -1))}>
            {m.site_bookings_before()}
          </Button>
          <Button look="secondary" onPress={() => go(addDays(day, 1))}>
            {m.site_bookings_after()}
          </Button>
          <Button look="secondary" onPress={() => window.print()}>
            {m.site_bookings_print()}
          </Button>
        </div>
        <Results
          query={query}
          empty={<Empty title={m.site_bookings_none()}>{m.site_bookings_none_text()}</Empty>}
        >
          {(items) => (
            <Table
              caption={`${title}, ${planDate(day)}`}
              rows={items}
              rowKey={(booking) => booking.id}
              columns={[
                { head: m.booking_when(), rowHead: true, cell: hoursOf },
                {
                  head: m.booking_space(),
                  cell: (booking) => `${words(booking.space.name)}, ${m.booking_number({ n: booking.unit })}`,
                },
                { head: m.booking_contact_name(), cell: (booking) => booking.contact.name },
                {
                  head: m.booking_state(),
                  cell: (booking) =>
                    booking.status === "cancelled" ? (
                      <Badge tone="now">{m.booking_cancelled_badge()}</Badge>
                    ) : (
                      <>
                        <span className={css.printed}>{m.booking_confirmed()}</span>
                        {booking.allowed_transitions.length > 0 && (
                          <Button
                            look="quiet"
                            small
                            aria-label={`${m.booking_cancel()}, ${booking.contact.name}, ${hoursOf(booking)}`}
                            onPress={() => setCancelling(booking)}
                          >
                            {m.booking_cancel()}
                          </Button>
                        )}
                      </>
                    ),
                },
              ]}
            />
          )}
        </Results>
        <Section title={m.spaces_title()}>
          <Suspense>{place && <ManageSpaces totem={place.slug} isManager={isManager === true} />}</Suspense>
        </Section>
      </Stack>
      {cancelling && (
        <Suspense>
          <CancelDialog booking={cancelling} bySite onClose={() => setCancelling(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}
