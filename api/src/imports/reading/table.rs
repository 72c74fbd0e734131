//! Tables: whatever divides their cells, with or without names of columns.

use std::{io::Read, sync::Arc};

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{Broken, Content, Encoding, Format, LINE_LIMIT, Line, Shape, Unreadable, encoding::Decoded};
use crate::imports::{mapping::vocabulary, values::text::squash};

const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];
/// So many records are looked at.
const LOOKED_AT: usize = 40;
/// More columns than this are no table but a mistake.
const MOST_COLUMNS: usize = 500;

/// The separator that gives every record the same number of cells, and the most of them.
pub fn detect(sample: &str, encoding: Encoding) -> Result<Format, Unreadable> {
    let mut best: Option<(usize, char, Vec<StringRecord>)> = None;
    for separator in SEPARATORS {
        let mut reader = builder(separator).from_reader(sample.as_bytes());
        let records: Vec<StringRecord> = reader.records().map_while(Result::ok).take(LOOKED_AT).collect();
        let width = records.first().map_or(0, StringRecord::len);
        if !(2..=MOST_COLUMNS).contains(&width) {
            continue;
        }
        // The last may be cut off with the sample.
        let whole = &records[..if records.len() == LOOKED_AT || records.len() < 3 { records.len() } else { records.len() - 1 }];
        let same = whole.iter().filter(|record| record.len() == width).count();
        let score = same * 1000 / whole.len().max(1) * 10 + width.min(9);
        if best.as_ref().is_none_or(|(known, _, _)| score > *known) {
            best = Some((score, separator, records));
        }
    }
    let (separator, records) = match best {
        Some((_, separator, records)) => (separator, records),
        None => {
            // One column is a table, too, if it has words.
            let mut reader = builder(',').from_reader(sample.as_bytes());
            let records: Vec<StringRecord> = reader.records().map_while(Result::ok).take(LOOKED_AT).collect();
            let wordy = records.iter().all(|record| record.iter().all(|cell| cell.chars().count() < 300));
            if records.is_empty() || !wordy || sample.contains('\0') {
                return Err(Unreadable::Unknown);
            }
            (',', records)
        }
    };
    let header = looks_like_a_header(&records);
    Ok(Format { shape: Shape::Csv, encoding, separator: Some(separator), header, items: None })
}

/// Whether the first record names the columns: its cells are words, none stands twice, and they are of another sort than
/// those below.
fn looks_like_a_header(records: &[StringRecord]) -> bool {
    let Some((first, rest)) = records.split_first() else { return false };
    let plain: Vec<&str> = first.iter().map(str::trim).collect();
    let typed = |cell: &str| {
        cell.contains("://")
            || (cell.contains('@') && cell.contains('.'))
            || (cell.bytes().any(|byte| byte.is_ascii_digit()) && crate::imports::values::numbers::parse(cell).is_some())
    };
    if plain.iter().any(|cell| typed(cell)) {
        return false;
    }
    if plain.iter().any(|cell| vocabulary::is_known(cell)) {
        return true;
    }
    let named = plain.iter().filter(|cell| !cell.is_empty()).count();
    let mut keys: Vec<String> = plain.iter().filter(|cell| !cell.is_empty()).map(|cell| squash(cell)).collect();
    keys.sort();
    keys.dedup();
    // What stands in the same column below is a value.
    let repeated = plain.iter().enumerate().any(|(place, cell)| {
        !cell.is_empty() && rest.iter().any(|record| record.get(place).is_some_and(|other| other.trim() == *cell))
    });
    named > 0 && keys.len() == named && !repeated && named * 2 > plain.len() && rest.iter().any(|record| record.iter().any(typed))
}

fn builder(separator: char) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(u8::try_from(separator).unwrap_or(b',')).flexible(true).has_headers(false);
    builder
}

/// Lines as Unix ends them, so that they are counted as an editor does.
struct Unix<R> {
    input: R,
    /// A carriage return was the last byte.
    pending: bool,
}

impl<R: Read> Read for Unix<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            // One place is kept for a carriage return that was none of an end of a line.
            let Some(room) = out.len().checked_sub(1).filter(|room| *room > 0) else { return self.input.read(out) };
            let mut raw = vec![0; room];
            let count = self.input.read(&mut raw)?;
            if count == 0 {
                if !std::mem::take(&mut self.pending) {
                    return Ok(0);
                }
                out[0] = b'\n';
                return Ok(1);
            }
            let mut written = 0;
            for byte in &raw[..count] {
                if std::mem::take(&mut self.pending) && *byte != b'\n' {
                    out[written] = b'\n';
                    written += 1;
                }
                if *byte == b'\r' {
                    self.pending = true;
                } else {
                    out[written] = *byte;
                    written += 1;
                }
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

/// The records of a table.
pub struct Table<R> {
    reader: Reader<Unix<Decoded<R>>>,
    columns: Arc<[String]>,
    /// The first record, read to count the columns of a table without names.
    held: Option<(i64, StringRecord)>,
}

impl<R: Read> Table<R> {
    pub fn open(input: Decoded<R>, format: &Format) -> Result<Self, Unreadable> {
        let mut reader = builder(format.separator.unwrap_or(',')).from_reader(Unix { input, pending: false });
        let mut first = StringRecord::new();
        if !reader.read_record(&mut first).map_err(|error| Unreadable::Io(error.to_string()))? {
            return Err(Unreadable::Empty);
        }
        let at = first.position().map_or(1, csv::Position::line);
        let columns = if format.header { named(&first) } else { numbered(first.len()) };
        let held = (!format.header).then_some((i64::try_from(at).unwrap_or(1), first));
        Ok(Self { reader, columns: columns.into(), held })
    }
}

/// A name that stands twice gets a number, as does none at all.
fn named(first: &StringRecord) -> Vec<String> {
    let mut columns: Vec<String> = vec![];
    for (place, cell) in first.iter().enumerate() {
        let plain = cell.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ");
        let base = if plain.is_empty() { format!("colonne {}", place + 1) } else { plain };
        let mut name = base.clone();
        let mut next = 2;
        while columns.contains(&name) {
            name = format!("{base} {next}");
            next += 1;
        }
        columns.push(name);
    }
    columns
}

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|place| format!("colonne {place}")).collect()
}

impl<R: Read> Iterator for Table<R> {
    type Item = Result<Line, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (number, record) = match self.held.take() {
                Some(held) => held,
                None => {
                    let mut record = StringRecord::new();
                    match self.reader.read_record(&mut record) {
                        Ok(true) => {}
                        Ok(false) => return None,
                        Err(error) => return Some(Err(Unreadable::Io(error.to_string()))),
                    }
                    let line = record.position().map_or(0, csv::Position::line);
                    (i64::try_from(line).unwrap_or(i64::MAX), record)
                }
            };
            // A line of separators alone is an empty one.
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let beyond = record.iter().skip(self.columns.len()).any(|cell| !cell.trim().is_empty());
            let content = if record.as_slice().len() > LINE_LIMIT {
                Content::Broken(Broken::TooLong)
            } else if beyond {
                Content::Broken(Broken::Cells)
            } else {
                let cells = record.iter().take(self.columns.len()).map(str::to_owned).collect();
                Content::Cells { columns: self.columns.clone(), cells }
            };
            return Some(Ok(Line { number, content }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{all, cells};

    #[test]
    fn a_table_without_names_is_one() {
        let (format, lines) =
            all(b"2020,French Tech 120,360Learning\n2020,French Tech 120,AFYREN\n2020,French Tech 120,AB Tasty\n");
        assert!(!format.header);
        assert_eq!(lines.len(), 3);
        assert_eq!(cells(&lines[0]), ["2020", "French Tech 120", "360Learning"]);
        let (format, lines) = all("360 Learning,https://360learning.com/fr/\nBackMarket,https://www.backmarket.fr\n".as_bytes());
        assert!(!format.header && lines.len() == 2);
        let (format, _) = all(b"Company,Total funding,Launch date\nBack Market,926.18,\"2014, August\"\nMirakl,861.82,2012\n");
        assert!(format.header);
        assert_eq!(format.separator, Some(','));
    }

    #[test]
    fn a_line_with_too_many_cells_is_broken_and_an_empty_one_is_none() {
        let (_, lines) = all(b"nom,ville\nA,Metz\n,\nB,Metz,57000\nC\n");
        assert_eq!(lines.len(), 3);
        assert!(matches!(lines[1].content, super::Content::Broken(super::Broken::Cells)));
        assert_eq!(cells(&lines[2]), ["C"]);
    }
}
