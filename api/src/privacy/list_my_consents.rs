//! What somebody can consent to, and what they have said.

use actix_web::{get, web::Data};

use super::{
    consent_words,
    model::{Consent, ConsentPurpose},
    queries::{self, Said},
};
use crate::{
    auth::Account,
    error::Language,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "List one's consents",
    description = "Each purpose with its words in the language of the reader, whether it is consented to, and all that was said to \
        it. Nothing is consented to unless one says so, and nothing else depends on it.",
    responses((status = 200, description = "The purposes", body = Listing<Consent>)),
)]
#[get("/v1/me/consents")]
pub async fn list_my_consents(
    account: Account,
    state: Data<State>,
    language: Language,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let said = queries::consents(&state, account.id).await?;
    Listing::whole(ConsentPurpose::ALL.map(|purpose| consent(purpose, &said, language)).to_vec()).answer()
}

/// One purpose as it stands.
pub fn consent(purpose: ConsentPurpose, said: &Said, language: Language) -> Consent {
    let history = said.get(purpose.name()).cloned().unwrap_or_default();
    Consent {
        purpose,
        text: consent_words::text(purpose, language),
        text_hash: consent_words::hex(&consent_words::hash(purpose, language)),
        given: history.first().is_some_and(|entry| entry.given),
        history,
    }
}
