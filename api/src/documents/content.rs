//! What a file is: its name, what it is declared to be and what it holds have to say the same, of a short list.

use std::{fs::File, io::Read};

use super::{office, picture};
use crate::{
    error::FieldCode,
    http::{FieldError, Problem},
};

/// The formats that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Png,
    Jpeg,
    Webp,
    Docx,
    Xlsx,
    Odt,
    Csv,
}

impl Format {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Csv => "text/csv",
        }
    }

    /// The last ending of a name is what a computer opens it by.
    fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "png" => Self::Png,
            "jpg" | "jpeg" => Self::Jpeg,
            "webp" => Self::Webp,
            "docx" => Self::Docx,
            "xlsx" => Self::Xlsx,
            "odt" => Self::Odt,
            "csv" => Self::Csv,
            _ => return None,
        })
    }

    /// The format that name and declaration agree on.
    pub fn of(name: &str, declared: &str) -> Result<Self, Problem> {
        let format = Self::of_name(name)
            .ok_or_else(|| refused(FieldCode::FileExtension, ["pdf, png, jpg, jpeg, webp, docx, xlsx, odt, csv"]))?;
        if declared.eq_ignore_ascii_case(format.media_type()) {
            return Ok(format);
        }
        Err(refused(FieldCode::FileDeclared, [format.media_type()]))
    }

    fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Webp => "WebP",
            Self::Docx => "DOCX",
            Self::Xlsx => "XLSX",
            Self::Odt => "ODT",
            Self::Csv => "CSV",
        }
    }
}

/// What a file is declared to be, by its name where whoever sent it did not know it or knows it by another word.
pub fn media_type_by_name<'a>(name: &str, declared: &'a str) -> &'a str {
    let unknown = ["", "application/octet-stream", "application/x-download", "application/force-download"].contains(&declared);
    match Format::of_name(name) {
        Some(Format::Csv) if unknown || ["text/plain", "application/vnd.ms-excel", "application/csv"].contains(&declared) => {
            Format::Csv.media_type()
        }
        Some(Format::Pdf) if unknown || declared == "application/x-pdf" => Format::Pdf.media_type(),
        Some(Format::Jpeg) if unknown || declared == "image/jpg" => Format::Jpeg.media_type(),
        Some(format) if unknown => format.media_type(),
        _ => declared,
    }
}

fn refused<const N: usize>(code: FieldCode, particulars: [&str; N]) -> Problem {
    Problem::invalid(vec![FieldError::body("", code).with(particulars)])
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is something else than it says.
    Other,
    Broken,
    /// It would be read otherwise by somebody else.
    NotAlone,
    /// Unpacked it would be too large.
    Unfolds,
    /// It holds archives, programs or macros.
    Holds,
    Animated,
    TooManyPixels,
    /// It could not be read from where it is kept.
    Unreadable,
}

impl Fault {
    pub fn of(self, format: Format) -> Problem {
        match self {
            Self::Other => refused(FieldCode::FileContent, [format.word()]),
            Self::Broken => refused(FieldCode::FileBroken, [format.word()]),
            Self::NotAlone => refused(FieldCode::FileNotAlone, [format.word()]),
            Self::Unfolds => refused(FieldCode::FileUnfolds, [(office::UNFOLDED >> 20).to_string().as_str()]),
            Self::Holds => refused(FieldCode::FileHolds, []),
            Self::Animated => refused(FieldCode::PictureAnimated, []),
            Self::TooManyPixels => refused(FieldCode::PictureTooLarge, ["10000", "40"]),
            Self::Unreadable => crate::error::ErrorCode::InternalError.into(),
        }
    }
}

/// Looks at what a file holds. For a picture it gives what is to be kept instead: the same picture without what a camera
/// wrote into it.
pub fn check(format: Format, mut file: File) -> Result<Option<Vec<u8>>, Fault> {
    match format {
        Format::Docx | Format::Xlsx | Format::Odt => return office::check(format, file).map(|()| None),
        _ => {}
    }
    let mut bytes = vec![];
    file.read_to_end(&mut bytes).map_err(|_| Fault::Unreadable)?;
    match format {
        Format::Png | Format::Jpeg | Format::Webp => picture::bare(format, &bytes).map(Some),
        Format::Csv => csv(&bytes).map(|()| None),
        _ => pdf(&bytes).map(|()| None),
    }
}

/// Begins as one, ends as one, and is no archive besides: those are read from their end.
fn pdf(bytes: &[u8]) -> Result<(), Fault> {
    if !bytes.starts_with(b"%PDF-1.") && !bytes.starts_with(b"%PDF-2.") {
        return Err(Fault::Other);
    }
    let end = bytes.windows(5).rposition(|part| part == b"%%EOF").ok_or(Fault::Broken)?;
    // Some programs end it with marks that mean nothing.
    let rest = bytes.get(end + 5..).unwrap_or_default();
    if rest.len() > 64 || rest.iter().any(|byte| !matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | 0)) {
        return Err(Fault::NotAlone);
    }
    let tail = bytes.get(bytes.len().saturating_sub(65_557)..).unwrap_or_default();
    if tail.windows(4).any(|part| part == b"PK\x05\x06") { Err(Fault::NotAlone) } else { Ok(()) }
}

/// Text without marks of control, and no page or program that begins a line.
fn csv(bytes: &[u8]) -> Result<(), Fault> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        // As spreadsheets of Windows write it; five of its bytes mean nothing.
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    let text = text.trim_start_matches('\u{feff}');
    let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let begins = text.trim_start();
    if begins.is_empty() || text.contains(stray) || ["<", "%PDF", "#!", "{\\rtf"].iter().any(|start| begins.starts_with(start)) {
        return Err(Fault::Other);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

    #[test]
    fn the_last_ending_counts_and_has_to_be_what_is_declared() {
        assert_eq!(Format::of("plan.final.PDF", "application/pdf").ok(), Some(Format::Pdf));
        assert_eq!(Format::of("photo.jpeg", "image/jpeg").ok(), Some(Format::Jpeg));
        for (name, declared) in [
            ("plan.pdf.exe", "application/pdf"),
            ("plan", "application/pdf"),
            ("plan.svg", "image/svg+xml"),
            ("plan.pdf", "image/png"),
        ] {
            assert!(Format::of(name, declared).is_err(), "{name} {declared}");
        }
    }

    #[test]
    fn a_pdf_is_one_from_its_first_byte_to_its_last() {
        assert_eq!(pdf(PDF), Ok(()));
        assert_eq!(pdf(b"MZ%PDF-1.4\n%%EOF"), Err(Fault::Other));
        assert_eq!(pdf(b"%PDF-1.4\n"), Err(Fault::Broken));
        assert_eq!(pdf(&[PDF, b"<script>alert(1)</script>"].concat()), Err(Fault::NotAlone));
        assert_eq!(pdf(&[PDF, b"PK\x05\x06", &[0; 18], b"%%EOF\n"].concat()), Err(Fault::NotAlone));
    }

    #[test]
    fn a_table_is_text_in_one_of_two_encodings_and_no_page() {
        for good in ["nom;ville\nÉcole;Épinal\n".as_bytes(), b"\xef\xbb\xbfnom\nx\n", b"nom;ville\n\xc9cole;\xc9pinal\n"] {
            assert_eq!(csv(good), Ok(()));
        }
        for bad in [&b"<html>"[..], b"  <svg/>", b"a\0b", b"MZ\x90\0", b"%PDF-1.4", b"", b"#!/bin/sh\n", b"\xff\xfea\0"] {
            assert_eq!(csv(bad), Err(Fault::Other), "{bad:?}");
        }
    }
}
