//! Two businesses to try the widget with: a pottery studio in Lisbon and a physiotherapy
//! practice in New York, and accounts for those who run them. Loading them twice changes nothing.

mod businesses;
mod members;
mod menus;
mod people;

use booking_engine::CustomerKey;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use businesses::{DemoBusiness, DemoCalendar, DemoCoupon, kiln_clay, northlight};

use menus::{DemoMember, DemoMenu, DemoMenuService, DemoPlace};

use crate::store::{Conn, StoreError, kept, query};
use crate::{AppState, zones};

/// Loads the demo data where it is not there yet.
pub async fn load(state: &AppState) -> Result<(), StoreError> {
    let port = reqwest::Url::parse(&state.config.public_url)
        .ok()
        .and_then(|url| url.port());
    // The host pages are another origin than the companion although both are on this machine.
    let site = port.map_or_else(
        || state.config.public_url.clone(),
        |port| format!("http://localhost:{port}"),
    );
    let origins = [state.config.public_url.clone(), site];
    let loading = Loading {
        origins,
        member: members::key(state.store.secret()),
        now_ms: state.clock.now_ms(),
    };
    let work = state
        .store
        .write(loading, |conn, loading| Box::pin(kept(loading.write(conn))));
    work.await
}

/// What the demo depends on.
struct Loading {
    /// The companion's own origin, and that of the businesses' sites.
    origins: [String; 2],
    /// The key of the demo's member.
    member: Option<CustomerKey>,
    now_ms: i64,
}

impl Loading {
    async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for business in [kiln_clay(&self.origins[1]), northlight(&self.origins[1])] {
            business.load(conn, &self.origins).await?;
        }
        if let Some(member) = &self.member {
            members::load(conn, member).await?;
        }
        people::load(conn, self.now_ms).await
    }
}

impl DemoBusiness {
    async fn load(&self, conn: &mut Conn, origins: &[String]) -> Result<(), StoreError> {
        query(
            // Whoever tries the demo comes from one address, in any number: nothing is limited.
            "INSERT INTO business (id, name, time_zone, currency, website, \
             holds_per_network_max, holds_per_customer_max, \
             cancel_notice_minutes, cancel_late_refund_percent) \
             VALUES ($1, $2, $3, $4, $5, NULL, NULL, $6, $7) ON CONFLICT (id) DO UPDATE SET website = excluded.website",
        )
        .bind(self.id)
        .bind(self.name)
        .bind(self.zone.name())
        .bind(self.currency)
        .bind(&self.website)
        .bind(self.cancel_notice_minutes)
        .bind(self.cancel_late_refund_percent)
        .execute(&mut *conn)
        .await?;
        for origin in origins {
            query(
                "INSERT INTO business_origin (business_id, origin) VALUES ($1, $2) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(self.id)
            .bind(origin)
            .execute(&mut *conn)
            .await?;
        }
        self.load_hours(conn).await?;
        self.calendar.load(conn, self.id).await?;
        self.menu.load(conn, self.id, &origins[1]).await?;
        self.load_products(conn).await?;
        for coupon in self.coupons {
            coupon.load(conn, self.id, self.zone).await?;
        }
        Ok(())
    }

    /// A calendar that takes payments has its product.
    async fn load_products(&self, conn: &mut Conn) -> Result<(), StoreError> {
        query(
            "INSERT INTO product (id, business_id, calendar_id, tag, created_ms) \
             SELECT 'prd_' || id, business_id, id, 'calendar', 0 FROM calendar \
             WHERE business_id = $1 AND payments = 1 ON CONFLICT DO NOTHING",
        )
        .bind(self.id)
        .execute(conn)
        .await?;
        Ok(())
    }

    async fn load_hours(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for &(weekday, opens_minute, closes_minute) in self.hours {
            query(
                "INSERT INTO weekly_hours (business_id, weekday, opens_minute, closes_minute) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            )
            .bind(self.id)
            .bind(weekday)
            .bind(opens_minute)
            .bind(closes_minute)
            .execute(&mut *conn)
            .await?;
        }
        let [first, last] = self.closed.map(date);
        for closed in first.iter_days().take_while(|day| *day <= last) {
            query(
                "INSERT INTO date_override (business_id, date, opens_minute, closes_minute) \
                 VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING",
            )
            .bind(self.id)
            .bind(closed.to_string())
            .execute(&mut *conn)
            .await?;
        }
        Ok(())
    }
}

impl DemoCalendar {
    async fn load(&self, conn: &mut Conn, business_id: &str) -> Result<(), StoreError> {
        query(
            "INSERT INTO calendar (id, business_id, style, title, description, location, cover, \
             accent, coupons, consent, notice_minutes, window_days, test_mode) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, 1) \
             ON CONFLICT DO NOTHING",
        )
        .bind(self.id)
        .bind(business_id)
        .bind(self.style)
        .bind(self.title)
        .bind(self.description)
        .bind(self.location)
        .bind(self.cover)
        .bind(self.accent)
        .bind(self.consent)
        .bind(self.notice_minutes)
        .bind(self.window_days)
        .execute(&mut *conn)
        .await?;
        for (position, service) in (1_i64..).zip(self.services) {
            query(
                "INSERT INTO service (id, calendar_id, position, name, description, \
                 unit_price_minor, duration_minutes, interval_minutes, buffer_after_minutes, \
                 capacity, attendees_max) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            )
            .bind(service.id)
            .bind(self.id)
            .bind(position)
            .bind(service.name)
            .bind(service.description)
            .bind(service.price_minor)
            .bind(service.duration_minutes)
            .bind(service.interval_minutes)
            .bind(service.buffer_after_minutes)
            .bind(service.capacity)
            .bind(service.attendees_max)
            .execute(&mut *conn)
            .await?;
        }
        Ok(())
    }
}

impl DemoMenu {
    /// The address of the business's site may be another one each time, and with it the page that
    /// guests go on to.
    async fn load(&self, conn: &mut Conn, business_id: &str, site: &str) -> Result<(), StoreError> {
        let (goes_on_to, fields) = match self.goes_on_to {
            Some((path, fields)) => (Some(format!("{site}{path}")), fields),
            None => (None, "[]"),
        };
        let ids: Vec<&str> = self.places.iter().map(|place| place.id).collect();
        let ids = serde_json::to_string(&ids).map_err(|_| StoreError::Malformed("demo"))?;
        query(
            "INSERT INTO calendar (id, business_id, style, title, description, location, cover, \
             accent, coupons, notice_minutes, window_days, test_mode, menu, menu_start, \
             items_max, zone_policy, phone, attendee_details, categories, form, payment_terms, \
             deposit, locations, theme, steps, continue_to, continue_fields) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, 1, $11, $12, $13, $14, $15, \
             $16, $17, $18, $19, $20, $21, $22, $23, $24, $25) \
             ON CONFLICT (id) DO UPDATE SET continue_to = excluded.continue_to",
        )
        .bind(self.id)
        .bind(business_id)
        .bind(self.style)
        .bind(self.title)
        .bind(self.description)
        .bind(self.location)
        .bind(self.cover)
        .bind(self.accent)
        .bind(self.notice_minutes)
        .bind(self.window_days)
        .bind(self.menu)
        .bind(self.menu_start)
        .bind(self.items_max)
        .bind(self.zone_policy)
        .bind(self.phone)
        .bind(self.attendee_details)
        .bind(self.categories)
        .bind(self.form)
        .bind(self.payment_terms)
        .bind(self.deposit)
        .bind(ids)
        .bind(self.theme)
        .bind(self.steps)
        .bind(goes_on_to)
        .bind(fields)
        .execute(&mut *conn)
        .await?;
        for (position, place) in (1_i64..).zip(self.places) {
            place.load(conn, business_id, position).await?;
        }
        for (position, member) in (1_i64..).zip(self.staff) {
            member.load(conn, business_id, position).await?;
        }
        for (position, service) in (1_i64..).zip(self.services) {
            service.load(conn, self.id, position).await?;
        }
        Ok(())
    }
}

impl DemoPlace {
    async fn load(
        &self,
        conn: &mut Conn,
        business_id: &str,
        position: i64,
    ) -> Result<(), StoreError> {
        query(
            "INSERT INTO location (id, business_id, name, address, position) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(self.id)
        .bind(business_id)
        .bind(self.name)
        .bind(self.address)
        .bind(position)
        .execute(&mut *conn)
        .await?;
        let owner = format!("location:{}", self.id);
        load_own_hours(conn, business_id, &owner, self.hours).await
    }
}

impl DemoMember {
    async fn load(
        &self,
        conn: &mut Conn,
        business_id: &str,
        position: i64,
    ) -> Result<(), StoreError> {
        query(
            "INSERT INTO staff (id, business_id, name, role, position, locations) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(self.id)
        .bind(business_id)
        .bind(self.name)
        .bind(self.role)
        .bind(position)
        .bind(self.locations)
        .execute(&mut *conn)
        .await?;
        let owner = format!("staff:{}", self.id);
        load_own_hours(conn, business_id, &owner, self.hours).await
    }
}

impl DemoMenuService {
    async fn load(
        &self,
        conn: &mut Conn,
        calendar_id: &str,
        position: i64,
    ) -> Result<(), StoreError> {
        query(
            "INSERT INTO service (id, calendar_id, position, name, description, \
             unit_price_minor, duration_minutes, interval_minutes, buffer_after_minutes, \
             capacity, attendees_max, category, cover, private, locations, variations, add_ons, \
             staff, tax) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
             $17, $18, $19) ON CONFLICT DO NOTHING",
        )
        .bind(self.id)
        .bind(calendar_id)
        .bind(position)
        .bind(self.name)
        .bind(self.description)
        .bind(self.price_minor)
        .bind(self.duration_minutes)
        .bind(self.interval_minutes)
        .bind(self.buffer_after_minutes)
        .bind(self.capacity)
        .bind(self.attendees_max)
        .bind(self.category)
        .bind(self.cover)
        .bind(i64::from(self.private))
        .bind(self.locations)
        .bind(self.variations)
        .bind(self.add_ons)
        .bind(self.staff)
        .bind(self.tax)
        .execute(&mut *conn)
        .await?;
        Ok(())
    }
}

async fn load_own_hours(
    conn: &mut Conn,
    business_id: &str,
    owner: &str,
    hours: &[(i64, i64, i64)],
) -> Result<(), StoreError> {
    for &(weekday, opens_minute, closes_minute) in hours {
        query(
            "INSERT INTO own_hours (business_id, owner, weekday, opens_minute, closes_minute) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(business_id)
        .bind(owner)
        .bind(weekday)
        .bind(opens_minute)
        .bind(closes_minute)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

impl DemoCoupon {
    async fn load(&self, conn: &mut Conn, business_id: &str, zone: Tz) -> Result<(), StoreError> {
        let slug = self.code.to_ascii_lowercase();
        let coupon_id = format!("{business_id}-{slug}");
        let code_id = format!("{coupon_id}-code");
        let search = format!("{} {}", self.code, self.name).to_lowercase();
        // The whole of the last day counts: up to the millisecond before the next one begins.
        let ends_ms = self.last_date.map(date).map(|last| {
            let next = last.succ_opt().unwrap_or(last);
            zones::instant_of(zone, next.and_time(NaiveTime::MIN)).timestamp_millis() - 1
        });
        query(
            "INSERT INTO coupon (id, business_id, name, benefit, scope, ends_ms, \
             minimum_amount_minor, max_redemptions, conditions, code, code_id, search, ends_local) \
             VALUES ($1, $2, $3, $4, '\"everything\"', $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT DO NOTHING",
        )
        .bind(&coupon_id)
        .bind(business_id)
        .bind(self.name)
        .bind(self.benefit)
        .bind(ends_ms)
        .bind(self.minimum_minor)
        .bind(self.max_redemptions)
        .bind(self.conditions)
        .bind(self.code)
        .bind(&code_id)
        .bind(search)
        .bind(self.last_date)
        .execute(&mut *conn)
        .await?;
        query(
            "INSERT INTO promotion_code (id, business_id, coupon_id, code) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(&code_id)
        .bind(business_id)
        .bind(&coupon_id)
        .bind(self.code)
        .execute(&mut *conn)
        .await?;
        Ok(())
    }
}

/// A date of this file.
fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}
