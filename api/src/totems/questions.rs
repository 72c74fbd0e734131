//! What a service asks of whoever wants it. A question is known by its id within its service; what was answered keeps the
//! words under which it was asked, so questions may change at any time.

use std::collections::HashSet;

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    directory::model::at_most,
    error::FieldCode,
    http::{FieldError, LangText, Problem, text::LangInput},
};

/// A service asks so many questions at most.
pub const MOST: usize = 30;

/// A question of a service.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Question {
    /// Stays with the question, whatever its words become.
    #[schema(example = "stage")]
    pub id: String,
    pub r#type: QuestionType,
    pub label: LangText,
    /// What helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<LangText>,
    pub required: bool,
    /// Of a choice: what there is to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Of a choice: whether several may be chosen.
    #[serde(default)]
    pub several: bool,
    /// Of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 0)]
    pub minimum: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 500)]
    pub maximum: Option<f64>,
    /// Of a number: what it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<LangText>,
    /// Asked only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_when: Option<ShownWhen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    Text,
    Choice,
    Number,
    Date,
    /// Answered by files that are sent with the request.
    File,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    #[schema(example = "idea")]
    pub id: String,
    pub label: LangText,
}

/// The answer to an earlier choice with which a question is asked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShownWhen {
    #[schema(example = "stage")]
    pub question_id: String,
    /// One of these was chosen.
    #[schema(example = json!(["idea"]))]
    pub choices: Vec<String>,
}

/// A question as a manager writes it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct QuestionInput {
    /// The same as before for a question that was there; no two of a service are alike.
    #[garde(custom(name))]
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9_-]+$", example = "stage")]
    id: String,
    r#type: QuestionType,
    #[garde(dive)]
    #[schema(inline)]
    label: LangInput<300>,
    #[garde(dive)]
    #[schema(inline)]
    help: Option<LangInput<500>>,
    #[serde(default)]
    required: bool,
    /// Of a choice, two at least.
    #[serde(default)]
    #[garde(custom(at_most::<30, _>), dive)]
    #[schema(max_items = 30)]
    choices: Vec<ChoiceInput>,
    /// Of a choice.
    #[serde(default)]
    several: bool,
    /// Of a number.
    #[garde(custom(bounded))]
    #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000, example = 0)]
    minimum: Option<f64>,
    #[garde(custom(bounded))]
    #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000, example = 500)]
    maximum: Option<f64>,
    /// Of a number.
    #[garde(dive)]
    #[schema(inline)]
    unit: Option<LangInput<40>>,
    #[garde(dive)]
    #[schema(inline)]
    shown_when: Option<ShownWhenInput>,
}

#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ChoiceInput {
    #[garde(custom(name))]
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9_-]+$", example = "idea")]
    id: String,
    #[garde(dive)]
    #[schema(inline)]
    label: LangInput<200>,
}

#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ShownWhenInput {
    /// An earlier question whose answer is chosen.
    #[garde(custom(name))]
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9_-]+$", example = "stage")]
    question_id: String,
    #[garde(custom(some), inner(custom(name)))]
    #[schema(min_items = 1, max_items = 30, inline)]
    choices: Vec<Name>,
}

/// The id of a choice.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9_-]+$", example = "idea")]
struct Name(String);

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The id of a question or a choice.
pub fn name(id: &(impl AsRef<str> + ?Sized), (): &()) -> garde::Result {
    let id = id.as_ref();
    let good = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
    match id.len() {
        0 => Err(garde::Error::new("required")),
        1..=60 if good => Ok(()),
        _ => Err(garde::Error::new("invalid_format|a-z 0-9 - _ (1–60)")),
    }
}

fn some<T>(items: &[T], (): &()) -> garde::Result {
    if (1..=30).contains(&items.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|30")) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn bounded(number: &Option<f64>, (): &()) -> garde::Result {
    const MOST: f64 = 1e9;
    if number.is_none_or(|number| (-MOST..=MOST).contains(&number)) {
        return Ok(());
    }
    Err(garde::Error::new("out_of_range|-1000000000|1000000000"))
}

/// The questions, if they can be asked in this order: each with what its type needs and nothing else.
pub fn asked(questions: Vec<QuestionInput>) -> Result<Vec<Question>, Problem> {
    let mut errors = vec![];
    for (place, question) in questions.iter().enumerate() {
        let wrong = |member: &str, code| FieldError::body(format!("/questions/{place}/{member}"), code);
        let before = &questions[..place];
        if before.iter().any(|earlier| earlier.id == question.id) {
            errors.push(wrong("id", FieldCode::Repeated));
        }
        let (is_choice, is_number) = (question.r#type == QuestionType::Choice, question.r#type == QuestionType::Number);
        let of_others = [
            ("choices", !is_choice && !question.choices.is_empty()),
            ("several", !is_choice && question.several),
            ("minimum", !is_number && question.minimum.is_some()),
            ("maximum", !is_number && question.maximum.is_some()),
            ("unit", !is_number && question.unit.is_some()),
        ];
        errors.extend(of_others.into_iter().filter(|(_, is)| *is).map(|(member, _)| wrong(member, FieldCode::NotAllowed)));
        if is_choice && question.choices.len() < 2 {
            errors.push(wrong("choices", FieldCode::ItemCount).with(["2", "30"]));
        }
        let mut seen = HashSet::new();
        for (number, choice) in question.choices.iter().enumerate() {
            if !seen.insert(&choice.id) {
                errors.push(wrong(&format!("choices/{number}/id"), FieldCode::Repeated));
            }
        }
        if let (Some(minimum), Some(maximum)) = (question.minimum, question.maximum)
            && minimum > maximum
        {
            errors.push(wrong("maximum", FieldCode::OutOfRange).with([minimum.to_string(), "1000000000".to_owned()]));
        }
        if let Some(shown) = &question.shown_when {
            let other = before.iter().find(|earlier| earlier.id == shown.question_id);
            match other.filter(|other| other.r#type == QuestionType::Choice) {
                None => errors.push(wrong("shown_when/question_id", FieldCode::UnknownReference)),
                Some(other) => {
                    for (number, choice) in shown.choices.iter().enumerate() {
                        if !other.choices.iter().any(|there| there.id == choice.0) {
                            errors.push(wrong(&format!("shown_when/choices/{number}"), FieldCode::UnknownReference));
                        }
                    }
                }
            }
        }
    }
    if errors.is_empty() { Ok(questions.into_iter().map(Into::into).collect()) } else { Err(Problem::invalid(errors)) }
}

impl From<QuestionInput> for Question {
    fn from(input: QuestionInput) -> Self {
        let QuestionInput { id, r#type, label, help, required, choices, several, minimum, maximum, unit, shown_when } = input;
        let choice = |ChoiceInput { id, label }| Choice { id, label: label.into() };
        let shown = |ShownWhenInput { question_id, choices }| ShownWhen {
            question_id,
            choices: choices.into_iter().map(|Name(id)| id).collect(),
        };
        Self {
            id,
            r#type,
            label: label.into(),
            help: help.map(Into::into),
            required,
            choices: choices.into_iter().map(choice).collect(),
            several,
            minimum,
            maximum,
            unit: unit.map(Into::into),
            shown_when: shown_when.map(shown),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn refused(questions: Value) -> Vec<(String, String)> {
        let questions: Vec<QuestionInput> = serde_json::from_value(questions).expect("questions");
        let problem = asked(questions).expect_err("must be refused");
        let document: Value = serde_json::from_slice(&problem.document(crate::error::Language::Fr, "")).expect("a document");
        let errors = document["errors"].as_array().expect("errors").iter();
        errors.map(|error| (error["pointer"].to_string(), error["code"].to_string())).collect()
    }

    fn stage() -> Value {
        json!({"id": "stage", "type": "choice", "label": {"fr": "Où en êtes-vous ?"},
               "choices": [{"id": "idea", "label": {"fr": "Une idée"}}, {"id": "company", "label": {"fr": "Une entreprise"}}]})
    }

    #[test]
    fn a_question_has_what_its_type_needs_and_nothing_else() {
        let text =
            json!({"id": "text", "type": "text", "label": {"fr": "?"}, "several": true, "minimum": 1, "unit": {"fr": "m²"}});
        let choice = json!({"id": "choice", "type": "choice", "label": {"fr": "?"}, "choices": []});
        let number = json!({"id": "number", "type": "number", "label": {"fr": "?"}, "minimum": 5, "maximum": 4});
        let found = refused(json!([text, choice, number]));
        let places: Vec<&str> = found.iter().map(|(pointer, _)| pointer.trim_matches('"')).collect();
        let expected =
            ["/questions/0/several", "/questions/0/minimum", "/questions/0/unit", "/questions/1/choices", "/questions/2/maximum"];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_question_hangs_on_an_earlier_choice_only() {
        let hangs = |on: &str, choice: &str| json!({"id": format!("after-{on}"), "type": "date", "label": {"fr": "?"}, "shown_when": {"question_id": on, "choices": [choice]}});
        let places = |found: Vec<(String, String)>| found.into_iter().map(|(pointer, _)| pointer).collect::<Vec<_>>();
        assert_eq!(places(refused(json!([hangs("stage", "idea"), stage()]))), ["\"/questions/0/shown_when/question_id\""]);
        assert_eq!(places(refused(json!([stage(), hangs("stage", "none")]))), ["\"/questions/1/shown_when/choices/0\""]);
        let good: Vec<QuestionInput> = serde_json::from_value(json!([stage(), hangs("stage", "idea")])).expect("questions");
        assert_eq!(asked(good).expect("good").len(), 2);
    }

    #[test]
    fn no_two_questions_are_alike() {
        assert_eq!(refused(json!([stage(), stage()])), [("\"/questions/1/id\"".to_owned(), "\"repeated\"".to_owned())]);
    }
}
