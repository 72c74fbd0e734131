import { Outlet } from "@tanstack/react-router";
import { useMe, workplaces } from "~/features/identity/queries";
import { m } from "~/paraglide/messages.js";
import { Avatar } from "~/ui/Avatar";
import { Link } from "~/ui/Link";
import { wrapClass } from "~/ui/Page";
import css from "./layouts.module.css";

/** What is one's own, with the way to the rest of it beside the page. */
export function MemberLayout() {
  const me = useMe();
  return (
    <div className={`${wrapClass} ${css.member}`}>
      <nav className={css.side} aria-label={m.member_nav()}>
        {me && (
          <p className={css.who}>
            <Avatar name={me.account.name} small />
            {me.account.name}
          </p>
        )}
        <ul>
          <li>
            <Link to="/demandes">{m.nav_my_requests()}</Link>
          </li>
          {workplaces(me).map((place) => (
            <li key={place.id}>
              <Link to="/travail/$totem" params={{ totem: place.slug }}>
                {m.account_inbox({ totem: place.name })}
              </Link>
            </li>
          ))}
          <li>
            <Link to="/annuaire/proposer">{m.propose_title()}</Link>
          </li>
        </ul>
      </nav>
      <div className={css.own}>
        <Outlet />
      </div>
    </div>
  );
}
