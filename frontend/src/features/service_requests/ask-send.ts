// What sends a question is loaded with the later steps: nobody sends before.
import { client, idempotent, unwrap } from "~/api/client";
import type { NewServiceRequest, Question, ServiceRequest, Totem, TotemService } from "~/api/types";
import { getLocale } from "~/lib/locale";
import { remember } from "~/lib/storage";
import { answerField, answersOf, problemsOfAnswers } from "./answers";
import { type AskDraft, SENT_KEY, type Sent } from "./ask";

type Asked = {
  totem: Totem | undefined;
  service: TotemService | undefined;
  questions: Question[];
  draft: AskDraft;
  signedIn: boolean;
  project?: string | undefined;
};

function payloadOf({ totem, service, questions, draft, signedIn, project }: Asked): NewServiceRequest {
  const answers = service ? answersOf(questions, draft.answers[service.id] ?? {}) : [];
  return {
    totem_id: totem?.id ?? "",
    service_id: service?.id ?? "",
    subject: draft.subject.trim(),
    body: draft.body.trim(),
    ...(answers.length > 0 ? { answers } : {}),
    ...(signedIn
      ? project
        ? { project_id: project }
        : {}
      : {
          contact: {
            name: draft.name.trim(),
            email: draft.email.trim(),
            language: draft.language ?? getLocale(),
            ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
          },
        }),
  };
}

/** What the service asks and was not told. */
export function answerProblems({ service, questions, draft, signedIn }: Asked) {
  return service ? problemsOfAnswers(questions, draft.answers[service.id] ?? {}, signedIn) : {};
}

/** Which question an answer of the sent list belongs to, for what the service says of it. */
export function answerErrors({ service, questions, draft }: Asked, found: Record<string, string>) {
  const sent = service ? answersOf(questions, draft.answers[service.id] ?? {}) : [];
  const named = Object.entries(found).flatMap(([field, detail]) => {
    const place = /^answers\.(\d+)\./.exec(field)?.[1];
    const id = place === undefined ? undefined : sent[Number(place)]?.question_id;
    return id === undefined ? [] : [[answerField(id), detail]];
  });
  return Object.fromEntries(named) as Record<string, string>;
}

export function sendAsk(asked: Asked, keyFor: (body: NewServiceRequest) => string): Promise<ServiceRequest> {
  const body = payloadOf(asked);
  return unwrap(client.POST("/v1/service-requests", { params: { header: idempotent(keyFor(body)) }, body }));
}

/** For the page that asks to confirm by mail. */
export function rememberSent(request: ServiceRequest, { draft, service }: Asked) {
  const sent: Sent = {
    reference: request.reference,
    email: draft.email.trim(),
    city: request.totem.city,
    days: service?.response_target_days ?? 0,
    confirmBefore: request.confirm_before ?? undefined,
  };
  remember(SENT_KEY, sent, "json", "session");
}
