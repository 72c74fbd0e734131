//! Pilots freeze the dossier.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{content, model::DossierVersion, queries};
use crate::{
    auth::{Account, Actor},
    candidacies::{
        get,
        policy::{self, Reader},
        queries as candidacies,
    },
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Path, Problem, Prose, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, ObjectiveId, Ref},
    objectives::ObjectiveCourse,
    state::State,
};

/// A candidacy has so many.
const MOST: i32 = 100;
/// A version holds so many objectives: each with its course is a page or two of the PDF.
const MOST_OBJECTIVES: usize = 100;

/// A version to be.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"note": "Version déposée pour la deuxième vague."}))]
pub struct CreateDossierVersion {
    /// What it is frozen for.
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 500>>,
    /// The objectives that it holds; without it all of them, where they are no more than 100.
    #[garde(inner(custom(few)))]
    #[schema(max_items = 100)]
    objective_ids: Option<Vec<ObjectiveId>>,
}

fn few(objectives: &[ObjectiveId], (): &()) -> garde::Result {
    if objectives.len() <= MOST_OBJECTIVES { Ok(()) } else { Err(garde::Error::new(format!("item_count|0|{MOST_OBJECTIVES}"))) }
}

/// Those that are asked for, or all where that is not too many.
fn chosen(courses: Vec<ObjectiveCourse>, ids: Option<&[ObjectiveId]>) -> Result<Vec<ObjectiveCourse>, Problem> {
    let Some(ids) = ids else {
        if courses.len() <= MOST_OBJECTIVES {
            return Ok(courses);
        }
        let range = ["0".to_owned(), MOST_OBJECTIVES.to_string()];
        return Err(Problem::invalid(vec![FieldError::body("/objective_ids", FieldCode::ItemCount).with(range)]));
    };
    if !ids.iter().all(|id| courses.iter().any(|course| course.objective.id == *id)) {
        return Err(Problem::field("/objective_ids", FieldCode::UnknownReference));
    }
    Ok(courses.into_iter().filter(|course| ids.contains(&course.objective.id)).collect())
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Freeze the dossier of a candidacy",
    description = "By pilots, whatever is still missing: how much, the version says. All that the candidacy holds is kept as it is, criteria \
        with their evidence, recommendations, milestones, steps with their sources, consortium, supporters, all objectives or those of `objective_ids` with what was \
        counted, as canonical JSON (RFC 8785) with its SHA-256. A version never changes; work goes on for the next one.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 201, description = "Frozen", body = DossierVersion)),
)]
#[post("/v1/candidacies/{id}/dossier-versions")]
pub async fn create_dossier_version(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
    body: Json<CreateDossierVersion>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &id.0).await?;
    policy::require_pilot(&account)?;
    let (now, note) = (state.clock.now(), body.value.note.map(|note| note.0));
    let objectives = body.value.objective_ids;
    let choose = |courses| chosen(courses, objectives.as_deref());
    let (content, reader, id) =
        (content::gather(&state, candidacy.id, note.clone(), now, choose).await?, Reader::pilot(now), candidacy.id);
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, id, reader).await?.ok_or(ErrorCode::NotFound)?;
        // Somebody was faster: of a file that went with its evidence meanwhile, nothing would be held.
        if before.revision != content.revision {
            return Err(Problem::new(ErrorCode::Unavailable).retry_after(1));
        }
        let number = queries::next_number(tx, id).await?;
        if number > MOST {
            let range = ["0".to_owned(), MOST.to_string()];
            return Err(Problem::invalid(vec![FieldError::body("", FieldCode::ItemCount).with(range)]));
        }
        let bytes = content.write(number)?;
        let version = DossierVersion {
            id: DossierVersionId::new(),
            number,
            note: note.clone(),
            state: content.state,
            gaps: content.gap_count(),
            sha256: data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)),
            intact: true,
            frozen_at: now,
        };
        queries::insert(tx, id, &version, bytes).await?;
        let address = format!("/v1/candidacies/{}/dossier-versions/{}", before.slug, version.id);
        let event = Event::new("candidacy.dossier_frozen", Kind::Candidacy, id.0, before.revision);
        Ok(Emitted::new(event, Answer::created(address, &version)?.content_tag()))
    };
    state.db.write(origin, &body.bytes, write).await
}
