//! A record as a line of CSV.

use std::io;

use super::{
    super::model::{Identifier, Organization, Scheme},
    Format,
    table_schema::COLUMNS,
};
use crate::http::LangText;

pub struct Csv {
    pub public_url: String,
}

impl Format for Csv {
    const MEDIA_TYPE: &'static str = "text/csv; charset=utf-8; header=present";
    const FILE: &'static str = "organizations.csv";

    fn begin(&self) -> Vec<u8> {
        let mut line = vec![];
        // Names of columns need no quotes.
        line.extend(COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>().join(",").into_bytes());
        line.extend(b"\r\n");
        line
    }

    fn record(&self, organization: &Organization, _: bool, into: &mut Vec<u8>) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into);
        writer.write_record(self.cells(organization).iter().map(Cell::written))?;
        writer.flush()
    }
}

/// What stands in a cell.
enum Cell {
    /// What somebody wrote.
    Text(String),
    /// What we wrote: numbers, dates, codes.
    Plain(String),
}

impl Cell {
    fn written(&self) -> String {
        match self {
            Self::Plain(plain) => plain.clone(),
            Self::Text(text) => safe(text),
        }
    }
}

/// Marks that make a spreadsheet take a text for a formula, also as the wide letters of East Asia.
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'];

/// A text that begins with such a mark gets an apostrophe; so does one that begins with apostrophes before it, so that
/// whoever takes one away has what there was.
pub fn safe(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(DANGEROUS) { format!("'{text}") } else { text.to_owned() }
}

fn text(value: Option<&String>) -> Cell {
    Cell::Text(value.cloned().unwrap_or_default())
}

fn plain(value: Option<impl ToString>) -> Cell {
    Cell::Plain(value.map(|value| value.to_string()).unwrap_or_default())
}

/// Several values of one cell; a bar in one of them has a backslash before it.
fn several<'a>(values: impl IntoIterator<Item = &'a String>) -> Cell {
    Cell::Text(values.into_iter().map(|value| value.replace('\\', "\\\\").replace('|', "\\|")).collect::<Vec<_>>().join("|"))
}

fn number(identifiers: &[Identifier], scheme: Scheme) -> Cell {
    plain(identifiers.iter().find(|identifier| identifier.scheme == scheme).map(|identifier| &identifier.value))
}

impl Csv {
    /// In the order of the columns.
    fn cells(&self, organization: &Organization) -> Vec<Cell> {
        let of = |text: &Option<LangText>| text.clone().unwrap_or_default();
        let (summary, description) = (of(&organization.summary), of(&organization.description));
        let (location, source) = (organization.location.as_ref(), organization.source.as_ref());
        let identifiers = organization.identifiers.iter().map(|number| format!("{}:{}", number.scheme.name(), number.value));
        vec![
            plain(Some(organization.id)),
            plain(Some(&organization.slug)),
            Cell::Text(organization.name.clone()),
            several(&organization.alternate_names),
            text(organization.legal_name.as_ref()),
            plain(Some(organization.kinds.join("|"))),
            text(summary.fr.as_ref()),
            text(summary.de.as_ref()),
            text(summary.en.as_ref()),
            text(description.fr.as_ref()),
            text(description.de.as_ref()),
            text(description.en.as_ref()),
            text(organization.website.as_ref()),
            text(organization.phone.as_ref()),
            number(&organization.identifiers, Scheme::FrSiren),
            number(&organization.identifiers, Scheme::FrSiret),
            several(&identifiers.collect::<Vec<_>>()),
            text(organization.legal_form.as_ref().map(|form| &form.code)),
            text(organization.activity.as_ref().map(|activity| &activity.code)),
            text(organization.headcount_range.as_ref()),
            plain(organization.founded_on),
            text(location.and_then(|location| location.address.as_ref())),
            text(location.and_then(|location| location.postal_code.as_ref())),
            text(location.and_then(|location| location.locality.as_ref())),
            text(location.and_then(|location| location.commune_code.as_ref())),
            text(location.and_then(|location| location.nuts3.as_ref())),
            text(location.map(|location| &location.country)),
            plain(location.and_then(|location| location.latitude)),
            plain(location.and_then(|location| location.longitude)),
            several(&organization.sectors),
            text(Some(&organization.territory)),
            text(organization.startup.as_ref().and_then(|startup| startup.stage.as_ref())),
            text(source.map(|source| &source.name)),
            text(source.and_then(|source| source.url.as_ref())),
            text(source.map(|source| &source.licence)),
            text(source.map(|source| &source.attribution)),
            plain(organization.confirmed_on),
            plain(Some(organization.updated_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))),
            plain(Some(format!("{}/annuaire/{}", self.public_url, organization.slug))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text_and_can_be_read_back() {
        for text in ["=1+1", "+33 3 87", "-", "@sum", "\tx", "\rx", "\0x", "＝1", "＋1", "－1", "＠a", "'=1", "''@"] {
            assert_eq!(safe(text), format!("'{text}"));
            assert_eq!(safe(text).strip_prefix('\''), Some(text));
        }
        for text in ["", "a=b", "'s Gravenhage", "3-4", "é", "'", "1"] {
            assert_eq!(safe(text), text);
        }
    }
}
