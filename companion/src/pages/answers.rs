//! What a page of the widget brings along, so that the program has it as soon as it runs: the free
//! times of its first screen.

use std::sync::Arc;

use axum::Extension;
use booking_contract::{CalendarPage, ZonePolicy};
use booking_first_look::{Answer, Looks, Visit};

use super::booking::Asked;
use super::document;
use crate::AppState;
use crate::routes::slots::free;

/// What handlers of pages ask what the widget will ask for.
pub(super) type Looker = Extension<Looks>;

/// The most questions before a first screen is settled: a month that is full, and the next ones.
const QUESTIONS_MAX: usize = 3;

/// The answers to what the widget will ask for first. None, if anything is in the way of one: the
/// widget asks again by itself.
///
/// They are in the zone that the page around has told, else in the business's. A guest whose
/// browser is in another one asks under another address, and these are not looked at.
pub(super) async fn brought(
    state: &AppState,
    looks: &Looks,
    page: &CalendarPage,
    asked: &Asked,
) -> Vec<Answer> {
    let mut answers = Vec::new();
    if asked.visit == document::Visit::Return {
        return answers;
    }
    let zone = match (page.calendar.zone, asked.zone) {
        (ZonePolicy::Guest, Some(zone)) => zone.name().to_owned(),
        _ => page.business.time_zone.clone(),
    };
    let visit = Arc::new(Visit {
        page: page.clone(),
        texts: asked.spoken.language.table(),
        service: asked.named.as_ref().map(ToString::to_string),
        zone,
    });
    while answers.len() < QUESTIONS_MAX
        && let Some(query) = looks.wants(&visit, &answers).await
        && let Ok(slots) = free(state, page.calendar.id.as_str(), &query).await
    {
        answers.push(Answer { query, slots });
    }
    answers
}
