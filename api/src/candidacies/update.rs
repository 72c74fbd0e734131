//! Pilots keep a file right.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    create::CandidacyContactInput,
    get,
    model::Candidacy,
    policy::{self, Reader},
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::ErrorCode,
    http::{Answer, Line, MergePatch, Path, Problem, Query, answer::IfMatch, query::NoParameters, text::LangInput},
    ids::{CandidacyId, Ref},
    state::State,
};

/// What can be changed; what is absent stays. Lists are given whole.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"lead": {"fr": "Un binôme pilote pour le Sillon Lorrain"}}))]
pub struct UpdateCandidacy {
    #[garde(dive)]
    #[schema(inline)]
    name: Option<LangInput<200>>,
    #[garde(dive)]
    #[schema(inline)]
    territory: Option<Line<1, 120>>,
    #[garde(dive)]
    #[schema(inline)]
    lead: Option<LangInput<500>>,
    #[garde(custom(at_most_if_given::<50, _>), dive)]
    #[schema(inline, max_items = 50)]
    members: Option<Vec<Line<1, 120>>>,
    #[garde(dive)]
    #[schema(inline)]
    summary: Option<LangInput<5000>>,
    #[garde(custom(at_most_if_given::<10, _>), dive)]
    #[schema(max_items = 10)]
    contacts: Option<Vec<CandidacyContactInput>>,
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn at_most_if_given<const MOST: usize, T>(items: &Option<Vec<T>>, context: &()) -> garde::Result {
    items.as_ref().map_or(Ok(()), |items| at_most::<MOST, T>(items, context))
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Change a candidacy",
    description = "A JSON merge patch (RFC 7396), by pilots. Its address stays.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    request_body(content = UpdateCandidacy, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Candidacy)),
)]
#[patch("/v1/candidacies/{id}")]
pub async fn update_candidacy(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateCandidacy>,
) -> Result<Answer, Problem> {
    let id = get::find(&state, &Actor::Account(account.clone()), &id.0).await?.id;
    policy::require_pilot(&account)?;
    let (patch, reader) = (body.0.value, Reader::pilot(state.clock.now()));
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id, reader).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        queries::update(tx, &changed(before, patch.clone())).await?;
        let after = queries::find(tx, &Ref::Id(id), reader).await?.ok_or(ErrorCode::InternalError)?;
        let answer = Answer::ok(&after)?.revision(after.revision, &reader.view());
        Ok(Emitted::new(Event::new("candidacy.updated", Kind::Candidacy, id.0, after.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

fn changed(before: Candidacy, patch: UpdateCandidacy) -> Candidacy {
    let UpdateCandidacy { name, territory, lead, members, summary, contacts } = patch;
    let lines = |lines: Vec<Line<1, 120>>| lines.into_iter().map(|line| line.0).collect();
    Candidacy {
        name: name.map_or(before.name, Into::into),
        territory: territory.map_or(before.territory, |territory| territory.0),
        lead: lead.map_or(before.lead, Into::into),
        members: members.map_or(before.members, lines),
        summary: summary.map_or(before.summary, Into::into),
        contacts: contacts.map_or(before.contacts, |contacts| contacts.into_iter().map(Into::into).collect()),
        ..before
    }
}
