import { createFileRoute } from "@tanstack/react-router";
import { one } from "~/app/search";
import { SiteBookingsPage } from "~/features/bookings/SiteBookingsPage";

export const Route = createFileRoute("/travail/$totem/reservations")({
  validateSearch: (search: Record<string, unknown>): { jour?: string | undefined } => {
    const day = one(search.jour);
    return { jour: day && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day) ? day : undefined };
  },
  component: function Bookings() {
    return <SiteBookingsPage totem={Route.useParams().totem} day={Route.useSearch().jour} />;
  },
});
