import type { RequestEvent } from "~/api/types";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Timeline } from "~/ui/Timeline";
import { reasonLabel, statusLabel } from "./status";

/** What became of a request, and when. */
export function Steps({ events, withActors }: { events: RequestEvent[]; withActors?: boolean }) {
  return (
    <Timeline
      dense
      heading="p"
      entries={events.map((event, index) => ({
        id: event.id,
        state: index === events.length - 1 ? "current" : "done",
        when: <time dateTime={event.at}>{dateTime(event.at)}</time>,
        title: event.totem
          ? m.event_handed_over({ totem: event.totem.name })
          : event.reason === "duplicate"
            ? m.status_merged()
            : statusLabel(event.to, withActors ? "agent" : "requester"),
        body: (
          <>
            {withActors && event.actor.name && <p>{m.event_by({ name: event.actor.name })}</p>}
            {event.reason && event.reason !== "duplicate" && <p>{reasonLabel(event.reason)}</p>}
            {event.note && <p>{event.note}</p>}
          </>
        ),
      }))}
    />
  );
}
