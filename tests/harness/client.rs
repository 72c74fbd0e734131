//! A client of the API, with or without credentials.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream},
    time::Duration,
};

use serde_json::Value;
use ureq::{Agent, http};

/// Somebody who calls the API. Each request has a connection of its own.
#[derive(Clone)]
pub struct Client {
    base: String,
    agent: Agent,
    /// Sent with each request, unless a request says otherwise.
    headers: Vec<(String, String)>,
}

/// An answer. `body` is null where the answer is not JSON.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Value,
    pub text: String,
    /// What came, where it is no text.
    pub bytes: Vec<u8>,
}

/// An answer that goes on: server-sent events, read as they come.
pub struct Ear {
    /// What came before the first event; all of it when it is an error.
    pub reply: Reply,
    lines: BufReader<ureq::BodyReader<'static>>,
}

impl Ear {
    /// The next event and its data; nothing when the stream has ended. Comments are passed over.
    pub fn hear(&mut self) -> Option<(String, Value)> {
        let mut event = String::new();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).expect("the stream goes on or ends") == 0 {
                return None;
            }
            if let Some(name) = line.strip_prefix("event: ") {
                name.trim_end().clone_into(&mut event);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((event, serde_json::from_str(data).expect("data is JSON")));
            }
        }
    }
}

impl Client {
    pub fn new(base: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A kept connection may be closed by the service just when it is used again.
            .max_idle_connections(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self { base: base.to_owned(), agent: config.into(), headers: vec![] }
    }

    /// The same client, which sends this header with each request.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    pub fn with_token(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// What it sends with each request.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }

    /// The head and the bytes of what is no text.
    pub fn get_bytes(&self, path: &str) -> (Reply, Vec<u8>) {
        let mut request = http::Request::get(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = self.agent.run(request.body(()).unwrap()).unwrap();
        (head_of(&answer), answer.into_body().read_to_vec().unwrap())
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", path, headers, None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_with(path, &[], body)
    }

    pub fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        self.send("POST", path, &with_type(headers, "application/json"), Some(body.to_string().as_bytes()))
    }

    /// A change by merge patch; `etag` is what it is based on.
    pub fn patch(&self, path: &str, etag: &str, body: &Value) -> Reply {
        self.patch_with(path, &[("if-match", etag)], body)
    }

    pub fn patch_with(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        self.send("PATCH", path, &with_type(headers, "application/merge-patch+json"), Some(body.to_string().as_bytes()))
    }

    /// A form, as OAuth's requests are.
    pub fn form(&self, path: &str, members: &[(&str, &str)]) -> Reply {
        let text = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> = members.iter().map(|(name, value)| format!("{name}={}", text(value))).collect();
        self.send("POST", path, &[("content-type", "application/x-www-form-urlencoded")], Some(pairs.join("&").as_bytes()))
    }

    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, &[], None)
    }

    /// Any request; an empty value of a header leaves it out.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Reply {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// The same when the connection may break.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Reply, ureq::Error> {
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        let own = self.headers.iter().filter(|(name, _)| !headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
        for (name, value) in own.map(|(name, value)| (name.as_str(), value.as_str())).chain(headers.iter().copied()) {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        let answer = match body {
            Some(body) => self.agent.run(request.body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let mut reply = head_of(&answer);
        reply.bytes = answer.into_body().read_to_vec()?;
        reply.text = String::from_utf8_lossy(&reply.bytes).into_owned();
        reply.body = serde_json::from_str(&reply.text).unwrap_or_default();
        Ok(reply)
    }

    /// Opens a stream of events.
    pub fn listen(&self, path: &str) -> Ear {
        let mut request = http::Request::get(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = self.agent.run(request.body(()).unwrap()).unwrap();
        let mut reply = head_of(&answer);
        let mut lines = BufReader::new(answer.into_body().into_reader());
        if reply.status != 200 {
            lines.read_to_string(&mut reply.text).unwrap();
            reply.body = serde_json::from_str(&reply.text).unwrap_or_default();
        }
        Ear { reply, lines }
    }
}

fn head_of(answer: &http::Response<ureq::Body>) -> Reply {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Reply { status: answer.status().as_u16(), headers, body: Value::Null, text: String::new(), bytes: vec![] }
}

fn with_type<'a>(headers: &[(&'a str, &'a str)], content_type: &'a str) -> Vec<(&'a str, &'a str)> {
    let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let own = (!typed).then_some(("content-type", content_type));
    headers.iter().copied().chain(own).collect()
}

impl Reply {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The version, for If-Match.
    pub fn etag(&self) -> &str {
        self.header("etag").unwrap_or_else(|| panic!("no ETag: {self:?}"))
    }

    /// A text within the body, by JSON pointer; empty where there is none.
    pub fn at(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// The items of a list.
    pub fn items(&self) -> &[Value] {
        self.body["items"].as_array().unwrap_or_else(|| panic!("not a list: {self:?}"))
    }

    /// The code of a problem document, after a look at the rest of it.
    pub fn code(&self) -> &str {
        // OAuth prescribes another type, and a member beside ours.
        let expected = if self.body["error"].is_string() { "application/json" } else { "application/problem+json" };
        assert_eq!(self.header("content-type"), Some(expected), "{self:?}");
        assert_eq!(self.body["status"], self.status, "{self:?}");
        for member in ["/type", "/title", "/detail", "/instance"] {
            assert!(!self.at(member).is_empty(), "no {member}: {self:?}");
        }
        self.at("/code")
    }

    /// The answer, which must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The answer, which must be this problem.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        self
    }
}

/// Sends bytes as they are and reads until the other side closes, or is silent for two seconds.
pub fn exchange(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    // It may close before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = vec![];
    let mut part = [0; 16 * 1024];
    while let Ok(count) = stream.read(&mut part)
        && count > 0
    {
        answer.extend_from_slice(&part[..count]);
    }
    let _ = stream.shutdown(Shutdown::Both);
    answer
}
