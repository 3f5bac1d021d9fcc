//! The crowd: connections that ask, wait for the answer, and ask again.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use booking_contract::{CouponCheckReply, Guest, OpenOrder};
use booking_engine::{Item, PriceRequest, Quote, price};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{self, HeaderValue};
use hyper::http::{request, response};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::Failure;
use crate::books::{CALENDARS, COUPONS, SERVICE_MINUTES, calendar, code, service};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Is this code good, and what are its rules?
    CouponChecks,
    /// The free slots of a week.
    Slots,
    /// Free orders with a coupon, durable before the answer.
    Confirmations,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::CouponChecks, Self::Slots, Self::Confirmations];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CouponChecks => "coupon-checks",
            Self::Slots => "slots",
            Self::Confirmations => "confirmations",
        }
    }
}

/// What came of one measurement.
pub(crate) struct Answers {
    waited: Vec<Duration>,
    /// From the first question to the last answer.
    pub(crate) took: Duration,
}

impl Answers {
    /// Of questions that were asked one after the other.
    pub(crate) fn of(waited: Vec<Duration>) -> Self {
        let took = waited.iter().sum();
        Self { waited, took }
    }

    pub(crate) fn count(&self) -> usize {
        self.waited.len()
    }

    /// How long the given part of a hundred waited at most, in microseconds.
    pub(crate) fn percentile_us(&mut self, part: usize) -> u128 {
        self.waited.sort_unstable();
        let index = (self.waited.len() * part / 100).min(self.waited.len().saturating_sub(1));
        self.waited.get(index).map_or(0, Duration::as_micros)
    }
}

/// Everybody who asks, and what they know beforehand.
pub(crate) struct Crowd {
    port: u16,
    known: Arc<Known>,
}

struct Known {
    /// The quote of each calendar and code, as a guest's widget has it.
    quotes: Vec<Quote>,
    /// The first slot that is booked.
    first_slot: DateTime<Utc>,
    /// How many questions there were: each is another guest's.
    asked: AtomicU64,
    /// How many slots were asked for.
    slots: AtomicU64,
}

impl Crowd {
    /// Asks for every code once, as a widget does before it can show a price.
    pub(crate) async fn gather(port: u16) -> Result<Self, Failure> {
        let mut connection = Connection::open(port).await?;
        let now_ms = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let now = DateTime::from_timestamp_millis(i64::try_from(now_ms)?).unwrap_or_default();
        let mut quotes = Vec::new();
        for number in 0..CALENDARS * COUPONS {
            let request = request(number, quote_code(number));
            let path = format!("/v1/calendars/{}/coupon-checks", calendar(number));
            let body = json!({ "request": request });
            let answer = connection.post(number, &path, None, &body).await?;
            let CouponCheckReply::Accepted { terms, .. } = serde_json::from_slice(&answer)? else {
                return Err("a code of the crowd's is not good".into());
            };
            quotes.push(price(&request, &terms, now)?);
        }
        let tomorrow = now.date_naive() + TimeDelta::days(1);
        Ok(Self {
            port,
            known: Arc::new(Known {
                quotes,
                first_slot: tomorrow.and_time(chrono::NaiveTime::MIN).and_utc(),
                asked: AtomicU64::new(0),
                slots: AtomicU64::new(0),
            }),
        })
    }

    /// Asks on so many connections for so long.
    pub(crate) async fn ask(
        &mut self,
        kind: Kind,
        connections: usize,
        length: Duration,
    ) -> Result<Answers, Failure> {
        let mut opened = Vec::new();
        for _ in 0..connections {
            opened.push(Connection::open(self.port).await?);
        }
        let started = Instant::now();
        let mut asking = JoinSet::new();
        for mut connection in opened {
            let known = Arc::clone(&self.known);
            asking.spawn(async move {
                let mut waited = Vec::new();
                while started.elapsed() < length {
                    let before = Instant::now();
                    known.ask(kind, &mut connection).await?;
                    waited.push(before.elapsed());
                }
                Ok::<_, Failure>(waited)
            });
        }
        let mut waited = Vec::new();
        while let Some(one) = asking.join_next().await {
            waited.extend(one??);
        }
        Ok(Answers {
            waited,
            took: started.elapsed(),
        })
    }
}

impl Known {
    async fn ask(&self, kind: Kind, connection: &mut Connection) -> Result<(), Failure> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let calendar = calendar(number);
        match kind {
            Kind::CouponChecks => {
                let path = format!("/v1/calendars/{calendar}/coupon-checks");
                let body = json!({ "request": request(number, quote_code(number)) });
                connection.post(number, &path, None, &body).await?;
            }
            Kind::Slots => {
                let from =
                    (self.first_slot + TimeDelta::days((number % 300).cast_signed())).date_naive();
                let to = from + TimeDelta::days(6);
                let path = format!(
                    "/v1/calendars/{calendar}/slots?items={}&from={from}&to={to}&zone=Europe/Berlin",
                    service(number)
                );
                connection.get(number, &path).await?;
            }
            Kind::Confirmations => {
                let slot = self.slots.fetch_add(1, Ordering::Relaxed);
                let path = format!("/v1/calendars/{}/orders", crate::books::calendar(slot));
                let key = format!("crowd-{slot:020}");
                let body = self.confirmation(slot)?;
                connection.post(number, &path, Some(&key), &body).await?;
            }
        }
        Ok(())
    }

    /// The slots are booked one after the other, each by another guest.
    fn confirmation(&self, slot: u64) -> Result<OpenOrder, Failure> {
        let quotes = u64::try_from(self.quotes.len())?;
        let number = slot % quotes;
        let quote = self.quotes.get(usize::try_from(number)?);
        let row = (slot / CALENDARS).cast_signed();
        Ok(OpenOrder {
            request: request(slot, quote_code(number)),
            starts_at: self.first_slot + TimeDelta::minutes(row * SERVICE_MINUTES),
            guest: Guest {
                name: "Test Guest".parse()?,
                email: format!("guest-{slot}@example.com").parse()?,
                phone: None,
                notes: None,
            },
            attendees: Vec::new(),
            answers: Vec::new(),
            consent: true,
            quote: quote.ok_or("a quote for every number")?.clone(),
            zone: "Europe/Berlin".to_owned(),
            language: None,
            return_to: None,
            passed: Vec::new(),
            member: None,
        })
    }
}

/// Every calendar meets every code, and guests who come at the same time bring different ones.
fn quote_code(number: u64) -> String {
    code(number + number / CALENDARS)
}

fn request(number: u64, code: String) -> PriceRequest {
    PriceRequest {
        code: Some(code),
        ..PriceRequest::of(vec![Item::plain(
            // The crowd's own ids are well formed.
            service(number).parse().unwrap_or_else(|_| unreachable!()),
            1,
        )])
    }
}

/// A guest's connection to the companion, or an owner's.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// What says that somebody is signed in.
    cookie: Option<HeaderValue>,
}

impl Connection {
    pub(crate) async fn open(port: u16) -> Result<Self, Failure> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            cookie: None,
        })
    }

    /// Signs in; what is asked from now on is asked as an owner.
    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Result<(), Failure> {
        let body = serde_json::to_vec(&json!({ "email": email, "password": password }))?;
        // A form of another site could not say that.
        let request = self
            .request(Method::POST, 0, "/v1/sessions")
            .header("sec-fetch-site", "same-origin");
        let (head, body) = self.answer(request.body(Full::new(body.into()))?).await?;
        let set = head.headers.get(header::SET_COOKIE);
        let cookie = set.and_then(|set| set.to_str().ok()?.split(';').next());
        let said = || {
            format!(
                "signing in: {} {}",
                head.status,
                String::from_utf8_lossy(&body)
            )
        };
        self.cookie = Some(cookie.ok_or_else(said)?.parse()?);
        Ok(())
    }

    pub(crate) async fn get(&mut self, guest: u64, path: &str) -> Result<Bytes, Failure> {
        self.send(Method::GET, guest, path, None, Bytes::new())
            .await
    }

    /// Sends what is JSON already.
    pub(crate) async fn post_bytes(&mut self, path: &str, body: Vec<u8>) -> Result<Bytes, Failure> {
        self.send(Method::POST, 0, path, None, body.into()).await
    }

    async fn post(
        &mut self,
        guest: u64,
        path: &str,
        key: Option<&str>,
        body: &impl Serialize,
    ) -> Result<Bytes, Failure> {
        let body = serde_json::to_vec(body)?.into();
        self.send(Method::POST, guest, path, key, body).await
    }

    async fn send(
        &mut self,
        method: Method,
        guest: u64,
        path: &str,
        key: Option<&str>,
        body: Bytes,
    ) -> Result<Bytes, Failure> {
        let mut request = self.request(method, guest, path);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let (head, body) = self.answer(request.body(Full::new(body))?).await?;
        if head.status == StatusCode::OK || head.status == StatusCode::CREATED {
            return Ok(body);
        }
        Err(format!("{path}: {} {}", head.status, String::from_utf8_lossy(&body)).into())
    }

    fn request(&self, method: Method, guest: u64, path: &str) -> request::Builder {
        let [.., b, c, d] = guest.to_be_bytes();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1")
            .header("content-type", "application/json")
            .header("x-forwarded-for", format!("10.{b}.{c}.{d}"));
        match &self.cookie {
            // A form of another site could not say that.
            Some(cookie) => request
                .header(header::COOKIE, cookie)
                .header("sec-fetch-site", "same-origin"),
            None => request,
        }
    }

    async fn answer(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<(response::Parts, Bytes), Failure> {
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        Ok((head, body.collect().await?.to_bytes()))
    }
}
