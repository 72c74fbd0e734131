import Lock from "lucide-react/icons/lock";
import type { Answered, Message, ServiceRequest } from "~/api/types";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Avatar } from "~/ui/Avatar";
import { Badge } from "~/ui/Badge";
import { AnswerList } from "./AnswerList";
import { UNSENT } from "./mutations";
import css from "./request.module.css";

export function authorName(author: Message["author"]): string {
  if (author.kind === "system") return m.author_system();
  return author.name || (author.kind === "agent" ? m.author_agent() : m.author_requester());
}

function OneMessage({
  author,
  at,
  body,
  internal,
  kind,
  lang,
  unsent,
  answers = [],
}: {
  author: string;
  at: string;
  body: string;
  internal?: boolean;
  kind: string;
  lang?: string | undefined;
  unsent?: boolean;
  answers?: Answered[];
}) {
  return (
    <li
      className={css.message}
      data-kind={kind}
      data-internal={internal || undefined}
      aria-busy={unsent || undefined}
    >
      <p className={css.author}>
        <Avatar name={author} small />
        <strong>{author}</strong>
        {unsent ? <span>{m.message_leaving()}</span> : <time dateTime={at}>{dateTime(at)}</time>}
        {internal && (
          <Badge tone="now" icon={<Lock size={13} aria-hidden="true" />}>
            {m.message_internal()}
          </Badge>
        )}
      </p>
      <p className={css.body} lang={lang}>
        {body}
      </p>
      {answers.length > 0 && <AnswerList answers={answers} lang={lang} />}
    </li>
  );
}

/** The request itself, then what was said since, oldest first. */
export function Conversation({ request, messages }: { request: ServiceRequest; messages: Message[] }) {
  // What they chose the site in, and are answered in; of the others it is not known.
  const requesters = request.contact?.language;
  return (
    <ol className={css.messages}>
      <OneMessage
        author={request.contact?.name ?? m.author_requester()}
        at={request.submitted_at ?? request.created_at}
        body={request.body}
        lang={requesters}
        kind="requester"
        answers={request.answers ?? []}
      />
      {messages.map((message) => (
        <OneMessage
          key={message.id}
          author={authorName(message.author)}
          at={message.created_at}
          body={message.body}
          internal={message.internal}
          kind={message.author.kind}
          lang={message.author.kind === "requester" ? requesters : undefined}
          unsent={message.id === UNSENT}
        />
      ))}
    </ol>
  );
}
