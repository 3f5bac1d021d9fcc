//! Examples of what owners send and get about what they sell.

use booking_contract::owner::{
    CalendarDraft, CalendarList, CalendarRow, CalendarView, EditCalendar, LocationList,
    LocationRow, NewCalendar, OfferedAddOn, OfferedVariation, ProductList, ProductTag, ProductView,
    ServiceList, ServiceRow, StaffList, StaffRow,
};
use booking_contract::{FieldKind, FormField, WidgetStyle};
use booking_engine::{Deposit, StaffOffer};
use serde_json::Value;

use super::examples::{of, value};

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_calendar" => value(&NewCalendar {
            draft: CalendarDraft::new(of("Classes at the wheel"), WidgetStyle::Neo),
        }),
        "edit_calendar" => value(&EditCalendar {
            version: 3,
            draft: calendar_draft(),
        }),
        _ => return None,
    })
}

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
        "create_calendar" | "owned_calendar" | "edit_calendar" | "duplicate_calendar"
        | "archive_calendar" | "restore_calendar" => value(&CalendarView {
            id: of("kiln-studio"),
            version: 4,
            draft: calendar_draft(),
            archived: operation == "archive_calendar",
            product: Some(product()),
        }),
        "products" => value(&ProductList {
            products: vec![product()],
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

fn calendar_draft() -> CalendarDraft {
    CalendarDraft {
        accent: Some("#2148a6".into()),
        notice_minutes: 120,
        payments: true,
        coupons: true,
        deposit: Some(Deposit::Percent { percent: of("50") }),
        form: vec![FormField {
            id: "q_1".into(),
            label: "Have you done this before?".into(),
            hint: String::new(),
            required: false,
            kind: FieldKind::Choice {
                options: vec!["Never".into(), "A few times".into()],
            },
        }],
        ..CalendarDraft::new(of("Classes at the wheel"), WidgetStyle::Neo)
    }
}

fn product() -> ProductView {
    ProductView {
        id: "prd_kiln-studio".into(),
        calendar_id: of("kiln-studio"),
        name: "Classes at the wheel".into(),
        tag: ProductTag::Calendar,
        deletable: false,
    }
}
