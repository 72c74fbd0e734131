import type { Booking, Period } from "~/api/types";
import { local } from "~/features/spaces/times";
import { planDate, tag } from "~/lib/format";
import { m } from "~/paraglide/messages.js";

const time = (at: string) =>
  new Intl.DateTimeFormat(tag(), { timeStyle: "short", timeZone: "Europe/Paris" }).format(new Date(at));

/** "lundi 7 décembre, 10:00 – 12:00". */
export function periodWords({ starts_at, ends_at }: Period): string {
  const ends =
    local(starts_at).day === local(ends_at).day ? time(ends_at) : `${planDate(ends_at)}, ${time(ends_at)}`;
  return `${planDate(starts_at)}, ${time(starts_at)} – ${ends}`;
}

/** "10:00 – 12:00", for lists of one day. */
export function hoursOf({ starts_at, ends_at }: Period): string {
  return `${time(starts_at)} – ${time(ends_at)}`;
}

/** Until when a booking can be cancelled, and what holds then. */
export function cancelWords(booking: Booking): string {
  const until = `${planDate(booking.cancellable_until)}, ${time(booking.cancellable_until)}`;
  if (Date.parse(booking.cancellable_until) > Date.now()) return m.booking_cancel_until({ until });
  return booking.late_cancellation === "ask_site" ? m.rule_late_ask() : m.rule_late_due();
}
