//! `GET /v1/calendars/{id}/slots`: when a service can be booked.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use booking_contract::{Field, FieldProblemCode, SlotsPage, SlotsQuery};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::calendars::window;
use crate::slots::{Offer, cells_between};
use crate::store::{catalog, seats};
use crate::{AppState, Problem, zones};

pub(crate) async fn list(
    State(state): State<AppState>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<SlotsPage>, Problem> {
    let query = parse(&query.unwrap_or_default())?;
    let zone: Tz = query.zone.parse().map_err(|_| unknown_zone(&query.zone))?;
    let calendar = super::calendar(&state, &id).await?;
    let mut conn = state.store.read().await?;
    let services = catalog::services(&mut conn, &calendar.id).await?;
    let service = services
        .iter()
        .find(|service| service.id == query.service)
        .ok_or_else(|| {
            Problem::field(
                Field::Service,
                FieldProblemCode::Unknown,
                "service: the calendar does not offer it",
            )
        })?;

    let day_after = query.to.checked_add_days(Days::new(1)).unwrap_or(query.to);
    let range = zones::start_of(zone, query.from)..zones::start_of(zone, day_after);
    let business_zone = calendar.business.zone;
    let schedule = catalog::schedule(
        &mut conn,
        &calendar,
        zones::date_at(business_zone, range.start),
        zones::date_at(business_zone, range.end),
    )
    .await?;
    // A session that began long before the range may reach into it.
    let slack = TimeDelta::days(3);
    let cells = cells_between(range.start - slack, range.end + slack);
    let sessions = seats::booked(&mut conn, &calendar.id, &cells).await?;
    let offer = Offer {
        schedule: &schedule,
        service_id: &service.id,
        times: service.times,
        window: window(&calendar, state.clock.now()),
    };
    Ok(Json(SlotsPage {
        slots: offer.free_slots(&range, &sessions),
        clock: zones::clock(zone, range.clone()),
        business_clock: zones::clock(business_zone, range),
    }))
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
    let (mut service, mut from, mut to, mut zone) = (None, None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match name.as_ref() {
            "service" => &mut service,
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
    let service = needed(service, Field::Service, "service")?
        .parse()
        .map_err(|error| {
            Problem::field(
                Field::Service,
                FieldProblemCode::Malformed,
                format!("service: {error}"),
            )
        })?;
    let query = SlotsQuery {
        service,
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
