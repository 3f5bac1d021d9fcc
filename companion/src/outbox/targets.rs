//! Where may be posted to: addresses of the public Internet over https, and nothing of ours.
//!
//! A business names the URL, the companion's machine makes the request: without this, an
//! endpoint could be the machine itself, its neighbours, or the cloud's metadata service.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;
use thiserror::Error;
use url_host::Host;

/// The longest URL of an endpoint, in bytes.
const URL_BYTES_MAX: usize = 2_048;

/// A URL that an endpoint may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(Url);

/// Why a URL cannot be an endpoint's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UrlError {
    /// It is no URL.
    #[error("the URL is malformed")]
    Malformed,
    /// It is longer than 2,048 bytes.
    #[error("the URL is too long")]
    TooLong,
    /// It does not begin with https.
    #[error("the URL must begin with https://")]
    Scheme,
    /// It has a name and password, which belong into no log.
    #[error("the URL must not have a user name or a password")]
    Credentials,
    /// It names an address that is not of the public Internet.
    #[error("the URL must be of a host on the public Internet")]
    NotPublic,
}

impl Target {
    /// Checks a URL. Where `loopback` is allowed, this machine may be named, over http too.
    pub fn parse(text: &str, loopback: bool) -> Result<Self, UrlError> {
        if text.len() > URL_BYTES_MAX {
            return Err(UrlError::TooLong);
        }
        let mut url = Url::parse(text.trim()).map_err(|_| UrlError::Malformed)?;
        let host = Host::of(&url).ok_or(UrlError::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlError::Credentials);
        }
        let here = host.is_loopback();
        match url.scheme() {
            "https" => {}
            "http" if loopback && here => {}
            _ => return Err(UrlError::Scheme),
        }
        // Names are checked when they are resolved, which is when it matters.
        let allowed = match host {
            Host::Address(address) => is_public(address) || (loopback && here),
            Host::Name(_) => loopback || !here,
        };
        if !allowed {
            return Err(UrlError::NotPublic);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The URL.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

/// Hosts of URLs, as far as we tell them apart.
mod url_host {
    use super::{IpAddr, Url};

    pub(super) enum Host {
        Name(String),
        Address(IpAddr),
    }

    impl Host {
        /// The host of a URL; unusual spellings of addresses are read by the URL's own parser.
        pub(super) fn of(url: &Url) -> Option<Self> {
            let text = url.host_str()?;
            let bare = text.trim_start_matches('[').trim_end_matches(']');
            Some(match bare.parse() {
                Ok(address) => Self::Address(address),
                Err(_) => Self::Name(text.trim_end_matches('.').to_ascii_lowercase()),
            })
        }

        pub(super) fn is_loopback(&self) -> bool {
            match self {
                Self::Address(address) => address.is_loopback(),
                Self::Name(name) => name == "localhost" || name.ends_with(".localhost"),
            }
        }
    }
}

/// Whether an address is a host's on the public Internet. What carries another address inside
/// (mapped, translated, tunnelled) is not: it would be a way around.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Networks that are not the public Internet: address and length of the prefix.
const SPECIAL_V4: [(Ipv4Addr, u32); 16] = [
    // This network.
    (Ipv4Addr::UNSPECIFIED, 8),
    // Private.
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Shared by carriers; some clouds keep their metadata there.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // This machine.
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local: where most clouds keep their metadata.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Answers inside one large cloud only, with what its machines should know.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    // Protocol assignments and the old 6to4 relays.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Multicast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // Reserved, and broadcast at its end.
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    !SPECIAL_V4
        .iter()
        .any(|(network, length)| (bits ^ network.to_bits()) >> (32 - length) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Global unicast, which leaves out loopback, mapped and NAT64 forms, unique local, link-local
    // and multicast addresses.
    let global = a & 0xe000 == 0x2000;
    // Protocol assignments with Teredo in them, documentation twice, 6to4.
    let special =
        (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || (a == 0x3fff && b < 0x1000) || a == 0x2002;
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_the_public_internet_are_public() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450:4001::1",
            "2001:4860:4860::8888",
        ] {
            assert!(is_public(text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn our_own_and_our_neighbours_are_not() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn a_target_is_https_on_a_public_host() {
        let check = |text| Target::parse(text, false).map(|target| target.url().to_string());
        assert_eq!(
            check("https://hooks.example/a?b=c#d"),
            Ok("https://hooks.example/a?b=c".to_owned())
        );
        assert!(check("https://8.8.8.8:8443/").is_ok());
        assert_eq!(check("http://hooks.example/"), Err(UrlError::Scheme));
        assert_eq!(check("ftp://hooks.example/"), Err(UrlError::Scheme));
        assert_eq!(check("hooks.example"), Err(UrlError::Malformed));
        assert_eq!(
            check("https://a:b@hooks.example/"),
            Err(UrlError::Credentials)
        );
        let long = format!("https://hooks.example/{}", "a".repeat(URL_BYTES_MAX));
        assert_eq!(
            Target::parse(&long, false).map(|_| ()),
            Err(UrlError::TooLong)
        );
    }

    #[test]
    fn addresses_are_seen_through_every_spelling() {
        for text in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://localhost/",
            "https://LOCALHOST./",
            "https://a.localhost/",
            "https://[::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://[64:ff9b::a9fe:a9fe]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://①②⑦.0.0.1/",
        ] {
            assert_eq!(
                Target::parse(text, false).map(|_| ()),
                Err(UrlError::NotPublic),
                "{text}"
            );
        }
    }

    #[test]
    fn this_machine_may_be_named_only_where_that_is_switched_on() {
        for text in [
            "http://127.0.0.1:9/",
            "http://localhost:9/",
            "https://[::1]/",
        ] {
            assert!(Target::parse(text, true).is_ok(), "{text}");
        }
        for text in ["http://10.0.0.1/", "http://hooks.example/"] {
            assert_eq!(
                Target::parse(text, true).map(|_| ()),
                Err(UrlError::Scheme),
                "{text}"
            );
        }
        assert_eq!(
            Target::parse("https://10.0.0.1/", true).map(|_| ()),
            Err(UrlError::NotPublic)
        );
    }
}
