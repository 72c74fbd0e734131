//! What is uploaded becomes pixels and is drawn anew: nothing of the file itself is kept, neither what a camera wrote
//! into it nor what somebody hid in it. One picture at a time, off the workers, within bounds of memory and time.

use image::{
    DynamicImage, ExtendedColorType, RgbaImage,
    codecs::webp::WebPEncoder,
    imageops::{self, FilterType},
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::SIZES;
use crate::{
    error::{ErrorCode, FieldCode},
    http::{FieldError, Problem},
    picture,
};

/// Pictures drawn at a time: each may take 200 MiB.
static DRAWING: Semaphore = Semaphore::const_new(1);
/// Whoever finds this many waiting is told to come back; each holds an upload.
static WAITING: Semaphore = Semaphore::const_new(8);

/// Pixels of a side at least.
const SIDE: u32 = 32;

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
    Picture(picture::Fault),
    TooSmall,
}

impl From<picture::Fault> for Fault {
    fn from(fault: picture::Fault) -> Self {
        Self::Picture(fault)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let error = |code| FieldError::body("", code);
        Self::invalid(vec![match fault {
            Fault::Picture(picture::Fault::Unknown) => error(FieldCode::InvalidFormat).with(["PNG, JPEG, WebP"]),
            Fault::Picture(picture::Fault::Broken) => error(FieldCode::PictureBroken),
            Fault::Picture(picture::Fault::Animated) => error(FieldCode::PictureAnimated),
            Fault::Picture(picture::Fault::NotAlone) => error(FieldCode::PictureNotAlone),
            Fault::Picture(picture::Fault::TooLarge) => {
                error(FieldCode::PictureTooLarge).with([picture::SIDE.to_string(), "40".to_owned()])
            }
            Fault::TooSmall => error(FieldCode::PictureTooSmall).with([SIDE.to_string()]),
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
    let (whole, orientation) = picture::read(bytes)?;
    if whole.width().min(whole.height()) < SIDE {
        return Err(Fault::TooSmall);
    }
    // Made few at once: what follows needs no more than twice the largest size.
    let most = SIZES[SIZES.len() - 1] * 2;
    let small = if whole.width().max(whole.height()) > most { whole.thumbnail(most, most) } else { whole };
    let mut small = DynamicImage::from(small.into_rgba8());
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
    encoder.encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgba8).map_err(|_| picture::Fault::Broken)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

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
}
