//! A real receiver of webhooks, on a real socket.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::eventually;

/// What was received.
#[derive(Clone, Debug)]
pub struct Sent {
    /// By their names in small letters.
    pub headers: HashMap<String, String>,
    pub text: String,
    pub body: Value,
}

/// What a receiver does with what it received: the text to answer with, or whatever it does with the connection.
type Reaction = dyn Fn(&Sent, &mut TcpStream) + Send + Sync;

pub struct Receiver {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<Sent>>>,
    reaction: Arc<Mutex<Arc<Reaction>>>,
    stopped: Arc<AtomicBool>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Receiver {
    /// Answers challenges, and all else with 204.
    pub fn start() -> Self {
        Self::start_at("127.0.0.1:0")
    }

    pub fn start_at(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            sent: Arc::default(),
            reaction: Arc::new(Mutex::new(Arc::new(|sent: &Sent, stream: &mut TcpStream| {
                answer(stream, sent, "204 No Content", "")
            }))),
            stopped: Arc::default(),
        };
        let (sent, reaction, stopped) = (receiver.sent.clone(), receiver.reaction.clone(), receiver.stopped.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(mut stream), sent, reaction) = (stream, sent.clone(), reaction.clone()) else { continue };
                thread::spawn(move || {
                    let Some(received) = read(&stream) else { return };
                    locked(&sent).push(received.clone());
                    let reaction = locked(&reaction).clone();
                    reaction(&received, &mut stream);
                });
            }
        });
        receiver
    }

    /// `host:port`
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn url(&self) -> String {
        format!("http://{}/evenements", self.address)
    }

    /// From now on: this status line, with further headers after it; challenges are answered as before.
    pub fn answers(&self, status: &'static str, headers: &'static str) {
        self.reacts(move |sent, stream| answer(stream, sent, status, headers));
    }

    pub fn reacts(&self, reaction: impl Fn(&Sent, &mut TcpStream) + Send + Sync + 'static) {
        *locked(&self.reaction) = Arc::new(reaction);
    }

    /// All there was, the oldest first.
    pub fn sent(&self) -> Vec<Sent> {
        locked(&self.sent).clone()
    }

    /// What was received of this type.
    pub fn of_type(&self, name: &str) -> Vec<Sent> {
        self.sent().into_iter().filter(|sent| sent.body["type"] == name).collect()
    }

    /// The first so many of this type, waited for.
    pub fn await_type(&self, name: &str, count: usize) -> Vec<Sent> {
        eventually(&format!("{count} of {name} arrive"), || Some(self.of_type(name)).filter(|sent| sent.len() >= count))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

/// A challenge is answered; all else with this status.
pub fn answer(stream: &mut TcpStream, sent: &Sent, status: &str, headers: &str) {
    let challenge = sent.body["data"]["challenge"].as_str();
    let (status, body) = challenge.map_or((status, ""), |challenge| ("200 OK", challenge));
    let length = if status.starts_with("204") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let _ = write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n{length}{headers}\r\n{body}");
}

fn read(stream: &TcpStream) -> Option<Sent> {
    let mut lines = BufReader::new(stream);
    let mut headers = HashMap::new();
    let mut line = String::new();
    lines.read_line(&mut line).ok().filter(|count| *count > 0)?;
    loop {
        line.clear();
        lines.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut text = vec![0; headers.get("content-length")?.parse().ok()?];
    lines.read_exact(&mut text).ok()?;
    let text = String::from_utf8(text).ok()?;
    Some(Sent { headers, body: serde_json::from_str(&text).ok()?, text })
}

impl Sent {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Whether one of its signatures is by this secret.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.text).as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature").split(' ').any(|one| one == expected)
    }
}
