import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { PageNav } from "~/ui/PageNav";

const PAGES = [
  { step: "", title: m.account_title },
  { step: "fiches", title: m.my_records_title },
  { step: "projets", title: m.projects_title },
  { step: "evaluations", title: m.reviews_title },
  { step: "reservations", title: m.bookings_title },
  { step: "recherches", title: m.saved_title },
  { step: "donnees", title: m.data_title },
  { step: "notifications", title: m.notices_title },
  { step: "clients-api", title: m.clients_title },
  { step: "webhooks", title: m.hooks_title },
];

/** From one page about oneself to the others. */
export function AccountNav() {
  return (
    <PageNav label={m.account_nav()}>
      {PAGES.map(({ step, title }) => (
        <Link key={step} to="/compte/$" params={{ _splat: step }} activeOptions={{ exact: true }}>
          {title()}
        </Link>
      ))}
    </PageNav>
  );
}
