import MapPin from "lucide-react/icons/map-pin";
import type { ReactNode } from "react";
import type { RecordEntry } from "~/api/types";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ExternalLink, Link } from "~/ui/Link";
import { Words } from "~/ui/Words";
import css from "./directory.module.css";
import { kindLabel } from "./labels";
import { reviewReasonLabel, statusLabel } from "./steps";

/** Records as lists of work: what they say, where they stand and why, and what can be done. */
export function RecordEntries({
  items,
  actions,
}: {
  items: RecordEntry[];
  actions: (entry: RecordEntry) => ReactNode;
}) {
  return (
    <ul className={css.entries}>
      {items.map((entry) => (
        <li key={entry.id}>
          <h2>
            <Link to="/annuaire/$slug" params={{ slug: entry.slug }}>
              {entry.name}
            </Link>{" "}
            <Badge tone={entry.status === "published" ? "done" : "now"}>{statusLabel(entry.status)}</Badge>
          </h2>
          {entry.summary && (
            <p>
              <Words text={entry.summary} />
            </p>
          )}
          {entry.review && (
            <p>
              {m.record_reason({ reason: reviewReasonLabel(entry.review.reason) })}
              {entry.review.note && <span className={css.note}>{entry.review.note}</span>}
            </p>
          )}
          <p className={css.meta}>
            <span>{entry.kinds.map(kindLabel).join(", ")}</span>
            {entry.locality && (
              <span>
                <MapPin size={15} aria-hidden="true" />
                {entry.locality}
              </span>
            )}
            {entry.website && (
              <span>
                <ExternalLink href={entry.website}>{entry.website.replace(/^https?:\/\//, "")}</ExternalLink>
              </span>
            )}
            <span>
              {entry.proposed_by
                ? m.record_proposed_by({ name: entry.proposed_by, date: longDate(entry.created_at) })
                : m.record_proposed({ date: longDate(entry.created_at) })}
            </span>
          </p>
          {actions(entry)}
        </li>
      ))}
    </ul>
  );
}
