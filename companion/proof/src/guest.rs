//! What a guest does, over HTTP: confirms, tries again with the same key, pays, looks, gives up.

use std::collections::HashMap;

use booking_contract::{
    CalendarPage, CancelOrder, CouponCheckReply, Guest, OpenOrder, OrderOpened, OrderView, Problem,
    ProblemCode,
};
use booking_engine::{Item, PriceRequest, Quote, price};
use chrono::{DateTime, Utc};
use reqwest::RequestBuilder;
use serde_json::json;

use crate::Failure;
use crate::world::{CODES, Place, World};

/// Every price that a guest can be shown, asked for once.
#[derive(Clone, Debug, Default)]
pub struct Tariff(HashMap<(&'static str, u32, Option<&'static str>), Quote>);

/// What a guest wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Where.
    pub place: Place,
    /// For how many.
    pub attendees: u32,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// With which code.
    pub code: Option<&'static str>,
    /// Who: guests of one number have one address, of e-mail and of the network.
    pub guest: u32,
}

/// How a confirmation was answered.
#[derive(Clone, Debug)]
pub enum Reply {
    /// 201, or 200 where an earlier try had made the order.
    Opened(Box<OrderOpened>),
    /// Any other answer.
    Refused(u16, Box<Option<Problem>>),
    /// The connection was refused or cut.
    Nothing,
}

impl Reply {
    /// The order, where there is one.
    pub fn opened(&self) -> Option<&OrderOpened> {
        match self {
            Self::Opened(opened) => Some(opened),
            _ => None,
        }
    }

    /// What it was refused for.
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(_, problem) => problem.as_ref().as_ref().map(|problem| problem.code),
            _ => None,
        }
    }

    /// Whether it says, in its header as in its body, when to come again.
    pub fn says_when(&self) -> bool {
        match self {
            Self::Refused(_, problem) => {
                let problem = problem.as_ref().as_ref();
                problem.is_some_and(|problem| problem.retry_after_seconds.is_some())
            }
            _ => false,
        }
    }

    /// Whether the same may be asked again and answered otherwise.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Opened(_) => false,
            Self::Nothing => true,
            Self::Refused(status, _) => {
                *status >= 500 || self.code() == Some(ProblemCode::InProgress)
            }
        }
    }
}

impl Tariff {
    /// Asks a running companion.
    pub async fn of(world: &World, places: &[Place]) -> Result<Self, Failure> {
        let mut quotes = HashMap::new();
        for place in places {
            let page = format!("{}/v1/calendars/{}", world.url, place.calendar);
            let asked = world.http.get(&page).send().await?;
            let page: CalendarPage = asked.error_for_status()?.json().await?;
            for attendees in 1..=place.attendees_max {
                let plain = request(*place, attendees, None)?;
                let quote = price(&plain, &page.terms, world.now())?;
                quotes.insert((place.service, attendees, None), quote);
                for code in CODES.into_iter().filter(|_| place.coupons) {
                    let request = request(*place, attendees, Some(code))?;
                    let url = format!(
                        "{}/v1/calendars/{}/coupon-checks",
                        world.url, place.calendar
                    );
                    let check = world.http.post(url).json(&json!({ "request": request }));
                    let reply = check.send().await?.error_for_status()?.json().await?;
                    let CouponCheckReply::Accepted { terms, .. } = reply else {
                        return Err(format!("{code} is not accepted").into());
                    };
                    let quote = price(&request, &terms, world.now())?;
                    quotes.insert((place.service, attendees, Some(code)), quote);
                }
            }
        }
        Ok(Self(quotes))
    }

    /// The confirmation of a wish, at the price that was shown at the beginning.
    pub fn confirmation(&self, wish: &Wish) -> Result<OpenOrder, Failure> {
        let shown = (wish.place.service, wish.attendees, wish.code);
        Ok(OpenOrder {
            request: request(wish.place, wish.attendees, wish.code)?,
            starts_at: wish.starts_at,
            guest: Guest {
                name: "Test Guest".parse()?,
                email: format!("guest{}@example.com", wish.guest).parse()?,
                phone: None,
                notes: None,
            },
            attendees: Vec::new(),
            answers: Vec::new(),
            consent: true,
            quote: self.0.get(&shown).ok_or("no such price")?.clone(),
            zone: "Europe/Berlin".to_owned(),
            language: None,
            return_to: None,
            passed: Vec::new(),
            member: None,
        })
    }
}

/// Confirms once.
pub async fn confirm(world: &World, place: Place, key: &str, body: &OpenOrder) -> Reply {
    confirm_at(world, &world.url, place, key, body).await
}

/// Confirms once, with the companion of this address.
pub async fn confirm_at(
    world: &World,
    door: &str,
    place: Place,
    key: &str,
    body: &OpenOrder,
) -> Reply {
    let url = format!("{door}/v1/calendars/{}/orders", place.calendar);
    let request = world.http.post(url).header("idempotency-key", key);
    let sent = from_address(request, body.guest.email.as_str())
        .json(body)
        .send()
        .await;
    let Ok(answer) = sent else {
        return Reply::Nothing;
    };
    let status = answer.status();
    let waits = answer.headers().contains_key("retry-after");
    let Ok(text) = answer.text().await else {
        return Reply::Nothing;
    };
    match serde_json::from_str(&text) {
        Ok(opened) if status.is_success() => Reply::Opened(Box::new(opened)),
        _ => {
            let mut problem: Option<Problem> = serde_json::from_str(&text).ok();
            if let Some(problem) = problem.as_mut().filter(|_| !waits) {
                // Who does not read bodies is not told.
                problem.retry_after_seconds = None;
            }
            Reply::Refused(status.as_u16(), Box::new(problem))
        }
    }
}

/// Looks at an order; none where there was no answer of success.
pub async fn look(world: &World, opened: &OrderOpened) -> Option<OrderView> {
    let url = format!("{}/v1/orders/{}", world.url, opened.order.id);
    view(world.http.get(url), opened).await
}

/// Gives an order up.
pub async fn release(world: &World, opened: &OrderOpened) -> Option<OrderView> {
    let url = format!("{}/v1/orders/{}/release", world.url, opened.order.id);
    view(world.http.post(url), opened).await
}

/// Calls an order off for what the guest was told comes back; none where there was no answer of
/// success.
pub async fn call_off(world: &World, opened: &OrderOpened, refund_minor: i64) -> Option<OrderView> {
    let url = format!("{}/v1/orders/{}/cancel", world.url, opened.order.id);
    let told = CancelOrder { refund_minor };
    view(world.http.post(url).json(&told), opened).await
}

/// A key of 128 bits, as the widget makes them.
pub fn new_key(rng: &mut fastrand::Rng) -> String {
    format!("proof-{:032x}", rng.u128(..))
}

async fn view(request: RequestBuilder, opened: &OrderOpened) -> Option<OrderView> {
    let request = request.bearer_auth(&opened.token);
    let request = from_address(request, opened.order.guest.email.as_str());
    let answer = request.send().await.ok()?;
    answer.error_for_status().ok()?.json().await.ok()
}

/// Every guest comes from an address of its own, so that no limit per address is in the way.
fn from_address(request: RequestBuilder, email: &str) -> RequestBuilder {
    let [.., a, b, c] = (email.bytes())
        .fold(7_u32, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(byte.into())
        })
        .to_be_bytes();
    request.header("x-forwarded-for", format!("10.{a}.{b}.{c}"))
}

fn request(place: Place, attendees: u32, code: Option<&str>) -> Result<PriceRequest, Failure> {
    Ok(PriceRequest {
        code: code.map(str::to_owned),
        ..PriceRequest::of(vec![Item::plain(place.service.parse()?, attendees)])
    })
}
