//! Dates: those of registers, of France, of spreadsheets, in words.

use chrono::{Datelike, Days, NaiveDate};

use super::{Read, Wrong, is_empty, text::fold};

const MONTHS: [(&[&str], u32); 12] = [
    (&["janvier", "janv", "january", "jan", "januar", "janner"], 1),
    (&["fevrier", "fevr", "fev", "february", "feb", "februar"], 2),
    (&["mars", "march", "mar", "marz", "maerz"], 3),
    (&["avril", "avr", "april", "apr"], 4),
    (&["mai", "may"], 5),
    (&["juin", "june", "jun", "juni"], 6),
    (&["juillet", "juil", "july", "jul", "juli"], 7),
    (&["aout", "august", "aug"], 8),
    (&["septembre", "sept", "september", "sep"], 9),
    (&["octobre", "october", "oct", "oktober", "okt"], 10),
    (&["novembre", "november", "nov"], 11),
    (&["decembre", "december", "dec", "dezember", "dez"], 12),
];

/// A day. A year or a month alone is none: the first of January would be invented, so the year is said to be too little.
pub fn day(raw: &str) -> Read<NaiveDate> {
    if is_empty(raw) {
        return Ok(None);
    }
    let date = parse(raw).ok_or_else(|| Wrong::format("2014-03-12, 12/03/2014"))?;
    if (1000..=2100).contains(&date.year()) {
        return Ok(Some(date));
    }
    Err(Wrong::code(crate::error::FieldCode::OutOfRange, &["1000-01-01", "2100-12-31"]))
}

/// Day before month where both could be: so it is written here.
fn parse(raw: &str) -> Option<NaiveDate> {
    let plain = fold(raw.trim());
    // An instant is its day.
    let plain = plain.split_once('t').filter(|(day, _)| day.len() == 10 && day.is_ascii()).map_or(plain.as_str(), |(day, _)| day);
    let parts: Vec<&str> = plain
        .split(|mark: char| mark.is_whitespace() || matches!(mark, '/' | '-' | '.' | ',' | '_'))
        .filter(|part| !part.is_empty() && !matches!(*part, "le" | "de" | "der" | "the" | "of" | "am" | "du"))
        .collect();
    match parts.as_slice() {
        [serial] => from_compact(serial).or_else(|| from_spreadsheet(serial)),
        // A spreadsheet's number with a time of the day behind its point.
        [serial, part]
            if raw.trim().contains(['.', ',']) && serial.len() == 5 && part.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            from_spreadsheet(serial)
        }
        [first, second, third, ..] => {
            let (first, second, third) = (number(first), number(second), number(third));
            match (first?, second?, third?) {
                (Part::Number(year), Part::Number(month) | Part::Month(month), Part::Number(day)) if year >= 1000 => {
                    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
                }
                (Part::Number(day), Part::Number(month) | Part::Month(month), Part::Number(year)) => {
                    let year = i32::try_from(century(year)?).ok()?;
                    // Where the second cannot be a month, it was the American order.
                    NaiveDate::from_ymd_opt(year, month, day)
                        .or_else(|| (month > 12).then(|| NaiveDate::from_ymd_opt(year, day, month)).flatten())
                }
                (Part::Month(month), Part::Number(day), Part::Number(year)) => {
                    NaiveDate::from_ymd_opt(i32::try_from(century(year)?).ok()?, month, day)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

enum Part {
    Number(u32),
    Month(u32),
}

fn number(part: &str) -> Option<Part> {
    let bare = part.strip_suffix("er").or_else(|| part.strip_suffix("th")).unwrap_or(part);
    if let Ok(number) = bare.parse() {
        return Some(Part::Number(number));
    }
    MONTHS.iter().find(|(names, _)| names.contains(&part)).map(|(_, month)| Part::Month(*month))
}

fn century(year: u32) -> Option<u32> {
    match year {
        0..=39 => Some(2000 + year),
        40..=99 => Some(1900 + year),
        1000.. => Some(year),
        _ => None,
    }
}

/// `20140312`.
fn from_compact(digits: &str) -> Option<NaiveDate> {
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok().filter(|date| (1000..=2100).contains(&date.year()))
}

/// Days since the end of 1899, as spreadsheets count: from 1954 to 2119, so that no year and no number of a street is one.
fn from_spreadsheet(serial: &str) -> Option<NaiveDate> {
    let days: u64 = serial.parse().ok().filter(|days| (20_000..80_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// The year of a cell that holds one, for what is only known by its year.
pub fn year(raw: &str) -> Option<i64> {
    let plain = raw.trim().trim_end_matches(".0");
    if let Ok(year) = plain.parse::<i64>() {
        return (1000..=2100).contains(&year).then_some(year);
    }
    parse(raw).map(|date| i64::from(date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_each_spelling() {
        for raw in [
            "2014-03-12",
            "12/03/2014",
            "12.03.2014",
            "12-03-14",
            "12 mars 2014",
            "12 Mars 2014",
            "le 12 mars 2014",
            "12. März 2014",
            "March 12, 2014",
            "12 March 2014",
            "2014/03/12 12:05:41.066",
            "2014-03-12T04:44:53",
            "12/03/2014 17:51",
            "20140312",
            "41710",
            "41710.5763",
            "2014, March 12",
            "03/12/2014 ".trim(),
        ] {
            let expected = if raw == "03/12/2014" { (2014, 12, 3) } else { (2014, 3, 12) };
            let date = day(raw).ok().flatten().map(|date| (date.year(), date.month(), date.day()));
            assert_eq!(date, Some(expected), "{raw}");
        }
        assert_eq!(day("1er août 2019"), Ok(NaiveDate::from_ymd_opt(2019, 8, 1)));
        assert_eq!(day("03/25/2014"), Ok(NaiveDate::from_ymd_opt(2014, 3, 25)));
    }

    #[test]
    fn a_year_or_a_month_is_no_day() {
        for raw in ["1857", "2014, August", "août 2014", "31/02/2014", "bientôt", "99/99/9999"] {
            assert!(day(raw).is_err(), "{raw}");
        }
        assert_eq!(day("NC"), Ok(None));
        assert_eq!((year("1999"), year("12/03/2014"), year("12")), (Some(1999), Some(2014), None));
    }
}
