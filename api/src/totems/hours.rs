//! When a site or a space is open, by the clock on its wall.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{
    directory::model::at_most,
    error::FieldCode,
    http::{FieldError, Problem},
};

/// From when to when a site or a space is open on a day of the week; several for a day with a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    pub weekday: DayOfWeek,
    #[schema(example = "09:00")]
    pub opens: TimeOfDay,
    #[schema(example = "18:00")]
    pub closes: TimeOfDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Minutes since midnight, written as `HH:MM`; `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub u32);

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(&format_args!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        let parts = text.split_once(':').filter(|(hours, minutes)| {
            [hours, minutes].iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let time = parts.and_then(|(hours, minutes)| Some((hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?)));
        match time {
            Some((hours @ 0..24, minutes @ 0..60)) => Ok(Self(hours * 60 + minutes)),
            Some((24, 0)) => Ok(Self(24 * 60)),
            _ => Err(serde::de::Error::custom("invalid_format|HH:MM")),
        }
    }
}

impl PartialSchema for TimeOfDay {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(5)).max_length(Some(5));
        text.pattern(Some("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")).examples(["09:00"]).into()
    }
}

impl ToSchema for TimeOfDay {}

pub fn some_hours(hours: &[OpeningHours], context: &()) -> garde::Result {
    at_most::<28, _>(hours, context)
}

/// Each opens before it closes, and they are told in the order of the week.
pub fn in_order(mut hours: Vec<OpeningHours>) -> Result<Vec<OpeningHours>, Problem> {
    let wrong = hours.iter().enumerate().filter(|(_, hours)| hours.opens >= hours.closes);
    let errors: Vec<FieldError> =
        wrong.map(|(place, _)| FieldError::body(format!("/opening_hours/{place}/closes"), FieldCode::EndsBefore)).collect();
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    hours.sort();
    Ok(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_it_is_written() {
        for text in ["\"00:00\"", "\"09:05\"", "\"24:00\""] {
            let time: TimeOfDay = serde_json::from_str(text).expect("a time");
            assert_eq!(serde_json::to_string(&time).expect("a text"), text);
        }
        for text in ["\"24:01\"", "\"9:00\"", "\"09:60\"", "\"+9:00\"", "\"\""] {
            assert!(serde_json::from_str::<TimeOfDay>(text).is_err(), "{text}");
        }
    }
}
