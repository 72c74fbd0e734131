//! Where may be sent to: public addresses alone, looked at when a connection is made and not only when an address is
//! registered, for a name can lead elsewhere by then.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::config::Settings;

/// Names of networks of one's own.
const INNER: &[&str] = &["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "invalid", "onion"];
/// Ports at which people run web services that are open to all.
const PORTS: &[u16] = &[443, 8443];
/// Below are the ports of known services.
const FIRST_FREE_PORT: u16 = 10_000;
const LONGEST: usize = 500;

/// What is allowed.
#[derive(Debug, Default)]
pub struct Targets {
    /// Addresses beside the public ones, for a demonstration: there plain http is allowed as well.
    extra: Vec<IpAddr>,
    /// Our own name: we are not sent to ourselves.
    own: Option<String>,
    /// Names and their addresses instead of those of the system, each time the next one; only debug builds know the setting.
    hosts: Option<PathBuf>,
    turn: AtomicUsize,
}

impl Targets {
    pub fn of(settings: &Settings) -> Self {
        Self::new(settings.webhook_addresses.clone(), &settings.public_url)
    }

    fn new(extra: Vec<IpAddr>, public_url: &str) -> Self {
        let own = Url::parse(public_url).ok().and_then(|url| url.domain().map(str::to_owned));
        let hosts = cfg!(debug_assertions).then(|| std::env::var_os("LORNTECH_TEST_HOSTS").map(Into::into)).flatten();
        Self { extra, own, hosts, turn: AtomicUsize::new(0) }
    }

    /// The address as it is stored, if it may be sent to. A host must stand as libraries write it, so that two readers of
    /// one address do not take it for two.
    pub fn parse(&self, text: &str) -> Option<Url> {
        let plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\#".contains(&byte));
        let url = Url::parse(text).ok().filter(|_| plain)?;
        let rest = text.split_once("://")?.1;
        let authority = rest.split(['/', '?']).next().unwrap_or_default().to_ascii_lowercase();
        let host = url.host_str()?;
        let as_written = authority == host || authority.strip_prefix(host).is_some_and(|port| port.starts_with(':'));
        let scheme = url.scheme() == "https" || (url.scheme() == "http" && !self.extra.is_empty());
        let port = url.port_or_known_default().unwrap_or_default();
        let port = PORTS.contains(&port) || (!self.extra.is_empty() && port >= FIRST_FREE_PORT);
        let host = match url.host()? {
            Host::Ipv4(address) => self.allows(address.into()),
            Host::Ipv6(address) => self.allows(address.into()),
            Host::Domain(name) => self.allows_name(name),
        };
        (as_written && scheme && port && host).then_some(url)
    }

    fn allows_name(&self, name: &str) -> bool {
        let last = name.rsplit('.').next().unwrap_or_default();
        name.contains('.') && !last.is_empty() && !INNER.contains(&last) && self.own.as_deref() != Some(name)
    }

    fn allows(&self, address: IpAddr) -> bool {
        self.extra.contains(&address) || is_public(address)
    }

    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, std::io::Error> {
        if let Some(file) = &self.hosts {
            let text = std::fs::read_to_string(file)?;
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            let addresses: Vec<IpAddr> =
                line.into_iter().flat_map(str::split_whitespace).filter_map(|a| a.parse().ok()).collect();
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            return Ok(addresses.get(turn % addresses.len().max(1)).copied().into_iter().collect());
        }
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|found| found.ip()).collect())
    }
}

/// A name that leads nowhere that may be sent to.
#[derive(Debug)]
pub struct NotAllowed;

impl std::fmt::Display for NotAllowed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("no address of this name may be sent to")
    }
}

impl std::error::Error for NotAllowed {}

/// Names, for the HTTP client: it connects to what this gives, and to nothing else.
pub struct Filter(pub Arc<Targets>);

impl Resolve for Filter {
    fn resolve(&self, name: Name) -> Resolving {
        let targets = self.0.clone();
        Box::pin(async move {
            let found = targets.look_up(name.as_str()).await?;
            let allowed: Vec<SocketAddr> =
                found.into_iter().filter(|address| targets.allows(*address)).map(|address| (address, 0).into()).collect();
            if allowed.is_empty() { Err(NotAllowed.into()) } else { Ok(Box::new(allowed.into_iter()) as Addrs) }
        })
    }
}

/// Whether an address is one of the public network (the registries of special addresses, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !is_special(address),
        // Global unicast; what maps, embeds or tunnels IPv4 could lead to any of its addresses.
        IpAddr::V6(address) => {
            let within = |start: [u16; 3], bits: u32| in_prefix(address, start, bits);
            within([0x2000, 0, 0], 3)
                && !within([0x2001, 0, 0], 23)
                && !within([0x2001, 0xdb8, 0], 32)
                && !within([0x2002, 0, 0], 16)
                && !within([0x3fff, 0, 0], 20)
        }
    }
}

fn in_prefix(address: Ipv6Addr, start: [u16; 3], bits: u32) -> bool {
    let start = Ipv6Addr::new(start[0], start[1], start[2], 0, 0, 0, 0, 0).to_bits();
    (address.to_bits() ^ start) >> (128 - bits) == 0
}

fn is_special(address: Ipv4Addr) -> bool {
    const SPECIAL: &[([u8; 4], u32)] = &[
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 31, 196, 0], 24),
        ([192, 52, 193, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([192, 175, 48, 0], 24),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        // Several receivers, what is reserved, and everybody.
        ([224, 0, 0, 0], 3),
    ];
    SPECIAL.iter().any(|(start, bits)| (address.to_bits() ^ Ipv4Addr::from(*start).to_bits()) >> (32 - bits) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_sent_to() {
        for inner in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "169.254.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.0.170",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:0:5ef5::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "3fff:fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "193.0.0.1",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2a01:e0a::1",
            "2606:4700::1111",
            "3ffe::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_address_leads_to_one_host_whoever_reads_it() {
        let targets = Targets::new(vec![], "https://lorntech.example");
        for good in [
            "https://annuaire.exemple.fr/evenements",
            "https://exemple.fr:8443/a?b=c",
            "https://exemple.fr",
            "https://1.1.1.1/",
            "https://EXEMPLE.fr/",
            "https://[2606:4700::1111]/",
            "https://xn--bcher-kva.example/x",
        ] {
            assert!(targets.parse(good).is_some(), "{good}");
        }
        for bad in [
            "http://exemple.fr/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:8.8.8.8]/",
            "https://localhost/",
            "https://localhost./",
            "https://a.localhost/",
            "https://exemple.fr./",
            "https://user@exemple.fr/",
            "https://user:pass@exemple.fr/",
            "https://exemple.fr#@127.0.0.1/",
            "https://exemple.fr\\@127.0.0.1/",
            "https://127.0.0.1#@exemple.fr/",
            "https:exemple.fr",
            "https:///exemple.fr",
            "file:///etc/passwd",
            "gopher://exemple.fr/",
            "ftp://exemple.fr/",
            "exemple.fr",
            "",
            "https://exemple.fr:22/",
            "https://exemple.fr:25/",
            "https://exemple.fr:5432/",
            "https://exemple.fr:80/",
            "https://exemple。fr/",
            "https://127。0。0。1/",
            "https://bücher.example/",
            "https://exemple.fr/é",
            "https://metadata/",
            "https://metadata.google.internal/",
            "https://lorntech.example/v1",
            "https://1.1.1.1@127.0.0.1/",
            "https://exemple.fr/a#b",
            "https://exemple.fr\t/",
            "https://①②⑦.⓪.⓪.①/",
        ] {
            assert!(targets.parse(bad).is_none(), "{bad}");
        }
        let demonstration = Targets::new(vec!["127.0.0.2".parse().unwrap()], "http://127.0.0.1:8080");
        for (address, allowed) in [
            ("http://127.0.0.2:40000/", true),
            ("http://127.0.0.2:5432/", false),
            ("http://127.0.0.1:40000/", false),
            ("http://[::1]:40000/", false),
        ] {
            assert_eq!(demonstration.parse(address).is_some(), allowed, "{address}");
        }
    }
}
