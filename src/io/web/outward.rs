//! Which machines everybody reaches, and a way to find them by their names that finds no others: what a stranger's text
//! links to is not asked within a hospital's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the whole network: not of this machine, of a network of its own (RFC 1918, RFC 4193,
/// RFC 3927, RFC 6598), of everybody at once or of nobody. What RFC 2544 keeps for measuring passes: programs that lead
/// everything through a proxy give such addresses to all names.
pub(super) fn is_outside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_outside_v4(it),
        IpAddr::V6(it) => embedded(it).map_or_else(|| is_outside_v6(it), is_outside_v4),
    }
}

fn is_outside_v4(it: Ipv4Addr) -> bool {
    let [first, second, ..] = it.octets();
    let is_shared = first == 100 && second & 0xC0 == 64;
    !(first == 0 || it.is_loopback() || it.is_private() || it.is_link_local() || is_shared || first >= 224)
}

fn is_outside_v6(it: Ipv6Addr) -> bool {
    !(it.is_loopback()
        || it.is_unspecified()
        || it.is_unique_local()
        || it.is_unicast_link_local()
        || it.is_multicast())
}

/// The address of the older kind that one of the newer carries (RFC 4291, 2.5.5; RFC 6052, 2.1).
fn embedded(it: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match it.segments() {
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => Some(of(high, low)),
        _ => None,
    }
}

/// Whether a host, as it is written in an address, is inside by its name alone. Behind a proxy nobody here learns more.
pub(super) fn is_inside_by_name(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    match host.parse::<IpAddr>() {
        Ok(address) => !is_outside(address),
        Err(_) => {
            let last = host.rsplit('.').next().unwrap_or(host);
            !host.contains('.') || matches!(last, "localhost" | "local" | "internal" | "intranet" | "lan" | "home")
        }
    }
}

/// What the resolver says where a name leads inside.
#[derive(Debug)]
pub(super) struct Inside;

impl std::fmt::Display for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("inside")
    }
}

impl std::error::Error for Inside {}

pub(super) use resolver::Outward;

mod resolver {
    use ureq::config::Config;
    use ureq::http::Uri;
    use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
    use ureq::unversioned::transport::NextTimeout;

    use super::{Inside, is_outside};

    /// Finds machines by their names, but none inside; a proxy may be where it is.
    #[derive(Debug, Default)]
    pub(in crate::io::web) struct Outward(DefaultResolver);

    impl Resolver for Outward {
        fn resolve(
            &self,
            uri: &Uri,
            config: &Config,
            timeout: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let all = self.0.resolve(uri, config, timeout)?;
            if config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
                return Ok(all);
            }
            let mut outside = self.empty();
            for address in all.iter().filter(|it| is_outside(it.ip())) {
                outside.push(*address);
            }
            if outside.is_empty() { Err(ureq::Error::Io(std::io::Error::other(Inside))) } else { Ok(outside) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_reaches_is_told_from_what_is_inside() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "0.0.0.0",
            "255.255.255.255",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(!is_outside(inside.parse().expect("an address")), "{inside}");
            assert!(is_inside_by_name(inside), "{inside}");
        }
        for outside in ["8.8.8.8", "198.18.0.7", "172.32.0.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"] {
            assert!(is_outside(outside.parse().expect("an address")), "{outside}");
        }
        for inside in ["localhost", "a.localhost", "printer", "nas.local", "x.internal.", "[::1]"] {
            assert!(is_inside_by_name(inside), "{inside}");
        }
        for outside in ["doi.org", "xn--fsqu00a.cn", "local.example.org", "8.8.8.8", "[2001:4860:4860::8888]"] {
            assert!(!is_inside_by_name(outside), "{outside}");
        }
    }
}
