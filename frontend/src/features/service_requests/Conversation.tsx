import Lock from "lucide-react/icons/lock";
import { Suspense } from "react";
import type { Answered, Document, Message, ServiceRequest } from "~/api/types";
import { dateTime } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Avatar } from "~/ui/Avatar";
import { Badge } from "~/ui/Badge";
import { AnswerList } from "./AnswerList";
import { UNSENT } from "./mutations";
import css from "./request.module.css";

const DocumentList = lazy(() => import("~/features/attachments/DocumentList"));

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
  request,
  documents,
}: {
  author: string;
  at: string;
  body: string;
  internal?: boolean;
  kind: string;
  lang?: string | undefined;
  unsent?: boolean;
  answers?: Answered[];
  request: string;
  documents: Document[];
}) {
  const others = documents.filter((document) => !document.question_id);
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
      {answers.length > 0 && (
        <AnswerList
          answers={answers}
          lang={lang}
          request={request}
          documents={documents.filter((document) => document.question_id)}
        />
      )}
      {others.length > 0 && (
        <Suspense>
          <DocumentList request={request} documents={others} />
        </Suspense>
      )}
    </li>
  );
}

/** The request itself, then what was said since, oldest first. */
export function Conversation({
  request,
  messages,
  documents,
}: {
  request: ServiceRequest;
  messages: Message[];
  /** Those that are sent: each stands with its message, or with the request itself. */
  documents: Document[];
}) {
  const sent = documents.filter((document) => document.sent);
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
        answers={(request.answers ?? []).filter((one) => one.type !== "file" || request.status !== "draft")}
        request={request.id}
        // Of a draft they can still be taken back, elsewhere.
        documents={request.status === "draft" ? [] : sent.filter((document) => !document.message_id)}
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
          request={request.id}
          documents={sent.filter((document) => document.message_id === message.id)}
        />
      ))}
    </ol>
  );
}
