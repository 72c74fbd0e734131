//! The facts of LORnTECH, each with its source: the four Totems, the label candidacy, the objectives, the figures
//! of the ecosystem. They are promises and statements of their time, never measured by the platform. French
//! wordings are ours, not quotations. What no source says is absent.

pub mod candidacy;
mod documents;
mod ecosystem;
pub mod objectives;
pub mod programmes;
mod questions;
pub mod totems;

use chrono::NaiveDate;

use super::model::{Precision, SeedDate};

/// Wrong constants do not compile.
const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such day"),
    }
}

const fn day(year: i32, month: u32, day: u32) -> SeedDate {
    SeedDate { on: date(year, month, day), precision: Precision::Day, inferred: false }
}

const fn month(year: i32, month: u32) -> SeedDate {
    SeedDate { on: date(year, month, 1), precision: Precision::Month, inferred: false }
}

const fn spring(year: i32) -> SeedDate {
    SeedDate { on: date(year, 3, 1), precision: Precision::Season, inferred: false }
}

const fn year(year: i32) -> SeedDate {
    SeedDate { on: date(year, 1, 1), precision: Precision::Year, inferred: false }
}

const fn inferred(date: SeedDate) -> SeedDate {
    SeedDate { inferred: true, ..date }
}
