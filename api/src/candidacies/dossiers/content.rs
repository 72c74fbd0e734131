//! What a dossier holds, and how it is written: canonical JSON (RFC 8785), of which the same content has the same bytes.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::{
    candidacies::{
        criteria::{
            self,
            model::{Evidence, Gap, readiness},
        },
        model::{Candidacy, CandidacyEvent, Milestone, Stage},
        policy::Reader,
        queries as candidacies,
        recommendations::{self, model::Recommendation},
        supporters::{self, model::Supporter},
    },
    error::ErrorCode,
    http::Problem,
    ids::{CandidacyId, Ref},
    objectives::{self, ObjectiveCourse},
    state::State,
};

/// How its members are called; another form will have another name.
const FORM: &str = "lorntech-dossier/1";

/// All that a candidacy holds, as it was read in one moment. Persons are not in it: who sees to a milestone is told to
/// pilots alone, and a dossier goes to others.
#[derive(Clone, Serialize)]
pub struct Content {
    form: &'static str,
    /// Given when it is frozen.
    number: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    frozen_at: DateTime<Utc>,
    candidacy: Value,
    /// The cities that carry it.
    consortium: Vec<String>,
    criteria: Vec<Value>,
    evidence: Vec<Evidence>,
    recommendations: Vec<Recommendation>,
    milestones: Vec<Milestone>,
    /// How it came to where it stands.
    steps: Vec<CandidacyEvent>,
    supporters: Vec<Supporter>,
    objectives: Vec<Value>,
    observations: Vec<Value>,
    gaps: Vec<Gap>,
    #[serde(skip)]
    pub state: Stage,
    /// Of the candidacy that was read.
    #[serde(skip)]
    pub revision: i64,
}

impl Content {
    pub fn gap_count(&self) -> i32 {
        i32::try_from(self.gaps.len()).unwrap_or(i32::MAX)
    }

    /// The bytes that are kept, for this number.
    pub fn write(&self, number: i32) -> Result<String, Problem> {
        let whole = Self { number, ..self.clone() };
        serde_json_canonicalizer::to_string(&whole).map_err(unwritable)
    }
}

fn unwritable(error: serde_json::Error) -> Problem {
    log::error!("a dossier cannot be written: {error}");
    ErrorCode::InternalError.into()
}

/// Everything of a candidacy as it is now.
pub async fn gather(
    state: &State,
    id: CandidacyId,
    note: Option<String>,
    now: DateTime<Utc>,
    choose: impl FnOnce(Vec<ObjectiveCourse>) -> Result<Vec<ObjectiveCourse>, Problem>,
) -> Result<Content, Problem> {
    let reader = Reader::pilot(now);
    let read = state.db.read_at_once(async |connection| {
        let Some(candidacy) = candidacies::find(connection, &Ref::Id(id), reader).await? else { return Ok(None) };
        let criteria = criteria::list::read(connection, &candidacy, reader.today).await?;
        let evidence = criteria::queries::list(connection, id).await?;
        let recommendations = recommendations::queries::list(connection, id).await?;
        let steps = candidacies::events(connection, id).await?;
        let supporters = supporters::queries::list(connection, id, None, i64::MAX).await?;
        let courses = objectives::courses(connection, now).await?;
        Ok(Some((candidacy, criteria, evidence, recommendations, steps, supporters, courses)))
    });
    let found = read.await?.ok_or(ErrorCode::NotFound)?;
    let (candidacy, criteria, mut evidence, recommendations, steps, supporters, courses) = found;
    // Whether it can be had changes; what it is does not.
    evidence.iter_mut().for_each(|one| one.file_status = None);
    let gaps = readiness(&candidacy.slug, candidacy.state, &criteria, &recommendations, reader.today).gaps;
    let criteria = criteria.iter().map(|of| without(of, &["evidence"])).collect::<Result<_, _>>()?;
    let (mut objectives, mut observations) = (vec![], vec![]);
    for course in choose(courses)? {
        let slug = course.objective.slug.clone();
        for mut observation in
            course.trajectory.observations.iter().map(|one| without(one, &[])).collect::<Result<Vec<_>, _>>()?
        {
            observation["objective"] = slug.clone().into();
            observations.push(observation);
        }
        let mut objective = without(&course, &["revision", "updated_at", "trajectory"])?;
        // The moment is that of the dossier.
        objective["trajectory"] = without(&course.trajectory, &["observations", "as_of", "known_at"])?;
        objectives.push(objective);
    }
    let Candidacy { state, revision, ref members, .. } = candidacy;
    let (consortium, mut milestones) = (members.clone(), candidacy.milestones.clone());
    milestones.iter_mut().for_each(|milestone| milestone.owner = None);
    let own = without(&candidacy, &["milestones", "members", "allowed_transitions", "revision", "updated_at"])?;
    Ok(Content {
        form: FORM,
        number: 0,
        note,
        frozen_at: now,
        candidacy: own,
        consortium,
        criteria,
        evidence,
        recommendations,
        milestones,
        steps,
        supporters,
        objectives,
        observations,
        gaps,
        state,
        revision,
    })
}

/// As it is told, less what stands elsewhere or says nothing in a dossier.
fn without(value: &impl Serialize, members: &[&str]) -> Result<Value, Problem> {
    let mut value = serde_json::to_value(value).map_err(unwritable)?;
    if let Some(object) = value.as_object_mut() {
        members.iter().for_each(|member| {
            object.remove(*member);
        });
    }
    Ok(value)
}
