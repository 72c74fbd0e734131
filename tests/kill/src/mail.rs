//! A mail server that keeps the links of letters, as their readers would.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use crate::service::lock;

/// What arrived.
#[derive(Default)]
pub struct Letters {
    pub count: usize,
    /// By request: the token of the last link.
    pub links: HashMap<String, String>,
}

pub struct Mailbox {
    pub port: u16,
    pub letters: Arc<Mutex<Letters>>,
}

pub fn open() -> Result<Mailbox, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let letters = Arc::new(Mutex::new(Letters::default()));
    let kept = Arc::clone(&letters);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let letters = Arc::clone(&kept);
            thread::spawn(move || receive(&stream, &letters));
        }
    });
    Ok(Mailbox { port, letters })
}

/// Ends with the connection, which a killed sender drops in the middle.
fn receive(stream: &TcpStream, letters: &Mutex<Letters>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let mut out = stream;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 kill test\r\n").ok()?;
    while let Some(Ok(line)) = lines.next() {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "DATA" => {
                out.write_all(b"354 go on\r\n").ok()?;
                let mut text = String::new();
                loop {
                    match lines.next()?.ok()?.as_str() {
                        "." => break,
                        line => {
                            text.push_str(line);
                            text.push('\n');
                        }
                    }
                }
                keep(&decoded(&text), letters);
                out.write_all(b"250 kept\r\n").ok()?;
            }
            "QUIT" => return out.write_all(b"221 bye\r\n").ok(),
            _ => out.write_all(b"250 ok\r\n").ok()?,
        }
    }
    None
}

fn keep(text: &str, letters: &Mutex<Letters>) {
    let mut letters = lock(letters);
    letters.count += 1;
    for part in text.split("/demandes/").skip(1) {
        if let Some((request, rest)) = part.split_once("#acces=") {
            let token = rest.split(|mark: char| !mark.is_ascii_alphanumeric() && mark != '-' && mark != '_').next();
            letters.links.insert(request.to_owned(), token.unwrap_or_default().to_owned());
        }
    }
}

/// Quoted-printable undone as far as a link needs it.
fn decoded(text: &str) -> String {
    text.replace("=\n", "").replace("=3D", "=")
}
