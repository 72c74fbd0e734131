//! Where a value stands in a line: the name of a column, or a way through an object.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{
    http::text::{STRAY, is_stray},
    imports::reading::{Content, Line},
};

/// Steps from a line to its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    /// Each element, or each whose member is this or holds this.
    Each(Option<(String, String)>),
}

impl Path {
    /// A name of a column stands for itself; a way through an object begins with a slash.
    pub fn new(text: &str) -> Option<Self> {
        if text.is_empty() || text.chars().count() > 300 || text.contains(is_stray) {
            return None;
        }
        let Some(rest) = text.strip_prefix('/') else {
            return Some(Self { text: text.to_owned(), steps: vec![Step::Name(text.to_owned())] });
        };
        let steps: Option<Vec<Step>> = rest
            .split('/')
            .map(|step| match step.strip_prefix('*') {
                Some("") => Some(Step::Each(None)),
                Some(filter) => {
                    let (name, value) = filter.strip_prefix('[')?.strip_suffix(']')?.split_once('=')?;
                    Some(Step::Each(Some((name.to_owned(), value.to_owned()))))
                }
                None => Some(Step::Name(step.replace("~1", "/").replace("~0", "~"))),
            })
            .collect();
        Some(Self { text: text.to_owned(), steps: steps? })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The texts that stand there. A column of a table is one; a path may lead to several.
    pub fn of(&self, line: &Line) -> Vec<String> {
        match &line.content {
            Content::Cells { columns, cells } => {
                // An exact name first: a column may well begin with a slash.
                let place = columns.iter().position(|name| *name == self.text);
                let place = place.or_else(|| columns.iter().position(|name| name.eq_ignore_ascii_case(self.text.trim())));
                place.and_then(|place| cells.get(place)).cloned().into_iter().collect()
            }
            Content::Object(object) => {
                let mut found = vec![];
                walk(object, &self.steps, &mut found);
                found
            }
            Content::Broken(_) => vec![],
        }
    }

    /// Whether the way leads anywhere.
    pub fn leads(&self, line: &Line) -> bool {
        match &line.content {
            Content::Cells { columns, .. } => columns.contains(&self.text),
            Content::Object(object) => {
                let mut at = object;
                for step in &self.steps {
                    let Step::Name(name) = step else { return !at.is_null() };
                    match at.get(name) {
                        Some(next) => at = next,
                        None => return false,
                    }
                }
                !at.is_null()
            }
            Content::Broken(_) => false,
        }
    }
}

fn walk(value: &Value, steps: &[Step], found: &mut Vec<String>) {
    let Some((step, rest)) = steps.split_first() else {
        match value {
            Value::Null => {}
            Value::String(text) => found.push(text.clone()),
            Value::Number(number) => found.push(number.to_string()),
            Value::Bool(value) => found.push(value.to_string()),
            // A list at the end is all of its items.
            Value::Array(items) => items.iter().filter(|item| !item.is_object()).for_each(|item| walk(item, &[], found)),
            Value::Object(_) => {}
        }
        return;
    };
    match (step, value) {
        (Step::Name(name), Value::Object(members)) => {
            if let Some(next) = members.get(name) {
                walk(next, rest, found);
            }
        }
        (Step::Name(place), Value::Array(items)) => {
            if let Some(next) = place.parse::<usize>().ok().and_then(|place| items.get(place)) {
                walk(next, rest, found);
            }
        }
        (Step::Each(filter), Value::Array(items)) => {
            let chosen = |item: &&Value| {
                filter.as_ref().is_none_or(|(name, wanted)| match item.get(name) {
                    Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(wanted)),
                    Some(one) => one.as_str() == Some(wanted),
                    None => false,
                })
            };
            items.iter().filter(chosen).for_each(|item| walk(item, rest, found));
        }
        _ => {}
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        Self::new(&text).ok_or_else(|| serde::de::Error::custom("invalid_format|ville, /siege/code_postal"))
    }
}

impl PartialSchema for Path {
    fn schema() -> RefOr<Schema> {
        let stray = format!("[^{STRAY}]");
        let plain = stray.replace("[^", "[^/");
        let first = plain.replace("[^", "[^*");
        let step = format!(r"(?:{first}{plain}*|\*(?:\[{plain}*={plain}*\])?)?");
        let pattern = format!("^(?:{plain}{stray}*|(?:/{step})+)$");
        let path = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(300));
        path.pattern(Some(pattern)).examples([json!("ville"), json!("/siege/code_postal")]).into()
    }
}

impl ToSchema for Path {}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_to_its_values() {
        let value = serde_json::json!({
            "names": [{"value": "UL", "types": ["acronym"]}, {"value": "Université", "types": ["label", "ror_display"]}],
            "siege": {"code/postal": "57000"}, "n": 7, "list": ["a", "b"], "none": null,
            "links": [{"type": "website", "value": "https://a.fr"}],
        });
        let line = Line { number: 1, content: Content::Object(value) };
        for (path, values) in [
            ("/names/*/value", vec!["UL", "Université"]),
            ("/names/*[types=ror_display]/value", vec!["Université"]),
            ("/links/*[type=website]/value", vec!["https://a.fr"]),
            ("/siege/code~1postal", vec!["57000"]),
            ("n", vec!["7"]),
            ("/list", vec!["a", "b"]),
            ("/list/1", vec!["b"]),
            ("/none", vec![]),
            ("/absent/x", vec![]),
        ] {
            assert_eq!(Path::new(path).expect("a path").of(&line), values, "{path}");
        }
        assert!(Path::new("/names").expect("a path").leads(&line) && !Path::new("/name").expect("a path").leads(&line));
        assert!(Path::new("").is_none() && Path::new("/a/*[x").is_none());
    }
}
