//! A pilot brings a table of values.

use std::collections::{BTreeMap, HashSet};

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    create::{Draft, insert},
    model::{Observation, ObservationOrigin, ObservationStatus, day},
    queries::{self, Moment, Shown},
};
use crate::{
    auth::Account,
    candidacies::model::DatePrecision,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, FieldError, Path, Problem, Query, TableBody, WebAddress, shell::Spoken},
    ids::{IndicatorId, ObservationId, Ref},
    imports::{self, Content, Line},
    indicators::{self, model::Indicator, require_pilot},
    objectives::model::{KnownDate, Quantity},
    state::State,
    totems::model::FactSource,
};

/// A larger table is a matter of several.
const MOST: usize = 1000;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreateObservationImport {
    /// Answer what would become of each line, and change nothing.
    #[garde(skip)]
    #[serde(default)]
    #[param(required = false, example = false)]
    dry_run: bool,
}

/// What became of a table.
#[derive(Serialize, ToSchema)]
pub struct ObservationImport {
    pub dry_run: bool,
    pub lines: Vec<ObservationLine>,
}

#[derive(Serialize, ToSchema)]
pub struct ObservationLine {
    /// Its number in the file; the names of the columns are line 1.
    #[schema(example = 2, minimum = 1)]
    pub line: i64,
    pub outcome: LineOutcome,
    /// The draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observation_id: Option<ObservationId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<CellError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    /// A new draft.
    Created,
    /// The draft of this day has another value now.
    Changed,
    /// This value of the day is there.
    Unchanged,
    /// See `errors`.
    Refused,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct CellError {
    #[schema(example = "value")]
    pub column: String,
    pub code: FieldCode,
    #[schema(example = "Attendu : 11400.")]
    pub detail: String,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Import observations",
    description = "By a pilot: CSV of 1,000 lines at most, in any encoding and with any separator, with the columns `date` (`2016-12-31`, \
        `2016-12` or `2016`), `value`, `source_title`, `source_publisher` and, where there is one, `source_url` and `note`. Each line has \
        its result, in its order. What is read becomes drafts; what is there already changes nothing. `Idempotency-Key` is required.",
    params(("id" = String, Path, description = "Id or slug of the indicator", example = "emplois-numeriques", max_length = 120), CreateObservationImport),
    request_body(content = inline(TableBody), content_type = "text/csv"),
    responses((status = 201, description = "What became of each line", body = ObservationImport)),
)]
#[post("/v1/indicators/{id}/observation-imports")]
pub async fn create_observation_import(
    account: Account,
    state: Data<State>,
    origin: Origin,
    language: Spoken,
    id: Path<Ref<IndicatorId>>,
    // Before the query, so that a table that is too large is refused for that.
    table: TableBody,
    query: Query<CreateObservationImport>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    origin.require_key()?;
    let (dry_run, language, now) = (query.0.dry_run, language.0, state.clock.now());
    let lines = imports::table(&table.0)?;
    if lines.len() > MOST {
        return Err(Problem::invalid(vec![FieldError::body("", FieldCode::ItemCount).with(["1".to_owned(), MOST.to_string()])]));
    }
    let read: Vec<(i64, Result<Draft, Vec<Fault>>)> = once_a_day(lines);
    if dry_run {
        let indicator = indicators::named(&state, &id.0).await?;
        let known = state.db.read(async |connection| known(connection, indicator.id).await).await?;
        let lines = read.into_iter().map(|(line, draft)| planned(line, &draft, &known, language)).collect();
        return Answer::ok(&ObservationImport { dry_run, lines }).map(|answer| answer.status(201));
    }
    let fingerprint = [&table.0[..], &[u8::from(dry_run)]].concat();
    let write = async move |tx: &mut Tx| {
        let indicator = indicators::queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        let known = known(tx, indicator.id).await?;
        let (mut lines, mut events) = (vec![], vec![]);
        for (line, draft) in read.clone() {
            let mut result = planned(line, &draft, &known, language);
            if let Ok(draft) = draft {
                let (id, event) = carry_out(tx, &indicator, result.outcome, draft, &known, now).await?;
                result.observation_id = id;
                events.extend(event);
            }
            lines.push(result);
        }
        let location = format!("/v1/indicators/{}/observations", indicator.slug);
        let answer = Answer::created(location, &ObservationImport { dry_run, lines })?;
        let event = Event::new("indicator.imported", Kind::Indicator, indicator.id.0, indicator.revision);
        Ok(Emitted::new(event, answer).and(events))
    };
    state.db.write(origin, &fingerprint, write).await
}

/// What of a day is there: its draft, and what counts.
type Known = BTreeMap<NaiveDate, (Option<Observation>, Option<Observation>)>;

async fn known<C: diesel_async::AsyncConnectionCore<Backend = diesel::pg::Pg>>(
    connection: &mut C,
    indicator: IndicatorId,
) -> diesel::QueryResult<Known> {
    let all = queries::list(connection, indicator, Moment::default(), Shown::All, None, queries::LONGEST).await?;
    let mut known = Known::new();
    for one in all {
        let (draft, counts) = known.entry(one.date.on).or_default();
        match one.status {
            ObservationStatus::Draft => *draft = Some(one),
            ObservationStatus::Approved => *counts = Some(one),
            ObservationStatus::Superseded | ObservationStatus::Withdrawn => {}
        }
    }
    Ok(known)
}

fn planned(line: i64, draft: &Result<Draft, Vec<Fault>>, known: &Known, language: Language) -> ObservationLine {
    let (outcome, errors) = match draft {
        Err(faults) => (LineOutcome::Refused, faults.iter().map(|fault| fault.said(language)).collect()),
        Ok(draft) => (outcome(draft, known), vec![]),
    };
    ObservationLine { line, outcome, observation_id: None, errors }
}

fn outcome(draft: &Draft, known: &Known) -> LineOutcome {
    match known.get(&draft.date.on) {
        Some((Some(open), _)) if open.value == draft.value => LineOutcome::Unchanged,
        Some((Some(_), _)) => LineOutcome::Changed,
        Some((None, Some(counts))) if counts.value == draft.value => LineOutcome::Unchanged,
        _ => LineOutcome::Created,
    }
}

async fn carry_out(
    tx: &mut Tx,
    indicator: &Indicator,
    outcome: LineOutcome,
    draft: Draft,
    known: &Known,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(Option<ObservationId>, Option<Event>), Problem> {
    let open = known.get(&draft.date.on).and_then(|(open, _)| open.clone());
    match (outcome, open) {
        (LineOutcome::Created, _) => {
            let id = insert(tx, indicator, draft, now).await?.id;
            Ok((Some(id), Some(Event::new("observation.created", Kind::Observation, id.0, 1))))
        }
        (LineOutcome::Changed, Some(open)) => {
            let Draft { value, origin, source, note, computation, .. } = draft;
            let changed = Observation { value, origin, source, note, computation, ..open };
            queries::update(tx, &changed).await?;
            let event = Event::new("observation.updated", Kind::Observation, changed.id.0, changed.revision + 1);
            Ok((Some(changed.id), Some(event)))
        }
        (_, open) => Ok((open.map(|open| open.id), None)),
    }
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq)]
struct Fault {
    column: &'static str,
    code: FieldCode,
    particulars: Vec<String>,
}

impl Fault {
    fn new(column: &'static str, code: FieldCode, particulars: &[&str]) -> Self {
        Self { column, code, particulars: particulars.iter().map(|one| (*one).to_owned()).collect() }
    }

    fn said(&self, language: Language) -> CellError {
        let detail = self.code.remedy().say(language, &self.particulars);
        CellError { column: self.column.to_owned(), code: self.code, detail }
    }
}

/// Each line as a draft; a day that stands twice is refused the second time.
fn once_a_day(lines: Vec<Line>) -> Vec<(i64, Result<Draft, Vec<Fault>>)> {
    let mut seen = HashSet::new();
    let read = lines.into_iter().map(|line| {
        let draft = draft(&line.content).and_then(|draft| {
            if seen.insert(draft.date.on) { Ok(draft) } else { Err(vec![Fault::new("date", FieldCode::Repeated, &[])]) }
        });
        (line.number, draft)
    });
    read.collect()
}

fn draft(content: &Content) -> Result<Draft, Vec<Fault>> {
    let Content::Cells { columns, cells } = content else { return Err(vec![Fault::new("", FieldCode::TooManyCells, &[])]) };
    let cell = |name: &str| {
        let place = columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name))?;
        cells.get(place).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    };
    let mut faults = vec![];
    let mut text = |name: &'static str, most: usize, required: bool| {
        let found = cell(name);
        match found {
            None if required => faults.push(Fault::new(name, FieldCode::Required, &[])),
            Some(found) if found.chars().count() > most => {
                faults.push(Fault::new(name, FieldCode::TooLong, &[&most.to_string()]))
            }
            Some(found) if found.chars().any(crate::http::text::is_stray) => {
                faults.push(Fault::new(name, FieldCode::ControlCharacter, &[]))
            }
            _ => {}
        }
        found.unwrap_or_default().to_owned()
    };
    let (title, publisher) = (text("source_title", 200, true), text("source_publisher", 200, true));
    let (url, note) = (text("source_url", 500, false), text("note", 1000, false));
    let (given_date, given_value) = (text("date", 10, true), text("value", 40, true));
    let date = date(&given_date);
    if date.is_none() && !given_date.is_empty() {
        faults.push(Fault::new("date", FieldCode::InvalidFormat, &["2016-12-31, 2016-12, 2016"]));
    }
    let value = number(&given_value);
    if value.is_none() && !given_value.is_empty() {
        faults.push(Fault::new("value", FieldCode::WrongType, &["11400"]));
    }
    if !url.is_empty() && WebAddress(url.clone()).validate().is_err() {
        faults.push(Fault::new("source_url", FieldCode::InvalidUrl, &[]));
    }
    let (Some(date), Some(value), true) = (date, value, faults.is_empty()) else { return Err(faults) };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let source =
        FactSource { title, publisher, url: some(url), published_on: None, precision: None, date_inferred: false, says: None };
    Ok(Draft { date, value, origin: ObservationOrigin::Imported, source, note: some(note), computation: None })
}

/// A day, a month or a year.
fn date(text: &str) -> Option<KnownDate> {
    let (text, precision) = match text.len() {
        4 => (format!("{text}-01-01"), DatePrecision::Year),
        7 => (format!("{text}-01"), DatePrecision::Month),
        _ => (text.to_owned(), DatePrecision::Day),
    };
    let on = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().filter(|on| day(on, &()).is_ok())?;
    Some(KnownDate { on, precision, inferred: false })
}

/// As people and spreadsheets write it: `11 400`, `12,5`, `12.5`.
fn number(text: &str) -> Option<Quantity> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}' && *c != '\u{a0}').collect();
    let plain = if plain.matches(',').count() == 1 && !plain.contains('.') { plain.replace(',', ".") } else { plain };
    let digits = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let value = Quantity(plain.parse().ok()?);
    (digits && value.validate().is_ok()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_read_as_people_write_them() {
        for (text, value) in
            [("11400", 11_400.0), ("11 400", 11_400.0), ("11\u{202f}400,5", 11_400.5), ("12.5", 12.5), ("-3", -3.0)]
        {
            assert_eq!(number(text), Some(Quantity(value)), "{text}");
        }
        for text in ["", "beaucoup", "1e5", "NaN", "1.000.000", "9999999999999"] {
            assert_eq!(number(text), None, "{text}");
        }
        let day = |text: &str| date(text).map(|date| (date.on.to_string(), date.precision));
        assert_eq!(day("2016-12-31"), Some(("2016-12-31".into(), DatePrecision::Day)));
        assert_eq!(day("2016-12"), Some(("2016-12-01".into(), DatePrecision::Month)));
        assert_eq!(day("2016"), Some(("2016-01-01".into(), DatePrecision::Year)));
        assert_eq!((day("31/12/2016"), day("2016-13"), day("1600")), (None, None, None));
    }
}
