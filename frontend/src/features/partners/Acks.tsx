import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SyncAck } from "~/api/types";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Results } from "~/ui/Results";
import { Segments } from "~/ui/Segments";
import { Empty } from "~/ui/States";
import { type AcksView, acksQuery } from "./queries";
import css from "./regions.module.css";
import { goneReason, REGIONS } from "./words";

/** Which regions have confirmed that they deleted what was deleted here; the oldest first. */
export function Acks() {
  const [view, setView] = useState<AcksView>("attente");
  const query = useInfiniteQuery(acksQuery(view));
  const none = {
    attente: <Empty title={m.acks_none_open()}>{m.acks_none_open_text()}</Empty>,
    retard: <Empty title={m.acks_none_overdue()}>{m.acks_none_overdue_text()}</Empty>,
    confirmes: <Empty title={m.acks_none_given()} />,
  };
  return (
    <>
      <p>{m.acks_lead()}</p>
      <div className={css.view}>
        <Segments<AcksView>
          label={m.acks_view()}
          value={view}
          choices={[
            { value: "attente", label: m.acks_open() },
            { value: "retard", label: m.acks_overdue() },
            { value: "confirmes", label: m.acks_given() },
          ]}
          onChange={setView}
        />
      </div>
      <Results query={query} rows={2} empty={none[view]}>
        {(items) => (
          <ul className={css.entries}>
            {items.map((ack) => (
              <Item key={`${ack.modified} ${ack.partner}`} ack={ack} />
            ))}
          </ul>
        )}
      </Results>
    </>
  );
}

function Item({ ack }: { ack: SyncAck }) {
  const { partner, id, reason, overdue, since, acknowledged_at } = ack;
  return (
    <li>
      <h3>
        {REGIONS[partner]()}
        {overdue && <Badge tone="wrong">{m.acks_overdue()}</Badge>}
        {acknowledged_at && <Badge tone="done">{m.acks_was_given()}</Badge>}
      </h3>
      <p>{m.acks_record({ id, reason: goneReason(reason) })}</p>
      <p className={css.meta}>
        <time dateTime={since}>{m.acks_since({ date: dateTime(since) })}</time>
        {acknowledged_at && (
          <time dateTime={acknowledged_at}>{m.acks_at({ date: dateTime(acknowledged_at) })}</time>
        )}
      </p>
    </li>
  );
}
