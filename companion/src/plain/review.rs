//! The review: everything once more, the code judged, the price line by line, and the button that
//! books. The price that is shown travels with it, and nothing else is ever charged.

use axum::http::StatusCode;
use axum::response::Response;
use booking_contract::{CouponCheck, CouponCheckReply, PaymentTerms, Slot};
use booking_engine::{Payment, PriceRequest, Quote, QuoteChange, Terms, price};
use maud::{Markup, html};

use super::choices::Choices;
use super::details::Details;
use super::frame::{MAIN, Sheet, Step};

use super::Visit;
use crate::Problem;
use crate::open_order::price_problem;
use crate::pages::document::is_web_address;
use crate::routes::coupon_checks::judged;
use crate::words::{Words, fill};

/// Random bytes of the key that makes a confirmation safe to repeat.
const KEY_BYTES: usize = 16;

/// A confirmation that has not been sent yet.
pub(super) struct Offer {
    /// The price as it is shown.
    pub(super) quote: Quote,
    /// The code that counts, as the check has read it.
    pub(super) code: Option<String>,
    /// The confirmation's own key: sent twice, it books once.
    pub(super) key: String,
    /// What the guest has to know before.
    pub(super) news: Option<News>,
}

/// Why the review is shown again.
pub(super) enum News {
    /// The price is another one.
    Price {
        /// What was shown before.
        was: Box<Quote>,
        /// Why.
        changes: Vec<QuoteChange>,
    },
    /// It could not be booked; the sentence says what helps.
    Failed(String),
}

/// What came of a typed code.
enum Code {
    /// None was typed, or these terms have its rule.
    Terms(Box<Terms>, Option<String>),
    /// It cannot be used; the sentence says why.
    Refused(String),
}

/// A key that no other confirmation has.
pub(super) fn new_key() -> Result<String, Problem> {
    let mut bytes = [0; KEY_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|_| Problem::Internal("the machine has no randomness for a key".into()))?;
    Ok(hex::encode(bytes))
}

impl Visit {
    /// The review of what was chosen and typed, or the form again where the code is refused.
    pub(super) async fn review(
        &self,
        choices: &Choices,
        slot: &Slot,
        mut details: Details,
    ) -> Result<Response, Problem> {
        let mut request = self.request(choices);
        let (terms, code) = match self.check(&request, &details).await? {
            Code::Terms(terms, code) => (terms, code),
            Code::Refused(why) => {
                details.refuse("code", why);
                let sheet = self.form(choices, slot, &details);
                return Ok(self.answer(StatusCode::UNPROCESSABLE_ENTITY, &sheet));
            }
        };
        request.code.clone_from(&code);
        let quote = price(&request, &terms, self.now());
        let quote = quote.map_err(|error| price_problem(&error, &request))?;
        let offer = Offer {
            quote: quote.for_stranger(&terms.policy),
            code,
            key: new_key()?,
            news: None,
        };
        Ok(self.answer(StatusCode::OK, &self.offer(choices, slot, &details, &offer)))
    }

    /// What is asked a price for.
    pub(super) fn request(&self, choices: &Choices) -> PriceRequest {
        let start = choices.start.map(|start| start.with_timezone(&self.zone));
        PriceRequest {
            starts_at: start.map(|start| start.fixed_offset()),
            location_id: choices.location.clone(),
            ..PriceRequest::of(choices.items.clone())
        }
    }

    /// Judges the code with the companion's own books, as for the widget.
    async fn check(&self, request: &PriceRequest, details: &Details) -> Result<Code, Problem> {
        let plain = || Code::Terms(Box::new(self.page.terms.clone()), None);
        if details.code.is_empty() || !self.page.calendar.coupons {
            return Ok(plain());
        }
        let check = CouponCheck {
            request: PriceRequest {
                code: Some(details.code.clone()),
                ..request.clone()
            },
            email: details.guest.as_ref().map(|guest| guest.email.clone()),
            member: self.params.member().map(str::to_owned),
        };
        let words = &self.words;
        let id = self.page.calendar.id.as_str();
        match judged(&self.state, id, self.address, None, &check).await {
            Ok(CouponCheckReply::Accepted { code, terms }) => {
                Ok(Code::Terms(terms, Some(code.to_string())))
            }
            Ok(CouponCheckReply::Rejected { reason }) => {
                let currency = self.page.terms.currency;
                Ok(Code::Refused(words.rejection(reason, currency)))
            }
            Err(Problem::TooManyTries(seconds)) => {
                let time = words.span(seconds);
                Ok(Code::Refused(fill(
                    words.code_throttled(),
                    &[("time", &time)],
                )))
            }
            Err(Problem::InvalidFields(..)) => Ok(Code::Refused(words.code_form().to_owned())),
            Err(Problem::Unavailable) => Ok(Code::Refused(words.code_unreachable().to_owned())),
            Err(problem) => Err(problem),
        }
    }

    /// The page of an offer.
    pub(super) fn offer(
        &self,
        choices: &Choices,
        slot: &Slot,
        details: &Details,
        offer: &Offer,
    ) -> Sheet {
        let words = &self.words;
        let quote = &offer.quote;
        let payment = quote.payment();
        let free = payment == Payment::Free;
        let business = [("business", self.page.business.name.as_str())];
        let title = if free {
            words.step_confirm()
        } else {
            words.step_payment()
        };
        let policy =
            self.page.calendar.cancellation.and_then(|terms| {
                words.policy(terms, quote, self.zone, slot.starts_at, self.now())
            });
        let body = html! {
            (self.rows(choices, slot, details))
            section.amount {
                h2 { (words.summary()) }
                (self.price(quote, None))
                @if let Some(due) = self.due(quote) { (due) }
                (self.code(offer))
            }
            @if let Some(policy) = policy { p.hint { (policy) } }
            @if !free { (self.terms()) }
            @if let Payment::BelowMinimum { minimum_minor } = payment {
                p.note.bad role="alert" { (fill(words.below_minimum(), &[
                    ("minimum", &words.money(minimum_minor, quote.currency)),
                    ("amount", &words.money(quote.amount_due_minor, quote.currency)),
                    business[0],
                ])) }
            } @else {
                input type="hidden" name="quote" value=(serde_json::to_string(quote).unwrap_or_default());
                input type="hidden" name="key" value=(offer.key);
                p.hint { (fill(if free { words.legal_free() } else { words.legal_pay() }, &business)) }
                p.actions { button.main type="submit" formaction={ (self.base) "/confirm" } { (self.press(offer)) } }
            }
        };
        Sheet {
            step: Some(Step::Payment),
            at: Some("review"),
            title: title.to_owned(),
            error: match &offer.news {
                Some(News::Failed(why)) => Some(why.clone()),
                _ => None,
            },
            notice: match &offer.news {
                Some(News::Price { was, changes }) => Some(self.changed(was, changes, offer)),
                _ => None,
            },
            body: html! {
                form id=(MAIN) method="post" action=(self.base) accept-charset="utf-8" {
                    (self.hidden(choices, &[], &|name| name == "code"))
                    (body)
                }
            },
            refresh: None,
        }
    }

    /// What the button says.
    fn press(&self, offer: &Offer) -> String {
        let words = &self.words;
        let quote = &offer.quote;
        let due = words.money(quote.amount_due_minor, quote.currency);
        let free = quote.payment() == Payment::Free;
        match &offer.news {
            // What costs less needs no consent, only the one confirmation.
            Some(News::Price { was, .. }) if quote.total_minor > was.total_minor => {
                if free {
                    words.accept_free().to_owned()
                } else {
                    fill(words.accept_pay(), &[("amount", &due)])
                }
            }
            _ if free => words.confirm().to_owned(),
            _ => fill(words.pay(), &[("amount", &due)]),
        }
    }

    /// What, when, who, and where, each with a way to change it.
    fn rows(&self, choices: &Choices, slot: &Slot, details: &Details) -> Markup {
        let words = &self.words;
        let minutes = choices.items.iter().map(|item| self.minutes(item)).sum();
        let people = choices.attendees();
        let what = if people > 1 {
            words.count(words.people(people), people)
        } else {
            words.duration(minutes)
        };
        let names = details
            .attendees
            .iter()
            .map(|it| it.name.as_str().to_owned());
        let names = words.all(names);
        let services = if self.page.calendar.items_max > 1 {
            "cart"
        } else {
            "services"
        };
        let services = self.has_services().then_some(services);
        let change = |go: Option<&str>, name: &str| {
            html! {
                @if let Some(go) = go {
                    button.link type="submit" name="go" value=(go) aria-label=(name) { (words.change()) }
                }
            }
        };
        let guest = details.guest.as_ref();
        html! {
            dl.facts {
                div {
                    dt { (words.what()) }
                    dd { strong { bdi { (self.names(&choices.items)) } } small { (what) } }
                    dd.change { (change(services, words.change_service())) }
                }
                div {
                    dt { (words.when()) }
                    dd {
                        strong { (words.hours_of(self.zone, slot.starts_at, slot.ends_at)) }
                        small { (fill(words.zone_locked(), &[("zone", &crate::words::zone_place(self.zone.name()))])) }
                    }
                    dd.change { (change(Some("time"), words.change_time())) }
                }
                @if !self.place(choices).is_empty() {
                    div { dt { (words.where_()) } dd { strong { bdi { (self.place(choices)) } } } dd.change {} }
                }
                div {
                    dt { (words.who()) }
                    dd {
                        strong { (guest.map_or("", |guest| guest.name.as_str())) }
                        small dir="ltr" { (guest.map_or("", |guest| guest.email.as_str())) }
                        @if details.attendees.len() > 1 { small { (words.people_label()) ": " (names) } }
                    }
                    dd.change { (change(Some("details"), words.change_details())) }
                }
            }
        }
    }

    /// The code in hand: what it does, or why it does nothing yet.
    fn code(&self, offer: &Offer) -> Markup {
        let words = &self.words;
        let Some(code) = &offer.code else {
            return html! {
                @if self.page.calendar.coupons {
                    button.link type="submit" name="go" value="details" { (words.coupon_open()) }
                }
            };
        };
        let quote = &offer.quote;
        let currency = quote.currency;
        let why_not = quote
            .rejected
            .as_ref()
            .map(|it| words.rejection(it.reason, currency));
        html! {
            @if let Some(why) = why_not {
                p.note { (fill(words.coupon_waits(), &[("code", code), ("reason", &why)])) }
            }
            // Two submit buttons carry two values: with the code, and without it.
            input type="hidden" name="code" value=(code);
            p.actions {
                button.link type="submit" name="without" value="code" { (fill(words.coupon_remove_code(), &[("code", code)])) }
                button.link type="submit" name="go" value="details" { (words.coupon_replace()) }
            }
        }
    }

    /// That the price is another one, and why.
    fn changed(&self, was: &Quote, changes: &[QuoteChange], offer: &Offer) -> Markup {
        let words = &self.words;
        let now = &offer.quote;
        let title = if now.total_minor < was.total_minor {
            words.price_lower()
        } else {
            words.price_changed()
        };
        let business = [("business", self.page.business.name.as_str())];
        let other = || fill(words.change_other(), &business);
        let mut reasons: Vec<String> = changes
            .iter()
            .map(|change| self.reason(change, offer).unwrap_or_else(other))
            .collect();
        reasons.dedup();
        if reasons.is_empty() {
            reasons.push(other());
        }
        html! {
            h2 { (title) }
            dl.lines {
                div { dt { (words.price_was()) } dd { s { (words.money(was.total_minor, was.currency)) } } }
                div.now { dt { (words.price_now()) } dd { (words.money(now.total_minor, now.currency)) } }
            }
            @for reason in reasons { p { (reason) } }
        }
    }

    fn reason(&self, change: &QuoteChange, offer: &Offer) -> Option<String> {
        let words: &Words = &self.words;
        let currency = offer.quote.currency;
        let money = |minor: &i64| words.money(*minor, currency);
        let granted = offer.quote.coupon.as_ref().filter(|it| it.code().is_none());
        Some(match change {
            QuoteChange::UnitPrice {
                service_id,
                shown_minor,
                now_minor,
            } => {
                let mut services = self.page.services.iter();
                let service = services.find(|info| info.id == *service_id);
                fill(
                    words.change_unit_price(),
                    &[
                        ("service", service.map_or("", |info| &info.name)),
                        ("was", &money(shown_minor)),
                        ("now", &money(now_minor)),
                    ],
                )
            }
            QuoteChange::Discount { .. } if granted.is_some() => {
                let granted = granted?;
                let benefit = words.benefit(&granted.benefit, currency);
                let parts = [("name", &*granted.name), ("benefit", &benefit)];
                fill(words.granted_change(), &parts)
            }
            QuoteChange::Discount {
                shown_minor,
                now_minor,
            } => fill(
                words.change_discount(),
                &[("was", &money(shown_minor)), ("now", &money(now_minor))],
            ),
            QuoteChange::CodeRejected { reason } => {
                let code = offer.code.as_deref().unwrap_or_default();
                let reason = words.rejection(*reason, currency);
                fill(words.change_code(), &[("code", code), ("reason", &reason)])
            }
            QuoteChange::Currency
            | QuoteChange::Items
            | QuoteChange::AddOnPrice { .. }
            | QuoteChange::TaxRate { .. }
            | QuoteChange::Deposit { .. }
            | QuoteChange::Other => return None,
        })
    }

    /// What the guest agrees to by paying.
    fn terms(&self) -> Markup {
        let words = &self.words;
        let business = [("business", self.page.business.name.as_str())];
        html! {
            @if let Some(terms) = &self.page.calendar.payment_terms {
                section.terms {
                    h2 { (words.terms_title()) }
                    @match terms {
                        PaymentTerms::Text { text } => div tabindex="0" { (text) },
                        PaymentTerms::Link { url } => @if is_web_address(url) {
                            p { a href=(url) target="_blank" rel="noopener" { (words.terms_read()) } }
                        },
                    }
                    p.hint { (fill(words.terms_accept(), &business)) }
                }
            }
        }
    }
}
