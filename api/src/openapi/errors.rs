//! Which errors an operation can give. They follow from its form, so that no handler has to list them.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::{
    ContentBuilder, HttpMethod, Ref, RefOr, Response, ResponseBuilder,
    example::{Example, ExampleBuilder},
};

use crate::{
    auth::policy::{STEP_UP, Who},
    bookings::model::{Conflict, ConflictReason},
    error::{ErrorCode, FieldCode, Language},
    http::{FieldError, Period, Problem},
};

/// What decides which errors an operation can give.
pub struct Form<'a> {
    pub id: &'a str,
    pub method: &'a HttpMethod,
    pub who: Who,
    pub path_parameters: bool,
    pub query_parameters: bool,
    pub is_paged: bool,
    pub is_stream: bool,
    pub has_body: bool,
    pub has_json: bool,
    pub takes_key: bool,
    pub refuses_key: bool,
    pub needs_if_match: bool,
    pub may_take_if_match: bool,
}

/// Operations that take what a browser or an app shows.
const CHALLENGED: &[&str] = &["create_passkey_session", "create_second_factor_session", "create_step_up"];

/// Operations that can be asked for too often: they compare or store passwords, or cause mails to strangers.
const LIMITED: &[&str] = &[
    "create_account",
    "create_account_confirmation",
    "create_my_email_change",
    "create_oidc_authorization",
    "create_organization_claim",
    "create_passkey_challenge",
    "create_passkey_session",
    "create_password_reset",
    "create_second_factor_session",
    "create_session",
    "create_step_up",
    "update_my_password",
];

impl Form<'_> {
    /// A new code does not compile until it is said here where it occurs.
    fn can_give(&self, code: ErrorCode) -> bool {
        let changes = *self.method != HttpMethod::Get;
        let (by_client, for_people) = (
            self.who == Who::Client,
            matches!(self.who, Who::Concerned | Who::Subscriber | Who::Party(_) | Who::Account | Who::Enrolling),
        );
        let by_partner = matches!(self.who, Who::Partner(_));
        match code {
            ErrorCode::InternalError | ErrorCode::Unavailable => true,
            ErrorCode::MixedCredentials | ErrorCode::TokenInvalid | ErrorCode::UnknownParameter => !by_client,
            ErrorCode::InvalidClient | ErrorCode::InvalidRequest => by_client,
            ErrorCode::InvalidScope | ErrorCode::UnsupportedGrantType => self.id == "create_oauth_token",
            ErrorCode::InsufficientScope => by_partner || matches!(self.who, Who::Reader(_) | Who::Party(_) | Who::Subscriber),
            ErrorCode::InvalidParameter => self.query_parameters,
            ErrorCode::InvalidCursor => self.is_paged,
            ErrorCode::MalformedJson => self.has_json && !by_client,
            ErrorCode::InvalidBody => self.has_body && !by_client,
            ErrorCode::RequestTimeout | ErrorCode::BodyTooLarge | ErrorCode::UnsupportedMediaType => self.has_body,
            ErrorCode::InvalidIdempotencyKey | ErrorCode::IdempotencyInProgress | ErrorCode::IdempotencyKeyReused => {
                self.takes_key
            }
            ErrorCode::IdempotencyKeyRequired => matches!(self.id, "create_import" | "create_observation_import"),
            ErrorCode::IdempotencyNotSupported => self.refuses_key,
            ErrorCode::InvalidCredentials => self.id == "create_session",
            ErrorCode::InvalidGrant => self.id == "create_session_refresh",
            ErrorCode::TooManyRequests => self.is_stream || self.id == "list_sync_changes" || LIMITED.contains(&self.id),
            ErrorCode::StepUpRequired => STEP_UP.contains(&self.id) || self.id == "create_oidc_authorization",
            ErrorCode::SecondFactorEnrolmentRequired => {
                matches!(self.who, Who::Concerned | Who::Subscriber | Who::Party(_) | Who::Account)
            }
            ErrorCode::SecondFactorInvalid => CHALLENGED.contains(&self.id) || self.id == "create_my_passkey",
            ErrorCode::ChallengeExpired => {
                CHALLENGED.contains(&self.id) || matches!(self.id, "create_my_passkey" | "create_my_totp_confirmation")
            }
            ErrorCode::PasskeysUnavailable => self.id.contains("_passkey") && changes || CHALLENGED.contains(&self.id),
            ErrorCode::ProviderSignInRefused => self.id == "create_oidc_session",
            ErrorCode::ProviderUnavailable => matches!(self.id, "create_oidc_authorization" | "create_oidc_session"),
            ErrorCode::IdentityLinkRequired => self.id == "create_oidc_session",
            ErrorCode::IdentityTaken => matches!(self.id, "create_my_identity" | "create_oidc_session"),
            ErrorCode::LastWayIn => self.id == "delete_my_identity",
            ErrorCode::PasswordNotSet => matches!(self.id, "create_step_up" | "update_my_password"),
            ErrorCode::AuthenticationRequired => for_people || by_partner || self.id == "create_oidc_authorization",
            ErrorCode::CrossSiteRequest => changes && !by_client,
            ErrorCode::Forbidden => for_people || by_partner || (changes && self.path_parameters && !self.id.contains("_oidc_")),
            ErrorCode::ForeignAuthority => matches!(
                self.id,
                "create_organization_claim"
                    | "create_organization_merge"
                    | "create_organization_transition"
                    | "create_proposal"
                    | "create_sync_conflict_transition"
                    | "delete_organization_logo"
                    | "delete_sync_source"
                    | "update_organization"
                    | "update_organization_logo"
                    | "update_sync_source"
            ),
            ErrorCode::RevisionConflict => matches!(self.id, "delete_sync_source" | "update_sync_source"),
            ErrorCode::StaleRevision => {
                matches!(
                    self.id,
                    "create_proposal" | "create_sync_conflict_transition" | "delete_sync_source" | "update_sync_source"
                )
            }
            ErrorCode::LastOfRole => self.id == "delete_member",
            ErrorCode::NotFound => self.path_parameters || matches!(self.id, "create_proposal" | "delete_my_totp"),
            // Of a request or a path, not of an operation.
            ErrorCode::MalformedRequest | ErrorCode::MethodNotAllowed | ErrorCode::UriTooLong | ErrorCode::HeadersTooLarge => {
                false
            }
            ErrorCode::StateConflict => {
                *self.method == HttpMethod::Post
                    && self.path_parameters
                    && !self.id.contains("_oidc_")
                    && self.id != "create_totem_space"
                    && !matches!(
                        self.id,
                        "create_milestone"
                            | "create_candidacy_evidence"
                            | "create_candidacy_evidence_file"
                            | "create_candidacy_recommendation"
                            | "create_dossier_review"
                            | "create_dossier_version"
                            | "create_criteria_version"
                            | "create_label_call"
                            | "create_wave"
                            | "create_wave_fact"
                    )
                    || matches!(self.id, "delete_dossier_review" | "update_dossier_review")
            }
            ErrorCode::AlreadyExists => {
                changes
                    && [
                        "_sync_source",
                        "_organization",
                        "_startup",
                        "_invitation",
                        "_candidacy_supporter",
                        "_proposal",
                        "_proposal_transition",
                        "create_dossier_review",
                    ]
                    .iter()
                    .any(|end| self.id.ends_with(end))
            }
            ErrorCode::ReviewIncomplete => self.id == "create_dossier_review_transition",
            ErrorCode::AlreadyRated => self.id == "create_service_request_satisfaction",
            ErrorCode::AlreadyKept => matches!(self.id, "create_claim_transition" | "create_organization_claim"),
            ErrorCode::SpaceTaken => matches!(self.id, "create_booking" | "create_booking_series"),
            ErrorCode::CancellationOver => self.id == "create_booking_transition",
            ErrorCode::TooManyAnswerTemplates => self.id == "create_answer_template",
            ErrorCode::TooManySavedSearches => self.id == "create_my_saved_search",
            ErrorCode::TooManyWebhooks => self.id == "create_webhook",
            ErrorCode::TooManyDocuments | ErrorCode::InsufficientStorage => {
                matches!(self.id, "create_candidacy_evidence_file" | "create_service_request_document")
            }
            ErrorCode::DocumentQuota => self.id == "create_service_request_document",
            ErrorCode::DocumentSent => self.id == "delete_service_request_document",
            ErrorCode::DocumentPending | ErrorCode::DocumentInfected => matches!(
                self.id,
                "get_candidacy_evidence_file" | "get_dossier_version_evidence_file" | "get_service_request_document_file"
            ),
            ErrorCode::SyncCursorExpired => matches!(self.id, "list_feed_items" | "list_sync_changes"),
            ErrorCode::RecordDeleted => matches!(self.id, "get_organization" | "get_startup"),
            ErrorCode::LinkExpired => {
                self.who == Who::Concerned
                    || matches!(
                        self.id,
                        "create_account_confirmation"
                            | "create_claim_transition"
                            | "create_my_identity"
                            | "create_organization_confirmation"
                    )
            }
            ErrorCode::RevisionMismatch => self.needs_if_match || self.may_take_if_match,
            ErrorCode::IfMatchRequired => self.needs_if_match,
        }
    }

    /// Its errors by status, each with the codes that tell them apart.
    pub fn responses(&self) -> BTreeMap<String, RefOr<Response>> {
        let mut statuses: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
        for code in ErrorCode::ALL.iter().filter(|code| self.can_give(**code)) {
            statuses.entry(code.status()).or_default().push(*code);
        }
        statuses
            .into_iter()
            .map(|(status, codes)| (status.to_string(), RefOr::T(response(&codes, self.who == Who::Client))))
            .collect()
    }
}

fn response(codes: &[ErrorCode], oauth: bool) -> Response {
    let words = |code: &ErrorCode| format!("`{}`: {}", code.code(), code.title().say(Language::En, &[]));
    let example = |code: &ErrorCode| (code.code(), RefOr::Ref(Ref::new(format!("#/components/examples/{}", code.code()))));
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .examples_from_iter(codes.iter().map(example))
        .build();
    ResponseBuilder::new()
        .description(codes.iter().map(words).collect::<Vec<_>>().join("; "))
        .content(if oauth { "application/json" } else { "application/problem+json" }, content)
        .build()
}

/// One problem document per code that operations give, as it is answered in English.
pub fn examples() -> BTreeMap<String, RefOr<Example>> {
    let example = |code: &ErrorCode| {
        let (sample, of_oauth) = (sample(*code), code.oauth_name() == code.code() || *code == ErrorCode::InvalidRequest);
        let write = if of_oauth { Problem::oauth_document } else { Problem::document };
        let document = write(&sample, Language::En, super::examples::ID);
        let value: Option<Value> = serde_json::from_slice(&document).ok();
        let example = ExampleBuilder::new().summary(code.title().say(Language::En, &[])).value(value);
        (code.code().to_owned(), example.into())
    };
    ErrorCode::ALL.iter().filter(|code| !BEFORE_OPERATIONS.contains(code)).map(example).collect()
}

/// Codes that no operation gives, for the request never reaches one.
const BEFORE_OPERATIONS: &[ErrorCode] =
    &[ErrorCode::MalformedRequest, ErrorCode::MethodNotAllowed, ErrorCode::UriTooLong, ErrorCode::HeadersTooLarge];

fn sample(code: ErrorCode) -> Problem {
    let parameter = |name: &str, field: FieldCode, particulars: &[&str]| {
        Problem::parameter(code, FieldError::parameter(name, field).with(particulars.iter().copied()))
    };
    match code {
        ErrorCode::MalformedJson => Problem::new(code).with(["1:14"]),
        ErrorCode::InvalidParameter => parameter("limit", FieldCode::OutOfRange, &["1", "200"]),
        ErrorCode::UnknownParameter => parameter("limits", FieldCode::UnknownMember, &["limit"]),
        ErrorCode::InvalidCursor => parameter("cursor", FieldCode::InvalidFormat, &["next_cursor"]),
        ErrorCode::Forbidden => Problem::new(code).with(["agent"]),
        ErrorCode::ProviderSignInRefused
        | ErrorCode::ProviderUnavailable
        | ErrorCode::IdentityLinkRequired
        | ErrorCode::IdentityTaken => Problem::new(code).with(["ProConnect"]),
        ErrorCode::InsufficientScope => Problem::new(code).with(["directory:read"]),
        ErrorCode::StateConflict => Problem::new(code).with(["closed", "answered"]).allowed(["triage"]),
        ErrorCode::ForeignAuthority => Problem::new(code).with(["lu"]),
        ErrorCode::RevisionConflict | ErrorCode::StaleRevision => Problem::new(code).with(["7"]),
        ErrorCode::AlreadyExists => Problem::parameter(code, FieldError::body("/identifiers", FieldCode::NotAvailable)),
        ErrorCode::SpaceTaken => {
            let at = |hour| chrono::DateTime::UNIX_EPOCH + chrono::Duration::days(20_794) + chrono::Duration::hours(hour);
            let [wanted, free] = [8, 10].map(|hour| Period { starts_at: at(hour), ends_at: at(hour + 2) });
            Problem::new(code).taken(vec![Conflict::of(wanted, ConflictReason::Taken)]).free(vec![free])
        }
        ErrorCode::ReviewIncomplete => Problem::new(code).with(["gouvernance"]),
        ErrorCode::TooManyAnswerTemplates => Problem::new(code).with(["200"]),
        ErrorCode::TooManySavedSearches => Problem::new(code).with([crate::saved_searches::MOST.to_string()]),
        ErrorCode::TooManyWebhooks => Problem::new(code).with([crate::webhooks::MOST.to_string()]),
        ErrorCode::TooManyDocuments => Problem::new(code).with(["10", "200"]),
        ErrorCode::DocumentQuota => Problem::new(code).with(["200", "1024"]),
        ErrorCode::BodyTooLarge => Problem::new(code).with([crate::http::json::BODY_LIMIT.to_string()]),
        ErrorCode::UnsupportedMediaType => Problem::new(code).with(["application/json"]),
        ErrorCode::InvalidBody => Problem::field("/name", FieldCode::Required),
        _ => Problem::new(code),
    }
}
