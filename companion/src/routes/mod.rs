//! The HTTP surface of guests, of owners and of Stripe: one file per resource.

pub(crate) mod appointments;
pub(crate) mod backtests;
pub(crate) mod bookings;
pub(crate) mod businesses;
pub(crate) mod calendars;
pub(crate) mod catalog;
mod code_files;
pub(crate) mod coupon_checks;
mod coupon_codes;
mod coupon_uses;
pub(crate) mod coupons;
mod csv_file;
mod guesser;
pub(crate) mod invitations;
mod lines;
pub(crate) mod log;
pub(crate) mod members;
mod order_deeds;
pub(crate) mod orders;
mod own_calendars;
mod own_services;
pub(crate) mod owner_orders;
pub(crate) mod receipts;
pub(crate) mod reports;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod simulations;
pub(crate) mod slots;
pub(crate) mod stripe_accounts;
pub(crate) mod stripe_webhooks;
pub(crate) mod webhooks;
mod workplace;

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use booking_engine::CalendarId;

use crate::store::catalog::Calendar;
use crate::{AppState, Problem};

/// The calendar that a path names.
pub(crate) async fn calendar(state: &AppState, id: &str) -> Result<Calendar, Problem> {
    let id: CalendarId = id.parse().map_err(|_| Problem::NotFound)?;
    let mut conn = state.store.read().await?;
    crate::store::catalog::calendar(&mut conn, &id)
        .await?
        .ok_or(Problem::NotFound)
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let forwarded = || {
            // The last entry is the one that our own proxy wrote; those before it are hearsay.
            let header = parts
                .headers
                .get_all("x-forwarded-for")
                .iter()
                .next_back()?;
            header
                .to_str()
                .ok()?
                .rsplit(',')
                .next()?
                .trim()
                .parse()
                .ok()
        };
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let address = if state.config.trust_proxy {
            forwarded().or(peer)
        } else {
            peer
        };
        address
            .map(Self)
            .ok_or_else(|| Problem::Internal("the peer's address is not known".into()))
    }
}

impl ClientAddress {
    /// What counts as one guest: the address, or the network of 64 bits that one guest has in
    /// IPv6.
    pub(crate) fn network(self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}
