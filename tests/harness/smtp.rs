//! A mail server of a test: it takes what it is given, or refuses it.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use super::eventually;

/// A message as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

pub struct MailServer {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    /// Refuses each message as long as this holds.
    down: Arc<Mutex<bool>>,
    /// Takes nothing for this address for now.
    refused: Arc<Mutex<String>>,
}

impl MailServer {
    pub fn start() -> Self {
        Self::start_on(0)
    }

    /// On a port at which nothing listened before.
    pub fn start_on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            received: Arc::default(),
            down: Arc::default(),
            refused: Arc::default(),
        };
        let (received, down, refused) = (server.received.clone(), server.down.clone(), server.refused.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (received, down, refused) = (received.clone(), down.clone(), refused.clone());
                // A client that goes away ends its conversation only.
                thread::spawn(move || drop(converse(stream, &received, &down, &refused)));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn set_down(&self, down: bool) {
        *self.down.lock().unwrap() = down;
    }

    pub fn refuse(&self, address: &str) {
        address.clone_into(&mut self.refused.lock().unwrap());
    }

    pub fn all(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The first message of which this holds, waited for.
    pub fn message(&self, what: &str, holds: impl Fn(&Received) -> bool) -> Received {
        eventually(what, || self.received.lock().unwrap().iter().find(|message| holds(message)).cloned())
    }
}

fn converse(
    stream: TcpStream,
    received: &Mutex<Vec<Received>>,
    down: &Mutex<bool>,
    refused: &Mutex<String>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut out = stream;
    let mut message = Received::default();
    out.write_all(b"220 tests\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let (command, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        let address = rest.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match command.to_ascii_uppercase().as_str() {
            "EHLO" => "250-tests\r\n250 8BITMIME",
            "MAIL" if *down.lock().unwrap() => "451 not now",
            "MAIL" => {
                message = Received { from: address, ..Received::default() };
                "250 ok"
            }
            "RCPT" if address == *refused.lock().unwrap() => "451 not now",
            "RCPT" => {
                message.to.push(address);
                "250 ok"
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                while let Some(line) = lines.next().transpose()?
                    && line != "."
                {
                    message.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    message.data.push('\n');
                }
                received.lock().unwrap().push(message.clone());
                "250 kept"
            }
            "RSET" | "NOOP" => "250 ok",
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "502 unknown",
        };
        out.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

impl Received {
    /// The names of its headers, and the text of the first with this name, unfolded.
    pub fn headers(&self) -> Vec<(String, String)> {
        let head = self.data.split("\n\n").next().unwrap_or_default().replace("\n ", " ").replace("\n\t", " ");
        head.lines()
            .map(|line| line.split_once(':').unwrap_or_else(|| panic!("not a header: {line}")))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect()
    }
}
