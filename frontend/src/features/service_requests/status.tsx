import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleDot from "lucide-react/icons/circle-dot";
import Clock from "lucide-react/icons/clock";
import MailQuestion from "lucide-react/icons/mail-question-mark";
import MessageCircleReply from "lucide-react/icons/message-circle-reply";
import TimerOff from "lucide-react/icons/timer-off";
import type { ComponentType } from "react";
import type { Reason, Status } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Badge, type BadgeTone } from "~/ui/Badge";

type Look = {
  label: () => string;
  /** What the people who work on it call the same state. */
  work?: () => string;
  tone: BadgeTone;
  icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
};

const LOOKS: Record<Status, Look> = {
  draft: { label: m.status_draft, tone: "now", icon: MailQuestion },
  submitted: { label: m.status_submitted, work: m.work_status_submitted, tone: "info", icon: CircleDot },
  triage: { label: m.status_triage, work: m.work_status_triage, tone: "info", icon: CircleDot },
  assigned: { label: m.status_assigned, work: m.work_status_assigned, tone: "info", icon: CircleDot },
  in_progress: { label: m.status_in_progress, tone: "info", icon: Clock },
  waiting_requester: {
    label: m.status_waiting_requester,
    work: m.work_status_waiting_requester,
    tone: "now",
    icon: MailQuestion,
  },
  answered: {
    label: m.status_answered,
    work: m.work_status_answered,
    tone: "done",
    icon: MessageCircleReply,
  },
  closed: { label: m.status_closed, tone: "plain", icon: CircleCheck },
  rejected: { label: m.status_rejected, tone: "wrong", icon: Ban },
  expired: { label: m.status_expired, tone: "plain", icon: TimerOff },
  cancelled: { label: m.status_cancelled, tone: "plain", icon: Ban },
};

/** In the order of a request's life. */
export const WORK_STATUSES = [
  "submitted",
  "triage",
  "assigned",
  "in_progress",
  "waiting_requester",
  "answered",
] as const;

/** Somebody still waits for an answer: the deadline means something. */
export function isRunning(status: Status): boolean {
  return !["draft", "answered", "closed", "rejected", "expired", "cancelled"].includes(status);
}

export type Reader = "requester" | "agent";

export function statusLabel(status: Status, reader: Reader): string {
  const look = LOOKS[status];
  return (reader === "agent" && look.work ? look.work : look.label)();
}

export function StatusBadge(props: { status: Status; reader: Reader; merged?: boolean }) {
  const { status, reader, merged } = props;
  const { icon: Icon, tone } = LOOKS[status];
  // It goes on in another one: nobody was turned away.
  if (merged) return <Badge tone="plain">{m.status_merged()}</Badge>;
  return (
    <Badge tone={tone} icon={<Icon size={14} aria-hidden />}>
      {statusLabel(status, reader)}
    </Badge>
  );
}

const REASONS: Record<Reason, () => string> = {
  out_of_area: m.reason_out_of_area,
  out_of_scope: m.reason_out_of_scope,
  not_eligible: m.reason_not_eligible,
  no_capacity: m.reason_no_capacity,
  duplicate: m.reason_duplicate,
  incomplete: m.reason_incomplete,
  already_served: m.reason_already_served,
  other: m.reason_other,
};

export const REASON_CODES = Object.keys(REASONS) as Reason[];

export function reasonLabel(reason: Reason): string {
  return REASONS[reason]();
}

/** A file goes to another Totem while the site works on it; what waits for whoever asked stays until they reply. */
export function canHandOver(status: Status): boolean {
  return ["submitted", "triage", "assigned", "in_progress"].includes(status);
}

/** Somebody of the site can be put in charge. */
export function canAssign(status: Status): boolean {
  return ["submitted", "triage", "assigned", "in_progress", "waiting_requester"].includes(status);
}
