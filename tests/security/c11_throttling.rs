//! C-11: guessing is slowed down by name and by address, and the owner still gets in.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use serde_json::json;
use socket2::{Domain, Socket, Type};

use crate::harness::{App, Client, PASSWORD, credentials};

const NAME: &str = "entrepreneur@demo.lorntech.example";

/// A sign-in from an address of this machine; the status and the headers.
fn sign_in_from(app: &App, from: Ipv4Addr, email: &str, password: &str, headers: &str) -> (u16, String) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from((from, 0)).into()).unwrap();
    let address: SocketAddr = app.address().parse().unwrap();
    socket.connect(&address.into()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let body = json!({"email": email, "password": password}).to_string();
    let head = format!(
        "POST /v1/sessions HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        app.address(),
        body.len()
    );
    let mut stream = std::net::TcpStream::from(socket);
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().0.to_lowercase())
}

/// Wrong passwords for a name from 20 addresses: how many were compared before all were refused.
fn guess_from_everywhere(app: &App, name: &str) -> usize {
    let mut compared = 0;
    for last in 1..=20 {
        let (status, head) = sign_in_from(app, Ipv4Addr::new(127, 0, 1, last), name, "not this one", "");
        match status {
            401 => compared += 1,
            429 => assert!(head.contains("\r\nretry-after: "), "{head}"),
            other => panic!("{other}: {head}"),
        }
    }
    compared
}

/// The cookie by which a browser is known after a sign-in.
fn known_browser(app: &App) -> Client {
    let reply = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "cookie")).expect(201);
    let cookie =
        reply.headers.iter().find(|(name, value)| name == "set-cookie" && value.starts_with("lorntech-device=")).unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/v1/sessions", "Max-Age="] {
        assert!(cookie.1.contains(part), "{cookie:?}");
    }
    app.anonymous().with("cookie", cookie.1.split(';').next().unwrap())
}

#[test]
fn c11_a_name_is_guarded_wherever_the_guesses_come_from_and_its_owner_gets_in() {
    let app = App::start();
    let browser = known_browser(&app);
    assert_eq!(guess_from_everywhere(&app, NAME), 10);
    // A name without an account is guarded alike.
    assert_eq!(guess_from_everywhere(&app, "nobody@demo.lorntech.example"), 10);
    // The right password helps nobody now …
    let (status, _) = sign_in_from(&app, Ipv4Addr::new(127, 0, 2, 1), NAME, PASSWORD, "");
    assert_eq!(status, 429);
    // … but the owner, where the account was signed in before; a cookie of somebody else's account does not count.
    browser.post("/v1/sessions", &credentials("entrepreneur", "cookie")).expect(201);
    let reply = browser.post("/v1/sessions", &json!({"email": "nobody@demo.lorntech.example", "password": PASSWORD}));
    reply.expect_problem(429, "too_many_requests");
    // Other names are not touched.
    app.anonymous().post("/v1/sessions", &credentials("pilot", "cookie")).expect(201);
    // After five minutes one more may try.
    app.advance_clock(301);
    let (status, _) = sign_in_from(&app, Ipv4Addr::new(127, 0, 2, 2), NAME, PASSWORD, "");
    assert_eq!(status, 201);
}

#[test]
fn c11_the_known_browser_is_no_way_to_guess_without_end() {
    let app = App::start();
    let browser = known_browser(&app);
    let guess = || browser.post("/v1/sessions", &json!({"email": NAME, "password": "not this one"}));
    for _ in 0..10 {
        guess().expect(401);
    }
    let refused = guess().expect_problem(429, "too_many_requests");
    assert!(refused.header("retry-after").is_some());
}

#[test]
fn c11_an_address_that_tries_many_names_is_slowed_down_and_right_passwords_cost_nothing() {
    let app = App::start();
    for _ in 0..50 {
        app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    }
    let here = Ipv4Addr::new(127, 0, 3, 1);
    let tried = (0..60).filter(|n| sign_in_from(&app, here, &format!("n{n}@exemple.fr"), "not this one", "").0 == 401).count();
    assert_eq!(tried, 40);
    assert_eq!(sign_in_from(&app, Ipv4Addr::new(127, 0, 3, 2), "n1@exemple.fr", "not this one", "").0, 401);
    // What a caller says about where it comes from gives it no new address.
    let forwarded = "x-forwarded-for: 198.51.100.7\r\nforwarded: for=198.51.100.7\r\nx-real-ip: 198.51.100.7\r\n";
    assert_eq!(sign_in_from(&app, here, "other@exemple.fr", "not this one", forwarded).0, 429);
}

#[test]
fn c11_behind_a_proxy_of_ours_each_caller_has_an_address_of_its_own() {
    let app = App::start_with(&[("LORNTECH_TRUSTED_PROXIES", "127.0.0.9")], &[]);
    let proxy = Ipv4Addr::new(127, 0, 0, 9);
    let from = |caller: &str, n: usize| {
        let forwarded = format!("x-forwarded-for: 203.0.113.1, {caller}\r\n");
        sign_in_from(&app, proxy, &format!("n{n}@exemple.fr"), "not this one", &forwarded).0
    };
    assert_eq!((0..45).filter(|n| from("198.51.100.7", *n) == 401).count(), 40);
    assert_eq!(from("198.51.100.8", 100), 401);
}
