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
    /// Somebody with an account, or with the link from a mail.
    Concerned,
    /// Somebody with an account.
    Account,
    /// A machine client that names itself, and no token.
    Client,
}

/// Every operation, by its `operationId`.
pub const POLICY: &[(&str, Who)] = &[
    ("create_account", Who::Anyone),
    ("create_account_confirmation", Who::Anyone),
    ("create_api_client", Who::Account),
    ("create_api_client_secret", Who::Account),
    ("create_invitation", Who::Account),
    ("create_invitation_transition", Who::Account),
    ("create_my_email_change", Who::Account),
    ("create_oauth_token", Who::Client),
    ("create_organization", Who::Account),
    ("create_password_reset", Who::Anyone),
    ("create_service_request", Who::Anyone),
    ("create_service_request_assignment", Who::Account),
    ("create_service_request_message", Who::Concerned),
    ("create_service_request_transition", Who::Concerned),
    ("create_session", Who::Anyone),
    ("create_session_refresh", Who::Anyone),
    ("create_startup", Who::Account),
    ("create_token_introspection", Who::Client),
    ("create_token_revocation", Who::Client),
    ("delete_api_client", Who::Account),
    ("delete_current_session", Who::Account),
    ("delete_me", Who::Account),
    ("delete_member", Who::Account),
    ("delete_my_session", Who::Account),
    ("delete_my_sessions", Who::Account),
    ("get_api_client", Who::Account),
    ("get_authorization_server", Who::Anyone),
    ("get_candidacy", Who::Anyone),
    ("get_invitation", Who::Account),
    ("get_jwks", Who::Anyone),
    ("get_me", Who::Account),
    ("get_me_stream", Who::Account),
    ("get_objective", Who::Anyone),
    ("get_organization", Who::Reader(ClientScope::DirectoryRead)),
    ("get_service_request", Who::Concerned),
    ("get_startup", Who::Reader(ClientScope::DirectoryRead)),
    ("get_totem", Who::Anyone),
    ("get_totem_service", Who::Anyone),
    ("list_activities", Who::Anyone),
    ("list_api_clients", Who::Account),
    ("list_audit_log", Who::Account),
    ("list_candidacies", Who::Anyone),
    ("list_communes", Who::Anyone),
    ("list_invitations", Who::Account),
    ("list_legal_forms", Who::Anyone),
    ("list_members", Who::Account),
    ("list_milestones", Who::Anyone),
    ("list_my_sessions", Who::Account),
    ("list_objectives", Who::Anyone),
    ("list_organizations", Who::Reader(ClientScope::DirectoryRead)),
    ("list_service_request_events", Who::Concerned),
    ("list_service_request_messages", Who::Concerned),
    ("list_service_requests", Who::Account),
    ("list_sources", Who::Anyone),
    ("list_startups", Who::Reader(ClientScope::DirectoryRead)),
    ("list_totem_inbox", Who::Account),
    ("list_totem_services", Who::Anyone),
    ("list_totems", Who::Anyone),
    ("update_api_client", Who::Account),
    ("update_me", Who::Account),
    ("update_my_password", Who::Account),
    ("update_organization", Who::Account),
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
