import type { AuditEntry } from "~/api/types";
import { m } from "~/paraglide/messages.js";

const ACTIONS: Record<string, () => string> = {
  "access.denied": m.audit_access_denied,
  "account.closed": m.audit_account_closed,
  "account.created": m.audit_account_created,
  "account.deleted": m.audit_account_deleted,
  "account.email_change_requested": m.audit_account_email_change_requested,
  "account.email_changed": m.audit_account_email_changed,
  "account.listed": m.audit_account_listed,
  "account.notifications_changed": m.audit_account_notifications,
  "account.passkey_added": m.audit_account_passkey_added,
  "account.passkey_removed": m.audit_account_passkey_removed,
  "account.password_changed": m.audit_account_password_changed,
  "account.prepared": m.audit_account_prepared,
  "account.recovery_code_used": m.audit_account_recovery_code_used,
  "account.recovery_codes_renewed": m.audit_account_recovery_codes_renewed,
  "account.reopened": m.audit_account_reopened,
  "account.requested": m.audit_account_requested,
  "account.reset_requested": m.audit_account_reset_requested,
  "account.second_factor_reset": m.audit_account_second_factor_reset,
  "account.sessions_ended": m.audit_account_sessions_ended,
  "account.totp_added": m.audit_account_totp_added,
  "account.totp_prepared": m.audit_account_totp_prepared,
  "account.totp_removed": m.audit_account_totp_removed,
  "account.updated": m.audit_account_updated,
  "account.viewed": m.audit_account_viewed,
  "api_client.created": m.audit_api_client_created,
  "api_client.deleted": m.audit_api_client_deleted,
  "api_client.secret_changed": m.audit_api_client_secret_changed,
  "api_client.token_created": m.audit_api_client_token_created,
  "api_client.token_revoked": m.audit_api_client_token_revoked,
  "api_client.updated": m.audit_api_client_updated,
  "candidacy.created": m.audit_candidacy_created,
  "consent.given": m.audit_consent_given,
  "consent.withdrawn": m.audit_consent_withdrawn,
  "export.downloaded": m.audit_export_downloaded,
  "export.made": m.audit_export_made,
  "export.requested": m.audit_export_requested,
  "export.requested_again": m.audit_export_requested_again,
  "identity.linked": m.audit_identity_linked,
  "identity.unlinked": m.audit_identity_unlinked,
  "identity.used": m.audit_identity_used,
  "import.advanced": m.audit_import_advanced,
  "import.begun": m.audit_import_begun,
  "import.cancelled": m.audit_import_cancelled,
  "import.created": m.audit_import_created,
  "import.ended": m.audit_import_ended,
  "import_mapping.saved": m.audit_import_mapping_saved,
  "invitation.created": m.audit_invitation_created,
  "invitation.moved": m.audit_invitation_moved,
  "member.created": m.audit_member_created,
  "member.deleted": m.audit_member_deleted,
  "objective.created": m.audit_objective_created,
  "organization.created": m.audit_organization_created,
  "organization.updated": m.audit_organization_updated,
  "reference.loaded": m.audit_reference_loaded,
  "service_request.anonymised": m.audit_request_anonymised,
  "service_request.assigned": m.audit_request_assigned,
  "service_request.created": m.audit_request_created,
  "service_request.deleted": m.audit_request_deleted,
  "service_request.expired": m.audit_request_expired,
  "service_request.forgotten": m.audit_request_forgotten,
  "service_request.held": m.audit_request_held,
  "service_request.message_sent": m.audit_request_message,
  "service_request.moved": m.audit_request_moved,
  "service_request.released": m.audit_request_released,
  "session.created": m.audit_session_created,
  "session.deleted": m.audit_session_deleted,
  "session.refreshed": m.audit_session_refreshed,
  "session.refused": m.audit_session_refused,
  "session.revoked": m.audit_session_revoked,
  "session.second_factor_asked": m.audit_session_second_factor_asked,
  "session.verified": m.audit_session_verified,
  "totem.created": m.audit_totem_created,
  "totem.updated": m.audit_totem_updated,
};

const KINDS: Record<string, () => string> = {
  account: m.audit_kind_account,
  api_client: m.audit_kind_api_client,
  candidacy: m.audit_kind_candidacy,
  consent: m.audit_kind_consent,
  export: m.audit_kind_export,
  identity: m.audit_kind_identity,
  import: m.audit_kind_import,
  import_mapping: m.audit_kind_import_mapping,
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
