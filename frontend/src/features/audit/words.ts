import type { AuditEntry } from "~/api/types";
import { m } from "~/paraglide/messages.js";

const ACTIONS: Record<string, () => string> = {
  "access.denied": m.audit_access_denied,
  "account.closed": m.audit_account_closed,
  "account.created": m.audit_account_created,
  "account.deleted": m.audit_account_deleted,
  "account.listed": m.audit_account_listed,
  "account.notifications_changed": m.audit_account_notifications,
  "account.prepared": m.audit_account_prepared,
  "account.sessions_ended": m.audit_account_sessions_ended,
  "account.viewed": m.audit_account_viewed,
  "candidacy.created": m.audit_candidacy_created,
  "claim.created": m.audit_claim_created,
  "claim.moved": m.audit_claim_moved,
  "consent.given": m.audit_consent_given,
  "consent.withdrawn": m.audit_consent_withdrawn,
  "export.downloaded": m.audit_export_downloaded,
  "export.made": m.audit_export_made,
  "export.requested": m.audit_export_requested,
  "identity.linked": m.audit_identity_linked,
  "identity.unlinked": m.audit_identity_unlinked,
  "identity.used": m.audit_identity_used,
  "invitation.created": m.audit_invitation_created,
  "invitation.moved": m.audit_invitation_moved,
  "member.created": m.audit_member_created,
  "member.deleted": m.audit_member_deleted,
  "objective.created": m.audit_objective_created,
  "organization.created": m.audit_organization_created,
  "organization.merged": m.audit_organization_merged,
  "organization.moved": m.audit_organization_moved,
  "organization.updated": m.audit_organization_updated,
  "service_request.anonymised": m.audit_request_anonymised,
  "service_request.assigned": m.audit_request_assigned,
  "service_request.created": m.audit_request_created,
  "service_request.expired": m.audit_request_expired,
  "service_request.held": m.audit_request_held,
  "service_request.message_sent": m.audit_request_message,
  "service_request.moved": m.audit_request_moved,
  "service_request.released": m.audit_request_released,
  "session.created": m.audit_session_created,
  "session.deleted": m.audit_session_deleted,
  "session.refreshed": m.audit_session_refreshed,
  "session.refused": m.audit_session_refused,
  "session.revoked": m.audit_session_revoked,
  "totem.created": m.audit_totem_created,
  "totem.updated": m.audit_totem_updated,
};

const KINDS: Record<string, () => string> = {
  account: m.audit_kind_account,
  candidacy: m.audit_kind_candidacy,
  claim: m.audit_kind_claim,
  consent: m.audit_kind_consent,
  export: m.audit_kind_export,
  identity: m.audit_kind_identity,
  invitation: m.audit_kind_invitation,
  member: m.audit_kind_member,
  objective: m.audit_kind_objective,
  operation: m.audit_kind_operation,
  organization: m.audit_kind_organization,
  reference: m.audit_kind_reference,
  service_request: m.audit_kind_request,
  session: m.audit_kind_session,
  totem: m.audit_kind_totem,
};

export const ACTION_NAMES = Object.keys(ACTIONS);
export const KIND_NAMES = Object.keys(KINDS);

/** What a newer service writes and this site does not know yet keeps its technical name. */
export const actionLabel = (action: string) => ACTIONS[action]?.() ?? action;
export const kindLabel = (kind: string) => KINDS[kind]?.() ?? kind;

export function actorLabel({ kind, name }: AuditEntry["actor"]): string {
  if (name) return name;
  if (kind === "account") return m.audit_actor_gone();
  if (kind === "link") return m.audit_actor_link();
  return kind === "system" ? m.audit_actor_system() : m.audit_actor_anonymous();
}
