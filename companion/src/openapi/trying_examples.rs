//! Examples of what owners try, and of what comes of it.

use booking_contract::ServiceInfo;
use booking_contract::owner::{
    Backtest, BacktestLine, BacktestMiss, BacktestResult, BacktestService, LeadsTo, LeftOut,
    NewPreview, PreviewMade, Report, ReportCoupon, ReportSpan, Simulate, Simulation,
    SimulationCalendar, SimulationMenu, SimulationService, Tried, TriedDraft,
};
use booking_engine::{
    Check, Coupon, Item, PriceRequest, PromotionCode, Rejection, Service, Terms, trace,
};
use serde_json::Value;

use super::coupon_examples::{ID, benefit, draft};
use super::examples::{of, value};
use crate::reporting::{ITEM_COLUMNS, USE_COLUMNS};

const NOW: &str = "2026-12-02T09:30:00Z";
const SERVICE: &str = "wheel-class";

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "simulate" => value(&Simulate {
            calendar_id: of("kiln-studio"),
            items: items(),
            location_id: None,
            starts: Some(of("2026-12-08T18:00")),
            books: None,
            email: Some(of("guest@example.com")),
            member: None,
            tried: Some(Tried::Code("WINTER15".into())),
        }),
        "preview_coupon" => value(&NewPreview {
            calendar_id: of("kiln-studio"),
            draft: Some(Box::new(TriedDraft {
                draft: draft(),
                coupon_id: None,
            })),
        }),
        "backtest" => value(&Backtest {
            draft: draft(),
            coupon_id: None,
            from: of("2026-09-01"),
            to: of("2026-11-30"),
            test_mode: false,
        }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "simulate" => value(&simulation()?),
        "simulation_menu" => value(&SimulationMenu {
            calendars: vec![calendar()],
        }),
        "preview_coupon" => value(&PreviewMade {
            token: of("preview_hN4sGvQ2mVb8kXo1rTzYdWqLc7EuJf0aPi5xRnBt6MA"),
            code: Some(of("WINTER15")),
            expires_at: of("2026-12-02T10:00:00Z"),
        }),
        "report" => value(&Report {
            currency: of("EUR"),
            spans: vec![ReportSpan {
                from: of("2026-11-01"),
                to: of("2026-11-30"),
                orders: 140,
                uses: 22,
                total_minor: 812_400,
                discount_minor: 15_840,
            }],
            coupons: vec![ReportCoupon {
                coupon_id: of(ID),
                name: "Winter evenings".into(),
                code: "WINTER15".into(),
                uses: 22,
                discount_minor: 15_840,
            }],
            other_currency: 0,
        }),
        "items_file" => file(ITEM_COLUMNS),
        "redemptions_file" => file(USE_COLUMNS),
        "backtest" => value(&BacktestLine::Done(Box::new(backtest()))),
        _ => return None,
    })
}

/// A file without rows.
fn file(columns: &[&str]) -> Value {
    Value::String(format!("{}\r\n", columns.join(",")))
}

fn items() -> Vec<Item> {
    vec![Item::plain(of(SERVICE), 2)]
}

/// A code that the customer has used up, as the engine traces it.
fn simulation() -> Option<Simulation> {
    let coupon = Coupon {
        max_per_customer: Some(1),
        ..Coupon::of(of(ID), "Winter evenings".into(), benefit())
    };
    let code = PromotionCode::of(of("code_019ad3"), coupon.id.clone(), of("WINTER15"));
    let mut terms = Terms {
        services: vec![Service::plain(of(SERVICE), 4_800, 8)],
        customer: vec![of("guest")],
        ..Terms::of(of("kiln-studio"), of("EUR"))
    };
    let uses = &mut terms.history.customer_redemptions;
    uses.insert(coupon.id.clone(), 1);
    let leads_to = LeadsTo {
        coupon_id: coupon.id.clone(),
        name: coupon.name.clone(),
        promotion_code_id: code.id.clone(),
    };
    terms.coupons.push(coupon);
    terms.promotion_codes.push(code);
    let request = PriceRequest {
        code: Some("WINTER15".into()),
        ..PriceRequest::of(items())
    };
    let booked_at = of(NOW);
    let trace = trace(&request, &terms, booked_at).ok()?;
    Some(Simulation {
        explanation: trace.quote.explain(),
        quote: trace.quote,
        checks: trace.checks,
        told: Some(Rejection::NotFound),
        remedies: Vec::new(),
        leads_to: Some(leads_to),
        takes_codes: true,
        test_mode: false,
        booked_at,
    })
}

fn backtest() -> BacktestResult {
    BacktestResult {
        currency: of("EUR"),
        bookings: 412,
        hit: 37,
        before_minor: 2_410_000,
        after_minor: 2_383_360,
        largest_minor: 2_500,
        largest_order_id: Some("ord_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35".into()),
        services: vec![BacktestService {
            service_id: of(SERVICE),
            name: "Wheel class".into(),
            hit: 37,
            amount_minor: 177_600,
            discount_minor: 26_640,
        }],
        missed: vec![BacktestMiss {
            check: Check::MinimumAmount,
            orders: 375,
        }],
        left_out: LeftOut {
            not_booked: 61,
            called_off: 9,
            other_coupon: 22,
            ..LeftOut::default()
        },
    }
}

fn calendar() -> SimulationCalendar {
    SimulationCalendar {
        id: of("kiln-studio"),
        title: "Kiln & Clay studio".into(),
        currency: of("EUR"),
        takes_codes: true,
        test_mode: false,
        archived: false,
        services: vec![SimulationService {
            info: ServiceInfo {
                id: of(SERVICE),
                name: "Wheel class".into(),
                description: "An evening at the wheel.".into(),
                duration_minutes: 120,
                category: String::new(),
                cover: None,
                locations: Vec::new(),
                variations: Vec::new(),
                add_ons: Vec::new(),
            },
            staff: Vec::new(),
            attendees_max: 8,
        }],
        staff: Vec::new(),
        locations: Vec::new(),
    }
}
