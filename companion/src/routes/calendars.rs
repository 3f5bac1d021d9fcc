//! `GET /v1/calendars/{id}`: what a guest can book, and on which terms.

use axum::Json;
use axum::extract::{Path, State};
use booking_contract::{Business, CalendarInfo, CalendarPage, ServiceInfo};
use booking_engine::CalendarId;

use crate::slots::Window;
use crate::store::catalog::{self, Calendar};
use crate::{AppState, Problem};

/// Which pages may show a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// The id of its business, as in `/b/{business}/{calendar}`.
    pub business_id: String,
    /// The origins whose pages may embed it.
    pub origins: Vec<String>,
}

pub(crate) async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<CalendarPage>, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    calendar_page(&state, &id).await.map(Json)
}

/// A calendar as a guest sees it now.
pub async fn calendar_page(state: &AppState, id: &CalendarId) -> Result<CalendarPage, Problem> {
    let mut conn = state.store.read().await?;
    let calendar = catalog::calendar(&mut conn, id)
        .await?
        .ok_or(Problem::NotFound)?;
    let services = catalog::services(&mut conn, id).await?;
    let now = state.clock.now();
    let window = window(&calendar, now);
    let (first_date, last_date) = window.dates(calendar.business.zone);
    let terms = catalog::terms(&calendar, &services);
    Ok(CalendarPage {
        business: Business {
            id: calendar.business.id,
            name: calendar.business.name,
            time_zone: calendar.business.zone.name().to_owned(),
            website: calendar.business.website,
        },
        calendar: CalendarInfo {
            id: calendar.id,
            style: calendar.style,
            title: calendar.title,
            description: calendar.description,
            location: calendar.location,
            cover: calendar.cover,
            accent: calendar.accent,
            coupons: calendar.coupons,
            test_mode: calendar.test_mode,
            consent: calendar.consent,
            first_date,
            last_date,
        },
        services: services
            .into_iter()
            .map(|service| ServiceInfo {
                id: service.id,
                name: service.name,
                description: service.description,
                duration_minutes: service.times.duration_minutes,
            })
            .collect(),
        terms,
        now,
    })
}

/// Which pages may show a calendar.
pub async fn embedding(state: &AppState, id: &CalendarId) -> Result<Embedding, Problem> {
    let mut conn = state.store.read().await?;
    let calendar = catalog::calendar(&mut conn, id)
        .await?
        .ok_or(Problem::NotFound)?;
    let origins = catalog::origins(&mut conn, &calendar.business.id).await?;
    Ok(Embedding {
        business_id: calendar.business.id,
        origins,
    })
}

/// How soon and how far ahead a calendar can be booked now.
pub(crate) fn window(calendar: &Calendar, now: chrono::DateTime<chrono::Utc>) -> Window {
    Window {
        now,
        notice_minutes: calendar.notice_minutes,
        days: calendar.window_days,
    }
}
