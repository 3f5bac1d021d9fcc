//! Names become addresses here, for every connection anew, and only public ones are let through:
//! whatever a name was resolved to before does not count.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::targets::is_public;

/// The machine's own resolver.
#[derive(Clone, Copy, Debug)]
pub(super) struct System;

/// A resolver that refuses names which lead anywhere but to the public Internet. One address
/// that is not public spoils the answer: an honest name has none.
pub(super) struct Guarded {
    inner: Arc<dyn Resolve>,
    loopback: bool,
}

/// A name leads to an address that is not on the public Internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host is not on the public Internet")
    }
}

impl Error for NotPublic {}

impl NotPublic {
    /// Whether this is why something failed.
    pub(super) fn caused(error: &(dyn Error + 'static)) -> bool {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if error.is::<Self>() {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

impl Guarded {
    /// Lets this machine through, too, where `loopback` is set.
    pub(super) fn new(inner: Arc<dyn Resolve>, loopback: bool) -> Self {
        Self { inner, loopback }
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let resolving = self.inner.resolve(name);
        let loopback = self.loopback;
        Box::pin(async move {
            let addresses: Vec<SocketAddr> = resolving.await?.collect();
            let allowed = |ip: IpAddr| is_public(ip) || (loopback && ip.is_loopback());
            if addresses.iter().all(|address| allowed(address.ip())) {
                Ok(Box::new(addresses.into_iter()) as Addrs)
            } else {
                Err(NotPublic.into())
            }
        })
    }
}

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}
