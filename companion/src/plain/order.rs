//! The order: on to the payment, back from it, the confirmation, the calendar file, and calling
//! it off.
//!
//! Whoever has the order's token may see it, and whoever comes back from its payment page with
//! the id of the session: only Stripe, the business and the guest know it. A browser without
//! script sends no fragment, in which the token travels otherwise, so it is in the address here:
//! queries are not logged, pages are not stored, and no referrer is sent.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use booking_contract::{
    Appointment, CancelOrder, Cancellation, OrderStatus, OrderView, calendar_file, calendar_links,
};
use maud::{Markup, html};

use super::frame::Sheet;
use super::{Asked, Visit};
use crate::order_state::OrderState;
use crate::pages::document::is_web_address;
use crate::routes::orders::{up_to_date, view};
use crate::store::orders::{self, Order};
use crate::words::fill;
use crate::{Problem, cancelling, closing, extending};

/// After how many seconds a page that waits looks again.
const LOOK_AGAIN_SECONDS: u32 = 4;
/// How often it does so by itself.
const LOOKS_MAX: u32 = 15;

/// The page of an order.
pub(super) async fn show(asked: Asked) -> Response {
    let answered = async { asked.visit().await?.look_at_order().await };
    asked.settle(answered.await)
}

/// The booking for the guest's own calendar.
pub(super) async fn file(asked: Asked) -> Response {
    let answered = async {
        let visit = asked.visit().await?;
        let order = visit.find_order().await?;
        let order = view(&visit.state, &order, visit.zone);
        if order.status != OrderStatus::Paid {
            return Err(Problem::NotFound);
        }
        let file = visit.with_appointment(&order, calendar_file);
        let name = format!("booking-{}.ics", order.starts_at.date_naive());
        let mut response = file.into_response();
        let headers = response.headers_mut();
        let media = HeaderValue::from_static("text/calendar; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, media);
        if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
        Ok(response)
    };
    asked.settle(answered.await)
}

/// The guest needs more time to pay.
pub(super) async fn extend(asked: Asked) -> Response {
    let answered = async { asked.visit().await?.extend().await };
    asked.settle(Box::pin(answered).await)
}

/// The guest gives the time back instead of paying.
pub(super) async fn release(asked: Asked) -> Response {
    let answered = async { asked.visit().await?.release().await };
    asked.settle(Box::pin(answered).await)
}

/// The guest calls the booking off, for what they were told they get back.
pub(super) async fn cancel(asked: Asked) -> Response {
    let answered = async { asked.visit().await?.cancel().await };
    asked.settle(Box::pin(answered).await)
}

impl Visit {
    /// The page of the order that the address names.
    pub(super) async fn look_at_order(&self) -> Result<Response, Problem> {
        let order = self.find_order().await?;
        let order = up_to_date(&self.state, order).await?;
        let sheet = self.order(&order, None);
        Ok(self.answer(StatusCode::OK, &sheet))
    }

    /// The page after a confirmation.
    pub(super) fn opened(&self, order: &Order) -> Response {
        self.answer(StatusCode::OK, &self.order(order, None))
    }

    /// The order, for those who have its token or come back from its payment page.
    async fn find_order(&self) -> Result<Order, Problem> {
        let id = self.params.get("order").ok_or(Problem::NotFound)?;
        let secret = self.state.store.secret();
        let by_token = (self.params.get("token")).is_some_and(|it| secret.opens_order(id, it));
        let session = self.params.get("session_id");
        if !by_token && session.is_none() {
            return Err(Problem::NotFound);
        }
        let mut conn = self.state.store.read().await?;
        let order = orders::find(&mut conn, id).await?;
        drop(conn);
        // Compared as keyed hashes, so that time tells nothing of how much is right.
        let key = |session: &str| secret.key("checkout session", session);
        let own = |order: &Order| order.stripe_session.as_deref().map(key);
        let known = |order: &Order| by_token || own(order) == session.map(key);
        let here = |order: &Order| order.calendar_id == self.page.calendar.id;
        let order = order.filter(|order| here(order) && known(order));
        order.ok_or(Problem::NotFound)
    }

    /// As the order's page again, so that a page that is loaded anew extends nothing twice.
    async fn extend(&self) -> Result<Response, Problem> {
        let order = self.find_order().await?;
        match extending::extend(&self.state, order).await {
            Ok(order) => {
                let order = view(&self.state, &order, self.zone);
                Ok(Redirect::to(&self.address_of(&order)).into_response())
            }
            Err(Problem::WrongState(_)) => {
                let order = up_to_date(&self.state, self.find_order().await?).await?;
                let open = order.state.is_open();
                let why = open.then(|| self.words.extend_over().to_owned());
                Ok(self.answer(StatusCode::CONFLICT, &self.order(&order, why)))
            }
            Err(problem) => Err(problem),
        }
    }

    async fn release(&self) -> Result<Response, Problem> {
        let mut order = self.find_order().await?;
        if order.state.is_open() {
            order = closing::close(&self.state, order, closing::Why::GivenUp).await?;
        }
        let why = (order.state == OrderState::Closing).then(|| self.words.failed_release());
        let sheet = self.order(&order, why.map(str::to_owned));
        Ok(self.answer(StatusCode::OK, &sheet))
    }

    async fn cancel(&self) -> Result<Response, Problem> {
        let order = self.find_order().await?;
        let told = self
            .params
            .get("refund_minor")
            .and_then(|it| it.parse().ok());
        let told = told.map(|refund_minor| CancelOrder { refund_minor });
        let Some(told) = told else {
            return self.look_at_order().await;
        };
        let words = &self.words;
        let money = |minor| words.money(minor, order.quote.currency);
        let why = match cancelling::cancel(&self.state, order.clone(), told).await {
            Ok(order) => return Ok(self.opened(&order)),
            Err(Problem::RefundChanged(now_minor)) => fill(
                words.refund_changed(),
                &[
                    ("now", &money(now_minor)),
                    ("was", &money(told.refund_minor)),
                ],
            ),
            Err(Problem::WrongState(_)) => words.not_possible().to_owned(),
            Err(problem) => {
                tracing::warn!(?problem, "a cancellation failed");
                let parts = [
                    ("first", words.not_cancelled()),
                    ("second", words.again_server()),
                ];
                fill(words.sentences(), &parts)
            }
        };
        let sheet = self.order(&self.find_order().await?, Some(why));
        Ok(self.answer(StatusCode::CONFLICT, &sheet))
    }

    /// The page of an order as it stands.
    fn order(&self, order: &Order, error: Option<String>) -> Sheet {
        let words = &self.words;
        let receipt = order.recorded;
        let order = view(&self.state, order, self.zone);
        let business = [("business", self.page.business.name.as_str())];
        let receipt = receipt.then(|| self.receipt_of(&order));
        let mut refresh = None;
        let (title, body) = match order.status {
            OrderStatus::Paid => (words.booked(), self.booked(&order, receipt.as_deref())),
            OrderStatus::AwaitingPayment if self.params.get("session_id").is_none() => {
                // By a press: whoever comes back with the browser's own button stays here.
                (words.leaving(), self.leaving(&order))
            }
            OrderStatus::Opening | OrderStatus::AwaitingPayment | OrderStatus::Closing => {
                let looks = self.params.get("looks").and_then(|it| it.parse().ok());
                let looks: u32 = looks.unwrap_or(0);
                if looks < LOOKS_MAX {
                    let address = format!("{}&looks={}", self.address_of(&order), looks + 1);
                    refresh = Some((LOOK_AGAIN_SECONDS, address));
                }
                (words.waiting(), self.waiting(&order, looks < LOOKS_MAX))
            }
            OrderStatus::Expired => (
                words.ended(),
                html! { p { (words.ended_text()) } (self.again()) },
            ),
            OrderStatus::InReview => {
                let email = [business[0], ("email", order.guest.email.as_str())];
                (
                    words.review(),
                    html! { p { (fill(words.review_text(), &email)) } },
                )
            }
            OrderStatus::Refunding | OrderStatus::Refunded | OrderStatus::Cancelled => {
                (words.cancelled(), self.called_off(&order))
            }
        };
        Sheet {
            step: None,
            at: None,
            title: title.to_owned(),
            error,
            notice: None,
            body,
            refresh,
        }
    }

    /// Where the order is seen, with what opens it.
    fn address_of(&self, order: &OrderView) -> String {
        format!("{}/order?{}", self.base, self.key_of(order))
    }

    fn key_of(&self, order: &OrderView) -> String {
        let mut key = form_urlencoded::Serializer::new(String::new());
        key.append_pair("order", &order.id);
        match self.params.get("session_id") {
            // As it came, so that a page that waits does not take the guest to pay again.
            Some(session) => key.append_pair("session_id", session),
            None => key.append_pair("token", &self.token_of(order)),
        };
        key.append_pair("lang", &self.words.locale);
        key.finish()
    }

    fn token_of(&self, order: &OrderView) -> String {
        self.state.store.secret().order_token(&order.id)
    }

    fn leaving(&self, order: &OrderView) -> Markup {
        let words = &self.words;
        html! {
            p { (words.leaving_link_text()) }
            (self.facts(order))
            (self.price(&order.quote, Some(&order.items)))
            @if let Some(due) = self.due(&order.quote) { (due) }
            @if let Some(url) = &order.checkout_url {
                p.actions { a.main href=(url) target="_top" rel="noopener" { (words.to_payment()) } }
            }
            (self.hold(order))
        }
    }

    /// How long the time is held, and how it is held longer or given back.
    fn hold(&self, order: &OrderView) -> Markup {
        let words = &self.words;
        let longer = order.extension.map(|extension| {
            let time = words.span(extension.minutes.saturating_mul(60));
            fill(words.extend(), &[("time", &time)])
        });
        html! {
            form.hold method="post" action={ (self.base) "/extend" } {
                @if let Some(until) = order.hold_until { p.hint { (self.held_until(until)) } }
                input type="hidden" name="order" value=(order.id);
                input type="hidden" name="token" value=(self.token_of(order));
                input type="hidden" name="lang" value=(words.locale);
                p.actions {
                    @if let Some(longer) = longer { button.link type="submit" { (longer) } }
                    button.link type="submit" formaction={ (self.base) "/release" } { (words.release()) }
                }
            }
        }
    }

    fn held_until(&self, until: chrono::DateTime<chrono::Utc>) -> String {
        let time = self.words.time(until.with_timezone(&self.zone).time());
        fill(self.words.held_until(), &[("time", &time)])
    }

    fn waiting(&self, order: &OrderView, looks: bool) -> Markup {
        let words = &self.words;
        html! {
            p { (if looks { words.waiting_text() } else { words.waiting_slow() }) }
            (self.facts(order))
            p.actions {
                a.main href=(self.address_of(order)) { (words.check_again()) }
                @if let Some(url) = &order.checkout_url {
                    a.side href=(url) target="_top" rel="noopener" { (words.to_payment()) }
                }
            }
            @if order.status == OrderStatus::AwaitingPayment { (self.hold(order)) }
        }
    }

    fn again(&self) -> Markup {
        let lang = &self.words.locale;
        html! { p.actions { a.main href={ (self.base) "?lang=" (lang) } { (self.words.book_new()) } } }
    }

    fn facts(&self, order: &OrderView) -> Markup {
        let words = &self.words;
        let names = order.items.iter().map(|item| {
            let staff = item.staff_name.as_ref();
            let staff = staff.map(|name| fill(words.with_staff(), &[("name", name)]));
            words.all([item.name.clone()].into_iter().chain(staff))
        });
        let place = match &order.location {
            Some(place) => words.all(
                [place.name.clone(), place.address.clone()]
                    .into_iter()
                    .filter(|it| !it.is_empty()),
            ),
            None => self.page.calendar.location.clone(),
        };
        let zone = crate::words::zone_place(self.zone.name());
        let people = order.attendees.iter().map(|it| it.name.as_str().to_owned());
        html! {
            dl.facts {
                div { dt { (words.what()) } dd { @for name in names { strong { bdi { (name) } } } } }
                div {
                    dt { (words.when()) }
                    dd {
                        strong { (words.hours_of(self.zone, order.starts_at, order.ends_at)) }
                        small { (fill(words.zone_locked(), &[("zone", &zone)])) }
                    }
                }
                @if !place.is_empty() { div { dt { (words.where_()) } dd { bdi { (place) } } } }
                div {
                    dt { (words.booked_for()) }
                    dd { strong { (order.guest.name) } small dir="ltr" { (order.guest.email) } }
                }
                @if order.attendees.len() > 1 {
                    div { dt { (words.people_label()) } dd { (words.all(people)) } }
                }
                div { dt { (words.reference()) } dd { code { (order.id) } } }
            }
        }
    }

    /// The address of its receipt.
    fn receipt_of(&self, order: &OrderView) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let query = query.append_pair("token", &self.token_of(order)).finish();
        format!("/v1/orders/{}/receipt?{query}", order.id)
    }

    /// The confirmation, with the address of its receipt where there is one.
    fn booked(&self, order: &OrderView, receipt: Option<&str>) -> Markup {
        let words = &self.words;
        let money = |minor| words.money(minor, order.quote.currency);
        let balance = (order.quote.total_minor - order.paid_minor).max(0);
        let paid = match (order.paid_minor, balance) {
            (0, 0) => words.nothing_to_pay().to_owned(),
            (paid, 0) => fill(words.paid(), &[("amount", &money(paid))]),
            (paid, rest) => {
                let parts = [("amount", &*money(paid)), ("balance", &money(rest))];
                fill(words.paid_partly(), &parts)
            }
        };
        let links = self.with_appointment(order, calendar_links);
        let business = [("business", self.page.business.name.as_str())];
        let onward = order.continue_to.as_ref().filter(|url| is_web_address(url));
        html! {
            p.good { (paid) }
            (self.facts(order))
            section.amount { h2 { (words.summary()) } (self.price(&order.quote, Some(&order.items))) }
            p.actions {
                @if let Some(url) = onward {
                    a.main href=(url) target="_top" rel="noopener" { (fill(words.onward(), &business)) }
                }
                a.side href={ (self.base) "/order.ics?" (self.key_of(order)) } download { (words.add_to_calendar()) }
                @if let Some(receipt) = receipt { a.side href=(receipt) target="_blank" rel="noopener" { (words.receipt()) } }
            }
            p.hint {
                (words.calendar_online())
                @for (name, url) in &links { " " a href=(url) target="_blank" rel="noopener" { (name) } }
            }
            (self.manage(order))
            (self.again_quietly())
        }
    }

    fn again_quietly(&self) -> Markup {
        let lang = &self.words.locale;
        html! { p { a href={ (self.base) "?lang=" (lang) } { (self.words.book_new()) } } }
    }

    /// How to come back, and how to call it off.
    fn manage(&self, order: &OrderView) -> Markup {
        let words = &self.words;
        let token = self.token_of(order);
        let mut link = form_urlencoded::Serializer::new(String::new());
        link.append_pair("order", &order.id)
            .append_pair("token", &token);
        let link = format!("{}/order?{}", self.base, link.finish());
        html! {
            section.manage {
                h2 { (words.manage()) }
                p { a href=(link) { (words.page.keep_link()) } br; small { (words.page.keep_link_text()) } }
                @if let Some(meaning) = order.cancellation {
                    details {
                        summary { (words.cancel_booking()) }
                        (self.cancel_form(order, meaning, &token))
                    }
                }
            }
        }
    }

    /// What calling off means, and the button that does it.
    fn cancel_form(&self, order: &OrderView, meaning: Cancellation, token: &str) -> Markup {
        let words = &self.words;
        let money = |minor| words.money(minor, order.quote.currency);
        let time = words.moment(self.zone, meaning.until);
        let back = money(meaning.refund_minor);
        let left_minor = order.paid_minor.saturating_sub(order.refunded_minor);
        let first = match meaning.refund_minor {
            _ if left_minor <= 0 => words.cancel_free().to_owned(),
            0 => fill(words.cancel_none(), &[("amount", &money(left_minor))]),
            _ => fill(words.cancel_back(), &[("amount", &back)]),
        };
        let until = (left_minor > 0).then(|| match meaning.later_refund_minor {
            None => fill(words.cancel_until(), &[("time", &time)]),
            Some(later) => {
                let parts = [("time", &*time), ("amount", &money(later))];
                fill(words.cancel_later(), &parts)
            }
        });
        let coupon = order.quote.coupon.as_ref().map(|_| {
            if meaning.releases_coupon {
                words.cancel_coupon_back()
            } else {
                words.cancel_coupon_gone()
            }
        });
        html! {
            form method="post" action={ (self.base) "/cancel" } {
                input type="hidden" name="order" value=(order.id);
                input type="hidden" name="token" value=(token);
                input type="hidden" name="lang" value=(words.locale);
                input type="hidden" name="refund_minor" value=(meaning.refund_minor);
                p { (first) @if let Some(until) = until { " " (until) } @if let Some(coupon) = coupon { " " (coupon) } }
                p.actions {
                    button.side type="submit" {
                        (if meaning.refund_minor == 0 { words.cancel_booking().to_owned() } else { fill(words.cancel_pay(), &[("amount", &back)]) })
                    }
                }
            }
        }
    }

    fn called_off(&self, order: &OrderView) -> Markup {
        let words = &self.words;
        let amount = words.money(order.refunded_minor, order.quote.currency);
        let text = match order.status {
            OrderStatus::Refunding => fill(words.refunding_text(), &[("amount", &amount)]),
            _ if order.refunded_minor > 0 => fill(words.refunded_text(), &[("amount", &amount)]),
            _ => words.cancelled_text().to_owned(),
        };
        html! { p { (text) } (self.facts(order)) (self.again()) }
    }

    fn with_appointment<T>(&self, order: &OrderView, of: impl Fn(&Appointment<'_>) -> T) -> T {
        let names = order.items.iter().map(|item| item.name.clone());
        let names = self.words.all(names);
        let place = match &order.location {
            Some(place) if place.address.is_empty() => place.name.clone(),
            Some(place) => self.words.both(&place.name, &place.address),
            None => self.page.calendar.location.clone(),
        };
        let summary = self.words.both(&names, &self.page.business.name);
        let reference = self.words.both(self.words.reference(), &order.id);
        of(&Appointment {
            uid: &order.id,
            made_at: order.now,
            starts_at: order.starts_at,
            ends_at: order.ends_at,
            summary: &summary,
            location: &place,
            description: &reference,
        })
    }
}
