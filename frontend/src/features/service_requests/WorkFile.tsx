import { useQuery } from "@tanstack/react-query";
import { lazy, type Ref, Suspense, useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { ServiceRequest } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { dateTime, planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Form } from "~/ui/Form";
import { Segments } from "~/ui/Segments";
import { Actions, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { Conversation } from "./Conversation";
import { useSendMessage, useTake, useTransition } from "./mutations";
import { eventsQuery, messagesQuery, requestQuery } from "./queries";
import { Steps } from "./Steps";
import { reasonLabel, StatusBadge } from "./status";
import work from "./work.module.css";

const RefuseDialog = lazy(() => import("./RefuseDialog"));

/** Taking is for requests that nobody works on yet. */
export function canTake(status: string): boolean {
  return status === "submitted" || status === "triage";
}

type Mode = "answered" | "waiting_requester" | "internal";
const MODES: Record<
  Mode,
  { label: () => string; field: () => string; send: () => string; sent: () => string }
> = {
  answered: {
    label: m.work_answer,
    field: m.work_answer_field,
    send: m.work_answer_send,
    sent: m.work_answer_sent,
  },
  waiting_requester: {
    label: m.work_ask_back,
    field: m.work_ask_back_field,
    send: m.work_ask_back_send,
    sent: m.work_ask_back_sent,
  },
  internal: { label: m.work_note, field: m.work_note_field, send: m.work_note_send, sent: m.work_note_sent },
};

function modesFor(request: ServiceRequest): Mode[] {
  const may = request.allowed_transitions;
  const begin = may.includes("in_progress") && request.status === "assigned";
  return [
    ...(may.includes("answered") || begin ? (["answered"] as const) : []),
    ...(may.includes("waiting_requester") || begin ? (["waiting_requester"] as const) : []),
    "internal",
  ];
}

const NO_TEXT = "";

function Composer({ request, fieldRef }: { request: ServiceRequest; fieldRef: Ref<HTMLTextAreaElement> }) {
  const modes = modesFor(request);
  const [chosen, setMode] = useState<Mode>("answered");
  const mode = modes.includes(chosen) ? chosen : (modes[0] ?? "internal");
  const [text, setText, clear] = useDraft(`lorntech.work.${request.id}`, NO_TEXT, "session");
  const [missing, setMissing] = useState<string>();
  const send = useSendMessage(request.id, (message) => {
    clear();
    toast(MODES[message.internal ? "internal" : (message.to ?? "answered")].sent());
  });

  const submit = () => {
    if (text.trim() === "") {
      setMissing(m.message_missing());
      return;
    }
    send.mutate({ body: text.trim(), ...(mode === "internal" ? { internal: true } : { to: mode }) });
  };

  return (
    <Form look="dense" onSubmit={submit}>
      <Segments
        label={m.work_mode()}
        choices={modes.map((one) => ({ value: one, label: MODES[one].label() }))}
        value={mode}
        onChange={setMode}
      />
      <ProblemBanner error={send.error} known={["body"]} />
      <TextField
        label={MODES[mode].field()}
        long
        rows={4}
        maxLength={10_000}
        value={text}
        onChange={(next) => {
          setText(next);
          setMissing(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
        }}
        error={missing ?? fieldErrors(send.error, ["body"]).body}
        controlRef={fieldRef}
      />
      <Actions>
        <Button type="submit" pending={send.isPending}>
          {MODES[mode].send()}
        </Button>
      </Actions>
    </Form>
  );
}

function Moves({ request }: { request: ServiceRequest }) {
  const [refusing, setRefusing] = useState(false);
  const take = useTake(request.id);
  const change = useTransition(request.id);
  const may = request.allowed_transitions;
  return (
    <>
      <ProblemBanner error={take.error ?? change.error} />
      <Actions>
        {canTake(request.status) && (
          <Button look="accent" small pending={take.isPending} onPress={() => take.mutate()}>
            {m.work_take()}
          </Button>
        )}
        {request.status === "assigned" && may.includes("in_progress") && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.mutate({ to: "in_progress" })}
          >
            {m.work_begin()}
          </Button>
        )}
        {may.includes("closed") && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.mutate({ to: "closed" })}
          >
            {m.follow_close()}
          </Button>
        )}
        {request.status === "closed" && may.includes("triage") && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.mutate({ to: "triage" })}
          >
            {m.follow_reopen()}
          </Button>
        )}
        {may.includes("rejected") && (
          <Button look="quiet" small onPress={() => setRefusing(true)}>
            {m.work_refuse()}
          </Button>
        )}
      </Actions>
      {refusing && (
        <Suspense>
          <RefuseDialog id={request.id} onClose={() => setRefusing(false)} />
        </Suspense>
      )}
    </>
  );
}

/** One request as the people of the Totem work on it: beside the list, or on a page of its own. */
export function WorkFile({
  id,
  headed,
  fieldRef,
}: {
  id: string;
  headed: boolean;
  fieldRef: Ref<HTMLTextAreaElement>;
}) {
  const request = useQuery(requestQuery(id));
  const messages = useQuery(messagesQuery(id));
  const events = useQuery(eventsQuery(id));
  if (request.isPending || messages.isPending) return <Loading rows={3} />;
  if (request.isError) return <Failed error={request.error} onRetry={() => request.refetch()} />;
  if (messages.isError) return <Failed error={messages.error} onRetry={() => messages.refetch()} />;
  const file = request.data;
  const contact = file.contact;
  const working =
    !["closed", "rejected", "expired", "cancelled", "draft"].includes(file.status) && !canTake(file.status);
  return (
    <article className={work.file} aria-label={file.subject}>
      <div className={work.fileHead}>
        {headed && <h2>{file.subject}</h2>}
        <p className={work.fileMeta}>
          <StatusBadge status={file.status} reader="agent" />
          <span className="tabular">{file.reference}</span>
          <span>{words(file.service.name)}</span>
          {file.due_at && <span>{m.work_due({ date: planDate(file.due_at) })}</span>}
          {file.submitted_at && <span>{m.work_received({ date: dateTime(file.submitted_at) })}</span>}
        </p>
        <p className={work.fileMeta}>
          <strong>{contact.name}</strong>
          <a href={`mailto:${contact.email}`}>{contact.email}</a>
          {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, "")}`}>{contact.phone}</a>}
          {file.assignees.length > 0 && (
            <span>{m.work_assigned_to({ names: file.assignees.map((one) => one.name).join(", ") })}</span>
          )}
          {file.reason && <span>{reasonLabel(file.reason)}</span>}
        </p>
      </div>
      <Moves request={file} />
      <Conversation request={file} messages={messages.data.items} />
      {working && <Composer key={id} request={file} fieldRef={fieldRef} />}
      {canTake(file.status) && <p className={work.fileMeta}>{m.work_take_first()}</p>}
      {events.data && (
        <Disclosure title={m.work_history()}>
          <Steps events={events.data.items} withActors />
        </Disclosure>
      )}
    </article>
  );
}
