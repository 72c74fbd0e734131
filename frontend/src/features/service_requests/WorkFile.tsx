import { useQuery } from "@tanstack/react-query";
import { type Ref, Suspense, useImperativeHandle, useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { Document, ServiceRequest } from "~/api/types";
import { MOST_FILES } from "~/features/attachments/formats";
import { documentsQuery } from "~/features/attachments/queries";
import { useUploads } from "~/features/attachments/use-uploads";
import { useDraft } from "~/lib/drafts";
import { dateTime, planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Form } from "~/ui/Form";
import { Segments } from "~/ui/Segments";
import { Actions, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { Conversation } from "./Conversation";
import { type NewMessage, type Transition, useSendMessage, useTake, useTransition } from "./mutations";
import { eventsQuery, messagesQuery, requestQuery } from "./queries";
import { ratingWords } from "./Rating";
import { RequestTrouble } from "./RequestTrouble";
import { Steps } from "./Steps";
import { canAssign, canHandOver, reasonLabel, StatusBadge } from "./status";
import work from "./work.module.css";

const TemplatePicker = lazy(() => import("~/features/answer_templates/TemplatePicker"));
const AssignDialog = lazy(() => import("./AssignDialog"));
const AttachField = lazy(() => import("~/features/attachments/AttachField"));
const Duplicates = lazy(() => import("./Duplicates"));
const HandOverDialog = lazy(() => import("./HandOverDialog"));
const RefuseDialog = lazy(() => import("./RefuseDialog"));

const FINAL: string[] = ["closed", "rejected", "expired", "cancelled"];

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
  // Whoever takes a request may write at once: a way that only comes with the answer would change the one chosen.
  const begin = request.status === "assigned";
  return [
    ...(may.includes("answered") || begin ? (["answered"] as const) : []),
    ...(may.includes("waiting_requester") || begin ? (["waiting_requester"] as const) : []),
    "internal",
  ];
}

function modeOf({ internal, to }: NewMessage): Mode {
  return internal ? "internal" : (to ?? "answered");
}

// What it is meant to be is part of the draft: a note must not come back as an answer.
const NOTHING: { text: string; mode: Mode } = { text: "", mode: "answered" };

const NO_DOCUMENTS: Document[] = [];

function Composer({
  request,
  documents,
  fieldRef,
}: {
  request: ServiceRequest;
  documents: Document[];
  fieldRef: Ref<HTMLTextAreaElement>;
}) {
  const uploads = useUploads(request.id, true);
  // What waits for a message is one's own.
  const waiting = documents.filter((document) => !document.sent);
  const files = waiting.filter((document) => document.status !== "infected").map((one) => one.id);
  const modes = modesFor(request);
  const [draft, setDraft, clear] = useDraft(`lorntech.answer.${request.id}`, NOTHING, "session");
  const [missing, setMissing] = useState<string>();
  const send = useSendMessage(request.id, "agent", (message) => {
    clear();
    toast(MODES[modeOf(message)].sent());
  });

  const messageAs = (mode: Mode): NewMessage => ({
    body: draft.text.trim(),
    ...(mode === "internal" ? { internal: true } : { to: mode }),
    ...(files.length > 0 ? { document_ids: files } : {}),
  });
  // An answer whose own answer was lost may stand already; sent again it must be the answer still, not a note.
  const keeps = modes.includes(draft.mode) || send.isOpen(messageAs(draft.mode));
  const mode = keeps ? draft.mode : (modes[0] ?? "internal");
  const ways = modes.includes(mode) ? modes : [mode, ...modes];

  const submit = () => {
    if (send.isPending) return;
    if (draft.text.trim() === "") setMissing(m.message_missing());
    else if (uploads.items.length > 0) setMissing(m.files_first());
    else send.send(messageAs(mode));
  };

  return (
    <Form look="dense" onSubmit={submit}>
      <Segments
        label={m.work_mode()}
        choices={ways.map((one) => ({ value: one, label: MODES[one].label() }))}
        value={mode}
        onChange={(one) => setDraft((before) => ({ ...before, mode: one }))}
      />
      <RequestTrouble
        change={send}
        reader="agent"
        mine={(message) => message.body}
        stillPossible={(message, now) => modesFor(now).includes(modeOf(message))}
        known={["body"]}
      />
      {mode !== "internal" && (
        <Suspense>
          <TemplatePicker
            request={request}
            onPick={(picked) =>
              setDraft((before) => ({
                ...before,
                text: [before.text.trim(), picked].filter(Boolean).join("\n\n"),
              }))
            }
          />
        </Suspense>
      )}
      <TextField
        label={MODES[mode].field()}
        long
        rows={4}
        maxLength={10_000}
        // On its way it stands in the conversation; the draft stays until it has arrived.
        value={send.isPending ? "" : draft.text}
        readOnly={send.isPending}
        onChange={(text) => {
          setDraft((before) => ({ ...before, text }));
          setMissing(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
          // Out of the field, to the keys of the page.
          if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
        }}
        error={missing ?? fieldErrors(send.error, ["body"]).body}
        controlRef={fieldRef}
      />
      <Suspense>
        <AttachField request={request.id} uploads={uploads} arrived={waiting} most={MOST_FILES} />
      </Suspense>
      <Actions>
        <Button type="submit" pending={send.isPending}>
          {MODES[mode].send()}
        </Button>
      </Actions>
    </Form>
  );
}

const STEPS: Partial<Record<Transition["to"], () => string>> = {
  in_progress: m.work_begin,
  closed: m.follow_close,
  triage: m.follow_reopen,
};

/** What can be done to a file from outside it, by a key. */
export type FileActions = { take: () => void };

function Moves({ request, actionsRef }: { request: ServiceRequest; actionsRef: Ref<FileActions> }) {
  const [refusing, setRefusing] = useState(false);
  const [giving, setGiving] = useState(false);
  const [assigning, setAssigning] = useState(false);
  const take = useTake(request.id);
  const change = useTransition(request.id);
  const may = request.allowed_transitions;
  const free = canTake(request.status);
  useImperativeHandle(actionsRef, () => ({
    take: () => {
      if (free && !take.isPending) take.send();
    },
  }));
  return (
    <>
      <RequestTrouble
        change={take}
        reader="agent"
        mine={() => m.work_take()}
        stillPossible={(_, now) => !FINAL.includes(now.status)}
      />
      <RequestTrouble
        change={change}
        reader="agent"
        mine={({ to }) => STEPS[to]?.()}
        stillPossible={({ to }, now) => now.allowed_transitions.includes(to)}
      />
      <Actions>
        {free && (
          <Button look="accent" small pending={take.isPending} onPress={() => take.send()}>
            {m.work_take()}
          </Button>
        )}
        {request.status === "assigned" && may.includes("in_progress") && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.send({ to: "in_progress" })}
          >
            {m.work_begin()}
          </Button>
        )}
        {may.includes("closed") && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.send({ to: "closed" })}
          >
            {m.follow_close()}
          </Button>
        )}
        {request.status === "closed" && may.includes("triage") && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.send({ to: "triage" })}
          >
            {m.follow_reopen()}
          </Button>
        )}
        {canAssign(request.status) && (
          <Button look="quiet" small onPress={() => setAssigning(true)}>
            {m.assign_button()}
          </Button>
        )}
        {canHandOver(request.status) && (
          <Button look="quiet" small onPress={() => setGiving(true)}>
            {m.work_hand_over()}
          </Button>
        )}
        {may.includes("rejected") && (
          <Button look="quiet" small onPress={() => setRefusing(true)}>
            {m.work_refuse()}
          </Button>
        )}
      </Actions>
      {assigning && (
        <Suspense>
          <AssignDialog file={request} onClose={() => setAssigning(false)} />
        </Suspense>
      )}
      {giving && (
        <Suspense>
          <HandOverDialog file={request} onClose={() => setGiving(false)} />
        </Suspense>
      )}
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
  actionsRef,
}: {
  id: string;
  headed: boolean;
  fieldRef: Ref<HTMLTextAreaElement>;
  actionsRef: Ref<FileActions>;
}) {
  const request = useQuery(requestQuery(id));
  const messages = useQuery(messagesQuery(id));
  const events = useQuery(eventsQuery(id));
  const documents = useQuery(documentsQuery(id)).data?.items ?? NO_DOCUMENTS;
  if (request.isPending || messages.isPending) return <Loading rows={3} />;
  // What is there stays there when it cannot be read anew: somebody may be writing in it.
  if (request.isLoadingError) return <Failed error={request.error} onRetry={() => request.refetch()} />;
  if (messages.isLoadingError) return <Failed error={messages.error} onRetry={() => messages.refetch()} />;
  const file = request.data;
  const contact = file.contact;
  const working = ![...FINAL, "draft"].includes(file.status) && !canTake(file.status);
  return (
    <article className={work.file} aria-label={file.subject}>
      <div className={work.fileHead}>
        {headed && <h2>{file.subject}</h2>}
        <p className={work.fileMeta}>
          <StatusBadge status={file.status} reader="agent" merged={Boolean(file.merged_into)} />
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
          {file.merged_into && <span>{m.merged_into({ reference: file.merged_into.reference })}</span>}
          {file.merged && (
            <span>{m.merged_with({ references: file.merged.map((one) => one.reference).join(", ") })}</span>
          )}
        </p>
      </div>
      {!FINAL.includes(file.status) && file.status !== "answered" && (
        <Suspense>
          <Duplicates key={id} request={file} />
        </Suspense>
      )}
      {file.satisfaction && (
        <p className={work.fileMeta}>
          <span>{m.rating_seen({ rating: ratingWords(file.satisfaction.score) })}</span>
          {file.satisfaction.comment && <q>{file.satisfaction.comment}</q>}
        </p>
      )}
      <Moves request={file} actionsRef={actionsRef} />
      <Conversation request={file} messages={messages.data.items} documents={documents} />
      {working && <Composer key={id} request={file} documents={documents} fieldRef={fieldRef} />}
      {canTake(file.status) && <p className={work.fileMeta}>{m.work_take_first()}</p>}
      {events.data && (
        <Disclosure title={m.work_history()}>
          <Steps events={events.data.items} withActors />
        </Disclosure>
      )}
    </article>
  );
}
