//! Evidence, what it makes of a criterion, and the gaps that are left. Pure.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    candidacies::{model::Stage, recommendations::model::Recommendation},
    directory::OrganizationFilters,
    documents::DocumentStatus,
    ids::{DocumentId, EvidenceId, ObjectiveId},
    label_programmes::model::Criterion,
    totems::model::FactSource,
};

/// What was frozen longer ago than this is to be looked at again while a candidacy is open.
const STALE: Duration = Duration::days(365);

/// What a candidacy shows for a criterion, as it was when it was frozen.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    pub id: EvidenceId,
    /// The code of the criterion.
    #[schema(example = "pass-french-tech")]
    pub criterion: String,
    #[schema(example = "Entreprises lorraines au Pass French Tech")]
    pub title: String,
    /// The day as of which it holds.
    pub frozen_on: NaiveDate,
    /// It counts for nothing after this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// What is counted in, so that what two pieces count is added only where they count different things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Lorraine")]
    pub perimeter: Option<String>,
    /// How many, where something is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 3)]
    pub value: Option<i64>,
    pub shows: Shown,
    /// Of a file: whether it can be had, by pilots and by the reviewers of a dossier that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_status: Option<DocumentStatus>,
    pub recorded_at: DateTime<Utc>,
}

/// What a piece of evidence is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shown {
    /// A figure as its source stated it on that day.
    Figure {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        objective_id: Option<ObjectiveId>,
        source: FactSource,
    },
    /// A search of the directory: how many it found on that day, and the SHA-256 of their ids, one a line, in their order.
    DirectoryQuery {
        query: Box<OrganizationFilters>,
        #[schema(example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
        ids_sha256: String,
    },
    /// Those who have signed in support until that day.
    Supporters,
    /// A file as it is kept.
    Document {
        document_id: DocumentId,
        #[schema(example = "statuts.pdf")]
        name: String,
        #[schema(example = "application/pdf")]
        media_type: String,
        /// In bytes.
        #[schema(example = 182_044)]
        size: i64,
        #[schema(example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
        sha256: String,
    },
    /// A page or a document that everybody can read.
    Url {
        #[schema(example = "https://exemple.fr/gouvernance")]
        url: String,
    },
}

impl Evidence {
    fn holds(&self, today: NaiveDate) -> bool {
        self.valid_until.is_none_or(|until| until >= today) && !self.is_infected()
    }

    /// The virus scanner found something: the file is deleted, and what is left shows nothing.
    fn is_infected(&self) -> bool {
        self.file_status == Some(DocumentStatus::Infected)
    }
}

/// A criterion with what a candidacy shows for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CandidacyCriterion {
    pub criterion: Criterion,
    /// The version of the criteria that holds.
    #[schema(example = 1, minimum = 1)]
    pub version: i32,
    pub state: CriterionState,
    /// How many there are by what is shown, where something is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 6)]
    pub counted: Option<i64>,
    /// In the order in which it was given.
    pub evidence: Vec<Evidence>,
}

/// Whether a criterion is met by what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CriterionState {
    Met,
    /// What is shown is not enough, or holds no more.
    Unmet,
    /// Nothing is shown.
    NoEvidence,
}

/// What the evidence makes of a criterion. What is counted is added over perimeters, each with its latest piece that holds;
/// where nothing is counted, one piece that holds is enough.
pub fn judge(criterion: Criterion, version: i32, all: &[Evidence], today: NaiveDate) -> CandidacyCriterion {
    let evidence: Vec<Evidence> = all.iter().filter(|one| one.criterion == criterion.code).cloned().collect();
    let holding = || evidence.iter().filter(|one| one.holds(today));
    let counted = criterion.minimum.map(|_| {
        let mut latest: Vec<&Evidence> = vec![];
        for one in holding().filter(|one| one.value.is_some()) {
            match latest.iter_mut().find(|known| known.perimeter == one.perimeter) {
                Some(known) if (one.frozen_on, one.id) >= (known.frozen_on, known.id) => *known = one,
                Some(_) => {}
                None => latest.push(one),
            }
        }
        latest.iter().filter_map(|one| one.value).fold(0_i64, i64::saturating_add)
    });
    let is_met = match criterion.minimum.zip(counted) {
        Some((minimum, counted)) => counted >= minimum,
        None => holding().next().is_some(),
    };
    let state = if is_met {
        CriterionState::Met
    } else if evidence.is_empty() {
        CriterionState::NoEvidence
    } else {
        CriterionState::Unmet
    };
    CandidacyCriterion { criterion, version, state, counted, evidence }
}

/// Whether a candidacy can be shown to those who decide.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// No gap is left.
    pub ready: bool,
    pub gaps: Vec<Gap>,
}

/// Something that is missing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Gap {
    pub kind: GapKind,
    /// The code of the criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "pass-french-tech")]
    pub criterion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_id: Option<EvidenceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation_id: Option<crate::ids::RecommendationId>,
    /// Of a threshold: how many there are, and how many there must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 3)]
    pub counted: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 5)]
    pub minimum: Option<i64>,
    /// The page of the site that mends it.
    #[schema(example = "/travail-candidature/french-tech-east/criteres")]
    pub page: String,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// Nothing is shown for a criterion.
    EvidenceMissing,
    /// A piece of evidence holds no more.
    EvidenceExpired,
    /// A file was infected, and is deleted.
    EvidenceInfected,
    /// What is counted is less than what is asked for.
    ThresholdUnmet,
    RecommendationUnanswered,
    /// What was frozen is more than a year old.
    FigureStale,
}

/// What is missing; nothing once a candidacy has come to its end.
pub fn readiness(
    slug: &str,
    state: Stage,
    criteria: &[CandidacyCriterion],
    recommendations: &[Recommendation],
    today: NaiveDate,
) -> Readiness {
    let page = |part: &str| format!("/travail-candidature/{slug}/{part}");
    let gap = |kind: GapKind, of: &CandidacyCriterion, evidence: Option<&Evidence>| Gap {
        kind,
        criterion: Some(of.criterion.code.clone()),
        evidence_id: evidence.map(|one| one.id),
        recommendation_id: None,
        counted: of.counted.filter(|_| kind == GapKind::ThresholdUnmet),
        minimum: of.criterion.minimum.filter(|_| kind == GapKind::ThresholdUnmet),
        page: page("criteres"),
    };
    let mut gaps = vec![];
    for of in criteria {
        match of.state {
            CriterionState::NoEvidence => gaps.push(gap(GapKind::EvidenceMissing, of, None)),
            CriterionState::Unmet if of.criterion.minimum.is_some() => gaps.push(gap(GapKind::ThresholdUnmet, of, None)),
            CriterionState::Met | CriterionState::Unmet => {}
        }
        for one in &of.evidence {
            if one.is_infected() {
                gaps.push(gap(GapKind::EvidenceInfected, of, Some(one)));
            } else if !one.holds(today) {
                gaps.push(gap(GapKind::EvidenceExpired, of, Some(one)));
            } else if one.value.is_some() && today - one.frozen_on > STALE {
                gaps.push(gap(GapKind::FigureStale, of, Some(one)));
            }
        }
    }
    let unanswered = recommendations.iter().filter(|one| one.answer.is_none());
    gaps.extend(unanswered.map(|one| Gap {
        kind: GapKind::RecommendationUnanswered,
        criterion: one.criterion.clone(),
        evidence_id: None,
        recommendation_id: Some(one.id),
        counted: None,
        minimum: None,
        page: page("recommandations"),
    }));
    if state.next().is_empty() {
        gaps.clear();
    }
    Readiness { ready: gaps.is_empty(), gaps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::LangText;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn criterion(minimum: Option<i64>) -> Criterion {
        Criterion { code: "essai".to_owned(), title: LangText::default(), detail: None, minimum, unit: None }
    }

    fn figure(perimeter: &str, value: i64, frozen: &str) -> Evidence {
        Evidence {
            id: EvidenceId::new(),
            criterion: "essai".to_owned(),
            title: "Essai".to_owned(),
            frozen_on: day(frozen),
            valid_until: None,
            perimeter: Some(perimeter.to_owned()),
            value: Some(value),
            shows: Shown::Url { url: "https://exemple.fr".to_owned() },
            file_status: None,
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    fn judged(minimum: Option<i64>, evidence: &[Evidence]) -> (CriterionState, Option<i64>) {
        let judged = judge(criterion(minimum), 1, evidence, day("2019-04-03"));
        (judged.state, judged.counted)
    }

    #[test]
    fn three_and_three_are_unmet_alone_and_six_together_met() {
        let (lorraine, alsace) = (figure("Lorraine", 3, "2019-02-11"), figure("Alsace", 3, "2019-02-11"));
        assert_eq!(judged(Some(5), std::slice::from_ref(&lorraine)), (CriterionState::Unmet, Some(3)));
        assert_eq!(judged(Some(5), std::slice::from_ref(&alsace)), (CriterionState::Unmet, Some(3)));
        assert_eq!(judged(Some(5), &[lorraine, alsace]), (CriterionState::Met, Some(6)));
    }

    #[test]
    fn what_counts_the_same_is_not_added_and_the_latest_holds() {
        let all = [figure("Lorraine", 4, "2019-03-01"), figure("Lorraine", 3, "2019-02-11")];
        assert_eq!(judged(Some(5), &all), (CriterionState::Unmet, Some(4)));
        assert_eq!(judged(Some(5), &[]), (CriterionState::NoEvidence, Some(0)));
    }

    #[test]
    fn what_has_expired_counts_for_nothing_and_is_a_gap_until_the_end() {
        let old = Evidence { valid_until: Some(day("2019-04-02")), ..figure("Lorraine", 9, "2019-02-11") };
        assert_eq!(judged(Some(5), std::slice::from_ref(&old)), (CriterionState::Unmet, Some(0)));
        assert_eq!(judged(None, std::slice::from_ref(&old)).0, CriterionState::Unmet);
        let today = day("2019-04-03");
        let criteria = [judge(criterion(Some(5)), 1, &[old], today), judge(criterion(None), 1, &[], today)];
        let kinds = |state| readiness("x", state, &criteria, &[], today).gaps.iter().map(|gap| gap.kind).collect::<Vec<_>>();
        assert_eq!(kinds(Stage::CoConstruction), [GapKind::ThresholdUnmet, GapKind::EvidenceExpired, GapKind::EvidenceMissing]);
        assert!(kinds(Stage::Superseded).is_empty());
    }

    #[test]
    fn a_figure_is_stale_after_a_year() {
        let criteria = |today| [judge(criterion(Some(5)), 1, &[figure("Lorraine", 6, "2018-04-03")], today)];
        let kinds = |today| -> Vec<GapKind> {
            readiness("x", Stage::Draft, &criteria(today), &[], today).gaps.iter().map(|gap| gap.kind).collect()
        };
        assert!(kinds(day("2019-04-03")).is_empty());
        assert_eq!(kinds(day("2019-04-04")), [GapKind::FigureStale]);
    }
}
