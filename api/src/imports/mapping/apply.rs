//! A line becomes a record, or it is said exactly why it does not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Column, Mapping, Member, path::Path};
use crate::{
    directory::model::{Identifier, Stage},
    error::FieldCode,
    http::LangText,
    imports::{
        reading::{Broken, Content, LINE_LIMIT, Line},
        values::{
            self, Read, Wrong, dates, kinds, phones,
            places::{self, Position},
            registers, text,
        },
    },
};

/// So much of a wrong value is shown.
const SHOWN: usize = 80;
const MOST_ITEMS: usize = 20;
const MOST_KINDS: usize = 5;
const MOST_SECTORS: usize = 10;

/// What a line says of an organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub external_id: String,
    pub source_revision: Option<i64>,
    pub source_url: Option<String>,
    pub name: String,
    pub alternate_names: Vec<String>,
    pub legal_name: Option<String>,
    pub kinds: Vec<String>,
    pub summary: Option<LangText>,
    pub description: Option<LangText>,
    pub website: Option<String>,
    pub phone: Option<String>,
    pub legal_form: Option<String>,
    pub activity: Option<String>,
    pub headcount_range: Option<String>,
    pub founded_on: Option<NaiveDate>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub locality: Option<String>,
    pub commune_code: Option<String>,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub sectors: Vec<String>,
    pub stage: Option<String>,
    pub territory: String,
    pub identifiers: Vec<Identifier>,
}

impl Record {
    /// Tells whether a source says the same as before.
    pub fn digest(&self) -> Vec<u8> {
        let content = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(content).iter().take(16).copied().collect()
    }

    /// What makes two records likely to be of one organization when no number does: the letters of its name, and its place.
    pub fn place_key(&self) -> Option<String> {
        let place = self.postal_code.as_ref().or(self.commune_code.as_ref()).or(self.locality.as_ref())?;
        Some(format!("{} {}", text::squash(&self.name), text::squash(place)))
    }
}

/// A member that is wrong or missing, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub member: Option<Member>,
    pub column: String,
    pub value: String,
    pub wrong: Wrong,
}

impl Fault {
    fn of(member: Member, column: &str, value: &str, wrong: Wrong) -> Self {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
        Self { member: Some(member), column: column.to_owned(), value, wrong }
    }
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Shaped {
    /// With the values that were left out of it.
    Record(Box<Record>, Vec<Fault>),
    Refused(Vec<Fault>),
}

impl Mapping {
    pub fn shape(&self, line: &Line) -> Shaped {
        if let Content::Broken(broken) = &line.content {
            let wrong = match broken {
                Broken::TooLong => Wrong::code(FieldCode::TooLong, &[&LINE_LIMIT.to_string()]),
                Broken::NotJson => Wrong::code(FieldCode::WrongType, &["{…}"]),
                Broken::Cells => Wrong::code(FieldCode::TooManyCells, &[]),
            };
            return Shaped::Refused(vec![Fault { member: None, column: String::new(), value: String::new(), wrong }]);
        }
        for (choice, wanted) in
            self.only.iter().map(|choice| (choice, true)).chain(self.except.iter().map(|choice| (choice, false)))
        {
            let found = choice.from.of(line);
            let meant = found.iter().any(|value| choice.values.iter().any(|one| text::squash(&one.0) == text::squash(value)));
            if meant != wanted {
                let value: String = found.join(", ").chars().take(SHOWN).collect();
                let wrong = Wrong::code(FieldCode::LeftOut, &[&value, choice.from.text()]);
                return Shaped::Refused(vec![Fault { member: None, column: choice.from.text().to_owned(), value, wrong }]);
            }
        }
        let columns =
            self.variants.iter().find(|variant| variant.when.leads(line)).map_or(&self.columns, |variant| &variant.columns);
        Shaper { line, columns, mapping: self, faults: vec![] }.record()
    }
}

struct Shaper<'a> {
    line: &'a Line,
    columns: &'a [Column],
    mapping: &'a Mapping,
    faults: Vec<Fault>,
}

impl<'a> Shaper<'a> {
    fn record(mut self) -> Shaped {
        let country = self.one(Member::Country, places::country);
        let default_country = self.mapping.defaults.country.clone().unwrap_or_else(|| "FR".to_owned());
        let country = country.unwrap_or(default_country);
        let mut record = Record {
            name: self.one(Member::Name, |raw| text::line(raw, 200)).unwrap_or_default(),
            legal_name: self.one(Member::LegalName, |raw| text::line(raw, 200)),
            website: self.one(Member::Website, text::website),
            phone: self.one(Member::Phone, |raw| phones::number(raw, &country)),
            legal_form: self.one(Member::LegalForm, |raw| code(raw, |code| code.len() == 4 && digits(code), "5710")),
            activity: self.one(Member::Activity, activity),
            headcount_range: self.one(Member::HeadcountRange, headcount),
            founded_on: self.one(Member::FoundedOn, dates::day),
            stage: self.one(Member::Stage, stage),
            source_url: self.one(Member::SourceUrl, text::website),
            source_revision: self.one(Member::SourceRevision, revision),
            external_id: self.one(Member::ExternalId, |raw| text::line(raw, 200)).unwrap_or_default(),
            ..Record::default()
        };
        record.summary = self.texts(Member::Summary, |raw| text::line(raw, 300));
        record.description = self.texts(Member::Description, |raw| text::paragraphs(raw, 5000));
        self.place(&mut record, &country);
        record.kinds = self.kinds();
        record.sectors = self.list(Member::Sectors, 2, 60, MOST_SECTORS);
        record.alternate_names = self.list(Member::AlternateNames, 1, 200, MOST_ITEMS);
        record.alternate_names.retain(|name| *name != record.name);
        record.identifiers = self.identifiers();
        if record.external_id.is_empty() {
            record.external_id = derived_id(&record);
        }
        self.finish(record)
    }

    /// Refuses what lacks a member that is needed.
    fn finish(mut self, record: Record) -> Shaped {
        let has = |member: Member| match member {
            Member::Name => record.name.chars().count() >= 2,
            Member::Kinds => !record.kinds.is_empty(),
            Member::Website => record.website.is_some(),
            Member::Phone => record.phone.is_some(),
            Member::PostalCode => record.postal_code.is_some(),
            Member::Locality => record.locality.is_some(),
            Member::Address | Member::FullAddress => record.address.is_some(),
            Member::CommuneCode => record.commune_code.is_some(),
            Member::Latitude | Member::Longitude | Member::Coordinates => record.latitude.is_some(),
            Member::FoundedOn => record.founded_on.is_some(),
            Member::SourceRevision => record.source_revision.is_some(),
            Member::Sectors => !record.sectors.is_empty(),
            Member::Summary => record.summary.is_some(),
            Member::Description => record.description.is_some(),
            other => other.scheme().is_none_or(|scheme| record.identifiers.iter().any(|one| one.scheme == scheme)),
        };
        let needed = [Member::Name, Member::Kinds].into_iter().chain(self.mapping.required.iter().copied());
        let missing: Vec<Member> = needed.filter(|member| !has(*member)).collect();
        if missing.is_empty() {
            return Shaped::Record(Box::new(record), self.faults);
        }
        for member in &missing {
            if self.faults.iter().any(|fault| fault.member == Some(*member)) {
                continue;
            }
            let column = self.columns_of(*member).next().and_then(|column| column.from.first()).map_or("", Path::text);
            let wrong = if *member == Member::Name && !record.name.is_empty() {
                Wrong::code(FieldCode::TooShort, &["2"])
            } else {
                Wrong::code(FieldCode::Required, &[])
            };
            self.faults.push(Fault::of(
                *member,
                column,
                &if *member == Member::Name { record.name.clone() } else { String::new() },
                wrong,
            ));
        }
        self.faults.retain(|fault| fault.member.is_some_and(|member| missing.contains(&member)));
        Shaped::Refused(self.faults)
    }

    fn columns_of(&self, member: Member) -> impl Iterator<Item = &'a Column> + use<'a> {
        self.columns.iter().filter(move |column| column.to == member)
    }

    /// The texts of a column, each said in the mapping's words where it has some for it.
    fn raw(&self, column: &Column) -> Vec<(String, String)> {
        let mut found = vec![];
        for path in &column.from {
            for raw in path.of(self.line) {
                found.push((path.text().to_owned(), said(column, &raw).unwrap_or(raw)));
            }
        }
        found
    }

    /// The first value that is one; a fault only where none is.
    fn one<T>(&mut self, member: Member, read: impl Fn(&str) -> Read<T>) -> Option<T> {
        let mut first_fault = None;
        for column in self.columns_of(member) {
            for (place, raw) in self.raw(column) {
                match read(&raw) {
                    Ok(Some(value)) => return Some(value),
                    Ok(None) => {}
                    Err(wrong) => {
                        first_fault.get_or_insert_with(|| Fault::of(member, &place, &raw, wrong));
                    }
                }
            }
        }
        self.faults.extend(first_fault);
        None
    }

    fn texts(&mut self, member: Member, read: impl Fn(&str) -> Read<String>) -> Option<LangText> {
        let mut texts = LangText::default();
        for column in self.columns_of(member) {
            let place = match column.language.as_deref() {
                Some("de") => &mut texts.de,
                Some("en") => &mut texts.en,
                Some("lb") => &mut texts.lb,
                _ => &mut texts.fr,
            };
            for (at, raw) in self.raw(column) {
                if place.is_some() {
                    break;
                }
                match read(&raw) {
                    Ok(value) => *place = value,
                    Err(wrong) => self.faults.push(Fault::of(member, &at, &raw, wrong)),
                }
            }
        }
        (texts != LangText::default()).then_some(texts)
    }

    fn list(&mut self, member: Member, least: usize, most: usize, count: usize) -> Vec<String> {
        let mut items: Vec<String> = vec![];
        for column in self.columns_of(member) {
            for (at, raw) in self.raw(column) {
                if let Some(meant) = &column.flag {
                    if values::flag(&raw) == Ok(Some(true)) && !items.contains(&meant.0) {
                        items.push(meant.0.clone());
                    }
                    continue;
                }
                for item in text::items(&raw, column.split.as_deref()) {
                    let item = said(column, &item).unwrap_or(item);
                    match text::line(&item, most) {
                        Ok(Some(item)) if item.chars().count() >= least && items.len() < count && !items.contains(&item) => {
                            items.push(item)
                        }
                        Ok(_) => {}
                        Err(wrong) => self.faults.push(Fault::of(member, &at, &item, wrong)),
                    }
                }
            }
        }
        items
    }

    fn kinds(&mut self) -> Vec<String> {
        let mut found: Vec<String> = vec![];
        let mut unknown = None;
        for column in self.columns_of(Member::Kinds) {
            for (at, raw) in self.raw(column) {
                let kind = match &column.flag {
                    Some(meant) => match values::flag(&raw) {
                        Ok(Some(true)) => kinds::kind(&meant.0),
                        _ => continue,
                    },
                    None => None,
                };
                let named = match (kind, &column.flag) {
                    (Some(kind), _) => vec![kind],
                    (None, Some(_)) => vec![],
                    (None, None) => match kinds::kind(&raw) {
                        Some(kind) => vec![kind],
                        None => text::items(&raw, column.split.as_deref().or(Some(",")))
                            .iter()
                            .filter_map(|item| kinds::kind(&said(column, item).unwrap_or_else(|| item.clone())))
                            .collect(),
                    },
                };
                if named.is_empty() && !values::is_empty(&raw) && column.flag.is_none() {
                    unknown.get_or_insert_with(|| {
                        Fault::of(
                            Member::Kinds,
                            &at,
                            &raw,
                            Wrong::code(FieldCode::InvalidChoice, &["startup, fablab, coworking, …"]),
                        )
                    });
                }
                for kind in named {
                    if found.len() < MOST_KINDS && !found.iter().any(|known| known == kind.name()) {
                        found.push(kind.name().to_owned());
                    }
                }
            }
        }
        if found.is_empty() {
            self.faults.extend(unknown);
            found = self.mapping.defaults.kinds.iter().map(|kind| kind.name().to_owned()).collect();
        }
        found
    }

    fn identifiers(&mut self) -> Vec<Identifier> {
        let mut found: Vec<Identifier> = vec![];
        for member in Member::ALL {
            let Some(scheme) = member.scheme() else { continue };
            found.extend(self.one(*member, |raw| registers::identifier(scheme, raw)));
        }
        found
    }

    fn place(&mut self, record: &mut Record, country: &str) {
        record.address = self.one(Member::Address, |raw| text::line(raw, 200));
        record.postal_code = self.one(Member::PostalCode, |raw| places::postal_code(raw, country));
        record.locality = self.one(Member::Locality, places::locality);
        record.commune_code = self.one(Member::CommuneCode, places::commune_code);
        if let Some(whole) = self.one(Member::FullAddress, places::address) {
            record.address = record.address.take().or(whole.street);
            record.postal_code = record.postal_code.take().or(whole.postal_code);
            record.locality = record.locality.take().or(whole.locality);
        }
        let position = self.position(country);
        record.latitude = position.map(|position| position.latitude);
        record.longitude = position.map(|position| position.longitude);
        record.country = Some(country.to_owned());
        record.territory = places::territory(country, record.commune_code.as_deref().or(record.postal_code.as_deref()));
    }

    fn position(&mut self, country: &str) -> Option<Position> {
        for column in self.columns_of(Member::Coordinates) {
            let read = match column.from.as_slice() {
                [first, second] => {
                    let (first, second) = (first.of(self.line).concat(), second.of(self.line).concat());
                    places::position(&first, &second, column.system, country)
                        .map_err(|wrong| (format!("{first} {second}"), wrong))
                }
                paths => {
                    let raw = paths.iter().map(|path| path.of(self.line)).find(|found| !found.is_empty()).unwrap_or_default();
                    // GeoJSON's own order.
                    match raw.as_slice() {
                        [first, second] | [first, second, _] => places::position(first, second, column.system, country),
                        _ => places::pair(&raw.concat(), column.system, country),
                    }
                    .map_err(|wrong| (raw.join(", "), wrong))
                }
            };
            match read {
                Ok(Some(position)) => return Some(position),
                Ok(None) => {}
                Err((raw, wrong)) => {
                    let place = column.from.iter().map(Path::text).collect::<Vec<_>>().join(", ");
                    self.faults.push(Fault::of(Member::Coordinates, &place, &raw, wrong));
                }
            }
        }
        let both = (self.first_raw(Member::Latitude), self.first_raw(Member::Longitude));
        let (Some((place, latitude)), Some((_, longitude))) = both else { return None };
        match places::position(&latitude, &longitude, places::Coordinates::Auto, country) {
            Ok(position) => position,
            Err(wrong) => {
                self.faults.push(Fault::of(Member::Latitude, &place, &format!("{latitude}, {longitude}"), wrong));
                None
            }
        }
    }

    fn first_raw(&self, member: Member) -> Option<(String, String)> {
        self.columns_of(member).flat_map(|column| self.raw(column)).find(|(_, raw)| !values::is_empty(raw))
    }
}

/// What the mapping says that a value means.
fn said(column: &Column, raw: &str) -> Option<String> {
    if column.values.is_empty() {
        return None;
    }
    let key = text::squash(raw);
    column.values.iter().find(|(from, _)| text::squash(from) == key).map(|(_, to)| to.clone())
}

/// A source without ids of its own: the number of a register, else the name and its place. The same line always gets the
/// same.
fn derived_id(record: &Record) -> String {
    match record.identifiers.iter().min_by_key(|one| one.scheme != crate::directory::model::Scheme::FrSiret) {
        Some(one) => format!("{}:{}", one.scheme.name(), one.value),
        None => format!("name:{}", record.place_key().unwrap_or_else(|| text::squash(&record.name))),
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn code(raw: &str, good: impl Fn(&str) -> bool, form: &str) -> Read<String> {
    if values::is_empty(raw) {
        return Ok(None);
    }
    let plain = raw.trim().trim_end_matches(".0");
    if good(plain) { Ok(Some(plain.to_owned())) } else { Err(Wrong::format(form)) }
}

/// `6201Z` and `62.01Z`.
fn activity(raw: &str) -> Read<String> {
    if values::is_empty(raw) {
        return Ok(None);
    }
    let compact: String = raw.trim().to_uppercase().chars().filter(|mark| !matches!(mark, '.' | ' ')).collect();
    let good = compact.len() == 5
        && compact.is_ascii()
        && digits(&compact[..4])
        && compact.ends_with(|mark: char| mark.is_ascii_uppercase());
    if good { Ok(Some(format!("{}.{}", &compact[..2], &compact[2..]))) } else { Err(Wrong::format("62.01Z")) }
}

/// INSEE's codes of brackets, or a bracket as we write it.
fn headcount(raw: &str) -> Read<String> {
    const BRACKETS: &[(&str, &str)] = &[
        ("00", "0"),
        ("01", "1-2"),
        ("02", "3-5"),
        ("03", "6-9"),
        ("11", "10-19"),
        ("12", "20-49"),
        ("21", "50-99"),
        ("22", "100-199"),
        ("31", "200-249"),
        ("32", "250-499"),
        ("41", "500-999"),
        ("42", "1000-1999"),
        ("51", "2000-4999"),
        ("52", "5000-9999"),
        ("53", "10000+"),
    ];
    let plain = raw.trim();
    if values::is_empty(plain) || plain == "NN" {
        return Ok(None);
    }
    let padded = if plain.len() == 1 { format!("0{plain}") } else { plain.to_owned() };
    let known = BRACKETS.iter().find(|(code, bracket)| *code == padded || *bracket == plain);
    known.map(|(_, bracket)| Some((*bracket).to_owned())).ok_or_else(|| Wrong::format("10-19"))
}

fn stage(raw: &str) -> Read<String> {
    if values::is_empty(raw) {
        return Ok(None);
    }
    let stages = [Stage::TalentDetected, Stage::Idea, Stage::Creation, Stage::Growth, Stage::International];
    let known = stages.into_iter().map(Stage::name).find(|name| text::squash(name) == text::squash(raw));
    known
        .map(|name| Some(name.to_owned()))
        .ok_or_else(|| Wrong::code(FieldCode::InvalidChoice, &["talent_detected, idea, creation, growth, international"]))
}

/// A rising number: a whole one, or the days of a date.
fn revision(raw: &str) -> Read<i64> {
    if values::is_empty(raw) {
        return Ok(None);
    }
    let plain = raw.trim().trim_end_matches(".0");
    let whole = plain.parse::<i64>().ok().filter(|number| (0..=9_007_199_254_740_991).contains(number));
    let day = || dates::day(raw).ok().flatten().map(|date| i64::from(date.to_epoch_days()));
    whole.or_else(day).map(Some).ok_or_else(|| Wrong::format("2014"))
}
