//! JSON: objects line by line, or the items of an array wherever it stands, without reading the whole of it at once.

use std::io::{BufRead, BufReader, Read};

use serde_json::Value;

use super::{Broken, Content, LINE_LIMIT, Line, Unreadable};

fn content(bytes: &[u8], too_long: bool) -> Content {
    if too_long {
        return Content::Broken(Broken::TooLong);
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) if value.is_object() => Content::Object(value),
        _ => Content::Broken(Broken::NotJson),
    }
}

/// One object a line.
pub struct ObjectLines<R> {
    input: BufReader<R>,
    number: i64,
}

impl<R: Read> ObjectLines<R> {
    pub fn new(input: R) -> Self {
        Self { input: BufReader::new(input), number: 0 }
    }
}

impl<R: Read> Iterator for ObjectLines<R> {
    type Item = Result<Line, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (mut line, mut too_long, mut any) = (vec![], false, false);
            loop {
                let available = match self.input.fill_buf() {
                    Ok(available) => available,
                    Err(error) => return Some(Err(error.into())),
                };
                if available.is_empty() {
                    break;
                }
                any = true;
                let end = available.iter().position(|byte| *byte == b'\n');
                let taken = end.map_or(available.len(), |end| end + 1);
                if line.len() + taken > LINE_LIMIT {
                    too_long = true;
                } else {
                    line.extend_from_slice(&available[..taken]);
                }
                self.input.consume(taken);
                if end.is_some() {
                    break;
                }
            }
            if !any {
                return None;
            }
            self.number += 1;
            if too_long || !line.trim_ascii().is_empty() {
                return Some(Ok(Line { number: self.number, content: content(line.trim_ascii(), too_long) }));
            }
        }
    }
}

/// The items of an array.
pub struct Items<R> {
    bytes: Bytes<R>,
    number: i64,
    ended: bool,
}

/// Bytes with a look at the next one, and their count.
struct Bytes<R> {
    input: BufReader<R>,
    at: u64,
}

impl<R: Read> Bytes<R> {
    fn peek(&mut self) -> Result<Option<u8>, Unreadable> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn next(&mut self) -> Result<u8, Unreadable> {
        let byte = self.peek()?.ok_or(Unreadable::Json(self.at))?;
        self.input.consume(1);
        self.at += 1;
        Ok(byte)
    }

    /// The next byte that is no space.
    fn skip_space(&mut self) -> Result<Option<u8>, Unreadable> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.input.consume(1);
            self.at += 1;
        }
        Ok(None)
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Unreadable> {
        match self.skip_space()? {
            Some(byte) if byte == wanted => self.next().map(drop),
            _ => Err(Unreadable::Json(self.at)),
        }
    }

    /// One value, of which so many bytes are kept. Whether there were more.
    fn value(&mut self, kept: &mut Vec<u8>, most: usize) -> Result<bool, Unreadable> {
        let (mut depth, mut in_text, mut escaped, mut too_long) = (0_usize, false, false, false);
        self.skip_space()?;
        loop {
            let Some(byte) = self.peek()? else {
                return if depth == 0 && !in_text && !kept.is_empty() { Ok(too_long) } else { Err(Unreadable::Json(self.at)) };
            };
            if depth == 0 && !in_text && (matches!(byte, b',' | b']' | b'}') || (byte.is_ascii_whitespace() && !kept.is_empty()))
            {
                return if kept.is_empty() { Err(Unreadable::Json(self.at)) } else { Ok(too_long) };
            }
            self.next()?;
            if kept.len() < most {
                kept.push(byte)
            } else {
                too_long = true
            }
            if in_text {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_text = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => in_text = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            if depth == 0 && !in_text && matches!(byte, b'"' | b'}' | b']') {
                return Ok(too_long);
            }
        }
    }
}

impl<R: Read> Items<R> {
    /// Goes to the array at this pointer, through objects.
    pub fn open(input: R, pointer: &str) -> Result<Self, Unreadable> {
        let mut bytes = Bytes { input: BufReader::new(input), at: 0 };
        for step in pointer.split('/').skip(1) {
            let wanted = step.replace("~1", "/").replace("~0", "~");
            bytes.expect(b'{')?;
            loop {
                if bytes.skip_space()? != Some(b'"') {
                    return Err(Unreadable::NoItems(pointer.to_owned()));
                }
                let mut name = vec![];
                bytes.value(&mut name, LINE_LIMIT)?;
                bytes.expect(b':')?;
                if serde_json::from_slice::<String>(&name).is_ok_and(|name| name == wanted) {
                    break;
                }
                bytes.value(&mut vec![], 1)?;
                if bytes.skip_space()? == Some(b',') {
                    bytes.next()?;
                }
            }
        }
        if bytes.skip_space()? != Some(b'[') {
            return Err(Unreadable::NoItems(pointer.to_owned()));
        }
        bytes.next()?;
        Ok(Self { bytes, number: 0, ended: false })
    }

    fn item(&mut self) -> Result<Option<Line>, Unreadable> {
        match self.bytes.skip_space()? {
            Some(b']') => return Ok(None),
            Some(b',') if self.number > 0 => self.bytes.next().map(drop)?,
            Some(_) if self.number == 0 => {}
            _ => return Err(Unreadable::Json(self.bytes.at)),
        }
        let mut kept = vec![];
        let too_long = self.bytes.value(&mut kept, LINE_LIMIT)?;
        self.number += 1;
        Ok(Some(Line { number: self.number, content: content(&kept, too_long) }))
    }
}

impl<R: Read> Iterator for Items<R> {
    type Item = Result<Line, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.item().transpose();
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}
