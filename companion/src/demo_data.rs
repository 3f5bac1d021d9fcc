//! Two businesses to try the widget with: a pottery studio in Lisbon and a physiotherapy
//! practice in New York. Loading them twice changes nothing.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use sqlx::AnyConnection;

use crate::store::StoreError;
use crate::{AppState, zones};

/// Loads the demo data where it is not there yet.
pub async fn load(state: &AppState) -> Result<(), StoreError> {
    let mut writing = state.store.write().await?;
    let conn = writing.conn();
    let port = reqwest::Url::parse(&state.config.public_url)
        .ok()
        .and_then(|url| url.port());
    // The host pages are another origin than the companion although both are on this machine.
    let site = port.map_or_else(
        || state.config.public_url.clone(),
        |port| format!("http://localhost:{port}"),
    );
    for business in [kiln_clay(&site), northlight(&site)] {
        business
            .load(conn, &[&state.config.public_url, &site])
            .await?;
    }
    writing.commit().await
}

struct DemoBusiness {
    id: &'static str,
    name: &'static str,
    zone: Tz,
    currency: &'static str,
    website: String,
    /// Weekday, opening and closing minute.
    hours: &'static [(i64, i64, i64)],
    /// First and last date of a holiday.
    closed: [&'static str; 2],
    calendar: DemoCalendar,
    coupons: &'static [DemoCoupon],
}

struct DemoCalendar {
    id: &'static str,
    style: &'static str,
    title: &'static str,
    description: &'static str,
    location: &'static str,
    cover: &'static str,
    accent: Option<&'static str>,
    consent: Option<&'static str>,
    notice_minutes: i64,
    window_days: i64,
    services: &'static [DemoService],
}

struct DemoService {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    price_minor: i64,
    duration_minutes: i64,
    interval_minutes: i64,
    buffer_after_minutes: i64,
    capacity: i64,
    attendees_max: i64,
}

struct DemoCoupon {
    code: &'static str,
    name: &'static str,
    /// The engine's benefit as JSON.
    benefit: &'static str,
    minimum_minor: Option<i64>,
    max_redemptions: Option<i64>,
    /// The last local date, inclusive.
    last_date: Option<&'static str>,
}

fn kiln_clay(site: &str) -> DemoBusiness {
    DemoBusiness {
        id: "kiln-clay",
        name: "Kiln & Clay",
        zone: Tz::Europe__Lisbon,
        currency: "EUR",
        website: format!("{site}/demo/neo.html"),
        hours: &[
            (2, 10 * 60, 19 * 60),
            (3, 10 * 60, 19 * 60),
            (4, 10 * 60, 19 * 60),
            (5, 10 * 60, 21 * 60),
            (6, 9 * 60, 18 * 60),
            (7, 10 * 60, 16 * 60),
        ],
        closed: ["2026-12-24", "2026-12-26"],
        calendar: DemoCalendar {
            id: "kiln-studio",
            style: "neo",
            title: "Make something at Kiln & Clay",
            description: "Small classes at the wheel and at the table, for first-timers and old \
                          hands. Clay, tools, glazing and firing are included; your pieces are \
                          ready to collect three weeks later.",
            location: "Rua do Forno do Tijolo, Anjos, Lisbon",
            cover: "/assets/covers/wheel-throwing.svg",
            accent: Some("#2148a6"),
            consent: Some(
                "I have read the cancellation policy: free of charge until 48 hours before the \
                 class, half the price after that.",
            ),
            notice_minutes: 120,
            window_days: 60,
            services: &[
                DemoService {
                    id: "wheel-class",
                    name: "Wheel throwing class",
                    description: "Two hours at your own wheel in a group of at most eight.",
                    price_minor: 4_800,
                    duration_minutes: 120,
                    interval_minutes: 150,
                    buffer_after_minutes: 15,
                    capacity: 8,
                    attendees_max: 4,
                },
                DemoService {
                    id: "hand-building",
                    name: "Hand-building afternoon",
                    description: "Pinch, coil and slab: an unhurried session at the long table.",
                    price_minor: 3_900,
                    duration_minutes: 150,
                    interval_minutes: 180,
                    buffer_after_minutes: 15,
                    capacity: 10,
                    attendees_max: 6,
                },
                DemoService {
                    id: "private-lesson",
                    name: "Private wheel lesson",
                    description: "Ninety minutes with a teacher to yourself.",
                    price_minor: 8_500,
                    duration_minutes: 90,
                    interval_minutes: 30,
                    buffer_after_minutes: 0,
                    capacity: 1,
                    attendees_max: 1,
                },
            ],
        },
        coupons: &[
            DemoCoupon {
                code: "WELCOME10",
                name: "Welcome: 10 % off",
                benefit: r#"{"percent":{"percent":"10"}}"#,
                minimum_minor: None,
                max_redemptions: None,
                last_date: None,
            },
            DemoCoupon {
                code: "CLAY25",
                name: "A quarter off, up to EUR 15",
                benefit: r#"{"percent":{"percent":"25","max_discount_minor":1500}}"#,
                minimum_minor: Some(6_000),
                max_redemptions: None,
                last_date: None,
            },
            DemoCoupon {
                code: "FREECLASS",
                name: "A class on the house",
                benefit: r#"{"percent":{"percent":"100"}}"#,
                minimum_minor: None,
                max_redemptions: None,
                last_date: None,
            },
            DemoCoupon {
                code: "LASTONE",
                name: "EUR 20 off for one guest",
                benefit: r#"{"fixed":{"amounts_minor":{"EUR":2000}}}"#,
                minimum_minor: None,
                max_redemptions: Some(1),
                last_date: None,
            },
            DemoCoupon {
                code: "SPRING24",
                name: "Spring 2024",
                benefit: r#"{"percent":{"percent":"20"}}"#,
                minimum_minor: None,
                max_redemptions: None,
                last_date: Some("2024-05-31"),
            },
            DemoCoupon {
                code: "ALMOST",
                name: "EUR 47.70 off",
                benefit: r#"{"fixed":{"amounts_minor":{"EUR":4770}}}"#,
                minimum_minor: None,
                max_redemptions: None,
                last_date: None,
            },
        ],
    }
}

fn northlight(site: &str) -> DemoBusiness {
    DemoBusiness {
        id: "northlight",
        name: "Northlight Physio",
        zone: Tz::America__New_York,
        currency: "USD",
        website: format!("{site}/demo/classic.html"),
        hours: &[
            (1, 8 * 60, 18 * 60),
            (2, 8 * 60, 18 * 60),
            (3, 8 * 60, 18 * 60),
            (4, 8 * 60, 18 * 60),
            (5, 8 * 60, 14 * 60),
        ],
        closed: ["2026-11-26", "2026-11-27"],
        calendar: DemoCalendar {
            id: "northlight-visits",
            style: "classic",
            title: "Book a visit",
            description: "One-to-one physiotherapy for backs, shoulders, knees and everything in \
                          between.",
            location: "West 26th Street, fourth floor, New York",
            cover: "/assets/covers/physiotherapy.svg",
            accent: None,
            consent: None,
            notice_minutes: 240,
            window_days: 45,
            services: &[
                DemoService {
                    id: "first-visit",
                    name: "First visit",
                    description: "An hour to hear your story, examine and begin.",
                    price_minor: 14_000,
                    duration_minutes: 60,
                    interval_minutes: 60,
                    buffer_after_minutes: 0,
                    capacity: 1,
                    attendees_max: 1,
                },
                DemoService {
                    id: "follow-up",
                    name: "Follow-up session",
                    description: "Half an hour for those who have been here before.",
                    price_minor: 9_500,
                    duration_minutes: 30,
                    interval_minutes: 40,
                    buffer_after_minutes: 10,
                    capacity: 1,
                    attendees_max: 1,
                },
            ],
        },
        coupons: &[
            DemoCoupon {
                code: "RELIEF20",
                name: "USD 20 off",
                benefit: r#"{"fixed":{"amounts_minor":{"USD":2000}}}"#,
                minimum_minor: None,
                max_redemptions: None,
                last_date: None,
            },
            DemoCoupon {
                code: "WELCOME10",
                name: "Welcome: 10 % off",
                benefit: r#"{"percent":{"percent":"10"}}"#,
                minimum_minor: None,
                max_redemptions: None,
                last_date: None,
            },
        ],
    }
}

impl DemoBusiness {
    async fn load(&self, conn: &mut AnyConnection, origins: &[&str]) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO business (id, name, time_zone, currency, website) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET website = excluded.website",
        )
        .bind(self.id)
        .bind(self.name)
        .bind(self.zone.name())
        .bind(self.currency)
        .bind(&self.website)
        .execute(&mut *conn)
        .await?;
        for origin in origins {
            sqlx::query(
                "INSERT INTO business_origin (business_id, origin) VALUES ($1, $2) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(self.id)
            .bind(*origin)
            .execute(&mut *conn)
            .await?;
        }
        self.load_hours(conn).await?;
        self.calendar.load(conn, self.id).await?;
        for coupon in self.coupons {
            coupon.load(conn, self.id, self.zone).await?;
        }
        Ok(())
    }

    async fn load_hours(&self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        for &(weekday, opens_minute, closes_minute) in self.hours {
            sqlx::query(
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
            sqlx::query(
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
    async fn load(&self, conn: &mut AnyConnection, business_id: &str) -> Result<(), StoreError> {
        sqlx::query(
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
            sqlx::query(
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

impl DemoCoupon {
    async fn load(
        &self,
        conn: &mut AnyConnection,
        business_id: &str,
        zone: Tz,
    ) -> Result<(), StoreError> {
        let slug = self.code.to_ascii_lowercase();
        let coupon_id = format!("{business_id}-{slug}");
        // The whole of the last day counts: up to the millisecond before the next one begins.
        let ends_ms = self.last_date.map(date).map(|last| {
            let next = last.succ_opt().unwrap_or(last);
            zones::instant_of(zone, next.and_time(NaiveTime::MIN)).timestamp_millis() - 1
        });
        sqlx::query(
            "INSERT INTO coupon (id, business_id, name, benefit, scope, ends_ms, \
             minimum_amount_minor, max_redemptions) \
             VALUES ($1, $2, $3, $4, '\"everything\"', $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(&coupon_id)
        .bind(business_id)
        .bind(self.name)
        .bind(self.benefit)
        .bind(ends_ms)
        .bind(self.minimum_minor)
        .bind(self.max_redemptions)
        .execute(&mut *conn)
        .await?;
        sqlx::query(
            "INSERT INTO promotion_code (id, business_id, coupon_id, code) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(format!("{coupon_id}-code"))
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
