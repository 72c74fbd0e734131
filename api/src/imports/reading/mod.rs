//! Files as others send them: which encoding, which format, which separator, and then line by line in constant memory.

mod encoding;
mod items;
mod table;

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

pub use encoding::Encoding;

/// A line may have so many bytes.
pub const LINE_LIMIT: usize = 64 << 10;
/// So much of a file is looked at to find out what it is.
const SAMPLE: usize = 256 << 10;

/// How records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Csv,
    /// An array of objects, or an object that holds one.
    Json,
    /// One object a line.
    Ndjson,
    Geojson,
}

/// All that has to be known to read a file again in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"shape": "csv", "encoding": "utf-8", "separator": ";", "header": true}))]
pub struct Format {
    #[schema(inline)]
    pub shape: Shape,
    #[schema(inline)]
    pub encoding: Encoding,
    /// Of CSV.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = ";")]
    pub separator: Option<char>,
    /// Of CSV: the names of the columns stand in its first line.
    #[serde(default = "yes")]
    pub header: bool,
    /// Of JSON: where the array of records is, as a JSON pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "/features")]
    pub items: Option<String>,
}

fn yes() -> bool {
    true
}

/// One record of a file.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line of the file on which it begins; of a JSON array, its place in it. Both from 1.
    pub number: i64,
    pub content: Content,
}

#[derive(Clone, Debug)]
pub enum Content {
    Cells {
        columns: Arc<[String]>,
        cells: Vec<String>,
    },
    Object(Value),
    /// What could not be read as a record, and why.
    Broken(Broken),
}

/// Why a line is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It has more than 64 KiB.
    TooLong,
    /// It is not JSON, or not an object.
    NotJson,
    /// It has more cells than there are columns: a separator stands in a text, or a quote is not closed.
    Cells,
}

/// Why a file as a whole cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    /// Neither a table nor JSON.
    Unknown,
    /// The JSON ends or breaks off here, counted in bytes.
    Json(u64),
    NoItems(String),
    Io(String),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => out.write_str("the file is empty"),
            Self::Unknown => out.write_str("the file is neither CSV, JSON, NDJSON nor GeoJSON"),
            Self::Json(at) => write!(out, "the file is not JSON: it breaks off at byte {at}"),
            Self::NoItems(pointer) => write!(out, "the file has no array of records at “{pointer}”"),
            Self::Io(error) => out.write_str(error),
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// Finds out what a file is. It is read as a whole for its encoding, since a letter with an accent may come late.
pub fn detect(file: &mut File) -> Result<Format, Unreadable> {
    file.seek(SeekFrom::Start(0))?;
    let encoding = encoding::detect(&mut *file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut sample = String::new();
    let mut bytes = vec![];
    encoding.reader(&mut *file).take(SAMPLE as u64).read_to_end(&mut bytes)?;
    let cut = bytes.len() == SAMPLE;
    sample.push_str(&String::from_utf8_lossy(&bytes));
    file.seek(SeekFrom::Start(0))?;
    of_sample(&sample, encoding, cut)
}

fn of_sample(sample: &str, encoding: Encoding, cut: bool) -> Result<Format, Unreadable> {
    let start = sample.trim_start_matches('\u{feff}').trim_start();
    let json =
        |shape, items: Option<&str>| Format { shape, encoding, separator: None, header: true, items: items.map(str::to_owned) };
    match start.chars().next() {
        None => Err(Unreadable::Empty),
        Some('[') => Ok(json(Shape::Json, Some(""))),
        Some('{') => {
            let mut values = serde_json::Deserializer::from_str(start).into_iter::<Value>();
            // Several objects, or the first one ends before the first line does.
            let first_line = start.lines().next().unwrap_or_default();
            if serde_json::from_str::<Value>(first_line).is_ok_and(|value| value.is_object())
                && start.lines().nth(1).is_some_and(|line| !line.trim().is_empty())
            {
                return Ok(json(Shape::Ndjson, None));
            }
            let is_collection = start.contains("\"FeatureCollection\"") && start.contains("\"features\"");
            if is_collection {
                return Ok(json(Shape::Geojson, Some("/features")));
            }
            let items = match values.next() {
                Some(Ok(Value::Object(whole))) => {
                    let longest = whole
                        .iter()
                        .filter(|(_, value)| value.as_array().is_some_and(|items| items.iter().any(Value::is_object)));
                    longest.max_by_key(|(_, value)| value.as_array().map_or(0, Vec::len)).map(|(name, _)| pointer(name))
                }
                // Too long to be seen whole: the first array that is met.
                _ if cut => first_array(start),
                _ => None,
            };
            match items {
                Some(items) => Ok(json(Shape::Json, Some(&items))),
                None if serde_json::from_str::<Value>(first_line).is_ok() => Ok(json(Shape::Ndjson, None)),
                None => Err(Unreadable::Unknown),
            }
        }
        Some(_) => table::detect(start, encoding),
    }
}

/// The name before the first `: [`.
fn first_array(text: &str) -> Option<String> {
    let (before, _) = text.split_once(": [").or_else(|| text.split_once(":["))?;
    before.trim_end().strip_suffix('"')?.rsplit('"').next().map(pointer)
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The records of a file, one after the other.
pub type Lines = Box<dyn Iterator<Item = Result<Line, Unreadable>> + Send>;

pub fn lines(file: File, format: &Format) -> Result<Lines, Unreadable> {
    let input = format.encoding.reader(BufReader::with_capacity(64 << 10, file));
    Ok(match format.shape {
        Shape::Csv => Box::new(table::Table::open(input, format)?),
        Shape::Ndjson => Box::new(items::ObjectLines::new(input)),
        Shape::Json | Shape::Geojson => Box::new(items::Items::open(input, format.items.as_deref().unwrap_or_default())?),
    })
}

/// A file in memory as one on disk, for what is small enough to be looked at whole.
pub fn spooled(bytes: &[u8]) -> io::Result<File> {
    use std::io::Write;
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn all(bytes: &[u8]) -> (Format, Vec<Line>) {
        let mut file = spooled(bytes).expect("a file");
        let format = detect(&mut file).expect("a format");
        let lines = lines(file, &format).expect("lines").collect::<Result<Vec<_>, _>>().expect("readable");
        (format, lines)
    }

    pub fn cells(line: &Line) -> Vec<String> {
        match &line.content {
            Content::Cells { cells, .. } => cells.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_table_is_read_whatever_divides_its_cells_and_however_its_letters_are_written() {
        let text = "nom;ville;téléphone\r\n\"Fab; Lab\nd’Épinal\";Épinal;0329000000\r\n\"dit \"\"le\"\" Lab\";Metz;\r\n";
        for separator in [';', ',', '\t', '|'] {
            let varied = text.replace(';', &separator.to_string()).replace('’', "'");
            let (cp1252, _, _) = encoding_rs::WINDOWS_1252.encode(&varied);
            let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(varied.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            let with_mark = format!("\u{feff}{varied}");
            for (bytes, encoding) in [
                (varied.as_bytes(), Encoding::Utf8),
                (with_mark.as_bytes(), Encoding::Utf8),
                (&cp1252, Encoding::Windows1252),
                (&utf16, Encoding::Utf16Le),
            ] {
                let (format, lines) = all(bytes);
                assert_eq!((format.shape, format.encoding, format.separator), (Shape::Csv, encoding, Some(separator)));
                assert!(format.header);
                let first = format!("Fab{separator} Lab\nd'Épinal");
                assert_eq!(cells(&lines[0]), [first.as_str(), "Épinal", "0329000000"], "{separator:?} {encoding:?}");
                assert_eq!(cells(&lines[1]), ["dit \"le\" Lab", "Metz", ""]);
                assert_eq!((lines[0].number, lines[1].number), (2, 4), "the line on which a record begins");
            }
        }
    }

    #[test]
    fn json_is_read_item_by_item_wherever_its_array_is() {
        let array = r#"[{"a": 1, "t": "]},{\" é"}, {"a": {"b": [1, 2]}}, 7]"#;
        for (text, shape, items) in [
            (array.to_owned(), Shape::Json, Some("")),
            (
                format!("{{\"total\": 3, \"odd\": [1, \"{{\"], \"results\": {array}, \"rest\": {{}}}}"),
                Shape::Json,
                Some("/results"),
            ),
            (format!("{{\"type\": \"FeatureCollection\", \"features\": {array}}}"), Shape::Geojson, Some("/features")),
        ] {
            let (format, lines) = all(text.as_bytes());
            assert_eq!((format.shape, format.items.as_deref()), (shape, items));
            assert_eq!(lines.len(), 3, "{text}");
            assert!(matches!(&lines[0].content, Content::Object(value) if value["t"] == "]},{\" é"));
            assert!(matches!(lines[2].content, Content::Broken(Broken::NotJson)));
            assert_eq!(lines[2].number, 3);
        }
        let (format, lines) = all(b"{\"a\": 1}\n\n{\"a\": 2}\n{\"a\": \n");
        assert_eq!(format.shape, Shape::Ndjson);
        let numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 3, 4]);
        assert!(matches!(lines[2].content, Content::Broken(Broken::NotJson)));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let detect = |bytes: &[u8]| detect(&mut spooled(bytes).expect("a file"));
        assert_eq!(detect(b" \n"), Err(Unreadable::Empty));
        let long = format!("{{\"a\": \"{}\"}}\n{{\"a\": 2}}\n", "x".repeat(LINE_LIMIT));
        let format = Format { shape: Shape::Ndjson, encoding: Encoding::Utf8, separator: None, header: true, items: None };
        let read: Vec<_> = lines(spooled(long.as_bytes()).expect("a file"), &format)
            .expect("lines")
            .collect::<Result<_, _>>()
            .expect("readable");
        assert!(matches!(read[0].content, Content::Broken(Broken::TooLong)));
        assert!(matches!(read[1].content, Content::Object(_)));
        let cut = Format { shape: Shape::Json, items: Some(String::new()), ..format };
        let outcome: Vec<_> = lines(spooled(b"[{\"a\": 1}, {\"a\"").expect("a file"), &cut).expect("lines").collect();
        assert!(outcome[0].is_ok() && outcome[1].is_err());
    }
}
