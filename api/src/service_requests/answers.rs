//! What was answered to the questions of a service. Each answer is kept with the words of its question, so that it can be
//! read when the question is another one or gone, and whichever site the request goes to.

use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ArrayBuilder, ObjectBuilder, OneOfBuilder, RefOr, Schema, schema::Type},
};

use crate::{
    error::{FieldCode, Language},
    http::{FieldError, LangText, Line, Problem, Prose},
    ids::DocumentId,
    totems::questions::{Choice, Question, QuestionType, name},
};

/// No number is further from nothing.
const MOST: f64 = 1e9;

/// An answer to a question of the service.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct AnswerInput {
    #[garde(custom(name))]
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9_-]+$", example = "stage")]
    question_id: String,
    #[garde(dive)]
    #[schema(inline)]
    value: AnswerValue,
}

/// Text; the id of a choice, or of several in a list; a number; or a date, as in 2027-03-31. Of a question for a file, which
/// is not answered here, a list of the ids of its documents.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged, expecting = "wrong_type|\"…\", 0, […]")]
pub enum AnswerValue {
    Text(Prose<1, 2000>),
    Number(f64),
    Several(Vec<Line<1, 60>>),
}

impl Validate for AnswerValue {
    type Context = ();

    fn validate_into(&self, context: &(), parent: &mut dyn FnMut() -> garde::Path, report: &mut garde::Report) {
        match self {
            Self::Text(text) => text.validate_into(context, parent, report),
            Self::Number(number) if (-MOST..=MOST).contains(number) => {}
            Self::Number(_) => report.append(parent(), garde::Error::new("out_of_range|-1000000000|1000000000")),
            Self::Several(ids) if ids.len() > 30 => report.append(parent(), garde::Error::new("item_count|0|30")),
            Self::Several(ids) => {
                for (place, id) in ids.iter().enumerate() {
                    id.validate_into(context, &mut || parent().join(place), report);
                }
            }
        }
    }
}

impl PartialSchema for AnswerValue {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Number).minimum(Some(-MOST)).maximum(Some(MOST));
        OneOfBuilder::new()
            .description(Some("Text; the id of a choice, or of several in a list; a number; or a date, as in 2027-03-31."))
            .item(Prose::<1, 2000>::schema())
            .item(number)
            .item(ArrayBuilder::new().items(Line::<1, 60>::schema()).max_items(Some(30)))
            .examples([serde_json::json!("idea")])
            .into()
    }
}

impl ToSchema for AnswerValue {}

/// What was answered, with the words under which it was asked. Of a file `value` lists the ids of the documents that answer it,
/// none as long as none has come.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceRequestAnswer)]
pub struct GivenAnswer {
    #[schema(example = "stage")]
    pub question_id: String,
    pub r#type: QuestionType,
    pub label: LangText,
    #[schema(inline)]
    pub value: AnswerValue,
    /// Of a file: the request is sent once there is one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Of a choice: what was chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Of a number: what it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<LangText>,
}

impl GivenAnswer {
    /// Question and answer, as somebody reads them; of a file nothing, for it stands beside them.
    pub fn words(&self, language: Language) -> Option<String> {
        if self.is_file() {
            return None;
        }
        let chosen = |id: &str| {
            let choice = self.choices.iter().find(|choice| choice.id == id);
            choice.map_or_else(|| id.to_owned(), |choice| choice.label.say(language).to_owned())
        };
        let value = match &self.value {
            AnswerValue::Text(text) => chosen(&text.0),
            AnswerValue::Number(number) => match &self.unit {
                Some(unit) => format!("{number} {}", unit.say(language)),
                None => number.to_string(),
            },
            AnswerValue::Several(ids) => ids.iter().map(|id| chosen(&id.0)).collect::<Vec<_>>().join(", "),
        };
        Some(format!("{}\n{value}", self.label.say(language)))
    }

    pub fn is_file(&self) -> bool {
        self.r#type == QuestionType::File
    }

    /// What answers it, of all documents of the request.
    pub fn answer_by(&mut self, files: &[AnswerFile]) {
        if self.is_file() {
            let own = files.iter().filter(|file| file.question_id == self.question_id);
            self.value = AnswerValue::Several(own.map(|file| Line(file.id.to_string())).collect());
        }
    }

    fn is_awaited(&self) -> bool {
        self.required && self.is_file() && self.value == AnswerValue::Several(vec![])
    }

    /// Whether one of these was chosen.
    fn is_one_of(&self, ids: &[String]) -> bool {
        self.choices.iter().any(|choice| ids.contains(&choice.id))
    }
}

/// A document that answers a question.
#[derive(Debug, Deserialize)]
pub struct AnswerFile {
    question_id: String,
    id: DocumentId,
}

/// The first question that waits for its file before the request can be sent.
pub fn awaited(answers: &[GivenAnswer]) -> Option<&LangText> {
    answers.iter().find(|answer| answer.is_awaited()).map(|answer| &answer.label)
}

/// The answers in the order of the questions. Each is of its question's type; what is required and asked is there; nothing
/// else is. A file follows its request: its question stands there, waiting for it.
pub fn answered(questions: &[Question], given: Vec<AnswerInput>, language: Language) -> Result<Vec<GivenAnswer>, Problem> {
    let mut errors = vec![];
    let mut given: Vec<(usize, Option<AnswerInput>)> = given.into_iter().map(Some).enumerate().collect();
    let mut answers: Vec<GivenAnswer> = Vec::with_capacity(given.len());
    for question in questions {
        let mut of_this =
            given.iter_mut().filter(|(_, input)| input.as_ref().is_some_and(|input| input.question_id == question.id));
        let first = of_this.next().and_then(|(place, input)| Some((*place, input.take()?)));
        for (place, again) in of_this {
            *again = None;
            errors.push(FieldError::body(format!("/answers/{place}/question_id"), FieldCode::Repeated));
        }
        let shown = question.shown_when.as_ref().is_none_or(|when| {
            answers.iter().any(|answer| answer.question_id == when.question_id && answer.is_one_of(&when.choices))
        });
        match first {
            None if shown && question.r#type == QuestionType::File => {
                answers.push(given_to(question, AnswerValue::Several(vec![]), vec![]));
            }
            Some((place, _)) if !shown => {
                errors.push(FieldError::body(format!("/answers/{place}/question_id"), FieldCode::NotAllowed));
            }
            Some((place, AnswerInput { value, .. })) => match read(question, value) {
                Ok(Some(answer)) => answers.push(answer),
                Ok(None) if question.required => errors.push(missing(question, language)),
                Ok(None) => {}
                Err(wrong) => errors.push(wrong.at(place)),
            },
            None if shown && question.required => errors.push(missing(question, language)),
            None => {}
        }
    }
    let unknown = given.iter().filter(|(_, input)| input.is_some());
    errors
        .extend(unknown.map(|(place, _)| FieldError::body(format!("/answers/{place}/question_id"), FieldCode::UnknownReference)));
    if errors.is_empty() { Ok(answers) } else { Err(Problem::invalid(errors)) }
}

/// What is missing has no place of its own: its question is named.
fn missing(question: &Question, language: Language) -> FieldError {
    FieldError::body("/answers", FieldCode::AnswerMissing).with([question.label.say(language)])
}

struct Wrong(FieldCode, Vec<String>);

impl Wrong {
    fn at(self, place: usize) -> FieldError {
        FieldError::body(format!("/answers/{place}/value"), self.0).with(self.1)
    }
}

/// The answer, unless nothing was chosen.
fn read(question: &Question, value: AnswerValue) -> Result<Option<GivenAnswer>, Wrong> {
    let mut choices = vec![];
    match (question.r#type, &value) {
        (QuestionType::Text, AnswerValue::Text(_)) => {}
        (QuestionType::Text, _) => return Err(Wrong(FieldCode::TextExpected, vec![])),
        (QuestionType::Date, AnswerValue::Text(text)) if text.0.len() == 10 && text.0.parse::<NaiveDate>().is_ok() => {}
        (QuestionType::Date, _) => return Err(Wrong(FieldCode::DateExpected, vec![])),
        (QuestionType::Number, AnswerValue::Number(number)) => {
            let (minimum, maximum) = (question.minimum.unwrap_or(-MOST), question.maximum.unwrap_or(MOST));
            if !(minimum..=maximum).contains(number) {
                return Err(Wrong(FieldCode::OutOfRange, vec![minimum.to_string(), maximum.to_string()]));
            }
        }
        (QuestionType::Number, _) => return Err(Wrong(FieldCode::NumberExpected, vec![])),
        (QuestionType::Choice, AnswerValue::Several(ids)) if ids.is_empty() => return Ok(None),
        (QuestionType::Choice, value) => choices = chosen(question, value).ok_or_else(|| wrong_choice(question))?,
        (QuestionType::File, _) => return Err(Wrong(FieldCode::FileExpected, vec![])),
    }
    Ok(Some(given_to(question, value, choices)))
}

fn given_to(question: &Question, value: AnswerValue, choices: Vec<Choice>) -> GivenAnswer {
    let Question { id, r#type, label, unit, required, .. } = question.clone();
    let required = required && r#type == QuestionType::File;
    GivenAnswer { question_id: id, r#type, label, value, required, choices, unit }
}

fn chosen(question: &Question, value: &AnswerValue) -> Option<Vec<Choice>> {
    let ids: Vec<&str> = match value {
        AnswerValue::Text(id) => vec![&id.0],
        AnswerValue::Several(ids) if question.several => ids.iter().map(|id| id.0.as_str()).collect(),
        AnswerValue::Several(_) | AnswerValue::Number(_) => return None,
    };
    let choices: Vec<Choice> = question.choices.iter().filter(|choice| ids.contains(&choice.id.as_str())).cloned().collect();
    (choices.len() == ids.len()).then_some(choices)
}

fn wrong_choice(question: &Question) -> Wrong {
    let ids: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
    Wrong(FieldCode::InvalidChoice, vec![ids.join(", ")])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn questions() -> Vec<Question> {
        serde_json::from_value(json!([
            {"id": "stage", "type": "choice", "label": {"fr": "Où en êtes-vous ?", "de": "Wie weit sind Sie?"}, "required": true,
             "choices": [{"id": "idea", "label": {"fr": "Une idée"}}, {"id": "company", "label": {"fr": "Une entreprise"}}]},
            {"id": "founded", "type": "date", "label": {"fr": "Créée le"}, "required": true,
             "shown_when": {"question_id": "stage", "choices": ["company"]}},
            {"id": "persons", "type": "number", "label": {"fr": "Combien ?"}, "required": false, "minimum": 1, "maximum": 9},
            {"id": "days", "type": "choice", "label": {"fr": "Quels jours ?"}, "required": false, "several": true,
             "choices": [{"id": "monday", "label": {"fr": "Lundi"}}, {"id": "friday", "label": {"fr": "Vendredi"}}]},
            {"id": "rest", "type": "text", "label": {"fr": "Autre chose ?"}, "required": false},
        ]))
        .expect("questions")
    }

    fn check(given: Value, language: Language) -> Result<Vec<GivenAnswer>, Vec<[String; 3]>> {
        let given: Vec<AnswerInput> = serde_json::from_value(given).expect("answers");
        answered(&questions(), given, language).map_err(|problem| {
            let document: Value = serde_json::from_slice(&problem.document(language, "")).expect("a document");
            let member = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
            let errors = document["errors"].as_array().expect("errors").iter();
            errors.map(|error| ["pointer", "code", "detail"].map(|name| member(error, name))).collect()
        })
    }

    #[test]
    fn answers_are_kept_in_the_order_of_the_questions_with_their_words() {
        let given = json!([{"question_id": "days", "value": ["friday", "monday"]}, {"question_id": "stage", "value": "company"},
                           {"question_id": "founded", "value": "2024-02-29"}, {"question_id": "persons", "value": 3}]);
        let answers = check(given, Language::Fr).expect("good");
        let ids: Vec<&str> = answers.iter().map(|answer| answer.question_id.as_str()).collect();
        assert_eq!(ids, ["stage", "founded", "persons", "days"]);
        assert_eq!(answers[0].choices[0].label.say(Language::Fr), "Une entreprise");
        assert_eq!(answers[3].choices.len(), 2);
    }

    #[test]
    fn what_is_required_is_missed_only_where_it_is_asked() {
        assert!(check(json!([{"question_id": "stage", "value": "idea"}]), Language::Fr).is_ok());
        let missing = check(json!([{"question_id": "stage", "value": "company"}]), Language::Fr).expect_err("refused");
        assert_eq!(missing[0][..2], ["/answers", "answer_missing"]);
        let missing = check(json!([]), Language::De).expect_err("refused");
        assert!(missing[0][2].contains("Wie weit sind Sie?"), "{missing:?}");
    }

    #[test]
    fn an_answer_is_of_the_type_of_its_question() {
        for (id, value, code) in [
            ("stage", json!("other"), "invalid_choice"),
            ("stage", json!(["idea", "company"]), "invalid_choice"),
            ("stage", json!(1), "invalid_choice"),
            ("days", json!(["monday", "monday"]), "invalid_choice"),
            ("persons", json!("3"), "number_expected"),
            ("persons", json!(10), "out_of_range"),
            ("rest", json!(3), "text_expected"),
        ] {
            let given = json!([{"question_id": id, "value": value}]);
            let errors = check(given, Language::Fr).expect_err("must be refused");
            assert!(errors.iter().any(|error| error[..2] == ["/answers/0/value", code]), "{id} {errors:?}");
        }
        for day in ["2023-02-29", "29.2.2024", "2024-2-1"] {
            let given = json!([{"question_id": "stage", "value": "company"}, {"question_id": "founded", "value": day}]);
            let errors = check(given, Language::Fr).expect_err("must be refused");
            assert_eq!(errors[0][..2], ["/answers/1/value", "date_expected"], "{day}");
        }
    }

    #[test]
    fn a_question_for_a_file_waits_for_it_where_it_is_asked() {
        let mut questions = questions();
        let when = json!({"question_id": "stage", "choices": ["company"]});
        let file =
            json!({"id": "statutes", "type": "file", "label": {"fr": "Vos statuts"}, "required": true, "shown_when": when});
        questions.push(serde_json::from_value(file).expect("a question"));
        let answer = |given: Value| answered(&questions, serde_json::from_value(given).expect("answers"), Language::Fr);
        let idea = answer(json!([{"question_id": "stage", "value": "idea"}])).expect("good");
        assert!(awaited(&idea).is_none() && idea.len() == 1);
        let company = json!([{"question_id": "stage", "value": "company"}, {"question_id": "founded", "value": "2024-02-29"}]);
        let mut waiting = answer(company).expect("good");
        assert_eq!(awaited(&waiting).map(|label| label.say(Language::Fr)), Some("Vos statuts"));
        let of = |id: &str| AnswerFile { question_id: id.to_owned(), id: DocumentId::new() };
        waiting[2].answer_by(&[of("others")]);
        assert!(awaited(&waiting).is_some());
        waiting[2].answer_by(&[of("statutes"), of("statutes")]);
        assert!(awaited(&waiting).is_none());
        let named =
            answer(json!([{"question_id": "stage", "value": "company"}, {"question_id": "founded", "value": "2024-02-29"},
                                  {"question_id": "statutes", "value": "statuts.pdf"}]));
        let document = named.expect_err("refused").document(Language::Fr, "");
        assert!(String::from_utf8_lossy(&document).contains("file_expected"));
    }

    #[test]
    fn nothing_is_answered_twice_unasked_or_to_no_question() {
        let stage = json!({"question_id": "stage", "value": "idea"});
        let refused = |more: Value| check(json!([stage, more]), Language::Fr).expect_err("refused")[0].clone();
        assert_eq!(refused(stage.clone())[..2], ["/answers/1/question_id", "repeated"]);
        assert_eq!(
            refused(json!({"question_id": "founded", "value": "2024-01-01"}))[..2],
            ["/answers/1/question_id", "not_allowed"]
        );
        assert_eq!(refused(json!({"question_id": "none", "value": "x"}))[..2], ["/answers/1/question_id", "unknown_reference"]);
    }
}
