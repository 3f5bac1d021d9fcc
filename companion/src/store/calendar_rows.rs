//! Calendars as their owners write them, and the products that come with them.
//!
//! Whoever changes a calendar makes another writing of it ([`lock`]), or finds that somebody else
//! has. Guests who confirm ask for nothing of it; they price again with what they find.

use booking_contract::owner::{
    CalendarDraft, CalendarView, Line, Paragraph, ProductTag, ProductView,
};
use booking_engine::CalendarId;

use super::catalog::{Calendar, read_calendar, select_calendar};
use super::{Conn, Row, StoreError, parsed, query};

/// A calendar of a business.
pub(crate) async fn find(
    conn: &mut Conn,
    business_id: &str,
    id: &CalendarId,
) -> Result<Option<CalendarView>, StoreError> {
    let row = query(
        "SELECT c.version, c.coupons, p.id AS product FROM calendar c \
         LEFT JOIN product p ON p.calendar_id = c.id WHERE c.id = $1 AND c.business_id = $2",
    )
    .bind(id.as_str())
    .bind(business_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let found = select_calendar(id, None).fetch_optional(conn).await?;
    let Some(calendar) = found.map(|found| read_calendar(id, &found)).transpose()? else {
        return Ok(None);
    };
    let product = row.get::<Option<String>>("product")?;
    let product = product.map(|product| product_of(product, &calendar));
    let coupons = row.get::<i64>("coupons")? == 1;
    Ok(Some(CalendarView {
        id: id.clone(),
        version: row.get("version")?,
        archived: calendar.archived,
        draft: draft(calendar, coupons)?,
        product,
    }))
}

fn product_of(id: String, calendar: &Calendar) -> ProductView {
    ProductView {
        id,
        calendar_id: calendar.id.clone(),
        name: calendar.title.clone(),
        tag: ProductTag::Calendar,
        deletable: !calendar.payments,
    }
}

/// What an owner has written; `coupons` as it is switched, whether it counts or not.
fn draft(calendar: Calendar, coupons: bool) -> Result<CalendarDraft, StoreError> {
    let (continue_to, continue_fields) = match calendar.continue_to {
        Some(onward) => (Some(onward.url), onward.fields),
        None => (None, Vec::new()),
    };
    Ok(CalendarDraft {
        title: parsed(&calendar.title, "title")?,
        style: calendar.style,
        description: parsed::<Paragraph>(&calendar.description, "description")?,
        location: parsed::<Line>(&calendar.location, "location")?,
        cover: calendar.cover,
        accent: calendar.accent,
        theme: calendar.theme,
        steps: calendar.steps,
        zone: calendar.zone_policy,
        notice_minutes: u32::try_from(calendar.notice_minutes)
            .map_err(|_| StoreError::Malformed("notice"))?,
        window_days: calendar.window_days,
        menu: calendar.menu,
        menu_start: calendar.menu_start,
        items_max: calendar.items_max,
        categories: calendar.categories,
        locations: calendar.locations,
        phone: calendar.phone,
        attendee_details: calendar.attendee_details,
        form: calendar.form,
        consent: calendar
            .consent
            .map(|text| parsed(&text, "consent"))
            .transpose()?,
        payments: calendar.payments,
        coupons,
        codes_at_stripe: calendar.codes_at_stripe,
        payment_terms: calendar.payment_terms,
        deposit: calendar.deposit,
        deposit_basis: calendar.business.policy.deposit_basis,
        test_mode: calendar.test_mode,
        continue_to,
        continue_fields,
    })
}

/// How many calendars a business has.
pub(crate) async fn count(conn: &mut Conn, business_id: &str) -> Result<i64, StoreError> {
    query("SELECT COUNT(*) AS calendars FROM calendar WHERE business_id = $1")
        .bind(business_id)
        .fetch_one(conn)
        .await?
        .get("calendars")
}

/// Adds a calendar of which nothing is written yet; false where this id is there already.
pub(crate) async fn insert(
    conn: &mut Conn,
    business_id: &str,
    id: &CalendarId,
) -> Result<bool, StoreError> {
    let added = query(
        "INSERT INTO calendar (id, business_id, style, title) VALUES ($1, $2, 'neo', '') \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.as_str())
    .bind(business_id)
    .execute(conn)
    .await?;
    Ok(added == 1)
}

/// Makes another writing of a calendar; false where it is not this one any more, or none of the
/// business.
pub(crate) async fn lock(
    conn: &mut Conn,
    business_id: &str,
    id: &CalendarId,
    version: Option<i64>,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE calendar SET version = version + 1 \
         WHERE id = $1 AND business_id = $2 AND version = COALESCE($3, version)",
    )
    .bind(id.as_str())
    .bind(business_id)
    .bind(version)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Writes what a locked calendar says from now on.
pub(crate) async fn write(
    conn: &mut Conn,
    id: &CalendarId,
    draft: &CalendarDraft,
) -> Result<(), StoreError> {
    let optional = |value: &Option<String>| value.clone();
    query(
        "UPDATE calendar SET style = $2, title = $3, description = $4, location = $5, cover = $6, \
         accent = $7, coupons = $8, consent = $9, notice_minutes = $10, window_days = $11, \
         test_mode = $12, theme = $13, steps = $14, menu = $15, menu_start = $16, \
         categories = $17, items_max = $18, zone_policy = $19, phone = $20, \
         attendee_details = $21, form = $22, payment_terms = $23, deposit = $24, \
         deposit_basis = $25, continue_to = $26, continue_fields = $27, locations = $28, \
         payments = $29, codes_at_stripe = $30 WHERE id = $1",
    )
    .bind(id.as_str())
    .bind(word(&draft.style)?)
    .bind(draft.title.as_str())
    .bind(draft.description.as_str())
    .bind(draft.location.as_str())
    .bind(optional(&draft.cover))
    .bind(optional(&draft.accent))
    .bind(i64::from(draft.coupons))
    .bind(draft.consent.as_ref().map(|text| text.as_str().to_owned()))
    .bind(i64::from(draft.notice_minutes))
    .bind(i64::from(draft.window_days))
    .bind(i64::from(draft.test_mode))
    .bind(text(&draft.theme)?)
    .bind(word(&draft.steps)?)
    .bind(word(&draft.menu)?)
    .bind(word(&draft.menu_start)?)
    .bind(text(&draft.categories)?)
    .bind(i64::from(draft.items_max))
    .bind(word(&draft.zone)?)
    .bind(word(&draft.phone)?)
    .bind(word(&draft.attendee_details)?)
    .bind(text(&draft.form)?)
    .bind(draft.payment_terms.as_ref().map(text).transpose()?)
    .bind(draft.deposit.as_ref().map(text).transpose()?)
    .bind(word(&draft.deposit_basis)?)
    .bind(optional(&draft.continue_to))
    .bind(text(&draft.continue_fields)?)
    .bind(text(&draft.locations)?)
    .bind(i64::from(draft.payments))
    .bind(i64::from(draft.codes_at_stripe))
    .execute(conn)
    .await?;
    Ok(())
}

/// Services under headings that are gone stand under none.
pub(crate) async fn leave_heading(
    conn: &mut Conn,
    id: &CalendarId,
    heading: &str,
) -> Result<(), StoreError> {
    query(
        "UPDATE service SET category = '', version = version + 1 \
         WHERE calendar_id = $1 AND category = $2",
    )
    .bind(id.as_str())
    .bind(heading)
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a locked calendar away, or brings it back.
pub(crate) async fn archive(
    conn: &mut Conn,
    id: &CalendarId,
    away: bool,
) -> Result<(), StoreError> {
    query("UPDATE calendar SET archived = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(i64::from(away))
        .execute(conn)
        .await?;
    Ok(())
}

/// Sees to it that a calendar that takes payments has its product.
pub(crate) async fn ensure_product(
    conn: &mut Conn,
    business_id: &str,
    id: &CalendarId,
    now_ms: i64,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO product (id, business_id, calendar_id, tag, created_ms) \
         VALUES ($1, $2, $3, 'calendar', $4) ON CONFLICT DO NOTHING",
    )
    .bind(format!("prd_{id}"))
    .bind(business_id)
    .bind(id.as_str())
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(())
}

/// The products of a business, by name.
pub(crate) async fn products(
    conn: &mut Conn,
    business_id: &str,
) -> Result<Vec<ProductView>, StoreError> {
    let rows = query(
        "SELECT p.id, p.calendar_id, c.title, c.payments FROM product p \
         JOIN calendar c ON c.id = p.calendar_id WHERE p.business_id = $1 \
         ORDER BY c.title, p.id",
    )
    .bind(business_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_product).collect()
}

fn read_product(row: &Row) -> Result<ProductView, StoreError> {
    Ok(ProductView {
        id: row.get("id")?,
        calendar_id: parsed(&row.get::<String>("calendar_id")?, "calendar id")?,
        name: row.get("title")?,
        tag: ProductTag::Calendar,
        deletable: row.get::<i64>("payments")? == 0,
    })
}

/// Deletes a product of a calendar that takes no payments; false where it does, or where there is
/// no such product.
pub(crate) async fn delete_product(
    conn: &mut Conn,
    business_id: &str,
    product: &str,
) -> Result<bool, StoreError> {
    let gone = query(
        "DELETE FROM product WHERE id = $1 AND business_id = $2 AND NOT EXISTS \
         (SELECT 1 FROM calendar c WHERE c.id = product.calendar_id AND c.payments = 1)",
    )
    .bind(product)
    .bind(business_id)
    .execute(conn)
    .await?;
    Ok(gone == 1)
}

/// A value of the contract's as the books keep it.
pub(super) fn text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Malformed("value to write"))
}

/// One of a few names as the books keep it.
fn word(value: &impl serde::Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(StoreError::Malformed("name to write")),
    }
}

/// Adds a service of a calendar that is like one of another.
pub(crate) async fn copy_service(
    conn: &mut Conn,
    service: &str,
    copy: &str,
    calendar: &CalendarId,
) -> Result<(), StoreError> {
    query(
        "INSERT INTO service (id, calendar_id, position, name, description, unit_price_minor, \
         duration_minutes, interval_minutes, buffer_before_minutes, buffer_after_minutes, \
         capacity, attendees_max, category, cover, private, locations, variations, add_ons, \
         staff, tax) SELECT $2, $3, position, name, description, unit_price_minor, \
         duration_minutes, interval_minutes, buffer_before_minutes, buffer_after_minutes, \
         capacity, attendees_max, category, cover, private, locations, variations, add_ons, \
         staff, tax FROM service WHERE id = $1",
    )
    .bind(service)
    .bind(copy)
    .bind(calendar.as_str())
    .execute(conn)
    .await?;
    Ok(())
}
