//! Somebody consents, or takes it back.

use actix_web::{HttpRequest, post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    consent_words,
    list_my_consents::consent,
    model::{Consent, ConsentChannel, ConsentPurpose},
    queries::{self, NewConsent},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{FieldCode, Language},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    identity,
    ids::ConsentId,
    state::State,
};

/// One word on one purpose.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "purpose": "directory_contact", "given": false,
}))]
pub struct CreateConsent {
    purpose: ConsentPurpose,
    /// `false` withdraws it, at any time.
    given: bool,
    /// Of the words that were shown, from `GET /v1/me/consents`; needed to consent, not to withdraw.
    #[garde(dive)]
    #[serde(default)]
    #[schema(inline)]
    text_hash: Option<Line<64, 64>>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Consent, or withdraw a consent",
    description = "Added to the log, which only grows. What it governs follows at once: the pages of the organizations that the \
        account keeps show its name and address, or no longer do.",
    request_body = CreateConsent,
    responses((status = 201, description = "Said", body = Consent)),
)]
#[post("/v1/me/consents")]
pub async fn create_my_consent(
    account: Account,
    state: Data<State>,
    origin: Origin,
    request: HttpRequest,
    reader: Language,
    _: Query<NoParameters>,
    body: Json<CreateConsent>,
) -> Result<Answer, Problem> {
    let CreateConsent { purpose, given, text_hash } = body.value;
    // Whoever consents has read the words of today; who takes it back need not read anything.
    let shown = match (&text_hash, given) {
        (None, true) => return Err(Problem::field("/text_hash", FieldCode::Required)),
        (None, false) => reader,
        (Some(hash), _) => {
            consent_words::shown(purpose, &hash.0).ok_or_else(|| Problem::field("/text_hash", FieldCode::UnknownReference))?
        }
    };
    let by_site = request.cookie(identity::cookie_name(&state.settings)).is_some();
    let channel = if by_site { ConsentChannel::Site } else { ConsentChannel::Api };
    let at = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let new = NewConsent { id: ConsentId::new(), account: account.id, purpose, given, language: shown, channel, at };
        queries::insert_consent(tx, &new).await?;
        let touched = match purpose {
            ConsentPurpose::DirectoryContact => queries::touch_organizations(tx, account.organizations()).await?,
        };
        let said = queries::consents_in(tx, account.id).await?;
        let answer = Answer::created("/v1/me/consents".to_owned(), &consent(purpose, &said, reader))?.content_tag();
        let action = if given { "consent.given" } else { "consent.withdrawn" };
        let changed = touched.iter().map(|o| Event::new("organization.updated", Kind::Organization, o.id.0, o.revision));
        Ok(Emitted::new(Event::new(action, Kind::Consent, new.id.0, 1), answer).and(changed.collect::<Vec<_>>()))
    };
    state.db.write(origin, &body.bytes, write).await
}
