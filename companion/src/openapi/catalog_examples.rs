//! Examples of what owners send and get about what they sell.

use booking_contract::WidgetStyle;
use booking_contract::owner::{
    CalendarList, CalendarRow, LocationList, LocationRow, OfferedAddOn, OfferedVariation,
    ServiceList, ServiceRow, StaffList, StaffRow,
};
use booking_engine::StaffOffer;
use serde_json::Value;

use super::examples::{of, value};

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "calendars" => value(&CalendarList {
            calendars: vec![CalendarRow {
                id: of("kiln-studio"),
                title: "Classes at the wheel".into(),
                style: WidgetStyle::Neo,
                accent: Some("#2148a6".into()),
                cover: None,
                payments: true,
                coupons: true,
                test_mode: false,
                archived: false,
                services: 3,
            }],
        }),
        "owned_services" => value(&ServiceList {
            services: vec![ServiceRow {
                id: of("lesson"),
                calendar_id: of("kiln-studio"),
                name: "Lesson at the wheel".into(),
                category: String::new(),
                duration_minutes: 60,
                unit_price_minor: 6_500,
                capacity: 1,
                attendees_max: 1,
                private: false,
                archived: false,
                variations: vec![OfferedVariation {
                    id: of("hour"),
                    name: "One hour".into(),
                    unit_price_minor: 6_500,
                    duration_minutes: 60,
                }],
                add_ons: vec![OfferedAddOn {
                    id: of("clay"),
                    name: "Another bag of clay".into(),
                    description: String::new(),
                    unit_price_minor: 900,
                    quantity_max: 3,
                }],
                staff: vec![StaffOffer {
                    staff_id: of("stf_1"),
                    own_prices: Vec::new(),
                }],
                locations: Vec::new(),
            }],
        }),
        "staff" => value(&StaffList {
            staff: vec![StaffRow {
                id: of("stf_1"),
                version: 1,
                name: "Test Teacher".into(),
                role: "At the wheel".into(),
                locations: Vec::new(),
                active: true,
            }],
        }),
        "locations" => value(&LocationList {
            locations: vec![LocationRow {
                id: of("anjos"),
                version: 1,
                name: "Anjos".into(),
                address: "Rua do Forno do Tijolo, Lisbon".into(),
                active: true,
            }],
        }),
        _ => return None,
    })
}
