import type { ReactNode } from "react";
import { list } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Conflict } from "~/ui/Conflict";
import { authorName } from "./Conversation";
import type { Meanwhile, RequestChange } from "./mutations";
import css from "./request.module.css";
import { type Reader, StatusBadge } from "./status";

function Now({ meanwhile: { request, messages }, reader }: { meanwhile: Meanwhile; reader: Reader }) {
  return (
    <>
      <p className={css.meta}>
        <StatusBadge status={request.status} reader={reader} />
        {request.assignees.length > 0 && (
          <span>{m.work_assigned_to({ names: list(request.assignees.map((one) => one.name)) })}</span>
        )}
      </p>
      {messages.map((message) => (
        <p key={message.id}>
          <strong>{authorName(message.author)}</strong>
          {"\n"}
          {message.body}
        </p>
      ))}
    </>
  );
}

/** Why a change did not happen; where somebody else was quicker, with what they did beside what was to be sent. */
export function RequestTrouble<V>({
  change,
  reader,
  mine,
  stillPossible,
  known,
}: {
  change: RequestChange<V>;
  reader: Reader;
  mine: (change: V) => ReactNode;
  stillPossible: (change: V, now: Meanwhile["request"]) => boolean;
  known?: readonly string[];
}) {
  const { conflict } = change;
  if (!conflict) return <ProblemBanner error={change.error} known={known} />;
  return (
    <Conflict
      now={<Now meanwhile={conflict.now} reader={reader} />}
      mine={mine(conflict.change)}
      onAgain={stillPossible(conflict.change, conflict.now.request) && (() => change.send(conflict.change))}
      onDiscard={change.discard}
    />
  );
}
