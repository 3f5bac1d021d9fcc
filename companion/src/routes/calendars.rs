//! `GET /v1/calendars/{id}`: what a guest can book, and on which terms.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use booking_contract::{
    Business, CalendarInfo, CalendarPage, CancellationTerms, CategoryInfo, StaffInfo,
};
use booking_engine::{CalendarId, ServiceId};

use crate::slots::Window;
use crate::store::catalog::{self, Calendar};
use crate::store::menu::{self, Menu};
use crate::store::orders::OrderTerms;
use crate::store::services::{OfferedService, services, terms};
use crate::store::{StoreError, small};
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
    RawQuery(query): RawQuery,
) -> Result<Json<CalendarPage>, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let named = named_service(query.as_deref().unwrap_or_default());
    calendar_page(&state, &id, named.as_ref()).await.map(Json)
}

/// The service that an address names, whose page shows it although it is private.
pub(crate) fn named_service(query: &str) -> Option<ServiceId> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "service")
        .and_then(|(_, id)| id.parse().ok())
}

/// A calendar as a guest sees it now, who may have come with the id of a service. One that is put
/// away is not there for those who want to book.
pub async fn calendar_page(
    state: &AppState,
    id: &CalendarId,
    named: Option<&ServiceId>,
) -> Result<CalendarPage, Problem> {
    page(state, id, named, Looking::ToBook).await
}

/// The same for a guest who comes back to an order, to whatever has become of the calendar.
pub(crate) async fn page_of_order(
    state: &AppState,
    id: &CalendarId,
    named: Option<&ServiceId>,
) -> Result<CalendarPage, Problem> {
    page(state, id, named, Looking::AtAnOrder).await
}

/// What a guest looks at a calendar for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looking {
    ToBook,
    AtAnOrder,
}

async fn page(
    state: &AppState,
    id: &CalendarId,
    named: Option<&ServiceId>,
    looking: Looking,
) -> Result<CalendarPage, Problem> {
    let mut conn = state.store.read().await?;
    let calendar = catalog::calendar(&mut conn, id)
        .await?
        .filter(|calendar| !calendar.archived || looking == Looking::AtAnOrder)
        .ok_or(Problem::NotFound)?;
    let mut services = services(&mut conn, id).await?;
    let menu = menu::of_calendar(&mut conn, &calendar, &services).await?;
    drop(conn);
    services
        .retain(|service| !service.archived && (!service.private || named == Some(&service.id)));
    let now = state.clock.now();
    let window = window(&calendar, now);
    let (first_date, last_date) = window.dates(calendar.business.zone);
    let terms = terms(&calendar, &services, &menu);
    let order_terms = calendar.business.order_terms;
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
            payment_terms: calendar.payment_terms,
            cancellation: cancellation_terms(&order_terms)?,
            theme: calendar.theme,
            steps: calendar.steps,
            menu: calendar.menu,
            menu_start: calendar.menu_start,
            items_max: calendar.items_max,
            zone: calendar.zone_policy,
            phone: calendar.phone,
            attendee_details: calendar.attendee_details,
            form: calendar.form,
            first_date,
            last_date,
        },
        categories: shown_categories(calendar.categories, &services),
        staff: shown_staff(&menu, &services),
        locations: (menu.locations.into_iter())
            .map(|place| place.info)
            .collect(),
        services: services.iter().map(OfferedService::info).collect(),
        terms,
        now,
    })
}

/// Headings without services stay away.
fn shown_categories(
    mut categories: Vec<CategoryInfo>,
    services: &[OfferedService],
) -> Vec<CategoryInfo> {
    categories.retain(|category| services.iter().any(|it| it.category == category.id));
    categories
}

/// Those who perform a shown service.
fn shown_staff(menu: &Menu, services: &[OfferedService]) -> Vec<StaffInfo> {
    let performs = |id| services.iter().any(|service| service.is_performed_by(id));
    let members = menu.staff.iter().map(|member| &member.info);
    members.filter(|info| performs(&info.id)).cloned().collect()
}

/// What calling off gives back, as guests are told before they book.
fn cancellation_terms(terms: &OrderTerms) -> Result<Option<CancellationTerms>, StoreError> {
    if !terms.cancellation {
        return Ok(None);
    }
    Ok(Some(CancellationTerms {
        notice_minutes: small(terms.cancel_notice_minutes, "notice")?,
        refund_percent: small(terms.cancel_refund_percent, "percentage")?,
        late_refund_percent: small(terms.cancel_late_refund_percent, "percentage")?,
    }))
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
