//! What a request tells about where it comes from: only as much as the brakes and the list of sessions need.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::{
    FromRequest, HttpRequest,
    cookie::{Cookie, SameSite, time},
    dev::Payload,
    http::header,
    web::Data,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    auth::throttle::{FAILURES_BY_ADDRESS, FAILURES_BY_DEVICE, FAILURES_BY_NAME},
    config::Settings,
    error::ErrorCode,
    http::Problem,
    ids::AccountId,
    state::State,
};

/// How long a browser is known after a sign-in.
const KNOWN_FOR: time::Duration = time::Duration::days(180);

/// Whoever sent the request, as far as it says.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Of IPv6 the network, for a household has all the rest.
    pub address: IpAddr,
    /// What an earlier sign-in left in this browser.
    device: Option<String>,
    /// Browser and system, in a few words.
    pub client: Option<String>,
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = req.app_data::<Data<State>>().zip(req.peer_addr()).map(|(state, peer)| {
            let text = |name: header::HeaderName| req.headers().get(name).and_then(|value| value.to_str().ok());
            let forwarded = req.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
            let device = req.cookie(device_name(&state.settings)).map(|cookie| cookie.value().to_owned());
            Self {
                address: network(origin(peer.ip(), forwarded, &state.settings.trusted_proxies)),
                device,
                client: text(header::USER_AGENT).and_then(in_words),
            }
        });
        std::future::ready(found.ok_or_else(|| ErrorCode::InternalError.into()))
    }
}

impl Caller {
    /// The browser, if this account has signed in there.
    pub fn device(&self, state: &State, account: Option<AccountId>) -> Option<Uuid> {
        state.keys.device_of(account?, self.device.as_deref()?)
    }
}

/// The last address on the way that is no proxy of ours: what stands before it, its sender may have made up.
fn origin<'a>(peer: IpAddr, forwarded: impl Iterator<Item = &'a str>, trusted: &[IpAddr]) -> IpAddr {
    let listed: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut address = peer;
    for hop in listed.into_iter().rev() {
        if !trusted.contains(&address) {
            break;
        }
        let Ok(earlier) = hop.parse() else { break };
        address = earlier;
    }
    address
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// The browser and system that people recognize themselves by; versions would only make them trackable.
fn in_words(agent: &str) -> Option<String> {
    let first = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let words: Vec<&str> = [first(&browsers), first(&systems)].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn device_name(settings: &Settings) -> &'static str {
    if settings.public_url.starts_with("https:") { "__Secure-lorntech-device" } else { "lorntech-device" }
}

/// The cookie by which a browser is known; it opens nothing, and is sent where one signs in only.
pub fn device_cookie(state: &State, account: AccountId, device: Uuid) -> Cookie<'static> {
    Cookie::build(device_name(&state.settings), state.keys.device_token(account, device))
        .path("/v1/sessions")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.settings.public_url.starts_with("https:"))
        .max_age(KNOWN_FOR)
        .finish()
}

/// A password that is being tried. It counts before it is compared, so that many at once are many.
pub enum Guess {
    /// From a browser where the account has signed in: counted apart, so that nobody locks its owner out.
    Known(Uuid),
    Stranger(IpAddr, String),
}

impl Guess {
    /// Refuses when there were too many; the same for a name without an account.
    pub fn count(caller: &Caller, name: &str, device: Option<Uuid>, now: DateTime<Utc>) -> Result<Self, Problem> {
        if let Some(device) = device {
            FAILURES_BY_DEVICE.take(device, now)?;
            return Ok(Self::Known(device));
        }
        let name = name.to_lowercase();
        FAILURES_BY_ADDRESS.take(caller.address, now)?;
        FAILURES_BY_NAME.take(&name, now)?;
        Ok(Self::Stranger(caller.address, name))
    }

    /// It was right, or not compared at all.
    pub fn forgive(self) {
        match self {
            Self::Known(device) => FAILURES_BY_DEVICE.give_back(device),
            Self::Stranger(address, name) => {
                FAILURES_BY_ADDRESS.give_back(address);
                FAILURES_BY_NAME.give_back(&name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn only_what_a_proxy_of_ours_says_about_the_way_is_believed() {
        let trusted = [ip("127.0.0.1"), ip("10.0.0.1")];
        for (peer, forwarded, expected) in [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "made-up, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
            ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "", "127.0.0.1"),
        ] {
            assert_eq!(origin(ip(peer), [forwarded].into_iter(), &trusted), ip(expected), "{peer}, {forwarded}");
        }
        assert_eq!(origin(ip("127.0.0.1"), ["198.51.100.1"].into_iter(), &[]), ip("127.0.0.1"));
        assert_eq!(network(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(network(ip("::ffff:198.51.100.1")), ip("198.51.100.1"));
    }

    #[test]
    fn a_browser_is_named_without_its_version() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        assert_eq!(in_words(agent).as_deref(), Some("Firefox, Linux"));
        assert_eq!(in_words("curl/8.9"), None);
    }
}
