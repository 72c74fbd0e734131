//! Requests over HTTP/1.1, one connection each. What counts here is to tell three ends apart: answered, not sent, and
//! lost on the way, of which nobody knows whether it happened.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

/// More than the service allows itself: whoever gets no answer in this time met a hanging service.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Clone, Debug)]
pub enum Credentials {
    None,
    Cookie(String),
    Bearer(String),
}

#[derive(Clone, Debug)]
pub struct Call {
    pub method: &'static str,
    pub path: String,
    pub credentials: Credentials,
    pub key: Option<String>,
    pub if_match: Option<String>,
    pub body: Option<Value>,
    pub form: Option<String>,
}

impl Call {
    pub fn get(path: impl Into<String>, credentials: Credentials) -> Self {
        Self { method: "GET", path: path.into(), credentials, key: None, if_match: None, body: None, form: None }
    }

    pub fn form(path: impl Into<String>, form: String) -> Self {
        Self { method: "POST", form: Some(form), ..Self::get(path, Credentials::None) }
    }

    pub fn post(path: impl Into<String>, credentials: Credentials, key: Option<String>, body: Value) -> Self {
        Self { method: "POST", path: path.into(), credentials, key, if_match: None, body: Some(body), form: None }
    }

    pub fn patch(path: impl Into<String>, credentials: Credentials, etag: &str, body: Value) -> Self {
        let if_match = Some(etag.to_owned());
        Self { method: "PATCH", path: path.into(), credentials, key: None, if_match, body: Some(body), form: None }
    }
}

/// What a replay has to repeat, and the headers that it need not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub body: Vec<u8>,
}

#[derive(Debug)]
pub struct Response {
    pub answer: Answer,
    pub replayed: bool,
    pub cookie: Option<String>,
    pub retry_after: Option<Duration>,
}

impl Answer {
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The stable name of an error.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

#[derive(Debug)]
pub enum Failure {
    /// Nobody listened.
    NotSent,
    /// Sent, and the answer did not arrive whole.
    Lost,
}

pub fn send(port: u16, call: &Call) -> Result<Response, Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(|_| Failure::NotSent)?;
    exchange(&mut stream, call).ok_or(Failure::Lost)
}

fn exchange(stream: &mut TcpStream, call: &Call) -> Option<Response> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(&written(call)).ok()?;
    let mut bytes = vec![];
    stream.read_to_end(&mut bytes).ok()?;
    read(&bytes)
}

fn written(call: &Call) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n", call.method, call.path);
    let mut header = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
    match &call.credentials {
        Credentials::None => {}
        Credentials::Cookie(cookie) => header("Cookie", cookie),
        Credentials::Bearer(token) => header("Authorization", &format!("Bearer {token}")),
    }
    if let Some(key) = &call.key {
        header("Idempotency-Key", key);
    }
    if let Some(etag) = &call.if_match {
        header("If-Match", etag);
    }
    let body = call.body.as_ref().map(Value::to_string).or_else(|| call.form.clone()).unwrap_or_default();
    if call.form.is_some() {
        header("Content-Type", "application/x-www-form-urlencoded");
        header("Content-Length", &body.len().to_string());
    }
    if call.body.is_some() {
        header("Content-Type", if call.method == "PATCH" { "application/merge-patch+json" } else { "application/json" });
        header("Content-Length", &body.len().to_string());
    }
    head.push_str("\r\n");
    head.push_str(&body);
    head.into_bytes()
}

/// `None` unless it is whole: the service was killed while it wrote.
fn read(bytes: &[u8]) -> Option<Response> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut body = bytes[end + 4..].to_vec();
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, &str)> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    let find = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| (*value).to_owned());
    if find("transfer-encoding").as_deref() == Some("chunked") {
        body = joined(&body)?;
    }
    let length: usize = match find("content-length") {
        None if find("transfer-encoding").is_some() => body.len(),
        Some(length) => length.parse().ok()?,
        None if status == 204 => 0,
        None => return None,
    };
    (body.len() == length).then(|| Response {
        answer: Answer { status, location: find("location"), etag: find("etag"), body },
        replayed: find("idempotency-replayed").as_deref() == Some("true"),
        cookie: find("set-cookie").and_then(|cookie| cookie.split(';').next().map(str::to_owned)),
        retry_after: find("retry-after").and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs),
    })
}

/// The chunks as one, if the last one came.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut whole = vec![];
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&chunks[..end]).ok()?, 16).ok()?;
        let chunk = chunks.get(end + 2..end + 2 + length)?;
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(chunk);
        chunks = chunks.get(end + 2 + length + 2..)?;
    }
}
