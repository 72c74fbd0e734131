import { Outlet } from "@tanstack/react-router";
import { useMe, workplaces } from "~/features/identity/queries";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { wrapClass } from "~/ui/Page";
import css from "./layouts.module.css";

/** For people at work: the width of the screen (see Shell), and whoever works at several Totems changes between them. */
export function WorkLayout() {
  const places = workplaces(useMe());
  return (
    <>
      {places.length > 1 && (
        <nav className={wrapClass} aria-label={m.work_places()}>
          <ul className={css.places}>
            {places.map((place) => (
              <li key={place.id}>
                <Link to="/travail/$totem" params={{ totem: place.slug }}>
                  {place.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <Outlet />
    </>
  );
}
