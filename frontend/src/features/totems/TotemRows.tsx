import Clock from "lucide-react/icons/clock";
import type { Totem } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { familyLabel, responseSpan, responseWords } from "./labels";
import css from "./totems.module.css";

/** What a Totem promises, in words: one number when all services promise the same. */
export function ResponseLine({ totem }: { totem: Totem }) {
  const span = responseSpan(totem);
  if (!span) return null;
  return (
    <p className={css.response}>
      <Clock size={18} aria-hidden="true" />
      {span.fewest === span.most
        ? responseWords(span.most)
        : m.response_span({ fewest: span.fewest, most: span.most })}
    </p>
  );
}

export function TotemRows({ totems }: { totems: Totem[] }) {
  return (
    <ul className={css.rows}>
      {totems.map((totem) => (
        <li key={totem.id} className={css.row}>
          <div>
            <h3>
              <Link to="/totems/$slug" params={{ slug: totem.slug }}>
                {totem.city}
              </Link>
            </h3>
            <p className={css.site}>{totem.name}</p>
          </div>
          <ul className={css.services}>
            {[...new Set(totem.services.filter((s) => s.status === "active").map((s) => s.family))].map(
              (family) => (
                <li key={family}>{familyLabel(family)}</li>
              ),
            )}
          </ul>
          <ResponseLine totem={totem} />
        </li>
      ))}
    </ul>
  );
}
