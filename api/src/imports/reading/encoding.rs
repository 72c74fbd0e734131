//! Encodings: what a mark at the beginning says, else UTF-8 if all of it is, else what Windows writes here.

use std::io::{self, BufReader, Read};

use encoding_rs::{Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Encoding {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1252")]
    Windows1252,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

impl Encoding {
    /// The same text in UTF-8, without a mark at its beginning. What is no letter of the encoding becomes U+FFFD.
    pub fn reader<R: Read>(self, input: R) -> Decoded<R> {
        let encoding = match self {
            Self::Utf8 => UTF_8,
            Self::Windows1252 => WINDOWS_1252,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        };
        Decoded {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 16 << 10],
            from: 0,
            to: 0,
            text: vec![],
            read: 0,
            ended: false,
        }
    }
}

/// Reads all of it.
pub fn detect(input: impl Read) -> io::Result<Encoding> {
    let mut input = BufReader::new(input);
    let mut head = [0; 4];
    let mut filled = 0;
    while filled < head.len() {
        match input.read(&mut head[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    match head.get(..filled).unwrap_or_default() {
        [0xff, 0xfe, ..] => return Ok(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return Ok(Encoding::Utf16Be),
        [0xef, 0xbb, 0xbf, ..] => return Ok(Encoding::Utf8),
        // Without a mark, a plain letter and a zero tell.
        [first, 0, second, 0] if first.is_ascii_graphic() && second.is_ascii() => return Ok(Encoding::Utf16Le),
        [0, first, 0, second] if first.is_ascii_graphic() && second.is_ascii() => return Ok(Encoding::Utf16Be),
        _ => {}
    }
    let mut rest: Vec<u8> = head.get(..filled).unwrap_or_default().to_vec();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match std::str::from_utf8(&rest) {
            Ok(_) => rest.clear(),
            // A letter that goes on in the next bytes.
            Err(error) if error.error_len().is_none() => {
                rest.drain(..error.valid_up_to());
            }
            Err(_) => return Ok(Encoding::Windows1252),
        }
        match input.read(&mut buffer)? {
            0 => return Ok(if rest.is_empty() { Encoding::Utf8 } else { Encoding::Windows1252 }),
            count => rest.extend_from_slice(&buffer[..count]),
        }
    }
}

/// A reader that decodes.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    to: usize,
    text: Vec<u8>,
    read: usize,
    ended: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.read == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            if self.from == self.to {
                self.to = self.input.read(&mut self.raw)?;
                self.from = 0;
                self.ended = self.to == 0;
            }
            self.text.resize(64 << 10, 0);
            let (_, taken, written, _) = self.decoder.decode_to_utf8(&self.raw[self.from..self.to], &mut self.text, self.ended);
            self.from += taken;
            self.text.truncate(written);
            self.read = 0;
        }
        let count = out.len().min(self.text.len() - self.read);
        out[..count].copy_from_slice(&self.text[self.read..self.read + count]);
        self.read += count;
        Ok(count)
    }
}
