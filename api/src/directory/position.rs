//! Points and boxes of a search, as one writes them into an address.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// `lat,lon`, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

/// `west,south,east,north`, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundingBox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

/// So many numbers between commas, written plainly: no exponent, no infinity.
fn numbers<const COUNT: usize>(text: &str) -> Option<[f64; COUNT]> {
    let plain =
        |part: &str| part.len() < LONGEST && part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.parse().ok().filter(|_| plain(part))).collect();
    numbers?.try_into().ok()
}

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        let point = numbers(&text).map(|[latitude, longitude]| Self { latitude, longitude });
        let there = point.filter(|point| point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0);
        there.ok_or_else(|| Error::custom("invalid_format|49.1193,6.1757"))
    }
}

impl<'de> Deserialize<'de> for BoundingBox {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        let boxed = numbers(&text).map(|[west, south, east, north]| Self { west, south, east, north });
        let there = boxed.filter(|Self { west, south, east, north }| {
            west <= east
                && south <= north
                && [west, east].iter().all(|at| at.abs() <= 180.0)
                && south.abs().max(north.abs()) <= 90.0
        });
        there.ok_or_else(|| Error::custom("invalid_format|5.8,48.5,6.6,49.5"))
    }
}

impl Serialize for Point {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let Self { latitude, longitude } = self;
        output.collect_str(&format_args!("{latitude},{longitude}"))
    }
}

impl Serialize for BoundingBox {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let Self { west, south, east, north } = self;
        output.collect_str(&format_args!("{west},{south},{east},{north}"))
    }
}

/// Of a number, with the comma behind it.
const LONGEST: usize = 21;
const NUMBER: &str = r"-?[0-9]{1,3}(\.[0-9]{1,15})?";

fn schema(count: usize, example: &str) -> RefOr<Schema> {
    let pattern = format!("^{NUMBER}(,{NUMBER}){{{}}}$", count - 1);
    ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(count * LONGEST))
        .pattern(Some(pattern))
        .examples([example])
        .into()
}

impl PartialSchema for Point {
    fn schema() -> RefOr<Schema> {
        schema(2, "49.1193,6.1757")
    }
}

impl PartialSchema for BoundingBox {
    fn schema() -> RefOr<Schema> {
        schema(4, "5.8,48.5,6.6,49.5")
    }
}

impl ToSchema for Point {}
impl ToSchema for BoundingBox {}

#[cfg(test)]
mod tests {
    use serde::de::{IntoDeserializer, value::StrDeserializer};

    use super::*;

    fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
        let input: StrDeserializer<'a, serde::de::value::Error> = text.into_deserializer();
        T::deserialize(input).ok()
    }

    #[test]
    fn a_point_is_two_plain_numbers_on_earth() {
        assert_eq!(read("49.1193,6.1757"), Some(Point { latitude: 49.1193, longitude: 6.1757 }));
        for bad in ["", "49", "49,6,7", "91,0", "0,181", "1e1,0", "NaN,0", "inf,0", "49.1 ,6", "a,b", ",", "--1,0"] {
            assert_eq!(read::<Point>(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_box_has_its_west_in_the_west() {
        assert!(read::<BoundingBox>("5.8,48.5,6.6,49.5").is_some());
        for bad in ["6.6,48.5,5.8,49.5", "5.8,49.5,6.6,48.5", "5.8,48.5,6.6", "-181,0,0,0", "0,-91,0,0"] {
            assert_eq!(read::<BoundingBox>(bad), None, "{bad}");
        }
    }
}
