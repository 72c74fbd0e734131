import type { Delivery, DeliveryAnswer, EventType, Webhook } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import type { BadgeTone } from "~/ui/Badge";

export const TYPES: Record<EventType, () => string> = {
  "organization.updated": m.hook_type_organization_updated,
  "organization.removed": m.hook_type_organization_removed,
  "service_request.updated": m.hook_type_request_updated,
  "saved_search.matched": m.hook_type_search_matched,
  "proposal.settled": m.hook_type_proposal_settled,
};

/** Of a delivery, which may also be none of an event. */
export const typeWords = (type: string): string => {
  if (type === "webhook.test") return m.hook_type_test();
  if (type === "webhook.challenge") return m.hook_type_challenge();
  return TYPES[type as EventType]?.() ?? type;
};

export const STATUS: Record<Webhook["status"], { words: () => string; tone: BadgeTone }> = {
  pending: { words: m.hook_pending, tone: "now" },
  active: { words: m.hook_active, tone: "done" },
  paused: { words: m.hook_paused, tone: "quiet" },
  disabled: { words: m.hook_disabled, tone: "wrong" },
};

export const REASON: Record<NonNullable<Webhook["disabled_reason"]>, () => string> = {
  gone: m.hook_reason_gone,
  failing: m.hook_reason_failing,
};

export const DELIVERY: Record<Delivery["status"], { words: () => string; tone: BadgeTone }> = {
  waiting: { words: m.hook_delivery_waiting, tone: "now" },
  delivered: { words: m.hook_delivery_delivered, tone: "done" },
  failed: { words: m.hook_delivery_failed, tone: "wrong" },
};

const ERROR: Record<NonNullable<DeliveryAnswer["error"]>, () => string> = {
  target_not_allowed: m.hook_error_target_not_allowed,
  unreachable: m.hook_error_unreachable,
  timeout: m.hook_error_timeout,
  broken_answer: m.hook_error_broken_answer,
  answer_too_large: m.hook_error_answer_too_large,
  challenge_not_answered: m.hook_error_challenge_not_answered,
};

/** What came back. */
export const answerWords = ({ status, error, duration_ms }: DeliveryAnswer): string => {
  const code = status ? m.hook_answer({ status: String(status) }) : undefined;
  const what = [code, error && ERROR[error]()].filter(Boolean).join(", ");
  return m.hook_answer_after({ what, ms: number(duration_ms) });
};
