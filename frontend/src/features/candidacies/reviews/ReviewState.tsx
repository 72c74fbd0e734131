import type { DossierReview } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";

type Status = DossierReview["status"];

const STATES: Record<Status, { label: () => string; tone: "now" | "done" | "quiet" }> = {
  open: { label: m.review_open, tone: "now" },
  submitted: { label: m.review_submitted, tone: "done" },
  recused: { label: m.review_recused, tone: "quiet" },
};

/** Where a review stands. */
export function ReviewState({ status }: { status: Status }) {
  const { label, tone } = STATES[status];
  return <Badge tone={tone}>{label()}</Badge>;
}
