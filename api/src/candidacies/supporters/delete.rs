//! A signature is taken back.

use actix_web::{delete, web::Data};

use super::{
    super::{get, policy},
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref, SupporterId},
    members::model::Scope,
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Take a signature back",
    description = "By whoever keeps the record of the actor that signed, or by pilots. What was frozen stays.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("supporter_id" = SupporterId, Path, description = "Id of the signature", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 204, description = "Taken back")),
)]
#[delete("/v1/candidacies/{id}/supporters/{supporter_id}")]
pub async fn delete_candidacy_supporter(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, SupporterId)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (candidacy, id) = ids.0;
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &candidacy).await?;
    let (candidacy, revision) = (candidacy.id, candidacy.revision);
    let write = async move |tx: &mut Tx| {
        let organization = queries::organization_of(tx, candidacy, id).await?.ok_or(ErrorCode::NotFound)?;
        let scope = Scope::Organization(organization);
        if !scope.roles().iter().any(|role| account.holds(*role, scope)) {
            policy::require_pilot(&account)?;
        }
        queries::delete(tx, id).await?;
        let event = Event::new("candidacy.signature_withdrawn", Kind::Candidacy, candidacy.0, revision);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
