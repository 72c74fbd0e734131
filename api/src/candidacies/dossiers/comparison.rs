//! Two versions side by side: what came, what went, what is otherwise.

use std::collections::BTreeMap;

use actix_web::{get, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    get::{content, find},
    model::DossierVersion,
};
use crate::{
    auth::Account,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, LangText, Path, Problem, Query},
    ids::{CandidacyId, DossierVersionId, Ref},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct CompareDossierVersions {
    /// Id of another version of the same dossier, which this one is held against.
    #[param(example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    with: DossierVersionId,
}

/// What differs between two versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierComparison {
    /// The one of `with`.
    pub before: DossierVersion,
    pub after: DossierVersion,
    /// Each part of the dossier, in its order, also where nothing differs.
    pub sections: Vec<DossierSectionComparison>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DossierSectionComparison {
    pub section: DossierSection,
    pub changes: Vec<DossierChange>,
}

/// A part of a dossier, by the name of its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DossierSection {
    /// What the candidacy says of itself.
    Candidacy,
    Consortium,
    Criteria,
    Evidence,
    Recommendations,
    Milestones,
    Steps,
    Supporters,
    Objectives,
    Observations,
}

impl DossierSection {
    /// With where an entry says what it is, and what it is called.
    const ALL: [(Self, &str, &str, &str); 10] = [
        (Self::Candidacy, "candidacy", "", "/name"),
        (Self::Consortium, "consortium", "", ""),
        (Self::Criteria, "criteria", "/criterion/code", "/criterion/title"),
        (Self::Evidence, "evidence", "/id", "/title"),
        (Self::Recommendations, "recommendations", "/id", "/text"),
        (Self::Milestones, "milestones", "/id", "/title"),
        (Self::Steps, "steps", "/id", "/to"),
        (Self::Supporters, "supporters", "/organization_id", "/name"),
        (Self::Objectives, "objectives", "/id", "/name"),
        (Self::Observations, "observations", "/observation_id", "/on"),
    ];
}

/// Something that differs.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct DossierChange {
    pub kind: DossierChangeKind,
    /// What it is, within its section.
    #[schema(example = "pass-french-tech")]
    pub key: String,
    /// What it is called.
    pub title: LangText,
    /// What differs in it; all that it says, where it came or went.
    pub members: Vec<DossierMemberChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DossierChangeKind {
    Added,
    Removed,
    Changed,
}

/// A member with both its values.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct DossierMemberChange {
    /// A JSON pointer (RFC 6901) within the entry; empty where the entry is no object.
    #[schema(example = "/planned_on")]
    pub member: String,
    /// Absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value, required = false)]
    pub before: Option<Value>,
    /// Absent where there is none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value, required = false)]
    pub after: Option<Value>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Compare two versions of a dossier",
    description = "For whoever reads both, which pilots do: part by part what was added, removed and changed since the version of `with`, each member with both its values.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
        CompareDossierVersions,
    ),
    responses((status = 200, description = "What differs", body = DossierComparison)),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}/comparison")]
pub async fn get_dossier_version_comparison(
    account: Account,
    state: Data<State>,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    query: Query<CompareDossierVersions>,
) -> Result<Answer, Problem> {
    let after = find(&state, &account, &ids.0).await?;
    let before = find(&state, &account, &(Ref::Id(after.candidacy), query.0.with)).await.map_err(|problem| {
        if problem.code != ErrorCode::NotFound {
            return problem;
        }
        Problem::parameter(ErrorCode::InvalidParameter, FieldError::parameter("with", FieldCode::UnknownReference))
    })?;
    let read = async |id| Ok::<Value, Problem>(parse(&content(&state, &account, id).await?));
    let (before, after) = (before.version, after.version);
    let sections = compare(&read(before.id).await?, &read(after.id).await?);
    Ok(Answer::ok(&DossierComparison { before, after, sections })?.content_tag())
}

/// What we have written ourselves; nothing, should a hand have been in it.
fn parse(content: &str) -> Value {
    serde_json::from_str(content).unwrap_or_default()
}

fn compare(before: &Value, after: &Value) -> Vec<DossierSectionComparison> {
    let sections = DossierSection::ALL.into_iter();
    sections
        .map(|(section, name, key, title)| {
            let (before, after) = (entries(&before[name], key), entries(&after[name], key));
            DossierSectionComparison { section, changes: changes(&before, &after, title) }
        })
        .collect()
}

/// The entries of a section in their order, each with what it is.
fn entries<'a>(section: &'a Value, key: &str) -> Vec<(String, &'a Value)> {
    let of = |entry: &'a Value| (entry.pointer(key).and_then(Value::as_str).unwrap_or_default().to_owned(), entry);
    match section {
        Value::Array(all) => all.iter().map(of).collect(),
        Value::Null => vec![],
        one => vec![of(one)],
    }
}

/// What was there before in its order, then what came.
fn changes(before: &[(String, &Value)], after: &[(String, &Value)], title: &str) -> Vec<DossierChange> {
    let find = |all: &[(String, &Value)], key: &str| all.iter().find(|(known, _)| known == key).map(|(_, value)| flat(value));
    let change = |kind, (key, entry): &(String, &Value), before, after| {
        let members = differing(before, after);
        DossierChange { kind, key: key.clone(), title: called(entry, title), members }
    };
    let gone = before.iter().filter_map(|one| match find(after, &one.0) {
        None => Some(change(DossierChangeKind::Removed, one, flat(one.1), BTreeMap::new())),
        Some(now) if now == flat(one.1) => None,
        Some(now) => Some(change(DossierChangeKind::Changed, one, flat(one.1), now)),
    });
    let came = after.iter().filter(|one| find(before, &one.0).is_none());
    gone.chain(came.map(|one| change(DossierChangeKind::Added, one, BTreeMap::new(), flat(one.1)))).collect()
}

fn called(entry: &Value, title: &str) -> LangText {
    let title = entry.pointer(title).cloned().unwrap_or_default();
    match title {
        Value::String(text) => LangText { fr: Some(text), ..LangText::default() },
        other => serde_json::from_value(other).unwrap_or_default(),
    }
}

/// Each value within by its JSON pointer. When it was written down, and in which revision it is, says nothing of what it is.
fn flat(entry: &Value) -> BTreeMap<String, Value> {
    let mut open = vec![(String::new(), entry)];
    let mut flat = BTreeMap::new();
    while let Some((at, value)) = open.pop() {
        match value.as_object() {
            Some(members) => {
                let told = members.iter().filter(|(name, _)| !matches!(name.as_str(), "revision" | "recorded_at" | "updated_at"));
                open.extend(told.map(|(name, value)| (format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), value)));
            }
            None => drop(flat.insert(at, value.clone())),
        }
    }
    flat
}

fn differing(mut before: BTreeMap<String, Value>, mut after: BTreeMap<String, Value>) -> Vec<DossierMemberChange> {
    let names: std::collections::BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let change = |member: String| {
        let (before, after) = (before.remove(&member), after.remove(&member));
        (before != after).then_some(DossierMemberChange { member, before, after })
    };
    names.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(sections: &[DossierSectionComparison], section: DossierSection) -> &[DossierChange] {
        &sections.iter().find(|one| one.section == section).expect("each section is told").changes
    }

    #[test]
    fn what_came_what_went_and_what_is_otherwise_are_told_apart_by_what_they_are() {
        let before = json!({
            "candidacy": {"name": {"fr": "Essai"}, "territory": "Metz"},
            "consortium": ["Metz", "Nancy"],
            "milestones": [{"id": "a", "title": {"fr": "Un"}, "planned_on": "2026-01-01", "revision": 1}, {"id": "b", "title": {"fr": "Deux"}}],
        });
        let after = json!({
            "candidacy": {"name": {"fr": "Essai"}, "territory": "Metz"},
            "consortium": ["Nancy", "Épinal"],
            "milestones": [{"id": "c", "title": {"fr": "Trois"}}, {"id": "a", "title": {"fr": "Un"}, "planned_on": "2026-02-01", "revision": 2}],
        });
        let sections = compare(&before, &after);
        assert_eq!(sections.len(), DossierSection::ALL.len());
        assert!(of(&sections, DossierSection::Candidacy).is_empty());
        let told: Vec<_> = of(&sections, DossierSection::Milestones).iter().map(|one| (one.kind, one.key.as_str())).collect();
        assert_eq!(told, [(DossierChangeKind::Changed, "a"), (DossierChangeKind::Removed, "b"), (DossierChangeKind::Added, "c")]);
        let moved = &of(&sections, DossierSection::Milestones)[0];
        assert_eq!(moved.title.fr.as_deref(), Some("Un"));
        let member = DossierMemberChange {
            member: "/planned_on".to_owned(),
            before: Some(json!("2026-01-01")),
            after: Some(json!("2026-02-01")),
        };
        assert_eq!(moved.members, [member], "a revision is no change");
        let cities: Vec<_> = of(&sections, DossierSection::Consortium).iter().map(|one| (one.kind, one.key.as_str())).collect();
        assert_eq!(cities, [(DossierChangeKind::Removed, "Metz"), (DossierChangeKind::Added, "Épinal")]);
    }
}
