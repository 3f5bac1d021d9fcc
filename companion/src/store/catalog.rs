//! What a business sells and when it is open: rows that owners write and guests read.

use std::collections::BTreeMap;

use booking_contract::owner::ContinueField;
use booking_contract::{
    AttendeeDetails, CategoryInfo, FormField, MenuLayout, MenuStart, PaymentTerms, PhoneUse,
    StepOrder, Theme, WidgetStyle, ZonePolicy,
};
use booking_engine::{
    CalendarId, Deposit, DepositBasis, FirstPurchaseScope, FreeOrders, LocationId, OversizeFixed,
    Policy,
};
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::orders::OrderTerms;
use super::{Conn, Query, Row, StoreError, json, named, parsed, query, small};
use crate::customer::Customer;
use crate::slots::{Hours, Schedule};

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
#[allow(
    clippy::struct_excessive_bools,
    reason = "none of the switches follows from another"
)]
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
    /// Whether it takes payments; without, nothing has a price and no order is made.
    pub(crate) payments: bool,
    /// Whether guests may enter codes.
    pub(crate) coupons: bool,
    /// Whether they enter one on Stripe's page instead.
    pub(crate) codes_at_stripe: bool,
    /// The text beside the consent box.
    pub(crate) consent: Option<String>,
    /// How long before its start a slot can be booked at the latest, in minutes.
    pub(crate) notice_minutes: i64,
    /// How many days ahead can be booked.
    pub(crate) window_days: u32,
    /// Whether payments are test payments.
    pub(crate) test_mode: bool,
    /// The business's own Stripe account for payments of this mode; none: the companion's.
    pub(crate) stripe_account: Option<String>,
    /// How it looks.
    pub(crate) theme: Theme,
    /// What comes first.
    pub(crate) steps: StepOrder,
    /// How the services are shown.
    pub(crate) menu: MenuLayout,
    /// What is asked first where there are several locations.
    pub(crate) menu_start: MenuStart,
    /// The headings of the menu.
    pub(crate) categories: Vec<CategoryInfo>,
    /// How many services one booking may hold.
    pub(crate) items_max: u32,
    /// In whose time zone times are shown.
    pub(crate) zone_policy: ZonePolicy,
    /// Whether the form has a phone number.
    pub(crate) phone: PhoneUse,
    /// What is asked about everybody who takes part.
    pub(crate) attendee_details: AttendeeDetails,
    /// Its own questions.
    pub(crate) form: Vec<FormField>,
    /// What the guest agrees to by paying.
    pub(crate) payment_terms: Option<PaymentTerms>,
    /// What is paid when booking; none: everything.
    pub(crate) deposit: Option<Deposit>,
    /// Where guests go once they have booked.
    pub(crate) continue_to: Option<Continuation>,
    /// The locations to choose from, in the order to show.
    pub(crate) locations: Vec<LocationId>,
    /// Whether it is put away: what is booked stays, and nothing more can be.
    pub(crate) archived: bool,
}

/// The business's own page for guests who have booked.
#[derive(Clone, Debug)]
pub(crate) struct Continuation {
    /// Its address.
    pub(crate) url: String,
    /// What it is told in the query.
    pub(crate) fields: Vec<ContinueField>,
}

/// A calendar by its id.
pub(crate) async fn calendar(
    conn: &mut Conn,
    id: &CalendarId,
) -> Result<Option<Calendar>, StoreError> {
    let row = select_calendar(id, None).fetch_optional(conn).await?;
    row.map(|row| read_calendar(id, &row)).transpose()
}

/// Asks for a calendar and its business, and how many coupons this customer holds there.
pub(crate) fn select_calendar<'q>(id: &'q CalendarId, customer: Option<&'q Customer>) -> Query<'q> {
    query(
        "SELECT c.business_id, b.name AS business_name, b.time_zone, b.currency, b.website, \
         b.free_orders, b.oversize_fixed, b.first_purchase_scope, b.hold_minutes, b.hold_extensions_max, \
         b.hold_extension_minutes, b.cancellation, b.cancel_notice_minutes, \
         b.cancel_refund_percent, b.cancel_late_refund_percent, b.release_on_cancel, \
         COALESCE(b.holds_per_network_max, b.holds_per_customer_max, 0) AS holds_limit, \
         c.style, c.title, c.description, c.location, c.cover, c.accent, c.coupons, c.consent, \
         c.payments, c.codes_at_stripe, c.archived, \
         c.notice_minutes, c.window_days, c.test_mode, \
         b.explain_rejections, c.theme, c.steps, c.menu, c.menu_start, c.categories, \
         c.items_max, c.zone_policy, c.phone, c.attendee_details, c.form, c.payment_terms, \
         c.deposit, c.deposit_basis, c.continue_to, c.continue_fields, c.locations, \
         (SELECT COUNT(*) FROM coupon_grant g WHERE g.business_id = b.id \
         AND g.customer_key IN ($2, $3)) AS grants, \
         (SELECT a.id FROM stripe_account a WHERE a.business_id = b.id \
         AND a.test_mode = c.test_mode AND a.in_use = 1) AS stripe_account \
         FROM calendar c JOIN business b ON b.id = c.business_id WHERE c.id = $1",
    )
    .bind(id.as_str())
    // No key is empty.
    .bind(customer.map_or("", Customer::email_key))
    .bind(customer.map_or("", Customer::member_key))
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
        deposit_basis: match text("deposit_basis")?.as_str() {
            "before_discount" => DepositBasis::BeforeDiscount,
            _ => DepositBasis::AfterDiscount,
        },
        first_purchase_scope: match text("first_purchase_scope")?.as_str() {
            "service_at_location" => FirstPurchaseScope::ServiceAtLocation,
            _ => FirstPurchaseScope::Business,
        },
        explain_rejections: number("explain_rejections")? == 1,
    };
    let optional = |name| row.get::<Option<String>>(name);
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
        payments: number("payments")? == 1,
        coupons: number("coupons")? == 1 && number("payments")? == 1,
        codes_at_stripe: number("codes_at_stripe")? == 1,
        consent: row.get("consent")?,
        notice_minutes: number("notice_minutes")?,
        window_days: small(number("window_days")?, "booking window")?,
        test_mode: number("test_mode")? == 1,
        stripe_account: row.get("stripe_account")?,
        theme: json(&text("theme")?, "theme")?,
        steps: named(&text("steps")?, "order of steps")?,
        menu: named(&text("menu")?, "layout of the menu")?,
        menu_start: named(&text("menu_start")?, "start of the menu")?,
        categories: json(&text("categories")?, "list of categories")?,
        items_max: small(number("items_max")?, "number of services")?,
        zone_policy: named(&text("zone_policy")?, "zone policy")?,
        phone: named(&text("phone")?, "use of the phone number")?,
        attendee_details: named(&text("attendee_details")?, "attendee details")?,
        form: json(&text("form")?, "form")?,
        payment_terms: optional("payment_terms")?
            .map(|terms| json(&terms, "payment terms"))
            .transpose()?,
        deposit: optional("deposit")?
            .map(|deposit| json(&deposit, "deposit"))
            .transpose()?,
        continue_to: read_continuation(row)?,
        locations: json(&text("locations")?, "list of locations")?,
        archived: number("archived")? == 1,
    })
}

/// Where guests go once they have booked, from a row with its columns.
pub(super) fn read_continuation(row: &Row) -> Result<Option<Continuation>, StoreError> {
    let Some(url) = row.get::<Option<String>>("continue_to")? else {
        return Ok(None);
    };
    let fields: String = row.get("continue_fields")?;
    Ok(Some(Continuation {
        url,
        fields: json(&fields, "list of fields to go on with")?,
    }))
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
