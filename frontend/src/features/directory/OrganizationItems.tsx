import Database from "lucide-react/icons/database";
import MapPin from "lucide-react/icons/map-pin";
import type { OrganizationSummary } from "~/api/types";
import { distance, longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Words } from "~/ui/Words";
import css from "./directory.module.css";
import { Logo } from "./Logo";
import { kindLabel } from "./labels";

type Props = {
  items: OrganizationSummary[];
  level: 2 | 3;
  /** The one that is pointed at, here or on a map beside. */
  lit?: string | undefined;
  onLight?: (id: string | undefined) => void;
};

/** Who they are, what they do in one line, where, and who says so. */
export function OrganizationItems({ items, level, lit, onLight }: Props) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <ul className={css.results}>
      {items.map((organization) => (
        <li
          key={organization.id}
          data-lit={organization.id === lit || undefined}
          onPointerEnter={() => onLight?.(organization.id)}
          onPointerLeave={() => onLight?.(undefined)}
          onFocus={() => onLight?.(organization.id)}
          onBlur={() => onLight?.(undefined)}
        >
          {organization.logo && <Logo of={organization.logo} size={48} />}
          <Heading>
            <Link to="/annuaire/$slug" params={{ slug: organization.slug }}>
              {organization.name}
            </Link>
          </Heading>
          {organization.summary && (
            <p className={css.what}>
              <Words text={organization.summary} />
            </p>
          )}
          <p className={css.meta}>
            <span>{organization.kinds.map(kindLabel).join(", ")}</span>
            {organization.location?.locality && (
              <span>
                <MapPin size={15} aria-hidden="true" />
                {organization.location.locality}
              </span>
            )}
            {organization.distance_km != null && <span>{distance(organization.distance_km)}</span>}
            {organization.source && (
              <span>
                <Database size={15} aria-hidden="true" />
                {organization.source.name}
              </span>
            )}
            {organization.confirmed_on && (
              <span>{m.directory_confirmed({ date: longDate(organization.confirmed_on) })}</span>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
