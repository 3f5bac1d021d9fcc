//! The guest confirms: the same door as the widget's, and a page for every answer of it.

use axum::http::StatusCode;
use axum::response::Response;
use booking_contract::{Field, FieldProblem, OpenOrder, Slot};
use booking_engine::{PriceRequest, Quote};

use super::choices::Choices;
use super::details::Details;
use super::review::{News, Offer, new_key};
use super::time::Notice;
use super::{Asked as Request, Visit};
use crate::Problem;
use crate::open_order::{Asked, By, Opening};
use crate::routes::orders::{is_key, opened};
use crate::words::fill;

pub(super) async fn confirm(asked: Request) -> Response {
    let answered = async { asked.visit().await?.confirm().await };
    asked.settle(Box::pin(answered).await)
}

impl Visit {
    async fn confirm(&self) -> Result<Response, Problem> {
        let choices = Choices::read(&self.params, &self.page);
        let details = Details::read(&self.params, &self.page, &self.words, choices.attendees());
        let quote = self.params.get("quote");
        let quote: Option<Quote> = quote.and_then(|text| serde_json::from_str(text).ok());
        let key = self.params.get("key").filter(|key| is_key(key));
        let (Some(quote), Some(key), Some(start)) = (quote, key, choices.start) else {
            // Something is missing: the step that asks for it.
            return self.step().await;
        };
        let Some(guest) = details.guest.clone().filter(|_| !details.is_wrong()) else {
            return self.step().await;
        };
        let code = Some(details.code.clone()).filter(|code| !code.is_empty());
        let body = OpenOrder {
            request: PriceRequest {
                code: code.clone(),
                ..self.request(&choices)
            },
            starts_at: start,
            guest,
            attendees: details.attendees.clone(),
            answers: details.answers.clone(),
            consent: details.consent,
            quote: quote.clone(),
            zone: self.zone.name().to_owned(),
            language: Some(self.words.locale.clone()),
            return_to: None,
            passed: self.params.passed(),
            member: self.params.member().map(str::to_owned),
        };
        let asked = Asked {
            by: By::Guest,
            calendar_id: self.page.calendar.id.clone(),
            key: key.to_owned(),
            network_key: self
                .state
                .store
                .secret()
                .key("network", &self.address.network()),
            body,
        };
        let offer = Offer {
            quote,
            code,
            key: key.to_owned(),
            news: None,
        };
        match opened(&self.state, asked).await {
            Ok(Opening::Made(order) | Opening::Repeated(order)) => Ok(self.opened(&order)),
            Err(problem) => self.refused(&choices, details, offer, problem).await,
        }
    }

    /// The page for a confirmation that came to nothing: what happened, and what helps.
    async fn refused(
        &self,
        choices: &Choices,
        mut details: Details,
        mut offer: Offer,
        problem: Problem,
    ) -> Result<Response, Problem> {
        let words = &self.words;
        let problem = match problem {
            Problem::NotFound => return Err(Problem::NotFound),
            Problem::SlotTaken(free) => {
                return self.times(choices, Some(Notice::Taken(free))).await;
            }
            Problem::InvalidFields(fields, detail) => {
                let Some(slot) = self.slot(choices).await? else {
                    return self.times(choices, Some(Notice::Gone)).await;
                };
                if self.mark(&fields, &mut details) {
                    let sheet = self.form(choices, &slot, &details);
                    return Ok(self.answer(StatusCode::UNPROCESSABLE_ENTITY, &sheet));
                }
                // What is offered has changed since.
                tracing::debug!(detail, "a choice is not offered any more");
                return Ok(self.answer(StatusCode::CONFLICT, &self.services(choices)));
            }
            other => other,
        };
        let (status, _, _) = problem.kind();
        // What was refused for good is another confirmation the next time; where nobody knows
        // what came of it, it has to stay the same.
        let unknown = matches!(
            problem,
            Problem::InProgress | Problem::Unavailable | Problem::Internal(_)
        );
        if !unknown {
            offer.key = new_key()?;
        }
        let why = |text: &str| {
            let parts = [("first", words.not_confirmed()), ("second", text)];
            News::Failed(fill(words.sentences(), &parts))
        };
        let wait = |seconds: u32| {
            let time = words.span(seconds);
            News::Failed(fill(words.failed_throttled(), &[("time", &time)]))
        };
        offer.news = Some(match problem {
            Problem::QuoteChanged(now, changes) => {
                let was = Box::new(std::mem::replace(&mut offer.quote, *now));
                News::Price { was, changes }
            }
            Problem::PaymentUnavailable(reason) => {
                tracing::warn!(reason, "a payment page cannot be opened");
                News::Failed(words.failed_payment().to_owned())
            }
            Problem::TooManyHolds(seconds) => {
                let time = words.span(seconds);
                let wait = fill(words.failed_throttled(), &[("time", &time)]);
                let parts = [("first", words.holds_many()), ("second", &wait)];
                News::Failed(fill(words.sentences(), &parts))
            }
            Problem::TooManyTries(seconds) | Problem::TooManyRequests(seconds) => wait(seconds),
            Problem::InProgress => News::Failed(words.page.under_way().to_owned()),
            Problem::KeyReused | Problem::BelowMinimumCharge(_) => {
                News::Failed(words.not_confirmed().to_owned())
            }
            other => {
                if let Problem::Internal(reason) = &other {
                    tracing::error!(reason, "a confirmation failed");
                }
                why(words.failed_server())
            }
        });
        let slot = self.slot(choices).await?;
        let slot = slot.or_else(|| self.asked_slot(choices));
        let Some(slot) = slot else {
            return self.times(choices, Some(Notice::Gone)).await;
        };
        Ok(self.answer(status, &self.offer(choices, &slot, &details, &offer)))
    }

    /// The chosen time where it is held already, perhaps by this very confirmation.
    fn asked_slot(&self, choices: &Choices) -> Option<Slot> {
        let starts_at = choices.start?;
        let minutes = choices.items.iter().map(|item| self.minutes(item));
        let minutes: u32 = minutes.sum();
        Some(Slot {
            starts_at,
            ends_at: starts_at + chrono::TimeDelta::minutes(minutes.into()),
            seats_left: choices.attendees(),
        })
    }

    /// Marks the fields that are refused; false where one is not of the form.
    fn mark(&self, fields: &[FieldProblem], details: &mut Details) -> bool {
        let words = &self.words;
        let form = &self.page.calendar.form;
        fields.iter().all(|problem| {
            let place = problem.place.and_then(|place| usize::try_from(place).ok());
            let name = match problem.field {
                Field::Name => "name".to_owned(),
                Field::Email => "email".to_owned(),
                Field::Phone => "phone".to_owned(),
                Field::Notes => "notes".to_owned(),
                Field::Consent => "consent".to_owned(),
                Field::Code => "code".to_owned(),
                Field::AttendeeDetails => format!("person.{}.name", place.unwrap_or(0) + 1),
                Field::Answers => match place.and_then(|place| form.get(place)) {
                    Some(question) => format!("answer.{}", question.id),
                    None => return false,
                },
                Field::Service
                | Field::Attendees
                | Field::StartsAt
                | Field::Item
                | Field::Location
                | Field::Zone
                | Field::Dates
                | Field::ReturnTo => return false,
            };
            details.refuse(&name, words.field_refused());
            true
        })
    }
}
