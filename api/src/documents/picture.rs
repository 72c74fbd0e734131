//! A picture as it is kept: itself, without where, when and by what it was taken.

use std::io::Cursor;

use image::{ImageFormat, codecs::jpeg::JpegEncoder, metadata::Orientation};

use super::content::{Fault, Format};
use crate::picture;

/// Of pictures that were held on their side, drawn anew: hardly anybody sees the difference.
const QUALITY: u8 = 92;

pub fn bare(format: Format, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let expected = match format {
        Format::Png => picture::Format::Png,
        Format::Jpeg => picture::Format::Jpeg,
        _ => picture::Format::Webp,
    };
    if picture::Format::of(bytes) != Some(expected) {
        return Err(Fault::Other);
    }
    let (mut pixels, orientation) = picture::read(bytes)?;
    if orientation == Orientation::NoTransforms {
        return Ok(picture::bare(bytes)?);
    }
    // How it was held stands in what is left out.
    pixels.apply_orientation(orientation);
    let mut drawn = Cursor::new(vec![]);
    let done = match format {
        Format::Jpeg => pixels.into_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut drawn, QUALITY)),
        Format::Png => pixels.write_to(&mut drawn, ImageFormat::Png),
        _ => pixels.into_rgba8().write_to(&mut drawn, ImageFormat::WebP),
    };
    done.map_err(|_| Fault::Broken)?;
    Ok(drawn.into_inner())
}

impl From<picture::Fault> for Fault {
    fn from(fault: picture::Fault) -> Self {
        match fault {
            picture::Fault::Unknown => Self::Other,
            picture::Fault::Broken => Self::Broken,
            picture::Fault::Animated => Self::Animated,
            picture::Fault::NotAlone => Self::NotAlone,
            picture::Fault::TooLarge => Self::TooManyPixels,
        }
    }
}
