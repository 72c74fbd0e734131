//! The virus scanner: clamd of ClamAV, which is sent each file as a stream (its command INSTREAM).

use std::{
    fs::File,
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    os::unix::net::UnixStream,
    path::PathBuf,
    time::Duration,
};

/// A scanner that is silent for longer than this is down.
const PATIENCE: Duration = Duration::from_secs(30);
const PART: usize = 64 << 10;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    Address(String),
    Socket(PathBuf),
}

/// What it says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// With what it calls what it found.
    Infected(String),
}

impl Scanner {
    /// `host:port`, or the path of a socket.
    pub fn from_setting(text: &str) -> Option<Self> {
        if text.starts_with('/') {
            return Some(Self::Socket(text.into()));
        }
        let (host, port) = text.rsplit_once(':')?;
        (!host.is_empty() && port.parse::<u16>().is_ok()).then(|| Self::Address(text.to_owned()))
    }

    /// Waits for it: not to be called on a worker.
    pub fn scan(&self, file: File) -> io::Result<Verdict> {
        match self {
            Self::Socket(path) => {
                let stream = UnixStream::connect(path)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                converse(stream, file)
            }
            Self::Address(address) => {
                let address = address.to_socket_addrs()?.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
                let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                converse(stream, file)
            }
        }
    }
}

fn converse(mut stream: impl Read + Write, mut file: File) -> io::Result<Verdict> {
    stream.write_all(b"zINSTREAM\0")?;
    let mut part = vec![0; PART];
    loop {
        let length = file.read(&mut part)?;
        stream.write_all(&(length as u32).to_be_bytes())?;
        if length == 0 {
            break;
        }
        stream.write_all(&part[..length])?;
    }
    let mut said = String::new();
    stream.take(4096).read_to_string(&mut said)?;
    read(&said)
}

/// `stream: OK`, `stream: … FOUND`, and anything else is no verdict.
fn read(said: &str) -> io::Result<Verdict> {
    let said = said.trim_end_matches(['\0', '\n']);
    match said.strip_prefix("stream: ") {
        Some("OK") => Ok(Verdict::Clean),
        Some(rest) if rest.ends_with(" FOUND") => Ok(Verdict::Infected(rest.trim_end_matches(" FOUND").to_owned())),
        _ => Err(io::Error::other(format!("clamd says: {said}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_to_be_clean_is_clean() {
        assert_eq!(read("stream: OK\0").ok(), Some(Verdict::Clean));
        assert_eq!(read("stream: LT.Test.Eicar FOUND\0").ok(), Some(Verdict::Infected("LT.Test.Eicar".to_owned())));
        for other in ["", "INSTREAM size limit exceeded. ERROR\0", "stream: lstat() failed. ERROR", "OK"] {
            assert!(read(other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_scanner_is_at_an_address_or_a_socket() {
        assert_eq!(Scanner::from_setting("/run/clamd.ctl"), Some(Scanner::Socket("/run/clamd.ctl".into())));
        assert_eq!(Scanner::from_setting("clamd:3310"), Some(Scanner::Address("clamd:3310".to_owned())));
        for wrong in ["", "clamd", ":3310", "clamd:http"] {
            assert_eq!(Scanner::from_setting(wrong), None, "{wrong}");
        }
    }
}
