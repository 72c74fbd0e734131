//! A first look at JSON, whatever it says: it goes to its end, not too deep, names no member twice and has no list that
//! is long beyond reason. What is broken is thus found before what is wrong, and nothing grows much larger than it came.

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

/// No list and no object of a body has more parts.
const MOST: usize = 1000;

/// JSON that is fit to be read. serde_json bounds its depth.
pub struct Sound;

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Sound;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_str<E>(self, _: &str) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_unit<E>(self) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Sound, A::Error> {
        let mut count = 0;
        while list.next_element::<Sound>()?.is_some() {
            count += 1;
            bounded(count)?;
        }
        Ok(Sound)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Sound, A::Error> {
        let mut names = HashSet::new();
        while let Some(Name(name)) = object.next_key()? {
            if !names.insert(name) {
                return Err(Error::custom("repeated"));
            }
            bounded(names.len())?;
            object.next_value::<Sound>()?;
        }
        Ok(Sound)
    }
}

fn bounded<E: Error>(count: usize) -> Result<(), E> {
    if count > MOST { Err(E::custom(format!("item_count|0|{MOST}"))) } else { Ok(()) }
}

/// The name of a member, borrowed unless it is written with escapes.
#[derive(PartialEq, Eq, Hash)]
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Name<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        input.deserialize_str(Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_json_is_told_from_what_only_looks_like_it() {
        for sound in [r#"{"a": [1, -1, 1.5, "b", true, null, {}], "b": {"a": 1}}"#, "[]", "1"] {
            assert!(serde_json::from_str::<Sound>(sound).is_ok(), "{sound}");
        }
        for unsound in [r#"{"a": 1, "a": 2}"#, r#"{"a": {"b": 1, "\u0062": 1}}"#, "{\"a\": tru}", "[1e400]", r#"["\ud800"]"#] {
            assert!(serde_json::from_str::<Sound>(unsound).is_err(), "{unsound}");
        }
    }
}
