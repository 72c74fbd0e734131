//! Reads serde's sentences back into field errors, for serde gives no other way to know what it stumbled over.

use crate::error::FieldCode;

/// What a deserialisation error says: a code and its particulars, and the member it names.
pub struct Reading {
    pub code: FieldCode,
    pub particulars: Vec<String>,
    pub member: Option<String>,
}

impl Reading {
    fn new(code: FieldCode) -> Self {
        Self { code, particulars: vec![], member: None }
    }

    fn with(mut self, particular: impl Into<String>) -> Self {
        self.particulars.push(particular.into());
        self
    }

    fn of(mut self, member: &str) -> Self {
        self.member = Some(member.to_owned());
        self
    }
}

/// Our own types say `code|particular|particular`; serde's derives speak English.
pub fn read(message: &str) -> Reading {
    let message = message.split(" at line ").next().unwrap_or(message);
    let quoted = |start: &str| message.strip_prefix(start).and_then(|rest| rest.split('`').next());
    if let Some(own) = own_words(message) {
        return own;
    }
    if let Some(member) = quoted("unknown field `") {
        return Reading::new(FieldCode::UnknownMember).with(instead(&expected(message), member)).of(member);
    }
    if let Some(member) = quoted("missing field `") {
        return Reading::new(FieldCode::Required).of(member);
    }
    if let Some(member) = quoted("duplicate field `") {
        return Reading::new(FieldCode::Repeated).of(member);
    }
    if message.starts_with("unknown variant `") {
        return Reading::new(FieldCode::InvalidChoice).with(expected(message).join(", "));
    }
    let wanted = message.rsplit_once("expected ").map_or("another type", |(_, wanted)| wanted);
    Reading::new(FieldCode::WrongType).with(wanted)
}

/// As alike are a name and what somebody makes of it by a slip.
const ALIKE: f64 = 0.85;

/// The name that was meant, or all that there are where none is near.
fn instead(names: &[String], typed: &str) -> String {
    let alike = |name: &String| strsim::jaro_winkler(name, typed);
    let nearest = names.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|name| alike(name) >= ALIKE);
    nearest.cloned().unwrap_or_else(|| names.join(", "))
}

fn own_words(message: &str) -> Option<Reading> {
    let mut parts = message.split('|');
    let name = parts.next()?;
    let code = FieldCode::ALL.iter().find(|code| code.code() == name)?;
    Some(parts.fold(Reading::new(*code), Reading::with))
}

/// The names in backticks after "expected".
fn expected(message: &str) -> Vec<String> {
    message
        .split_once("expected ")
        .map(|(_, rest)| rest.split('`').skip(1).step_by(2).map(str::to_owned).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its errors matter")]
    struct Form {
        subject: String,
        status: Status,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Status {
        Open,
        Closed,
    }

    fn reading(json: &str) -> (FieldCode, Option<String>, Vec<String>) {
        let reading = read(&serde_json::from_str::<Form>(json).expect_err("must fail").to_string());
        (reading.code, reading.member, reading.particulars)
    }

    #[test]
    fn serdes_sentences_of_this_version_are_understood() {
        let member = |name: &str| Some(name.to_owned());
        let words = |text: &str| vec![text.to_owned()];
        assert_eq!(reading(r#"{"subjet": 1}"#), (FieldCode::UnknownMember, member("subjet"), words("subject")));
        assert_eq!(reading(r#"{"colour": 1}"#), (FieldCode::UnknownMember, member("colour"), words("subject, status")));
        assert_eq!(reading(r#"{"subject": "a"}"#), (FieldCode::Required, member("status"), vec![]));
        assert_eq!(reading(r#"{"subject": "a", "subject": "b"}"#), (FieldCode::Repeated, member("subject"), vec![]));
        assert_eq!(reading(r#"{"status": "shut"}"#), (FieldCode::InvalidChoice, None, words("open, closed")));
        assert_eq!(reading(r#"{"subject": 3}"#), (FieldCode::WrongType, None, words("a string")));
    }
}
