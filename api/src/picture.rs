//! Pictures that people send: decoded within bounds of memory and time, and alone in their file.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageResult,
    codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder},
    metadata::Orientation,
};

/// Pixels of a side at most, and in all.
pub const SIDE: u32 = 10_000;
const PIXELS: u64 = 40_000_000;
/// What the pixels may take when decoded: four bytes for each.
const DECODED: u64 = PIXELS * 4;
/// A picture that appears little by little has about ten scans; each one more costs the time of a whole picture.
const SCANS: u32 = 32;

/// Why a file is not taken for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Unknown,
    Broken,
    Animated,
    NotAlone,
    TooLarge,
}

/// What a file is, by its first bytes, whatever its name or its sender says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Png,
    Jpeg,
    Webp,
}

impl Format {
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }
}

/// All of its pixels, and how it was held when it was taken.
pub fn read(bytes: &[u8]) -> Result<(DynamicImage, Orientation), Fault> {
    let input = Cursor::new(bytes);
    match Format::of(bytes).ok_or(Fault::Unknown)? {
        Format::Png => {
            png_alone(bytes)?;
            decode(PngDecoder::new(input))
        }
        Format::Jpeg => {
            jpeg_alone(bytes)?;
            decode(JpegDecoder::new(input))
        }
        Format::Webp => {
            webp_alone(bytes)?;
            decode(WebPDecoder::new(input))
        }
    }
}

fn decode(decoder: ImageResult<impl ImageDecoder>) -> Result<(DynamicImage, Orientation), Fault> {
    let mut decoder = decoder.map_err(|_| Fault::Broken)?;
    let (width, height) = decoder.dimensions();
    // As declared: what the file then holds can be no more, for the room is made by this.
    let large = width.max(height) > SIDE || u64::from(width) * u64::from(height) > PIXELS;
    if large || decoder.total_bytes() > DECODED {
        return Err(Fault::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(|_| Fault::Broken)?, orientation))
}

/// The same picture without what a camera or a program wrote beside its pixels: place, time, maker, comments. What is
/// needed to show its colours stays. Its file has been read as a picture before.
pub fn bare(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    match Format::of(bytes).ok_or(Fault::Unknown)? {
        Format::Png => bare_png(bytes),
        Format::Jpeg => bare_jpeg(bytes).ok_or(Fault::Broken),
        Format::Webp => bare_webp(bytes),
    }
}

/// Chunks by which a picture is drawn.
const DRAWING: [&[u8; 4]; 12] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"];

fn bare_png(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut kept = bytes.get(..8).ok_or(Fault::Broken)?.to_vec();
    let mut at = 8;
    while at < bytes.len() {
        let length = number(bytes, at).map(u32::from_be_bytes).ok_or(Fault::Broken)? as usize;
        let kind: [u8; 4] = number(bytes, at + 4).ok_or(Fault::Broken)?;
        let end = at.checked_add(length).and_then(|end| end.checked_add(12)).ok_or(Fault::Broken)?;
        let chunk = bytes.get(at..end).ok_or(Fault::Broken)?;
        if DRAWING.contains(&&kind) {
            kept.extend_from_slice(chunk);
        }
        at = end;
    }
    Ok(kept)
}

fn bare_webp(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut kept = bytes.get(..12).ok_or(Fault::Broken)?.to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let kind: [u8; 4] = number(bytes, at).ok_or(Fault::Broken)?;
        let length = number(bytes, at + 4).map(u32::from_le_bytes).ok_or(Fault::Broken)? as usize;
        let end = at.checked_add(8 + length + length % 2).ok_or(Fault::Broken)?;
        let mut chunk = bytes.get(at..end).ok_or(Fault::Broken)?.to_vec();
        if &kind == b"VP8X" {
            // It says no longer that it has what is left out.
            *chunk.get_mut(8).ok_or(Fault::Broken)? &= !0x0c;
        }
        if [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"].contains(&&kind) {
            kept.extend_from_slice(&chunk);
        }
        at = end;
    }
    let size = u32::try_from(kept.len() - 8).map_err(|_| Fault::Broken)?;
    kept.get_mut(4..8).ok_or(Fault::Broken)?.copy_from_slice(&size.to_le_bytes());
    Ok(kept)
}

fn bare_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let [_, marker] = number(bytes, at)?;
        if marker == 0xd9 {
            kept.extend_from_slice(&[0xff, 0xd9]);
            return Some(kept);
        }
        if matches!(marker, 0xff | 0x01 | 0xd0..=0xd7) {
            let length = if marker == 0xff { 1 } else { 2 };
            kept.extend_from_slice(bytes.get(at..at + length)?);
            at += length;
            continue;
        }
        let mut end = at + 2 + usize::from(number(bytes, at + 2).map(u16::from_be_bytes)?);
        if marker == 0xda {
            end = end_of_scan(bytes, end)?;
        }
        let segment = bytes.get(at..end)?;
        // Marks of programs, but for those that say how colours are meant, and comments.
        let colours = segment.get(4..).is_some_and(|data| {
            marker == 0xe2 && data.starts_with(b"ICC_PROFILE") || marker == 0xee && data.starts_with(b"Adobe")
        });
        if !matches!(marker, 0xe1..=0xef | 0xfe) || colours {
            kept.extend_from_slice(segment);
        }
        at = end;
    }
}

/// A file that is something else besides would be read otherwise by somebody else.
fn ends_at(end: Option<usize>, bytes: &[u8]) -> Result<(), Fault> {
    match end {
        Some(end) if end == bytes.len() => Ok(()),
        Some(end) if end < bytes.len() => Err(Fault::NotAlone),
        _ => Err(Fault::Broken),
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn png_alone(bytes: &[u8]) -> Result<(), Fault> {
    let mut at = 8;
    loop {
        let length = number(bytes, at).map(u32::from_be_bytes).ok_or(Fault::Broken)? as usize;
        let kind: [u8; 4] = number(bytes, at + 4).ok_or(Fault::Broken)?;
        at = at.checked_add(length).and_then(|at| at.checked_add(12)).ok_or(Fault::Broken)?;
        match &kind {
            b"acTL" => return Err(Fault::Animated),
            b"IEND" => return ends_at(Some(at), bytes),
            _ => {}
        }
    }
}

fn webp_alone(bytes: &[u8]) -> Result<(), Fault> {
    let size = number(bytes, 4).map(u32::from_le_bytes).ok_or(Fault::Broken)? as usize;
    ends_at(size.checked_add(8 + size % 2), bytes)?;
    // An extended file says in its first chunk whether it moves.
    let moves = bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0);
    if moves { Err(Fault::Animated) } else { Ok(()) }
}

fn jpeg_alone(bytes: &[u8]) -> Result<(), Fault> {
    ends_at(end_of_jpeg(bytes), bytes)
}

/// Behind the mark that ends the first picture; nothing where there is none, or too many scans stand before it.
fn end_of_jpeg(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut scans) = (2, 0);
    loop {
        let [first, marker] = number(bytes, at)?;
        if first != 0xff {
            return None;
        }
        match marker {
            0xff => at += 1,
            0xd9 => return Some(at + 2),
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                at += 2 + usize::from(number(bytes, at + 2).map(u16::from_be_bytes)?);
                if marker != 0xda {
                    continue;
                }
                scans += 1;
                if scans > SCANS {
                    return None;
                }
                at = end_of_scan(bytes, at)?;
            }
        }
    }
}

/// Behind the pixels that begin here, at the next mark that is no part of them.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    while !matches!(number(bytes, at)?, [0xff, mark] if !matches!(mark, 0 | 0xd0..=0xd7 | 0xff)) {
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_scans_than_any_picture_needs_are_not_waited_for() {
        let scan = [0xff, 0xda, 0, 2, 1, 2, 3];
        let of = |scans: usize| [&[0xff, 0xd8][..], &scan.repeat(scans), &[0xff, 0xd9]].concat();
        assert_eq!(end_of_jpeg(&of(32)), Some(of(32).len()));
        assert_eq!(end_of_jpeg(&of(33)), None);
    }
}
