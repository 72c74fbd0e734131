// What sends a question is loaded with the later steps: nobody sends before.
import { client, idempotent, unwrap } from "~/api/client";
import type { NewServiceRequest, ServiceRequest, Totem, TotemService } from "~/api/types";
import { remember } from "~/lib/storage";
import { type AskDraft, SENT_KEY, type Sent } from "./ask";

type Asked = {
  totem: Totem | undefined;
  service: TotemService | undefined;
  draft: AskDraft;
  signedIn: boolean;
};

function payloadOf({ totem, service, draft, signedIn }: Asked): NewServiceRequest {
  return {
    totem_id: totem?.id ?? "",
    service_id: service?.id ?? "",
    subject: draft.subject.trim(),
    body: draft.body.trim(),
    ...(signedIn
      ? {}
      : {
          contact: {
            name: draft.name.trim(),
            email: draft.email.trim(),
            language: draft.language,
            ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
          },
        }),
  };
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
