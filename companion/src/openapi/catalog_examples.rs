//! Examples of what owners send and get about what they sell.

use booking_contract::owner::{
    BusinessHours, CalendarDraft, CalendarList, CalendarRow, CalendarView, DateHours, EditCalendar,
    EditLocation, EditService, EditStaff, HoursOf, HoursSaved, LocationDraft, LocationList,
    LocationRow, NewCalendar, NewLocation, NewService, NewStaff, OfferedAddOn, OfferedVariation,
    OutsideBooking, ProductList, ProductTag, ProductView, Reorder, ServiceDraft, ServiceList,
    ServiceRow, ServiceView, SetDate, SetHours, StaffDraft, StaffList, StaffRow, Towards,
    VariationDraft, WeekSpan,
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
        "create_service" => value(&NewService {
            calendar_id: of("kiln-studio"),
            draft: ServiceDraft {
                variations: Vec::new(),
                ..service_draft()
            },
        }),
        "edit_service" => value(&EditService {
            version: 2,
            draft: service_draft(),
        }),
        "create_staff" => value(&NewStaff {
            draft: staff_draft(),
        }),
        "edit_staff" => value(&EditStaff {
            version: 1,
            draft: staff_draft(),
        }),
        "create_location" => value(&NewLocation {
            draft: location_draft(),
        }),
        "edit_location" => value(&EditLocation {
            version: 1,
            draft: location_draft(),
        }),
        "set_hours" => value(&SetHours {
            of: HoursOf::Business,
            was: Vec::new(),
            weekly: hours().weekly,
        }),
        "set_date" => value(&SetDate { spans: Vec::new() }),
        "move_staff" | "move_location" | "move_service" => value(&Reorder { to: Towards::First }),
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
        "create_service" | "owned_service" | "edit_service" | "archive_service"
        | "restore_service" | "move_service" => value(&ServiceView {
            id: of("lesson"),
            calendar_id: of("kiln-studio"),
            version: 3,
            draft: service_draft(),
            archived: operation == "archive_service",
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
            staff: vec![member(true)],
        }),
        "member" | "create_staff" | "edit_staff" | "restore_staff" | "move_staff" => {
            value(&member(true))
        }
        "archive_staff" => value(&member(false)),
        "locations" => value(&LocationList {
            locations: vec![place(true)],
        }),
        "place" | "create_location" | "edit_location" | "restore_location" | "move_location" => {
            value(&place(true))
        }
        "archive_location" => value(&place(false)),
        "hours" => value(&hours()),
        "set_hours" | "set_date" | "delete_date" => value(&HoursSaved {
            hours: hours(),
            outside: vec![OutsideBooking {
                order_id: "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35".into(),
                service: "Lesson at the wheel".into(),
                starts_at: of("2026-12-24T17:00:00Z"),
                ends_at: of("2026-12-24T18:00:00Z"),
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

fn service_draft() -> ServiceDraft {
    ServiceDraft {
        name: of("Lesson at the wheel"),
        description: of("A teacher to yourself."),
        category: String::new(),
        cover: None,
        private: false,
        unit_price_minor: 6_500,
        duration_minutes: 60,
        interval_minutes: 30,
        buffer_before_minutes: 0,
        buffer_after_minutes: 15,
        capacity: 1,
        attendees_max: 1,
        locations: Vec::new(),
        variations: vec![VariationDraft {
            id: Some(of("hour")),
            name: of("One hour"),
            unit_price_minor: 6_500,
            duration_minutes: 60,
        }],
        add_ons: Vec::new(),
        staff: vec![StaffOffer {
            staff_id: of("stf_1"),
            own_prices: Vec::new(),
        }],
        tax: None,
    }
}

fn staff_draft() -> StaffDraft {
    StaffDraft {
        name: of("Test Teacher"),
        role: of("At the wheel"),
        locations: Vec::new(),
    }
}

fn member(active: bool) -> StaffRow {
    StaffRow {
        id: of("stf_1"),
        version: 1,
        name: "Test Teacher".into(),
        role: "At the wheel".into(),
        locations: Vec::new(),
        active,
    }
}

fn location_draft() -> LocationDraft {
    LocationDraft {
        name: of("Anjos"),
        address: of("Rua do Forno do Tijolo, Lisbon"),
    }
}

fn place(active: bool) -> LocationRow {
    LocationRow {
        id: of("anjos"),
        version: 1,
        name: "Anjos".into(),
        address: "Rua do Forno do Tijolo, Lisbon".into(),
        active,
    }
}

fn hours() -> BusinessHours {
    BusinessHours {
        weekly: vec![WeekSpan {
            weekday: 2,
            opens_minute: 600,
            closes_minute: 1_200,
        }],
        dates: vec![DateHours {
            date: of("2026-12-24"),
            spans: Vec::new(),
        }],
        own: Vec::new(),
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
