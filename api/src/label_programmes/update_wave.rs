//! A pilot names a wave otherwise.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    board::{Wave, WaveBoard},
    policy, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, MergePatch, Path, Problem, Query, answer::IfMatch, query::NoParameters, text::LangInput},
    ids::{Ref, WaveId},
    observations::queries::Moment,
    state::State,
};

/// What can be changed; what is absent stays. What sources tell is added and withdrawn.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": {"fr": "Troisième vague, juin 2016"}}))]
pub struct UpdateWave {
    #[garde(dive)]
    #[schema(inline)]
    name: Option<LangInput<120>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Change the name of a wave",
    description = "A JSON merge patch (RFC 7396), by pilots and administrators; `If-Match` names the revision of its board. Its slug stays. \
        A date that is wrong is withdrawn, and told anew.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech-vague-2", max_length = 120)),
    request_body(content = UpdateWave, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = WaveBoard)),
)]
#[patch("/v1/waves/{id}")]
pub async fn update_wave(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<WaveId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateWave>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    let UpdateWave { name } = body.0.value;
    let write = async move |tx: &mut Tx| {
        let before = queries::lock_wave(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        let name = name.clone().map_or(before.name, Into::into);
        let wave = Wave { name, revision: before.revision + 1, ..before };
        queries::update_wave(tx, &wave).await?;
        let (id, programme, revision) = (wave.id.0, wave.programme_id, wave.revision);
        let told = queries::touch(tx, programme).await?;
        let answer = Answer::ok(&wave.board(Moment::default()))?.revision(revision, "public");
        let updated = Event::new("label_programme.updated", Kind::LabelProgramme, programme.0, told);
        Ok(Emitted::new(Event::new("wave.updated", Kind::Wave, id, revision), answer).and([updated]))
    };
    state.db.write(origin, &body.0.bytes, write).await
}
