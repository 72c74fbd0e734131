//! Files of offices are archives: their parts are read to their end, within bounds, and none may be an archive or a program.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use zip::ZipArchive;

use super::content::{Fault, Format};

/// Bytes of all parts, unpacked.
pub const UNFOLDED: u64 = 100 << 20;
const PARTS: usize = 2_000;
/// Bytes of the mark that ends an archive without a comment.
const END: u64 = 22;

/// How archives and programs begin.
const WITHIN: [&[u8]; 6] = [b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF"];
/// Parts that are run when the file is opened.
const MACROS: [&str; 3] = ["vbaproject.bin", "vbadata.xml", "script-lc.xml"];

pub fn check(format: Format, mut file: File) -> Result<(), Fault> {
    let mut head = [0; 4];
    file.read_exact(&mut head).map_err(|_| Fault::Other)?;
    if head != *b"PK\x03\x04" {
        return Err(Fault::Other);
    }
    alone(&mut file)?;
    let mut archive = ZipArchive::new(file).map_err(|_| Fault::Broken)?;
    if archive.offset() != 0 {
        return Err(Fault::NotAlone);
    }
    if archive.len() > PARTS {
        return Err(Fault::Unfolds);
    }
    let mut names = vec![];
    let mut left = UNFOLDED;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| Fault::Broken)?;
        let name = part.name().map_err(|_| Fault::Broken)?.to_lowercase();
        left = left.checked_sub(part.size()).ok_or(Fault::Unfolds)?;
        let declared = part.size();
        // What it says of its size is checked by unpacking it.
        let (begins, read) = unfold(part, declared)?;
        if read != declared {
            return Err(Fault::Unfolds);
        }
        let is_macro = MACROS.iter().any(|known| name.ends_with(known)) || name.starts_with("basic/") && !name.ends_with('/');
        if is_macro || WITHIN.iter().any(|start| begins.starts_with(start)) {
            return Err(Fault::Holds);
        }
        if name == "mimetype" && format == Format::Odt && begins != format.media_type().as_bytes() {
            return Err(Fault::Other);
        }
        names.push(name);
    }
    let needed: &[&str] = match format {
        Format::Docx => &["[content_types].xml", "word/document.xml"],
        Format::Xlsx => &["[content_types].xml", "xl/workbook.xml"],
        _ => &["mimetype", "content.xml"],
    };
    if needed.iter().all(|part| names.iter().any(|name| name == part)) { Ok(()) } else { Err(Fault::Other) }
}

/// Its first bytes, and how many there are; no more than one more than it declares.
fn unfold(part: impl Read, declared: u64) -> Result<(Vec<u8>, u64), Fault> {
    let mut part = part.take(declared + 1);
    let mut begins = vec![];
    part.by_ref().take(128).read_to_end(&mut begins).map_err(|_| Fault::Broken)?;
    let rest = io::copy(&mut part, &mut io::sink()).map_err(|_| Fault::Broken)?;
    Ok((begins.clone(), begins.len() as u64 + rest))
}

/// Nothing stands behind the mark that ends it.
fn alone(file: &mut File) -> Result<(), Fault> {
    let length = file.seek(SeekFrom::End(0)).map_err(|_| Fault::Unreadable)?;
    let from = length.checked_sub(END).ok_or(Fault::Broken)?;
    file.seek(SeekFrom::Start(from)).map_err(|_| Fault::Unreadable)?;
    let mut end = [0; END as usize];
    file.read_exact(&mut end).map_err(|_| Fault::Unreadable)?;
    file.rewind().map_err(|_| Fault::Unreadable)?;
    if end.starts_with(b"PK\x05\x06") && end.ends_with(&[0, 0]) { Ok(()) } else { Err(Fault::NotAlone) }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        for (name, bytes) in parts {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(*name, options).expect("a part");
            zip.write_all(bytes).expect("its bytes");
        }
        zip.finish().expect("an archive").into_inner()
    }

    fn checked(format: Format, bytes: &[u8]) -> Result<(), Fault> {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(bytes).expect("its bytes");
        file.rewind().expect("its beginning");
        check(format, file)
    }

    const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
    const TEXT: (&str, &[u8]) = ("word/document.xml", b"<w:document/>");

    #[test]
    fn each_format_is_known_by_its_parts() {
        let odt = ("mimetype", Format::Odt.media_type().as_bytes());
        assert_eq!(checked(Format::Docx, &packed(&[TYPES, TEXT])), Ok(()));
        assert_eq!(checked(Format::Xlsx, &packed(&[TYPES, ("xl/workbook.xml", b"<workbook/>")])), Ok(()));
        assert_eq!(checked(Format::Odt, &packed(&[odt, ("content.xml", b"<office/>")])), Ok(()));
        assert_eq!(checked(Format::Xlsx, &packed(&[TYPES, TEXT])), Err(Fault::Other));
        assert_eq!(checked(Format::Docx, &packed(&[("a.txt", b"a")])), Err(Fault::Other));
        assert_eq!(checked(Format::Odt, &packed(&[("mimetype", b"text/html"), ("content.xml", b"")])), Err(Fault::Other));
        assert_eq!(checked(Format::Docx, b"%PDF-1.4"), Err(Fault::Other));
    }

    #[test]
    fn what_hides_in_one_or_behind_it_is_found() {
        let good = packed(&[TYPES, TEXT]);
        assert_eq!(checked(Format::Docx, &[&good[..], b"<script>"].concat()), Err(Fault::NotAlone));
        assert_eq!(checked(Format::Docx, &good[..good.len() - 30]), Err(Fault::NotAlone));
        let inner = packed(&[("b", b"b")]);
        assert_eq!(checked(Format::Docx, &packed(&[TYPES, TEXT, ("word/media/a.png", &inner)])), Err(Fault::Holds));
        assert_eq!(checked(Format::Docx, &packed(&[TYPES, TEXT, ("word/vbaProject.bin", b"x")])), Err(Fault::Holds));
        assert_eq!(checked(Format::Docx, &packed(&[TYPES, TEXT, ("word/a.bin", b"MZ\x90")])), Err(Fault::Holds));
    }

    #[test]
    fn one_that_unpacks_to_more_than_it_may_is_not_unpacked() {
        let zeros = vec![0; 60 << 20];
        let bomb = packed(&[TYPES, TEXT, ("a", &zeros), ("b", &zeros)]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(checked(Format::Docx, &bomb), Err(Fault::Unfolds));
        // One that lies about its size: what it declares stands at two places.
        let mut lie = packed(&[TYPES, TEXT, ("a", &zeros)]);
        let size = (60_u32 << 20).to_le_bytes();
        let places: Vec<usize> = lie.windows(4).enumerate().filter(|(_, part)| **part == size).map(|(place, _)| place).collect();
        for place in places {
            lie[place..place + 4].copy_from_slice(&7_u32.to_le_bytes());
        }
        assert!(checked(Format::Docx, &lie).is_err());
    }
}
