//! What is uploaded becomes pixels and is drawn anew: nothing of the file itself is kept, neither what a camera wrote
//! into it nor what somebody hid in it. One picture at a time, off the workers, within bounds of memory and time.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageResult, RgbaImage,
    codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder, webp::WebPEncoder},
    imageops::{self, FilterType},
    metadata::Orientation,
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::SIZES;
use crate::{
    error::{ErrorCode, FieldCode},
    http::{FieldError, Problem},
};

/// Pictures drawn at a time: each may take 200 MiB.
static DRAWING: Semaphore = Semaphore::const_new(1);
/// Whoever finds this many waiting is told to come back; each holds an upload.
static WAITING: Semaphore = Semaphore::const_new(8);

/// Pixels of a side, and in all.
const SIDE: std::ops::RangeInclusive<u32> = 32..=10_000;
const PIXELS: u64 = 40_000_000;
/// What the pixels may take when decoded: four bytes for each.
const DECODED: u64 = PIXELS * 4;
/// A picture that appears little by little has about ten scans; each one more costs the time of a whole picture.
const SCANS: u32 = 32;

/// A picture in its sizes.
pub struct Drawn {
    /// Names this very picture.
    pub digest: String,
    /// Lossless WebP, by side.
    pub images: Vec<(i32, Vec<u8>)>,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Unknown,
    Broken,
    Animated,
    NotAlone,
    TooLarge,
    TooSmall,
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let error = |code| FieldError::body("", code);
        Self::invalid(vec![match fault {
            Fault::Unknown => error(FieldCode::InvalidFormat).with(["PNG, JPEG, WebP"]),
            Fault::Broken => error(FieldCode::PictureBroken),
            Fault::Animated => error(FieldCode::PictureAnimated),
            Fault::NotAlone => error(FieldCode::PictureNotAlone),
            Fault::TooLarge => error(FieldCode::PictureTooLarge).with([SIDE.end().to_string(), "40".to_owned()]),
            Fault::TooSmall => error(FieldCode::PictureTooSmall).with([SIDE.start().to_string()]),
        }])
    }
}

/// Draws the picture in all sizes, off the workers.
pub async fn draw(bytes: Vec<u8>) -> Result<Drawn, Problem> {
    let busy = || Problem::new(ErrorCode::Unavailable).retry_after(2);
    let _waiting = WAITING.try_acquire().map_err(|_| busy())?;
    let _drawing = DRAWING.acquire().await.map_err(|_| busy())?;
    let drawn = actix_web::web::block(move || draw_now(&bytes)).await;
    Ok(drawn.map_err(|_| Problem::new(ErrorCode::InternalError))??)
}

fn draw_now(bytes: &[u8]) -> Result<Drawn, Fault> {
    let (small, orientation) = read(bytes)?;
    let mut small = small;
    small.apply_orientation(orientation);
    let images: Vec<(i32, Vec<u8>)> =
        SIZES.iter().map(|side| Ok((*side as i32, encode(&square(&small, *side))?))).collect::<Result<_, Fault>>()?;
    let mut hash = Sha256::new();
    for (_, image) in &images {
        hash.update(image);
    }
    let digest = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Ok(Drawn { digest, images })
}

/// By its first bytes, whatever its name or its sender says.
fn read(bytes: &[u8]) -> Result<(DynamicImage, Orientation), Fault> {
    let input = Cursor::new(bytes);
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => {
            png_alone(bytes)?;
            decode(PngDecoder::new(input))
        }
        [0xff, 0xd8, 0xff, ..] => {
            jpeg_alone(bytes)?;
            decode(JpegDecoder::new(input))
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            webp_alone(bytes)?;
            decode(WebPDecoder::new(input))
        }
        _ => Err(Fault::Unknown),
    }
}

/// The pixels, made few at once: what follows needs no more than twice the largest size.
fn decode(decoder: ImageResult<impl ImageDecoder>) -> Result<(DynamicImage, Orientation), Fault> {
    let mut decoder = decoder.map_err(|_| Fault::Broken)?;
    let (width, height) = decoder.dimensions();
    // As declared: what the file then holds can be no more, for the room is made by this.
    let large = width.max(height) > *SIDE.end() || u64::from(width) * u64::from(height) > PIXELS;
    if large || decoder.total_bytes() > DECODED {
        return Err(Fault::TooLarge);
    }
    if width.min(height) < *SIDE.start() {
        return Err(Fault::TooSmall);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let whole = DynamicImage::from_decoder(decoder).map_err(|_| Fault::Broken)?;
    let most = SIZES[SIZES.len() - 1] * 2;
    let small = if width.max(height) > most { whole.thumbnail(most, most) } else { whole };
    Ok((DynamicImage::from(small.into_rgba8()), orientation))
}

/// The picture as large as it can be in a square, with clear margins.
fn square(picture: &DynamicImage, side: u32) -> RgbaImage {
    let fitted = picture.resize(side, side, FilterType::Lanczos3).into_rgba8();
    let mut square = RgbaImage::new(side, side);
    let middle = |length: u32| i64::from((side - length) / 2);
    imageops::replace(&mut square, &fitted, middle(fitted.width()), middle(fitted.height()));
    square
}

fn encode(picture: &RgbaImage) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![];
    let encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgba8).map_err(|_| Fault::Broken)?;
    Ok(bytes)
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
                // The pixels, up to the next mark that is no part of them.
                while !matches!(number(bytes, at)?, [0xff, mark] if !matches!(mark, 0 | 0xd0..=0xd7 | 0xff)) {
                    at += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8]));
        let mut bytes = Cursor::new(vec![]);
        DynamicImage::from(picture).write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn a_picture_of_each_format_is_drawn_in_squares_of_each_size() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let drawn = draw_now(&picture(format, 300, 90)).expect("a picture");
            assert_eq!(drawn.images.iter().map(|(side, _)| *side).collect::<Vec<_>>(), [64, 128, 256, 512]);
            for (side, bytes) in &drawn.images {
                let image = image::load_from_memory_with_format(bytes, ImageFormat::WebP).expect("WebP").into_rgba8();
                assert_eq!(image.dimensions(), (*side as u32, *side as u32));
                assert_eq!(image.get_pixel(0, 0).0[3], 0, "{format:?}: the margin is clear");
                assert_eq!(image.get_pixel(*side as u32 / 2, *side as u32 / 2).0[3], 255, "{format:?}");
            }
        }
    }

    #[test]
    fn a_file_cut_off_anywhere_or_changed_anywhere_is_refused_or_drawn_and_never_a_panic() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let good = picture(format, 40, 33);
            for length in 0..good.len() {
                assert!(draw_now(&good[..length]).is_err(), "{format:?} cut off after {length}");
            }
            for at in (0..good.len()).step_by(7) {
                let mut changed = good.clone();
                changed[at] ^= 0xff;
                let _ = draw_now(&changed);
            }
        }
    }

    #[test]
    fn more_scans_than_any_picture_needs_are_not_waited_for() {
        let scan = [0xff, 0xda, 0, 2, 1, 2, 3];
        let of = |scans: usize| [&[0xff, 0xd8][..], &scan.repeat(scans), &[0xff, 0xd9]].concat();
        assert_eq!(end_of_jpeg(&of(32)), Some(of(32).len()));
        assert_eq!(end_of_jpeg(&of(33)), None);
    }
}
