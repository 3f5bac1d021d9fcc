//! What a business sells and when it is open: rows that owners write and guests read.

use std::collections::BTreeMap;

use booking_contract::WidgetStyle;
use booking_engine::{CalendarId, FreeOrders, OversizeFixed, Policy, Service, ServiceId, Terms};
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::orders::OrderTerms;
use super::{Conn, Query, Row, StoreError, parsed, query, small};
use crate::slots::{Hours, Schedule, ServiceTimes};

/// A business.
#[derive(Clone, Debug)]
pub(crate) struct Business {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Its time zone.
    pub(crate) zone: Tz,
    /// Its currency.
    pub(crate) currency: booking_engine::Currency,
    /// Its own site.
    pub(crate) website: Option<String>,
    /// Its switches.
    pub(crate) policy: Policy,
    /// How long slot and coupon are kept for a guest who pays, in minutes.
    pub(crate) hold_minutes: i64,
    /// Whether it limits how much one guest may hold without paying.
    pub(crate) limits_holds: bool,
    /// What it lets the guests of its orders do.
    pub(crate) order_terms: OrderTerms,
}

/// A calendar with its business.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// Its id; also the name of the resource that its services share.
    pub(crate) id: CalendarId,
    /// Whose it is.
    pub(crate) business: Business,
    /// Which widget draws it.
    pub(crate) style: WidgetStyle,
    /// Its title.
    pub(crate) title: String,
    /// A paragraph about it.
    pub(crate) description: String,
    /// Where it takes place.
    pub(crate) location: String,
    /// The address of a cover image.
    pub(crate) cover: Option<String>,
    /// The primary colour.
    pub(crate) accent: Option<String>,
    /// Whether guests may enter codes.
    pub(crate) coupons: bool,
    /// The text beside the consent box.
    pub(crate) consent: Option<String>,
    /// How long before its start a slot can be booked at the latest, in minutes.
    pub(crate) notice_minutes: i64,
    /// How many days ahead can be booked.
    pub(crate) window_days: u32,
    /// Whether payments are test payments.
    pub(crate) test_mode: bool,
}

/// A service.
#[derive(Clone, Debug)]
pub(crate) struct OfferedService {
    /// Its id.
    pub(crate) id: ServiceId,
    /// Its name.
    pub(crate) name: String,
    /// A sentence about it.
    pub(crate) description: String,
    /// The price for one attendee, in minor units.
    pub(crate) unit_price_minor: i64,
    /// The most attendees of one booking.
    pub(crate) attendees_max: u32,
    /// Its times and seats.
    pub(crate) times: ServiceTimes,
}

/// A calendar by its id.
pub(crate) async fn calendar(
    conn: &mut Conn,
    id: &CalendarId,
) -> Result<Option<Calendar>, StoreError> {
    let row = select_calendar(id).fetch_optional(conn).await?;
    row.map(|row| read_calendar(id, &row)).transpose()
}

/// Asks for a calendar and its business.
pub(crate) fn select_calendar(id: &CalendarId) -> Query<'_> {
    query(
        "SELECT c.business_id, b.name AS business_name, b.time_zone, b.currency, b.website, \
         b.free_orders, b.oversize_fixed, b.hold_minutes, b.hold_extensions_max, \
         b.hold_extension_minutes, b.cancellation, b.cancel_notice_minutes, \
         b.cancel_refund_percent, b.cancel_late_refund_percent, b.release_on_cancel, \
         COALESCE(b.holds_per_network_max, b.holds_per_customer_max, 0) AS holds_limit, \
         c.style, c.title, c.description, c.location, c.cover, c.accent, c.coupons, c.consent, \
         c.notice_minutes, c.window_days, c.test_mode \
         FROM calendar c JOIN business b ON b.id = c.business_id WHERE c.id = $1",
    )
    .bind(id.as_str())
}

/// A calendar that was asked for.
pub(crate) fn read_calendar(id: &CalendarId, row: &Row) -> Result<Calendar, StoreError> {
    let text = |name| row.get::<String>(name);
    let number = |name| row.get::<i64>(name);
    let policy = Policy {
        oversize_fixed: match text("oversize_fixed")?.as_str() {
            "refuse" => OversizeFixed::Refuse,
            _ => OversizeFixed::Clamp,
        },
        free_orders: match text("free_orders")?.as_str() {
            "refuse" => FreeOrders::Refuse,
            _ => FreeOrders::Allow,
        },
        ..Policy::default()
    };
    Ok(Calendar {
        id: id.clone(),
        business: Business {
            id: text("business_id")?,
            name: text("business_name")?,
            zone: parsed(&text("time_zone")?, "time zone")?,
            currency: parsed(&text("currency")?, "currency")?,
            website: row.get("website")?,
            policy,
            hold_minutes: number("hold_minutes")?,
            limits_holds: number("holds_limit")? > 0,
            order_terms: read_order_terms(row)?,
        },
        style: match text("style")?.as_str() {
            "neo" => WidgetStyle::Neo,
            _ => WidgetStyle::Classic,
        },
        title: text("title")?,
        description: text("description")?,
        location: text("location")?,
        cover: row.get("cover")?,
        accent: row.get("accent")?,
        coupons: number("coupons")? == 1,
        consent: row.get("consent")?,
        notice_minutes: number("notice_minutes")?,
        window_days: small(number("window_days")?, "booking window")?,
        test_mode: number("test_mode")? == 1,
    })
}

/// What a business lets the guests of its orders do, from a row with its columns.
pub(super) fn read_order_terms(row: &Row) -> Result<OrderTerms, StoreError> {
    let number = |name| row.get::<i64>(name);
    Ok(OrderTerms {
        extensions_max: number("hold_extensions_max")?,
        extension_minutes: number("hold_extension_minutes")?,
        cancellation: row.get::<String>("cancellation")? == "allow",
        cancel_notice_minutes: number("cancel_notice_minutes")?,
        cancel_refund_percent: number("cancel_refund_percent")?,
        cancel_late_refund_percent: number("cancel_late_refund_percent")?,
        release_on_cancel: number("release_on_cancel")? == 1,
    })
}

/// The services of a calendar, in the order to show.
pub(crate) async fn services(
    conn: &mut Conn,
    calendar: &CalendarId,
) -> Result<Vec<OfferedService>, StoreError> {
    read_services(&select_services(calendar).fetch_all(conn).await?)
}

/// Asks for the services of a calendar, in the order to show.
pub(crate) fn select_services(calendar: &CalendarId) -> Query<'_> {
    query(
        "SELECT id, name, description, unit_price_minor, duration_minutes, interval_minutes, \
         buffer_before_minutes, buffer_after_minutes, capacity, attendees_max \
         FROM service WHERE calendar_id = $1 ORDER BY position, id",
    )
    .bind(calendar.as_str())
}

/// Services that were asked for.
pub(crate) fn read_services(rows: &[Row]) -> Result<Vec<OfferedService>, StoreError> {
    rows.iter().map(read_service).collect()
}

fn read_service(row: &Row) -> Result<OfferedService, StoreError> {
    let number = |name| row.get::<i64>(name);
    Ok(OfferedService {
        id: parsed(&row.get::<String>("id")?, "service id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        unit_price_minor: number("unit_price_minor")?,
        attendees_max: small(number("attendees_max")?, "number of attendees")?,
        times: ServiceTimes {
            duration_minutes: small(number("duration_minutes")?, "duration")?,
            interval_minutes: small(number("interval_minutes")?, "interval")?,
            buffer_before_minutes: small(number("buffer_before_minutes")?, "buffer")?,
            buffer_after_minutes: small(number("buffer_after_minutes")?, "buffer")?,
            capacity: small(number("capacity")?, "capacity")?,
        },
    })
}

/// The terms of a calendar without coupons and history.
pub(crate) fn terms(calendar: &Calendar, services: &[OfferedService]) -> Terms {
    Terms {
        services: services
            .iter()
            .map(|service| {
                Service::plain(
                    service.id.clone(),
                    service.unit_price_minor,
                    service.attendees_max,
                )
            })
            .collect(),
        policy: calendar.business.policy,
        ..Terms::of(calendar.id.clone(), calendar.business.currency)
    }
}

/// When a business is open, with the exceptions of the given dates, both inclusive.
pub(crate) async fn schedule(
    conn: &mut Conn,
    calendar: &Calendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Schedule, StoreError> {
    let rows = select_schedule(&calendar.id, from, to)
        .fetch_all(conn)
        .await?;
    read_schedule(calendar.business.zone, &rows)
}

/// Asks when the business of a calendar is open, with the exceptions of the given dates, both
/// inclusive.
pub(crate) fn select_schedule(calendar: &CalendarId, from: NaiveDate, to: NaiveDate) -> Query<'_> {
    query(
        "SELECT '' AS date, h.weekday, h.opens_minute, h.closes_minute \
         FROM calendar k JOIN weekly_hours h ON h.business_id = k.business_id WHERE k.id = $1 \
         UNION ALL \
         SELECT d.date, 0, d.opens_minute, d.closes_minute \
         FROM calendar k JOIN date_override d ON d.business_id = k.business_id \
         WHERE k.id = $1 AND d.date >= $2 AND d.date <= $3 \
         ORDER BY 3",
    )
    .bind(calendar.as_str())
    .bind(from.to_string())
    .bind(to.to_string())
}

/// A schedule that was asked for.
pub(crate) fn read_schedule(zone: Tz, rows: &[Row]) -> Result<Schedule, StoreError> {
    let mut schedule = Schedule {
        zone,
        weekly: BTreeMap::new(),
        overrides: BTreeMap::new(),
    };
    for row in rows {
        let hours = Hours {
            opens_minute: small(row.get("opens_minute")?, "opening hour")?,
            closes_minute: small(row.get("closes_minute")?, "closing hour")?,
        };
        let date: String = row.get("date")?;
        if date.is_empty() {
            let weekday = small(row.get("weekday")?, "weekday")?;
            schedule.weekly.entry(weekday).or_default().push(hours);
        } else {
            let date = parsed(&date, "date")?;
            schedule.overrides.entry(date).or_default().push(hours);
        }
    }
    Ok(schedule)
}

/// The origins whose pages may embed a business's widgets.
pub(crate) async fn origins(conn: &mut Conn, business_id: &str) -> Result<Vec<String>, StoreError> {
    let rows = query("SELECT origin FROM business_origin WHERE business_id = $1 ORDER BY origin")
        .bind(business_id)
        .fetch_all(conn)
        .await?;
    let origins = rows.iter().map(|row| row.get("origin"));
    origins.collect()
}
