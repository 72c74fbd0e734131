//! Somebody mends what their account says about them.

use actix_web::{patch, web::Data};
use chrono::Days;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Absence, Me, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{FieldCode, Language},
    http::{Answer, FieldError, Line, MergePatch, Patch, Problem, Query, query::NoParameters},
    state::State,
};

/// What is to change.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Camille Exemple", "language": "de"}))]
pub struct UpdateMe {
    #[garde(dive)]
    #[schema(inline, example = "Camille Exemple")]
    name: Option<Line<1, 120>>,
    /// The language to be written to in.
    language: Option<Language>,
    /// For those who work at a Totem: when they are away, a year at most; `null` when they are back. Others are reminded in
    /// their place.
    #[serde(default)]
    #[schema(value_type = Option<Absence>, required = false)]
    absence: Patch<Absence>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Change one's name, language or absence",
    description = "A merge patch; name and language cannot be cleared. The address is changed through `POST /v1/me/email-changes`, the \
        password through `PUT /v1/me/password`. No `If-Match` is needed.",
    request_body(content = UpdateMe, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The account and its roles", body = Me)),
)]
#[patch("/v1/me")]
pub async fn update_me(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: MergePatch<UpdateMe>,
) -> Result<Answer, Problem> {
    let UpdateMe { name, language, absence } = body.0.value;
    check(&absence)?;
    let name = name.map_or(account.name, |name| name.0);
    let language = language.map_or(account.language, |language| language.tag().to_owned());
    let kept = state.clone();
    let write = async move |tx: &mut Tx| {
        let revision = queries::update_profile(tx, account.id, &name, &language, &absence).await?;
        let answer = Answer::ok(&queries::profile_in(tx, &kept, account.id).await?)?.content_tag();
        Ok(Emitted::new(Event::new("account.updated", Kind::Account, account.id.0, revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// It ends after it begins, within a year.
fn check(absence: &Patch<Absence>) -> Result<(), Problem> {
    let Patch::Set(Absence { from_on, until_on }) = absence else { return Ok(()) };
    let last = *from_on + Days::new(366);
    if (*from_on..=last).contains(until_on) {
        return Ok(());
    }
    let bounds = [from_on.to_string(), last.to_string()];
    Err(Problem::invalid(vec![FieldError::body("/absence/until_on", FieldCode::OutOfRange).with(bounds)]))
}
