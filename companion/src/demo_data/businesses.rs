//! The demo as plain data.

use chrono_tz::Tz;

use super::menus::{DemoMenu, KILN_MENU, NORTHLIGHT_MENU};

/// A business to try the widget with.
pub(super) struct DemoBusiness {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) zone: Tz,
    pub(super) currency: &'static str,
    pub(super) website: String,
    /// Weekday, opening and closing minute.
    pub(super) hours: &'static [(i64, i64, i64)],
    /// How many minutes before the start calling off gives everything back.
    pub(super) cancel_notice_minutes: i64,
    /// What calling off later gives back, in percent.
    pub(super) cancel_late_refund_percent: i64,
    /// First and last date of a holiday.
    pub(super) closed: [&'static str; 2],
    pub(super) calendar: DemoCalendar,
    pub(super) menu: DemoMenu,
    pub(super) coupons: &'static [DemoCoupon],
}

/// Its calendar.
pub(super) struct DemoCalendar {
    pub(super) id: &'static str,
    pub(super) style: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) location: &'static str,
    pub(super) cover: &'static str,
    pub(super) accent: Option<&'static str>,
    pub(super) consent: Option<&'static str>,
    pub(super) notice_minutes: i64,
    pub(super) window_days: i64,
    pub(super) services: &'static [DemoService],
}

/// What the calendar offers.
pub(super) struct DemoService {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) price_minor: i64,
    pub(super) duration_minutes: i64,
    pub(super) interval_minutes: i64,
    pub(super) buffer_after_minutes: i64,
    pub(super) capacity: i64,
    pub(super) attendees_max: i64,
}

/// A coupon with one plain code.
pub(super) struct DemoCoupon {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// The engine's benefit as JSON.
    pub(super) benefit: &'static str,
    pub(super) minimum_minor: Option<i64>,
    pub(super) max_redemptions: Option<i64>,
    /// The last local date, inclusive.
    pub(super) last_date: Option<&'static str>,
    /// The engine's conditions on the appointment as JSON.
    pub(super) conditions: &'static str,
}

/// A pottery studio in Lisbon, with group classes and every kind of coupon.
pub(super) fn kiln_clay(site: &str) -> DemoBusiness {
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
        cancel_notice_minutes: 48 * 60,
        cancel_late_refund_percent: 50,
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
            services: KILN_SERVICES,
        },
        menu: KILN_MENU,
        coupons: KILN_COUPONS,
    }
}

/// A physiotherapy practice in New York, with buffers between its patients.
pub(super) fn northlight(site: &str) -> DemoBusiness {
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
        cancel_notice_minutes: 24 * 60,
        cancel_late_refund_percent: 0,
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
            services: NORTHLIGHT_SERVICES,
        },
        menu: NORTHLIGHT_MENU,
        coupons: NORTHLIGHT_COUPONS,
    }
}

const KILN_SERVICES: &[DemoService] = &[
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
];

const KILN_COUPONS: &[DemoCoupon] = &[
    DemoCoupon {
        code: "WELCOME10",
        name: "Welcome: 10 % off",
        benefit: r#"{"percent":{"percent":"10"}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: None,
        conditions: "{}",
    },
    DemoCoupon {
        code: "CLAY25",
        name: "A quarter off, up to EUR 15",
        benefit: r#"{"percent":{"percent":"25","max_discount_minor":1500}}"#,
        minimum_minor: Some(6_000),
        max_redemptions: None,
        last_date: None,
        conditions: "{}",
    },
    DemoCoupon {
        code: "FREECLASS",
        name: "A class on the house",
        benefit: r#"{"percent":{"percent":"100"}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: None,
        conditions: "{}",
    },
    DemoCoupon {
        code: "LASTONE",
        name: "EUR 20 off for one guest",
        benefit: r#"{"fixed":{"amounts_minor":{"EUR":2000}}}"#,
        minimum_minor: None,
        max_redemptions: Some(1),
        last_date: None,
        conditions: "{}",
    },
    DemoCoupon {
        code: "SPRING24",
        name: "Spring 2024",
        benefit: r#"{"percent":{"percent":"20"}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: Some("2024-05-31"),
        conditions: "{}",
    },
    DemoCoupon {
        code: "MIDWEEK",
        name: "Midweek: 15 % off",
        benefit: r#"{"percent":{"percent":"15"}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: None,
        conditions: r#"{"weekdays":["Tue","Wed","Thu"]}"#,
    },
    DemoCoupon {
        code: "ALMOST",
        name: "EUR 47.70 off",
        benefit: r#"{"fixed":{"amounts_minor":{"EUR":4770}}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: None,
        conditions: "{}",
    },
];

const NORTHLIGHT_SERVICES: &[DemoService] = &[
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
];

const NORTHLIGHT_COUPONS: &[DemoCoupon] = &[
    DemoCoupon {
        code: "RELIEF20",
        name: "USD 20 off",
        benefit: r#"{"fixed":{"amounts_minor":{"USD":2000}}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: None,
        conditions: "{}",
    },
    DemoCoupon {
        code: "WELCOME10",
        name: "Welcome: 10 % off",
        benefit: r#"{"percent":{"percent":"10"}}"#,
        minimum_minor: None,
        max_redemptions: None,
        last_date: None,
        conditions: "{}",
    },
];
