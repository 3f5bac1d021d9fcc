//! The sites on which a business's widgets may stand.

use std::net::IpAddr;

use booking_contract::owner::{SITES_MAX, Sites};
use reqwest::Url;
use serde_json::json;
use thiserror::Error;

use super::Author;
use super::refusal::{Reason, Refusal};
use crate::store::{Conn, StoreError, businesses, catalog, sites};
use crate::{AppState, Problem};

/// The longest address that is looked at, in bytes.
const ADDRESS_BYTES_MAX: usize = 2_048;

/// Why a text is no site's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SiteError {
    /// It is no address at all.
    #[error("an address has a host, such as https://www.example.com")]
    Malformed,
    /// Another scheme than https; http is only for trying things out on one machine.
    #[error("the address of a site begins with https://")]
    Scheme,
    /// Something stands after the host.
    #[error("leave out what comes after the host: a site is allowed as a whole")]
    Path,
    /// A name or a password stands before the host.
    #[error("the address of a site has no user name and no password")]
    Credentials,
}

/// An origin, as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site(String);

impl Site {
    /// Reads an address; `https://` may be left out.
    pub(crate) fn parse(text: &str) -> Result<Self, SiteError> {
        let text = text.trim();
        if text.is_empty() || text.len() > ADDRESS_BYTES_MAX {
            return Err(SiteError::Malformed);
        }
        let whole = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let url = Url::parse(&whole).map_err(|_| SiteError::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SiteError::Credentials);
        }
        let host = url.host_str().ok_or(SiteError::Malformed)?;
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(host) => {}
            _ => return Err(SiteError::Scheme),
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(SiteError::Path);
        }
        // A star would be read as every host where the origins are told to browsers.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]_".contains(&byte);
        if !host.bytes().all(plain) {
            return Err(SiteError::Malformed);
        }
        Ok(Self(url.origin().ascii_serialization()))
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost"
        || bare.ends_with(".localhost")
        || (bare.parse::<IpAddr>()).is_ok_and(|address| address.is_loopback())
}

/// What is done with a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// It may embed from now on.
    Allow,
    /// It may not any more.
    Withdraw,
}

/// Every site of the business.
pub(crate) async fn list(state: &AppState, business_id: &str) -> Result<Sites, Problem> {
    let mut conn = state.store.read().await?;
    let sites = catalog::origins(&mut conn, business_id).await?;
    Ok(Sites { sites })
}

/// Allows a site, or does not any more; answers those that are allowed then.
pub(crate) async fn change(
    state: &AppState,
    author: Author,
    site: &str,
    deed: Deed,
) -> Result<Sites, Problem> {
    let site = match deed {
        Deed::Allow => Site::parse(site).map_err(|error| Refusal::from(Reason::Site(error)))?,
        // What was allowed before addresses were checked can be withdrawn as well.
        Deed::Withdraw => Site(site.trim().to_owned()),
    };
    let changing = Changing { author, site, deed };
    let changed = state
        .store
        .attempt(changing, |conn, changing| Box::pin(changing.write(conn)));
    Ok(changed.await??)
}

struct Changing {
    author: Author,
    site: Site,
    deed: Deed,
}

impl Changing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Sites, Refusal>, StoreError> {
        let id = &self.author.business_id;
        let Site(origin) = &self.site;
        if !businesses::lock(conn, id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let before = catalog::origins(conn, id).await?;
        let is_there = before.contains(origin);
        let done = match self.deed {
            Deed::Allow if is_there => return Ok(Ok(Sites { sites: before })),
            Deed::Allow if before.len() >= SITES_MAX => {
                return Ok(Err(Reason::TooManySites.into()));
            }
            Deed::Allow => {
                sites::add(conn, id, origin).await?;
                "site.allow"
            }
            Deed::Withdraw if !is_there => return Ok(Ok(Sites { sites: before })),
            Deed::Withdraw => {
                sites::remove(conn, id, origin).await?;
                "site.withdraw"
            }
        };
        self.author.log(conn, done, origin, &json!({})).await?;
        let sites = catalog::origins(conn, id).await?;
        Ok(Ok(Sites { sites }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<String, SiteError> {
        Site::parse(text).map(|Site(origin)| origin)
    }

    #[test]
    fn a_site_is_kept_as_browsers_write_its_origin() {
        for (typed, origin) in [
            ("https://www.example.com", "https://www.example.com"),
            (" https://www.example.com/ ", "https://www.example.com"),
            ("www.example.com", "https://www.example.com"),
            ("HTTPS://WWW.Example.COM:443", "https://www.example.com"),
            ("https://example.com:8443", "https://example.com:8443"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            (
                "https://xn--bcher-kva.example",
                "https://xn--bcher-kva.example",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(check(typed).as_deref(), Ok(origin), "{typed}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused_with_its_reason() {
        for (typed, error) in [
            ("", SiteError::Malformed),
            ("https://", SiteError::Malformed),
            ("https://exa mple.com", SiteError::Malformed),
            ("https://*.example.com", SiteError::Malformed),
            ("https://a.example;script-src *", SiteError::Malformed),
            ("http://www.example.com", SiteError::Scheme),
            ("ftp://www.example.com", SiteError::Scheme),
            ("https://www.example.com/booking", SiteError::Path),
            ("https://www.example.com?a=1", SiteError::Path),
            ("https://www.example.com#a", SiteError::Path),
            ("https://me:secret@www.example.com", SiteError::Credentials),
            ("https://me@www.example.com", SiteError::Credentials),
        ] {
            assert_eq!(check(typed), Err(error), "{typed}");
        }
    }
}
