//! Text as people type it: trimmed, in normal form C, without control characters, and of a bounded length.
//!
//! The types carry the bounds; the OpenAPI schema and the check are both read from them.

use std::fmt;

use garde::{Path, Report, Validate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use utoipa::{
    __dev::ComposeSchema,
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

/// Text that may hold several lines; the bounds count characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose<const MIN: usize, const MAX: usize>(pub String);

/// Text of one line; the bounds count characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<const MIN: usize, const MAX: usize>(pub String);

/// An e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(pub String);

/// An address of the web, `http` or `https`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress(pub String);

/// What exceeds the maximum as it was sent stays as it is and is refused for it: the document counts what is sent.
fn clean(raw: String, max: usize) -> String {
    if raw.chars().count() > max { raw } else { raw.trim().nfc().collect() }
}

fn bounds(text: &str, min: usize, max: usize, several_lines: bool) -> Result<(), String> {
    let stray = |c: char| is_stray(c) && !(several_lines && matches!(c, '\n' | '\r' | '\t'));
    let length = text.chars().count();
    if text.chars().any(stray) {
        Err("control_character".into())
    } else if length == 0 && min > 0 {
        Err("required".into())
    } else if length < min {
        Err(format!("too_short|{min}"))
    } else if length > max {
        Err(format!("too_long|{max}"))
    } else {
        Ok(())
    }
}

/// Marks that no line of text has.
pub fn is_stray(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// Marks that turn the direction of text or hide in it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// What `is_stray` finds, for patterns of the document.
pub const STRAY: &str = r"\u0000-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069\uFEFF";

/// What `bounds` lets through, for the document: the marks of a text whose ends are trimmed.
fn pattern(min: usize, several_lines: bool) -> String {
    let stray =
        if several_lines { STRAY.replace(r"\u0000-\u001F", r"\u0000-\u0008\u000B\u000C\u000E-\u001F") } else { STRAY.into() };
    let (inner, end) = (format!("[^{stray}]"), format!(r"[^\s{stray}]"));
    match min {
        0 => format!("^{inner}*$"),
        1 => format!(r"^\s*{end}(?:{inner}*{end})?\s*$"),
        _ => format!(r"^\s*{end}{inner}{{{},}}{end}\s*$", min - 2),
    }
}

fn email(text: &str) -> Result<(), String> {
    bounds(text, 1, 254, false)?;
    let parts = text.split_once('@');
    let good = parts.is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            })
            && text.parse::<lettre::Address>().is_ok()
    });
    if good { Ok(()) } else { Err("invalid_email".into()) }
}

fn web_address(text: &str) -> Result<(), String> {
    bounds(text, 1, 500, false)?;
    let good = url::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some()
            && url.username().is_empty()
            && url.password().is_none()
    });
    if good { Ok(()) } else { Err("invalid_url".into()) }
}

macro_rules! text_type {
    ([$($generics:tt)*] $name:ty, $max:expr, $check:expr, $schema:expr) => {
        impl<'de, $($generics)*> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                String::deserialize(input).map(|raw| Self(clean(raw, $max)))
            }
        }

        impl<$($generics)*> Serialize for $name {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(&self.0)
            }
        }

        impl<$($generics)*> Validate for $name {
            type Context = ();

            fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                let check: fn(&str) -> Result<(), String> = $check;
                if let Err(message) = check(&self.0) {
                    report.append(parent(), garde::Error::new(message));
                }
            }
        }

        impl<$($generics)*> ComposeSchema for $name {
            fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
                let schema: fn(ObjectBuilder) -> ObjectBuilder = $schema;
                schema(ObjectBuilder::new().schema_type(Type::String)).into()
            }
        }

        impl<$($generics)*> ToSchema for $name {}

        impl<$($generics)*> fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

text_type!([const MIN: usize, const MAX: usize] Prose<MIN, MAX>, MAX, |text| bounds(text, MIN, MAX, true),
    |schema| schema.min_length(Some(MIN)).max_length(Some(MAX)).pattern(Some(pattern(MIN, true))));
text_type!([const MIN: usize, const MAX: usize] Line<MIN, MAX>, MAX, |text| bounds(text, MIN, MAX, false),
    |schema| schema.min_length(Some(MIN)).max_length(Some(MAX)).pattern(Some(pattern(MIN, false))));
text_type!([] Email, 254, email, |schema| schema.max_length(Some(254)).format(Some(SchemaFormat::Custom("email".into()))));
text_type!([] WebAddress, 500, web_address, |schema| {
    schema.max_length(Some(500)).format(Some(SchemaFormat::Custom("uri".into()))).pattern(Some("^\\s*https?://[^\\s/]"))
});

/// One text in several languages, at least one of them given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"fr": "Un atelier ouvert à tous.", "de": "Eine offene Werkstatt."}))]
pub struct LangText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub de: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lb: Option<String>,
}

impl LangText {
    /// The text in this language, else in French, else in whichever there is.
    pub fn say(&self, language: crate::error::Language) -> &str {
        let wanted = match language {
            crate::error::Language::Fr => &self.fr,
            crate::error::Language::De => &self.de,
            crate::error::Language::En => &self.en,
        };
        [wanted, &self.fr, &self.en, &self.de, &self.lb].into_iter().flatten().next().map_or("", String::as_str)
    }
}

/// A text in several languages as somebody gives it: each at most `MAX` characters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LangInput<const MAX: usize> {
    fr: Option<Prose<1, MAX>>,
    de: Option<Prose<1, MAX>>,
    en: Option<Prose<1, MAX>>,
    lb: Option<Prose<1, MAX>>,
}

impl<const MAX: usize> Validate for LangInput<MAX> {
    type Context = ();

    fn validate_into(&self, context: &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        let texts = [("fr", &self.fr), ("de", &self.de), ("en", &self.en), ("lb", &self.lb)];
        if texts.iter().all(|(_, text)| text.is_none()) {
            report.append(parent(), garde::Error::new("at_least_one_language"));
        }
        for (language, text) in texts {
            if let Some(text) = text {
                text.validate_into(context, &mut || parent().join(language), report);
            }
        }
    }
}

impl<const MAX: usize> ComposeSchema for LangInput<MAX> {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let language = |object: ObjectBuilder, tag: &str| object.property(tag, Prose::<1, MAX>::schema());
        let object = ["fr", "de", "en", "lb"].into_iter().fold(ObjectBuilder::new().schema_type(Type::Object), language);
        let closed = utoipa::openapi::schema::AdditionalProperties::FreeForm(false);
        object.additional_properties(Some(closed)).min_properties(Some(1)).into()
    }
}

impl<const MAX: usize> ToSchema for LangInput<MAX> {}

impl<const MAX: usize> From<LangInput<MAX>> for LangText {
    fn from(LangInput { fr, de, en, lb }: LangInput<MAX>) -> Self {
        let plain = |text: Option<Prose<1, MAX>>| text.map(|text| text.0);
        Self { fr: plain(fr), de: plain(de), en: plain(en), lb: plain(lb) }
    }
}

/// A member of a merge patch: absent keeps, `null` clears, a value sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Option::deserialize(input).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

impl<T> Patch<T> {
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(change(value)),
        }
    }
}

impl<T: Validate<Context = ()>> Validate for Patch<T> {
    type Context = ();

    fn validate_into(&self, context: &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if let Self::Set(value) = self {
            value.validate_into(context, parent, report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_brought_to_normal_form_c() {
        let line: Line<1, 10> = serde_json::from_str("\"  E\u{301}pinal \"").expect("a string");
        assert_eq!(line.0, "Épinal");
        let padded: Line<1, 10> = serde_json::from_str("\"Metz          \"").expect("a string");
        assert!(padded.validate().is_err(), "the maximum counts what was sent");
    }

    #[test]
    fn what_hides_in_text_is_refused() {
        for text in ["a\0b", "a\u{202E}b", "a\u{FEFF}b", "a\u{200B}b", "two\nlines"] {
            assert_eq!(bounds(text, 1, 20, false), Err("control_character".into()), "{text:?}");
        }
        assert_eq!(bounds("two\nlines", 1, 20, true), Ok(()));
    }

    #[test]
    fn addresses_are_told_from_what_only_looks_like_one() {
        for good in ["a@b.fr", "prénom.nom@exemple.fr", "x+y@sub.example.org"] {
            assert_eq!(email(good), Ok(()), "{good}");
        }
        for bad in ["a", "a@b", "@b.fr", "a@-b.fr", "a@b..fr", "a b@c.fr", "a@b.fr\r\nBcc: x@y.fr"] {
            assert!(email(bad).is_err(), "{bad}");
        }
        for bad in ["javascript:alert(1)", "ftp://a.fr", "http://", "https://u:p@a.fr", "//a.fr"] {
            assert!(web_address(bad).is_err(), "{bad}");
        }
    }
}
