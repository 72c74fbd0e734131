//! Who may call each operation at all. What they may do to a particular record is the slice's own `policy`.
//!
//! The service does not start when an operation of the document is missing here.

use super::ClientScope;

/// The least that a caller must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Everybody; a machine client needs this scope.
    Reader(ClientScope),
    /// A machine client with this scope, and nobody else.
    Partner(ClientScope),
    /// Somebody with an account, or with the link from a mail.
    Concerned,
    /// Somebody with an account.
    Account,
    /// Somebody with an account, even before they have the second factor that their role needs.
    Enrolling,
    /// A machine client that names itself, and no token.
    Client,
}

/// Every operation, by its `operationId`.
pub const POLICY: &[(&str, Who)] = &[
    ("create_account", Who::Anyone),
    ("create_account_confirmation", Who::Anyone),
    ("create_answer_template", Who::Account),
    ("create_api_client", Who::Account),
    ("create_api_client_secret", Who::Account),
    ("create_booking", Who::Account),
    ("create_booking_series", Who::Account),
    ("create_booking_transition", Who::Account),
    ("create_claim_transition", Who::Account),
    ("create_import", Who::Account),
    ("create_import_mapping", Who::Account),
    ("create_import_preview", Who::Account),
    ("create_import_transition", Who::Account),
    ("create_invitation", Who::Account),
    ("create_invitation_transition", Who::Account),
    ("create_my_calendar_feed", Who::Account),
    ("create_my_consent", Who::Account),
    ("create_my_email_change", Who::Account),
    ("create_my_export", Who::Account),
    ("create_my_identity", Who::Account),
    ("create_my_passkey", Who::Enrolling),
    ("create_my_passkey_challenge", Who::Enrolling),
    ("create_my_recovery_codes", Who::Account),
    ("create_my_saved_search", Who::Account),
    ("create_my_totp", Who::Enrolling),
    ("create_my_totp_confirmation", Who::Enrolling),
    ("create_oauth_token", Who::Client),
    ("create_oidc_authorization", Who::Anyone),
    ("create_oidc_session", Who::Anyone),
    ("create_organization", Who::Account),
    ("create_organization_claim", Who::Account),
    ("create_organization_confirmation", Who::Anyone),
    ("create_organization_merge", Who::Account),
    ("create_organization_transition", Who::Account),
    ("create_passkey_challenge", Who::Anyone),
    ("create_passkey_session", Who::Anyone),
    ("create_password_reset", Who::Anyone),
    ("create_second_factor_session", Who::Anyone),
    ("create_service_request", Who::Anyone),
    ("create_service_request_assignment", Who::Account),
    ("create_service_request_document", Who::Concerned),
    ("create_service_request_message", Who::Concerned),
    ("create_service_request_satisfaction", Who::Concerned),
    ("create_service_request_transition", Who::Concerned),
    ("create_session", Who::Anyone),
    ("create_session_refresh", Who::Anyone),
    ("create_startup", Who::Account),
    ("create_step_up", Who::Enrolling),
    ("create_token_introspection", Who::Client),
    ("create_token_revocation", Who::Client),
    ("create_totem_service", Who::Account),
    ("create_totem_space", Who::Account),
    ("create_unsubscription", Who::Anyone),
    ("delete_answer_template", Who::Account),
    ("delete_api_client", Who::Account),
    ("delete_current_session", Who::Enrolling),
    ("delete_me", Who::Account),
    ("delete_member", Who::Account),
    ("delete_my_calendar_feed", Who::Account),
    ("delete_my_identity", Who::Account),
    ("delete_my_passkey", Who::Account),
    ("delete_my_saved_search", Who::Account),
    ("delete_my_session", Who::Account),
    ("delete_my_sessions", Who::Account),
    ("delete_my_totp", Who::Account),
    ("delete_organization_logo", Who::Account),
    ("delete_person", Who::Account),
    ("delete_person_sessions", Who::Account),
    ("delete_service_request_document", Who::Concerned),
    ("get_api_client", Who::Account),
    ("get_authorization_server", Who::Anyone),
    ("get_booking", Who::Account),
    ("get_calendar_feed", Who::Anyone),
    ("get_candidacy", Who::Anyone),
    ("get_claim", Who::Account),
    ("get_import", Who::Account),
    ("get_invitation", Who::Account),
    ("get_jwks", Who::Anyone),
    ("get_logo", Who::Anyone),
    ("get_me", Who::Enrolling),
    ("get_me_stream", Who::Account),
    ("get_my_calendar_feed", Who::Account),
    ("get_my_export", Who::Account),
    ("get_my_export_file", Who::Account),
    ("get_my_notification_settings", Who::Account),
    ("get_my_saved_search", Who::Account),
    ("get_my_second_factors", Who::Enrolling),
    ("get_objective", Who::Anyone),
    ("get_organization", Who::Reader(ClientScope::DirectoryRead)),
    ("get_organization_suggestions", Who::Reader(ClientScope::DirectoryRead)),
    ("get_organizations_csv", Who::Reader(ClientScope::DirectoryRead)),
    ("get_organizations_geojson", Who::Reader(ClientScope::DirectoryRead)),
    ("get_organizations_ndjson", Who::Reader(ClientScope::DirectoryRead)),
    ("get_organizations_table_schema", Who::Anyone),
    ("get_person", Who::Account),
    ("get_service_request", Who::Concerned),
    ("get_service_request_document", Who::Concerned),
    ("get_service_request_document_file", Who::Concerned),
    ("get_startup", Who::Reader(ClientScope::DirectoryRead)),
    ("get_statistics", Who::Anyone),
    ("get_sync_snapshot", Who::Partner(ClientScope::SyncRead)),
    ("get_sync_state", Who::Partner(ClientScope::SyncRead)),
    ("get_totem", Who::Anyone),
    ("get_totem_charter", Who::Anyone),
    ("get_totem_service", Who::Anyone),
    ("get_totem_space", Who::Anyone),
    ("get_totem_space_availability", Who::Anyone),
    ("get_totem_space_calendar", Who::Anyone),
    ("get_totem_statistics", Who::Anyone),
    ("get_unsubscription", Who::Anyone),
    ("list_activities", Who::Anyone),
    ("list_answer_templates", Who::Account),
    ("list_api_clients", Who::Account),
    ("list_audit_log", Who::Account),
    ("list_bookings", Who::Account),
    ("list_candidacies", Who::Anyone),
    ("list_claims", Who::Account),
    ("list_communes", Who::Anyone),
    ("list_feed_items", Who::Anyone),
    ("list_import_mappings", Who::Account),
    ("list_import_results", Who::Account),
    ("list_imports", Who::Account),
    ("list_invitations", Who::Account),
    ("list_legal_forms", Who::Anyone),
    ("list_members", Who::Account),
    ("list_milestones", Who::Anyone),
    ("list_my_consents", Who::Account),
    ("list_my_exports", Who::Account),
    ("list_my_identities", Who::Account),
    ("list_my_organizations", Who::Account),
    ("list_my_personal_data", Who::Account),
    ("list_my_saved_searches", Who::Account),
    ("list_my_sessions", Who::Account),
    ("list_nearby_organizations", Who::Reader(ClientScope::DirectoryRead)),
    ("list_objectives", Who::Anyone),
    ("list_oidc_providers", Who::Anyone),
    ("list_organization_history", Who::Reader(ClientScope::DirectoryRead)),
    ("list_organizations", Who::Reader(ClientScope::DirectoryRead)),
    ("list_people", Who::Account),
    ("list_reviews", Who::Account),
    ("list_service_request_documents", Who::Concerned),
    ("list_service_request_events", Who::Concerned),
    ("list_service_request_messages", Who::Concerned),
    ("list_service_requests", Who::Account),
    ("list_sources", Who::Anyone),
    ("list_startups", Who::Reader(ClientScope::DirectoryRead)),
    ("list_sync_changes", Who::Partner(ClientScope::SyncRead)),
    ("list_totem_agents", Who::Account),
    ("list_totem_inbox", Who::Account),
    ("list_totem_services", Who::Anyone),
    ("list_totem_spaces", Who::Anyone),
    ("list_totems", Who::Anyone),
    ("update_answer_template", Who::Account),
    ("update_api_client", Who::Account),
    ("update_me", Who::Account),
    ("update_my_notification_settings", Who::Account),
    ("update_my_password", Who::Account),
    ("update_my_saved_search", Who::Account),
    ("update_organization", Who::Account),
    ("update_organization_logo", Who::Account),
    ("update_totem_service", Who::Account),
    ("update_totem_space", Who::Account),
];

/// What asks for a proof of the last ten minutes: it cannot be undone, gives rights, or shows or takes away a secret.
pub const STEP_UP: &[&str] = &[
    "create_api_client",
    "create_api_client_secret",
    "create_claim_transition",
    "create_invitation",
    "create_my_email_change",
    "create_my_export",
    "create_my_identity",
    "create_my_passkey",
    "create_my_passkey_challenge",
    "create_my_recovery_codes",
    "create_my_totp",
    "create_my_totp_confirmation",
    "delete_me",
    "delete_member",
    "delete_my_identity",
    "delete_my_passkey",
    "delete_my_totp",
    "delete_person",
    "get_my_export_file",
];

pub fn of(operation_id: &str) -> Option<Who> {
    POLICY.binary_search_by_key(&operation_id, |(id, _)| id).ok().map(|place| POLICY[place].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_names_each_operation_once() {
        assert!(POLICY.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn every_operation_of_the_document_has_its_row_and_every_row_its_operation() {
        let mut ids: Vec<String> = crate::openapi::operations(&crate::openapi::document()).into_iter().map(|o| o.id).collect();
        ids.sort();
        assert_eq!(ids, POLICY.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    }
}
