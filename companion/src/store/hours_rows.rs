//! Hours of a business, of its staff and of its locations, as their owners write them, and what is
//! booked meanwhile.

use std::collections::BTreeMap;

use booking_contract::owner::{
    BusinessHours, DateHours, DaySpan, HoursOf, OutsideBooking, OwnHours, WeekSpan,
};
use chrono::NaiveDate;

use super::{Conn, Row, StoreError, parsed, query, small};
use crate::clock::instant;

/// The most bookings that are looked at: more than a year has.
const BOOKINGS_MAX: i64 = 10_000;

/// The hours of a business, with dates from one on.
pub(crate) async fn find(
    conn: &mut Conn,
    business_id: &str,
    from: NaiveDate,
) -> Result<BusinessHours, StoreError> {
    let weekly = query(
        "SELECT weekday, opens_minute, closes_minute FROM weekly_hours WHERE business_id = $1 \
         ORDER BY weekday, opens_minute",
    )
    .bind(business_id)
    .fetch_all(&mut *conn)
    .await?;
    let dates = query(
        "SELECT date, opens_minute, closes_minute FROM date_override \
         WHERE business_id = $1 AND date >= $2 ORDER BY date, opens_minute",
    )
    .bind(business_id)
    .bind(from.to_string())
    .fetch_all(&mut *conn)
    .await?;
    let own = query(
        "SELECT owner, weekday, opens_minute, closes_minute FROM own_hours \
         WHERE business_id = $1 ORDER BY owner, weekday, opens_minute",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    let mut by_date: BTreeMap<NaiveDate, Vec<DaySpan>> = BTreeMap::new();
    for row in &dates {
        let date = parsed(&row.get::<String>("date")?, "date")?;
        let span = DaySpan {
            opens_minute: small(row.get("opens_minute")?, "opening hour")?,
            closes_minute: small(row.get("closes_minute")?, "closing hour")?,
        };
        let spans = by_date.entry(date).or_default();
        // Equal minutes close the day.
        if span.opens_minute < span.closes_minute {
            spans.push(span);
        }
    }
    let mut by_owner: Vec<OwnHours> = Vec::new();
    for row in &own {
        let of = owner_of(&row.get::<String>("owner")?)?;
        if by_owner.last().is_none_or(|last| last.of != of) {
            let weekly = Vec::new();
            by_owner.push(OwnHours { of, weekly });
        }
        if let Some(last) = by_owner.last_mut() {
            last.weekly.push(read_span(row)?);
        }
    }
    Ok(BusinessHours {
        weekly: weekly.iter().map(read_span).collect::<Result<_, _>>()?,
        dates: (by_date.into_iter())
            .map(|(date, spans)| DateHours { date, spans })
            .collect(),
        own: by_owner,
    })
}

fn read_span(row: &Row) -> Result<WeekSpan, StoreError> {
    Ok(WeekSpan {
        weekday: small(row.get("weekday")?, "weekday")?,
        opens_minute: small(row.get("opens_minute")?, "opening hour")?,
        closes_minute: small(row.get("closes_minute")?, "closing hour")?,
    })
}

/// Whose hours a row of own hours is about.
fn owner_of(text: &str) -> Result<HoursOf, StoreError> {
    match text.split_once(':') {
        Some(("staff", id)) => Ok(HoursOf::Staff(parsed(id, "staff id")?)),
        Some(("location", id)) => Ok(HoursOf::Location(parsed(id, "location id")?)),
        _ => Err(StoreError::Malformed("owner of hours")),
    }
}

/// How a row of own hours names whose they are; none: the business itself.
fn owner_name(of: &HoursOf) -> Option<String> {
    match of {
        HoursOf::Business => None,
        HoursOf::Staff(id) => Some(format!("staff:{id}")),
        HoursOf::Location(id) => Some(format!("location:{id}")),
    }
}

/// Writes the hours of a week.
pub(crate) async fn set_weekly(
    conn: &mut Conn,
    business_id: &str,
    of: &HoursOf,
    weekly: &[WeekSpan],
) -> Result<(), StoreError> {
    let owner = owner_name(of);
    let gone = match &owner {
        None => query("DELETE FROM weekly_hours WHERE business_id = $1").bind(business_id),
        Some(owner) => query("DELETE FROM own_hours WHERE business_id = $1 AND owner = $2")
            .bind(business_id)
            .bind(owner),
    };
    gone.execute(&mut *conn).await?;
    for span in weekly {
        let insert = match &owner {
            None => query(
                "INSERT INTO weekly_hours (business_id, weekday, opens_minute, closes_minute) \
                 VALUES ($1, $2, $3, $4)",
            ),
            Some(_) => query(
                "INSERT INTO own_hours (business_id, weekday, opens_minute, closes_minute, \
                 owner) VALUES ($1, $2, $3, $4, $5)",
            ),
        };
        let insert = insert
            .bind(business_id)
            .bind(i64::from(span.weekday))
            .bind(i64::from(span.opens_minute))
            .bind(i64::from(span.closes_minute));
        let insert = match &owner {
            None => insert,
            Some(owner) => insert.bind(owner),
        };
        insert.execute(&mut *conn).await?;
    }
    Ok(())
}

/// Gives a date hours of its own, or takes them away.
pub(crate) async fn set_date(
    conn: &mut Conn,
    business_id: &str,
    date: NaiveDate,
    spans: Option<&[DaySpan]>,
) -> Result<(), StoreError> {
    query("DELETE FROM date_override WHERE business_id = $1 AND date = $2")
        .bind(business_id)
        .bind(date.to_string())
        .execute(&mut *conn)
        .await?;
    let closed = [DaySpan {
        opens_minute: 0,
        closes_minute: 0,
    }];
    let spans = match spans {
        None => return Ok(()),
        Some([]) => &closed[..],
        Some(spans) => spans,
    };
    for span in spans {
        query(
            "INSERT INTO date_override (business_id, date, opens_minute, closes_minute) \
             VALUES ($1, $2, $3, $4)",
        )
        .bind(business_id)
        .bind(date.to_string())
        .bind(i64::from(span.opens_minute))
        .bind(i64::from(span.closes_minute))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// What is booked from an instant on, the next first: of the business, with a member of staff, or
/// at a location.
pub(crate) async fn booked(
    conn: &mut Conn,
    business_id: &str,
    of: &HoursOf,
    from_ms: i64,
) -> Result<Vec<OutsideBooking>, StoreError> {
    let asked = match of {
        HoursOf::Business => query(
            "SELECT o.id, o.service_name, o.starts_ms, o.ends_ms FROM orders o \
             WHERE o.business_id = $1 AND o.starts_ms >= $2 \
             AND o.state IN ('opening', 'awaiting', 'closing', 'paid', 'disputed') \
             ORDER BY o.starts_ms LIMIT $3",
        ),
        HoursOf::Location(_) => query(
            "SELECT o.id, o.service_name, o.starts_ms, o.ends_ms FROM orders o \
             WHERE o.business_id = $1 AND o.starts_ms >= $2 AND o.location_id = $4 \
             AND o.state IN ('opening', 'awaiting', 'closing', 'paid', 'disputed') \
             ORDER BY o.starts_ms LIMIT $3",
        ),
        // Sessions that began days ago are over.
        HoursOf::Staff(_) => query(
            "SELECT o.id, o.service_name, s.starts_ms, s.ends_ms FROM slot_session s \
             JOIN hold h ON h.session_id = s.id AND h.state <> 'released' \
             JOIN orders o ON o.id = h.order_id WHERE o.business_id = $1 \
             AND s.starts_ms >= $2 AND s.resource = $4 AND s.cell_from >= $5 \
             ORDER BY s.starts_ms LIMIT $3",
        ),
    };
    let asked = asked.bind(business_id).bind(from_ms).bind(BOOKINGS_MAX);
    let asked = match of {
        HoursOf::Business => asked,
        HoursOf::Location(id) => asked.bind(id.as_str()),
        HoursOf::Staff(id) => {
            let days_ago = crate::clock::instant(from_ms) - chrono::TimeDelta::days(2);
            let cells = crate::slots::cells_between(days_ago, instant(from_ms));
            asked.bind(format!("staff:{id}")).bind(cells.start)
        }
    };
    let rows = asked.fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            Ok(OutsideBooking {
                order_id: row.get("id")?,
                service: row.get("service_name")?,
                starts_at: instant(row.get("starts_ms")?),
                ends_at: instant(row.get("ends_ms")?),
            })
        })
        .collect()
}
