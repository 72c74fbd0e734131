//! Whoever keeps an actor of the directory signs for it.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{super::get, model::Supporter, queries};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory,
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Path, Problem, Prose, Query, query::NoParameters},
    ids::{CandidacyId, OrganizationId, Ref, SupporterId},
    members::model::Scope,
    state::State,
};

/// A signature.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"organization_id": "universite-de-lorraine", "statement": "Nous formons ici les talents de demain."}))]
pub struct CreateCandidacySupporter {
    /// Id or slug of a published record that one keeps.
    #[schema(value_type = String, max_length = 120, pattern = "^[a-z0-9-]+$", example = "universite-de-lorraine")]
    organization_id: Ref<OrganizationId>,
    #[garde(dive)]
    #[schema(inline)]
    statement: Option<Prose<1, 1000>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Sign in support of a candidacy",
    description = "By whoever keeps the record of the actor that signs; each signs once, while the candidacy is open.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 201, description = "Signed", body = Supporter)),
)]
#[post("/v1/candidacies/{id}/supporters")]
pub async fn create_candidacy_supporter(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
    body: Json<CreateCandidacySupporter>,
) -> Result<Answer, Problem> {
    let actor = Actor::Account(account.clone());
    let candidacy = get::find(&state, &actor, &id.0).await?;
    let (CreateCandidacySupporter { organization_id, statement }, now) = (body.value, state.clock.now());
    if candidacy.state.next().is_empty() {
        return Err(Problem::new(ErrorCode::StateConflict)
            .with([candidacy.state.name(), "signed"])
            .allowed(Vec::<String>::new()));
    }
    let statement = statement.map(|statement| statement.0);
    let (candidacy, slug, revision) = (candidacy.id, candidacy.slug, candidacy.revision);
    let write = async move |tx: &mut Tx| {
        let found = directory::visible(tx, &actor, &organization_id).await;
        let organization = found.map_err(|_| Problem::field("/organization_id", FieldCode::UnknownReference))?;
        let scope = Scope::Organization(organization.id);
        if !scope.roles().iter().any(|role| account.holds(*role, scope)) {
            return Err(Problem::new(ErrorCode::Forbidden).with(["owner, editor"]));
        }
        let supporter = Supporter {
            id: SupporterId::new(),
            organization_id: organization.id,
            slug: organization.slug,
            name: organization.name,
            statement: statement.clone(),
            signed_at: now,
        };
        queries::insert(tx, candidacy, &supporter).await?;
        let answer = Answer::created(format!("/v1/candidacies/{slug}/supporters"), &supporter)?.content_tag();
        Ok(Emitted::new(Event::new("candidacy.signed", Kind::Candidacy, candidacy.0, revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
