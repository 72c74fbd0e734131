import type { Claim } from "~/api/types";
import { m } from "~/paraglide/messages.js";

const STATUS_LABELS: Record<Claim["status"], () => string> = {
  awaiting_proof: m.claim_awaiting_proof,
  pending_review: m.claim_pending_review,
  accepted: m.claim_accepted,
  refused: m.claim_refused,
  withdrawn: m.claim_withdrawn,
  expired: m.claim_expired,
};

export const claimStatusLabel = (status: Claim["status"]) => STATUS_LABELS[status]();
