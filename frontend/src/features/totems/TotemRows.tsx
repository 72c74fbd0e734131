import Clock from "lucide-react/icons/clock";
import type { RequestFigures, Totem, TotemsStatistics } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { cx } from "~/ui/cx";
import { Link } from "~/ui/Link";
import { answeredIn, familyLabel, responseSpan, responseWords } from "./labels";
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

/** What it did: a figure where something was answered, words where nothing was. */
function SpeedLine({ figures }: { figures: RequestFigures | undefined }) {
  if (figures?.median_days == null) return <p className={css.site}>{m.speed_none()}</p>;
  const { median_days, due, in_time } = figures;
  return (
    <div>
      <p className={css.speed}>{answeredIn(median_days)}</p>
      <p className={css.site}>{m.figures_median_text()}</p>
      {due > 0 && <p className={css.site}>{m.speed_in_time({ due: number(due), n: number(in_time) })}</p>}
    </div>
  );
}

/** Where one can ask, for what, what is promised, and how soon it was answered. */
export function TotemRows({
  totems,
  statistics,
}: {
  totems: Totem[];
  statistics: TotemsStatistics | undefined;
}) {
  const answered = statistics?.totems.some(({ median_days }) => median_days != null);
  return (
    <>
      <ul className={cx(css.rows, answered && css.withSpeed)}>
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
            <div className={css.promise}>
              <ul className={css.services}>
                {[...new Set(totem.services.filter((s) => s.status === "active").map((s) => s.family))].map(
                  (family) => (
                    <li key={family}>{familyLabel(family)}</li>
                  ),
                )}
              </ul>
              <ResponseLine totem={totem} />
            </div>
            {answered && <SpeedLine figures={statistics?.totems.find((one) => one.totem.id === totem.id)} />}
          </li>
        ))}
      </ul>
      {statistics && <p className={css.speedNote}>{answered ? m.speed_period() : m.speed_empty()}</p>}
    </>
  );
}
