//! Pilots show something for a criterion: it is frozen as it is on that day.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{
    super::{
        get,
        milestones::queries::touch,
        model::Candidacy,
        policy::{self, Reader},
        queries as candidacies,
        source::FactSourceInput,
        supporters,
    },
    list::criteria,
    model::{Evidence, Shown},
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::{self, OrganizationFilters, model::founded},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Line, Path, Problem, Query, query::NoParameters, text::WebAddress},
    ids::{CandidacyId, EvidenceId, ObjectiveId, Ref},
    state::State,
};

/// A candidacy has so many pieces.
const MOST: usize = 500;

/// Something to be shown.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "criterion": "pass-french-tech", "title": "Entreprises lorraines au Pass French Tech", "kind": "figure", "frozen_on": "2019-02-11",
    "perimeter": "Lorraine", "value": 3, "source": {"title": "Dossier commun", "publisher": "Exemple Presse"},
}))]
pub struct CreateCandidacyEvidence {
    // The code of a criterion of the call; said in the description, for a comment of the document makes it two schemas.
    #[garde(dive)]
    #[schema(inline)]
    criterion: Line<1, 120>,
    #[garde(dive)]
    #[schema(inline)]
    title: Line<1, 200>,
    kind: EvidenceKind,
    /// Of a figure, and only of one: the day as of which it holds, not in the future. The others are frozen today.
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2019-02-11")]
    frozen_on: Option<NaiveDate>,
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2027-12-31")]
    valid_until: Option<NaiveDate>,
    /// What is counted in: what two pieces count is added only where they count different things.
    #[garde(dive)]
    #[schema(inline, example = "Lorraine")]
    perimeter: Option<Line<1, 120>>,
    /// Of a figure, and only of one.
    #[garde(range(min = 0, max = 1_000_000_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 3)]
    value: Option<i64>,
    /// Of a figure: the objective that it is one of.
    #[schema(example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    objective_id: Option<ObjectiveId>,
    /// Of a figure, and only of one.
    #[garde(dive)]
    source: Option<FactSourceInput>,
    /// Of a search of the directory, and only of one.
    #[garde(dive)]
    query: Option<OrganizationFilters>,
    /// Of a page or a document, and only of one.
    #[garde(dive)]
    #[schema(inline)]
    url: Option<WebAddress>,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    Figure,
    DirectoryQuery,
    Supporters,
    Url,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Show something for a criterion",
    description = "By pilots, for a `criterion` of the call by its code. A figure is frozen with its day and its source, a search of the directory with how many it finds now and the \
        SHA-256 of their ids, the supporters with how many have signed, a page by its address. It stays as it is: what changes is shown anew. A file is sent to `/evidence-files`.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 201, description = "Shown", body = Evidence)),
)]
#[post("/v1/candidacies/{id}/evidence")]
pub async fn create_candidacy_evidence(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
    body: Json<CreateCandidacyEvidence>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &id.0).await?;
    policy::require_pilot(&account)?;
    let (input, now) = (body.value, state.clock.now());
    let reader = Reader::pilot(now);
    check(&input, reader.today)?;
    if !takes(&state, &candidacy, &input.criterion.0).await? {
        return Err(Problem::field("/criterion", FieldCode::UnknownReference));
    }
    let (value, shows) = frozen(&state, candidacy.id, &input).await?;
    let evidence = Evidence {
        id: EvidenceId::new(),
        criterion: input.criterion.0,
        title: input.title.0,
        frozen_on: input.frozen_on.unwrap_or(reader.today),
        valid_until: input.valid_until,
        perimeter: input.perimeter.map(|perimeter| perimeter.0),
        value,
        shows,
        file_status: None,
        recorded_at: now,
    };
    let candidacy = candidacy.id;
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, candidacy, reader).await?.ok_or(ErrorCode::NotFound)?;
        queries::insert(tx, candidacy, &evidence).await?;
        let revision = touch(tx, candidacy).await?;
        let answer = Answer::created(format!("/v1/candidacies/{}/criteria", before.slug), &evidence)?.content_tag();
        Ok(Emitted::new(Event::new("candidacy.evidence_added", Kind::Candidacy, candidacy.0, revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// Whether the call has this criterion; an error where there is room for no more evidence.
pub async fn takes(state: &State, candidacy: &Candidacy, criterion: &str) -> Result<bool, Problem> {
    let known = criteria(state, candidacy).await?;
    if known.iter().map(|of| of.evidence.len()).sum::<usize>() >= MOST {
        return Err(Problem::invalid(vec![FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()])]));
    }
    Ok(known.iter().any(|of| of.criterion.code == criterion))
}

/// Each kind has its own members, and no others.
fn check(input: &CreateCandidacyEvidence, today: NaiveDate) -> Result<(), Problem> {
    let is = |kind: EvidenceKind| input.kind == kind;
    let members = [
        ("/value", input.value.is_some(), is(EvidenceKind::Figure), true),
        ("/frozen_on", input.frozen_on.is_some(), is(EvidenceKind::Figure), true),
        ("/source", input.source.is_some(), is(EvidenceKind::Figure), true),
        ("/objective_id", input.objective_id.is_some(), is(EvidenceKind::Figure), false),
        ("/query", input.query.is_some(), is(EvidenceKind::DirectoryQuery), true),
        ("/url", input.url.is_some(), is(EvidenceKind::Url), true),
    ];
    let mut errors = vec![];
    for (pointer, given, wanted, required) in members {
        if given && !wanted {
            errors.push(FieldError::body(pointer, FieldCode::NotAllowed));
        } else if !given && wanted && required {
            errors.push(FieldError::body(pointer, FieldCode::Required));
        }
    }
    if input.frozen_on.is_some_and(|on| on > today) {
        errors.push(FieldError::body("/frozen_on", FieldCode::OutOfRange).with(["1000-01-01".to_owned(), today.to_string()]));
    }
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
}

/// What is counted, and what it is.
async fn frozen(state: &State, candidacy: CandidacyId, input: &CreateCandidacyEvidence) -> Result<(Option<i64>, Shown), Problem> {
    match (input.kind, &input.source, &input.query, &input.url) {
        (EvidenceKind::Figure, Some(source), _, _) => {
            if let Some(objective) = input.objective_id
                && !state.db.read(async |connection| queries::knows_objective(connection, objective).await).await?
            {
                return Err(Problem::field("/objective_id", FieldCode::UnknownReference));
            }
            Ok((input.value, Shown::Figure { objective_id: input.objective_id, source: source.clone().into() }))
        }
        (EvidenceKind::DirectoryQuery, _, Some(query), _) => {
            let ids = directory::matching(state, query).await.map_err(|problem| problem.within("/query"))?;
            let lines: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let ids_sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(lines.join("\n")));
            let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
            Ok((Some(count), Shown::DirectoryQuery { query: Box::new(query.clone()), ids_sha256 }))
        }
        (EvidenceKind::Url, _, _, Some(url)) => Ok((None, Shown::Url { url: url.0.clone() })),
        _ => {
            let count = state.db.read(async |connection| supporters::queries::count(connection, candidacy).await).await?;
            Ok((Some(count), Shown::Supporters))
        }
    }
}
