import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import css from "./account.module.css";

const PAGES = [
  { step: "", title: m.account_title },
  { step: "fiches", title: m.my_records_title },
  { step: "projets", title: m.projects_title },
  { step: "reservations", title: m.bookings_title },
  { step: "recherches", title: m.saved_title },
  { step: "donnees", title: m.data_title },
  { step: "notifications", title: m.notices_title },
  { step: "clients-api", title: m.clients_title },
];

/** From one page about oneself to the others. */
export function AccountNav() {
  return (
    <nav className={css.nav} aria-label={m.account_nav()}>
      <ul>
        {PAGES.map(({ step, title }) => (
          <li key={step}>
            <Link to="/compte/$" params={{ _splat: step }} activeOptions={{ exact: true }}>
              {title()}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
