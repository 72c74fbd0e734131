import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { Document, ServiceRequest } from "~/api/types";
import { MOST_FILES } from "~/features/attachments/formats";
import { documentsQuery } from "~/features/attachments/queries";
import { useUploads } from "~/features/attachments/use-uploads";
import { useMe } from "~/features/identity/queries";
import { accessTokenFor } from "~/lib/access";
import { useDraft } from "~/lib/drafts";
import { dateTime, planDate } from "~/lib/format";
import { focusHeadline } from "~/lib/headline";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Tags } from "~/ui/Badge";
import { Banner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Facts, Panel } from "~/ui/Card";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Section, Split } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { Conversation } from "./Conversation";
import { useLiveRequests } from "./live";
import { useSendMessage, useTransition } from "./mutations";
import { eventsQuery, messagesQuery, requestQuery } from "./queries";
import { Rating } from "./Rating";
import { RequestTrouble } from "./RequestTrouble";
import { Steps } from "./Steps";
import { reasonLabel, StatusBadge } from "./status";

const AttachField = lazy(() => import("~/features/attachments/AttachField"));
const RequestFiles = lazy(() => import("~/features/attachments/RequestFiles"));

const NO_DOCUMENTS: Document[] = [];

function dueWords(request: ServiceRequest): string {
  return request.due_at ? m.follow_due({ date: planDate(request.due_at) }) : m.follow_no_due();
}

/** When it ends by itself; a request that waits or was answered has such a day. */
function endWords(request: ServiceRequest): string {
  return request.ends_at ? planDate(request.ends_at) : "";
}

/** Where the request stands, what comes next and by when, in one or two sentences. */
function WhatNow(props: { request: ServiceRequest; justSent: boolean; advice: string | undefined }) {
  const { request, justSent, advice } = props;
  const city = request.totem.city;
  switch (request.status) {
    case "draft":
      return null;
    case "submitted":
    case "triage":
      return (
        <Banner
          tone={justSent ? "done" : "info"}
          title={justSent ? m.follow_sent() : m.follow_submitted({ city })}
        >
          <p>{dueWords(request)}</p>
          {justSent && <p>{m.follow_bookmark()}</p>}
        </Banner>
      );
    case "assigned":
    case "in_progress": {
      const names = request.assignees.map((one) => one.name).filter(Boolean);
      return (
        <Banner
          title={
            names.length > 0 ? m.follow_assigned({ names: names.join(", ") }) : m.follow_in_progress({ city })
          }
        >
          <p>{dueWords(request)}</p>
        </Banner>
      );
    }
    case "waiting_requester":
      return (
        <Banner tone="now" title={m.follow_waiting({ city })}>
          <p>{m.follow_waiting_text({ date: endWords(request) })}</p>
        </Banner>
      );
    case "answered":
      return (
        <Banner tone="done" title={m.follow_answered({ city })}>
          <p>{m.follow_answered_text({ date: endWords(request) })}</p>
        </Banner>
      );
    case "closed":
      return (
        <Banner title={m.follow_closed()}>
          <p>
            {request.allowed_transitions.includes("triage")
              ? m.follow_closed_reopen()
              : m.follow_closed_over()}
          </p>
        </Banner>
      );
    case "rejected":
      if (request.merged_into) {
        const { id, reference } = request.merged_into;
        return (
          <Banner title={m.follow_merged({ reference })}>
            <p>{m.follow_merged_text()}</p>
            {request.requester_id ? (
              <p>
                <Link to="/demandes/$id" params={{ id }}>
                  {m.follow_merged_link()}
                </Link>
              </p>
            ) : (
              <p>{m.follow_merged_mail()}</p>
            )}
          </Banner>
        );
      }
      return (
        <Banner tone="wrong" title={m.follow_rejected({ city })}>
          {request.reason && <p>{reasonLabel(request.reason)}</p>}
          {advice && <p>{advice}</p>}
          <p>{m.follow_rejected_text()}</p>
        </Banner>
      );
    case "expired":
      return (
        <Banner title={m.follow_expired()}>
          <p>{m.follow_expired_text()}</p>
        </Banner>
      );
    case "cancelled":
      return (
        <Banner title={m.follow_cancelled()}>
          <p>{m.follow_cancelled_text()}</p>
        </Banner>
      );
  }
  return null;
}

/** The required files that have not come yet, by the words of their questions. */
function awaitedFiles(request: ServiceRequest): string[] {
  const awaited = (request.answers ?? []).filter(
    (one) => one.type === "file" && one.required && [one.value].flat().length === 0,
  );
  return awaited.map((one) => words(one.label));
}

/** What is left to do before the Totem sees it: with an account the files it is asked for, else the confirmation. */
function Confirm({
  request,
  confirm,
}: {
  request: ServiceRequest;
  confirm: ReturnType<typeof useTransition>;
}) {
  const [tried, setTried] = useState(false);
  const awaited = awaitedFiles(request);
  const date = request.confirm_before ? planDate(request.confirm_before) : undefined;
  const own = Boolean(request.requester_id);
  return (
    <Banner tone="now" title={own ? m.follow_draft_own() : m.follow_draft()}>
      <p>
        {date === undefined
          ? m.follow_draft_text()
          : own
            ? m.follow_draft_own_before({ date })
            : m.follow_draft_before({ date })}
      </p>
      {awaited.length > 0 && (
        <p role={tried ? "alert" : undefined}>
          {m.follow_files_awaited({
            questions: awaited.map((label) => m.quoted({ words: label })).join(", "),
          })}
        </p>
      )}
      <RequestTrouble
        change={confirm}
        reader="requester"
        mine={() => (own ? m.ask_send() : m.follow_confirm())}
        stillPossible={(_, now) => now.allowed_transitions.includes("submitted")}
      />
      <Button
        pending={confirm.isPending}
        onPress={() => (awaited.length > 0 ? setTried(true) : confirm.send({ to: "submitted" }))}
      >
        {own ? m.ask_send() : m.follow_confirm()}
      </Button>
    </Banner>
  );
}

const NO_TEXT = "";
const TALKING = ["submitted", "triage", "assigned", "in_progress", "waiting_requester", "answered"];

function Reply({ request, documents }: { request: ServiceRequest; documents: Document[] }) {
  const uploads = useUploads(request.id, true);
  const waiting = documents.filter((document) => !document.sent);
  const [text, setText, clear] = useDraft(`lorntech.reply.${request.id}`, NO_TEXT, "session");
  const [missing, setMissing] = useState<string>();
  const send = useSendMessage(request.id, "requester", () => {
    clear();
    toast(m.message_sent());
  });
  return (
    <Form
      look="dense"
      onSubmit={() => {
        if (send.isPending) return;
        if (text.trim() === "") {
          setMissing(m.message_missing());
          return;
        }
        if (uploads.items.length > 0) {
          setMissing(m.files_first());
          return;
        }
        const files = waiting.filter((document) => document.status !== "infected").map((one) => one.id);
        send.send({ body: text.trim(), ...(files.length > 0 ? { document_ids: files } : {}) });
      }}
    >
      <RequestTrouble
        change={send}
        reader="requester"
        mine={(message) => message.body}
        stillPossible={(_, now) => TALKING.includes(now.status)}
        known={["body"]}
      />
      <TextField
        label={request.status === "waiting_requester" ? m.follow_reply_now() : m.follow_reply()}
        long
        rows={4}
        maxLength={10_000}
        // On its way it stands in the conversation; the draft stays until it has arrived.
        value={send.isPending ? "" : text}
        readOnly={send.isPending}
        onChange={(next) => {
          setText(next);
          setMissing(undefined);
        }}
        error={missing ?? fieldErrors(send.error, ["body"]).body}
      />
      <Suspense>
        <AttachField request={request.id} uploads={uploads} arrived={waiting} most={MOST_FILES} />
      </Suspense>
      <Actions>
        <Button type="submit" pending={send.isPending}>
          {m.message_send()}
        </Button>
      </Actions>
    </Form>
  );
}

const STEPS: Partial<Record<ServiceRequest["status"], () => string>> = {
  closed: m.follow_close,
  triage: m.follow_reopen,
  cancelled: m.follow_cancel,
};

function Ways({ request }: { request: ServiceRequest }) {
  const [sure, setSure] = useState(false);
  const change = useTransition(request.id);
  const may = request.allowed_transitions;
  const close = may.includes("closed");
  const reopen = request.status === "closed" && may.includes("triage");
  const cancel = may.includes("cancelled");
  if (!close && !reopen && !cancel) return null;
  return (
    <>
      <RequestTrouble
        change={change}
        reader="requester"
        mine={({ to }) => STEPS[to]?.()}
        stillPossible={({ to }, now) => now.allowed_transitions.includes(to)}
      />
      <Actions>
        {close && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.send({ to: "closed" })}
          >
            {m.follow_close()}
          </Button>
        )}
        {reopen && (
          <Button
            look="secondary"
            small
            pending={change.isPending}
            onPress={() => change.send({ to: "triage" })}
          >
            {m.follow_reopen()}
          </Button>
        )}
        {cancel && !sure && (
          <Button look="quiet" small onPress={() => setSure(true)}>
            {m.follow_cancel()}
          </Button>
        )}
        {cancel && sure && (
          <>
            <Button
              look="danger"
              small
              pending={change.isPending}
              onPress={() => change.send({ to: "cancelled" })}
            >
              {m.follow_cancel_sure()}
            </Button>
            <Button look="quiet" small onPress={() => setSure(false)}>
              {m.follow_cancel_not()}
            </Button>
          </>
        )}
      </Actions>
    </>
  );
}

export function FollowPage({ id, justSent }: { id: string; justSent: boolean }) {
  // By the link of a mail nothing is told, so the page asks.
  const told = useLiveRequests() && !accessTokenFor(id);
  const asking = { refetchInterval: told ? false : 30_000 } as const;
  const { data: request } = useSuspenseQuery({ ...requestQuery(id), ...asking });
  const messages = useQuery({ ...messagesQuery(id), ...asking });
  const events = useQuery(eventsQuery(id));
  const documents = useQuery(documentsQuery(id)).data?.items ?? NO_DOCUMENTS;
  const signedIn = Boolean(useMe());
  const confirm = useTransition(id, () => {
    toast(m.follow_sent());
    // The button that was pressed goes.
    focusHeadline();
  });
  const { send } = confirm;
  const waits = request.status !== "draft" || !request.requester_id || awaitedFiles(request).length > 0;
  return (
    <Page
      title={m.follow_title({ reference: request.reference })}
      heading={request.subject}
      longTitle
      above={
        <Breadcrumb>
          {signedIn && <Link to="/demandes">{m.nav_my_requests()}</Link>}
          <span className="tabular">{request.reference}</span>
        </Breadcrumb>
      }
      below={
        <Tags>
          <StatusBadge status={request.status} reader="requester" merged={Boolean(request.merged_into)} />
        </Tags>
      }
    >
      <Split
        aside={
          <>
            <Panel title={m.follow_facts()}>
              <Facts
                items={[
                  {
                    label: m.review_totem(),
                    value: (
                      <Link to="/totems/$slug" params={{ slug: request.totem.slug }}>
                        {request.totem.city}, {request.totem.name}
                      </Link>
                    ),
                  },
                  { label: m.follow_service(), value: words(request.service.name) },
                  ...(request.project_id && signedIn
                    ? [
                        {
                          label: m.project_title(),
                          value: (
                            <Link to="/compte/$" params={{ _splat: `projets/${request.project_id}` }}>
                              {m.project_open()}
                            </Link>
                          ),
                        },
                      ]
                    : []),
                  ...(request.submitted_at
                    ? [{ label: m.follow_submitted_on(), value: dateTime(request.submitted_at) }]
                    : []),
                  ...(request.due_at
                    ? [{ label: m.follow_due_label(), value: dateTime(request.due_at) }]
                    : []),
                ]}
              />
            </Panel>
            <Ways request={request} />
            {events.data && events.data.items.length > 0 && (
              <Section title={m.follow_steps()}>
                <Steps events={events.data.items} />
              </Section>
            )}
          </>
        }
      >
        {request.status === "draft" ? (
          <Confirm request={request} confirm={confirm} />
        ) : (
          <WhatNow
            request={request}
            justSent={justSent}
            advice={events.data?.items.findLast((event) => event.to === "rejected")?.note ?? undefined}
          />
        )}
        <Section title={request.status === "draft" ? m.follow_your_request() : m.follow_conversation()}>
          {messages.isPending ? (
            <Loading rows={2} />
          ) : messages.isLoadingError ? (
            <Failed error={messages.error} onRetry={() => messages.refetch()} />
          ) : (
            <Conversation request={request} messages={messages.data.items} documents={documents} />
          )}
          <Suspense>
            <RequestFiles
              request={request}
              documents={documents}
              onAllArrived={waits ? undefined : () => send({ to: "submitted" })}
            />
          </Suspense>
          {TALKING.includes(request.status) && <Reply request={request} documents={documents} />}
        </Section>
        <Rating request={request} />
      </Split>
    </Page>
  );
}
