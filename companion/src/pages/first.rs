//! The first screen of a page as it stands there before the program runs, and what the program would
//! have to ask for: the free times.

use std::sync::Arc;

use axum::Extension;
use booking_contract::{CalendarPage, ZonePolicy};
use booking_first_look::{Answer, Look, Looks, Visit};

use super::booking::Asked;
use super::{document, speech};
use crate::AppState;
use crate::routes::{calendar, slots::free};

/// What handlers of pages ask how a visit begins; none where the machine has no thread for it.
pub(super) type Looker = Extension<Option<Looks>>;

/// The most questions before a first screen is settled: a month that is full, and the next ones.
const QUESTIONS_MAX: usize = 3;

/// How a visit begins, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct First {
    /// The answers to what the widget will ask for.
    pub(super) answers: Vec<Answer>,
    /// The markup of the screen.
    pub(super) markup: Option<String>,
    /// The day that its weeks begin with, 1 for Monday to 7.
    pub(super) week_start: u32,
    /// The zone that it is made for; empty where times are in the business's, whoever comes.
    pub(super) zone: String,
}

impl First {
    /// Nothing is known, if anything is in the way: the widget asks and draws by itself.
    ///
    /// Times are in the zone that the page around has told, else in the business's. A guest whose
    /// browser is in another one does not see these, and asks for others.
    pub(super) async fn of(
        state: &AppState,
        looks: Option<&Looks>,
        page: &CalendarPage,
        asked: &Asked,
    ) -> Self {
        let mut first = Self::default();
        let Some(looks) = looks.filter(|_| asked.visit != document::Visit::Return) else {
            return first;
        };
        let Ok(calendar) = calendar(state, page.calendar.id.as_str()).await else {
            return first;
        };
        let locked = page.calendar.zone == ZonePolicy::Business;
        let zone = match asked.zone {
            Some(zone) if !locked => zone.name(),
            _ => &page.business.time_zone,
        };
        if !locked {
            zone.clone_into(&mut first.zone);
        }
        let visit = Arc::new(Visit {
            page: page.clone(),
            texts: asked.spoken.language.table(),
            locale: asked.spoken.locale.clone(),
            languages: speech::choice(),
            service: asked.named.as_ref().map(ToString::to_string),
            zone: zone.to_owned(),
        });
        for _ in 0..=QUESTIONS_MAX {
            match looks.look(&visit, &first.answers).await {
                Some(Look::Asks(query)) => {
                    let Ok(slots) = free(state, &calendar, &query).await else {
                        return first;
                    };
                    let query = *query;
                    first.answers.push(Answer { query, slots });
                }
                Some(Look::Drawn { markup, week_start }) => {
                    first.week_start = week_start;
                    first.markup = Some(markup).filter(|_| !asked.fills_in);
                    return first;
                }
                None => return first,
            }
        }
        first
    }
}
