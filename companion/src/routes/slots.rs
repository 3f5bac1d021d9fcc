//! `GET /v1/calendars/{id}/slots`: when services can be booked.

use std::ops::Range;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use booking_contract::{Field, FieldProblemCode, SlotsPage, SlotsQuery};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::calendars::window;
use crate::choice::{Choice, Offering};
use crate::slots::cells_between;
use crate::store::catalog::Calendar;
use crate::store::services::services;
use crate::store::{catalog, menu, seats};
use crate::trying::preview;
use crate::{AppState, Problem, zones};

pub(crate) async fn list(
    State(state): State<AppState>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<SlotsPage>, Problem> {
    let query = parse(&query.unwrap_or_default())?;
    let calendar = preview::calendar_shown(&state, &id).await?;
    free(&state, &calendar, &query).await.map(Json)
}

/// When what is asked for can be booked.
pub(crate) async fn free(
    state: &AppState,
    calendar: &Calendar,
    query: &SlotsQuery,
) -> Result<SlotsPage, Problem> {
    let zone: Tz = query.zone.parse().map_err(|_| unknown_zone(&query.zone))?;
    let mut conn = state.store.read().await?;
    let services = services(&mut conn, &calendar.id).await?;
    let menu = menu::of_calendar(&mut conn, calendar, &services).await?;
    let offering = Offering {
        calendar,
        services: &services,
        menu: &menu,
        location: query.location.as_ref(),
    };
    let choices = offering.find(query.items.as_slice().iter().map(Into::into))?;

    let day_after = query.to.checked_add_days(Days::new(1)).unwrap_or(query.to);
    let range = zones::start_of(zone, query.from)..zones::start_of(zone, day_after);
    let business_zone = calendar.business.zone;
    let schedule = catalog::schedule(
        &mut conn,
        calendar,
        zones::date_at(business_zone, range.start),
        zones::date_at(business_zone, range.end),
    )
    .await?;
    let sessions = seats::booked(&mut conn, &calendar.id, &cells_around(&range, &choices)).await?;
    let offer = offering.offer(&choices, &schedule, window(calendar, state.clock.now()));
    Ok(SlotsPage {
        slots: offer.free_slots(&range, &sessions),
        clock: zones::clock(zone, range.clone()),
        business_clock: zones::clock(business_zone, range),
    })
}

/// The cells of the sessions that may be in the way of a start in the range: those that began
/// long before it may reach into it, and what starts in it may take days.
pub(crate) fn cells_around(range: &Range<DateTime<Utc>>, choices: &[Choice<'_>]) -> Range<i64> {
    let minutes = choices.iter().map(|choice| choice.times().duration_minutes);
    let all = TimeDelta::minutes(minutes.map(i64::from).sum());
    // No buffer is longer than a day, nor is a service.
    let slack = TimeDelta::days(2);
    cells_between(range.start - slack - slack, range.end + all + slack)
}

/// What to say of a zone that is not in the IANA database.
pub(crate) fn unknown_zone(zone: &str) -> Problem {
    Problem::field(
        Field::Zone,
        FieldProblemCode::Unknown,
        format!("zone: {zone:?} is not an IANA time zone, such as Europe/Lisbon"),
    )
}

/// Reads the query field by field, so that what is wrong has a name.
fn parse(query: &str) -> Result<SlotsQuery, Problem> {
    let (mut items, mut location, mut from, mut to, mut zone) = (None, None, None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match name.as_ref() {
            "items" => &mut items,
            "location" => &mut location,
            "from" => &mut from,
            "to" => &mut to,
            "zone" => &mut zone,
            _ => {
                return Err(Problem::InvalidRequest(format!(
                    "the query has no parameter {name:?}"
                )));
            }
        };
        if place.replace(value.into_owned()).is_some() {
            return Err(Problem::InvalidRequest(format!(
                "the query has {name:?} twice"
            )));
        }
    }
    let needed = |value: Option<String>, field, name: &str| {
        value.ok_or_else(|| {
            Problem::field(
                field,
                FieldProblemCode::Missing,
                format!("{name}: it is needed"),
            )
        })
    };
    let date = |value: Option<String>, name: &str| -> Result<NaiveDate, Problem> {
        needed(value, Field::Dates, name)?.parse().map_err(|_| {
            Problem::field(
                Field::Dates,
                FieldProblemCode::Malformed,
                format!("{name}: a date looks like 2026-11-20"),
            )
        })
    };
    let items = needed(items, Field::Service, "items")?
        .parse()
        .map_err(|error| {
            Problem::field(
                Field::Service,
                FieldProblemCode::Malformed,
                format!("items: {error}"),
            )
        })?;
    let location = location.filter(|location| !location.is_empty());
    let location = location.map(|location| location.parse()).transpose();
    let location = location.map_err(|error| {
        Problem::field(
            Field::Location,
            FieldProblemCode::Malformed,
            format!("location: {error}"),
        )
    })?;
    let query = SlotsQuery {
        items,
        location,
        from: date(from, "from")?,
        to: date(to, "to")?,
        zone: needed(zone, Field::Zone, "zone")?,
    };
    let in_reach = |date: NaiveDate| zones::YEARS.contains(&date.year());
    if !query.spans_allowed_dates() || !in_reach(query.from) || !in_reach(query.to) {
        return Err(Problem::field(
            Field::Dates,
            FieldProblemCode::OutOfRange,
            format!(
                "to: it is at most {} days after from and not before it, both after 1969",
                SlotsQuery::DAYS_MAX
            ),
        ));
    }
    Ok(query)
}
