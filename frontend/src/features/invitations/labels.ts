import type { Invitation, InvitationStatus } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import type { BadgeTone } from "~/ui/Badge";

const STATUSES: Record<InvitationStatus, [label: () => string, tone: BadgeTone]> = {
  pending: [m.invitation_pending, "now"],
  accepted: [m.invitation_accepted, "done"],
  declined: [m.invitation_declined, "wrong"],
  withdrawn: [m.invitation_withdrawn, "plain"],
  expired: [m.invitation_expired, "plain"],
};

export const invitationLabel = (status: InvitationStatus) => STATUSES[status][0]();
export const invitationTone = (status: InvitationStatus) => STATUSES[status][1];

/** To what place somebody is invited. */
export function placeOf({ totem, organization }: Pick<Invitation, "totem" | "organization">): string {
  return totem?.name ?? organization?.name ?? m.place_platform();
}
