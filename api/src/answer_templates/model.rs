//! The shape of templates, and their fields.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    error::{FieldCode, Language},
    http::{FieldError, Problem},
    ids::{AnswerTemplateId, TotemId},
};

/// What a template may name, as `{{contact_name}}`.
pub const FIELDS: [&str; 7] = ["contact_name", "reference", "subject", "service", "totem", "due_on", "agent"];

/// An answer that is written often.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerTemplate {
    pub id: AnswerTemplateId,
    pub totem_id: TotemId,
    #[schema(example = "Premier rendez-vous")]
    pub name: String,
    /// With fields for what is of the request: `{{contact_name}}`, `{{reference}}`, `{{subject}}`, `{{service}}`,
    /// `{{totem}}`, `{{due_on}}`, `{{agent}}`. Whoever uses the template fills them in.
    #[schema(example = "Bonjour {{contact_name}}, pouvons-nous nous voir mardi au {{totem}} ?")]
    pub body: String,
    /// The one it is written in.
    pub language: Language,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
}

/// Refuses fields that nobody could fill in.
pub fn check(body: &str) -> Result<(), Problem> {
    let errors: Vec<FieldError> = body
        .split("{{")
        .skip(1)
        // What is not closed is no field either.
        .map(|rest| rest.split_once("}}").map_or((rest, false), |(field, _)| (field.trim(), FIELDS.contains(&field.trim()))))
        .filter(|(_, known)| !known)
        .map(|(field, _)| {
            let shown = field.chars().take(40).collect::<String>();
            FieldError::body("/body", FieldCode::UnknownField).with([shown, FIELDS.join(", ")])
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_one_that_can_be_filled_in() {
        for good in ["Bonjour {{contact_name}},", "{{ reference }} {{subject}}", "{ } {x}", ""] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["{{name}}", "{{contact_name}} {{}}", "{{contact_name", "{{{subject}}}"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
