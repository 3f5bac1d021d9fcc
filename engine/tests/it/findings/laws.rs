//! What holds of the findings whatever was defined.

use std::collections::BTreeSet;

use booking_engine::{
    AddOn, CalendarId, Conditions, Coupon, CouponId, Finding, Flaw, Hours, Item, ItemAddOn,
    PriceRequest, Severity, Subject, Terms, price,
};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::Index;

use super::random::{Books, books};
use crate::fixture::{code, coupon, fixed, noon, percent, request, service, studio};

/// The flaws of a coupon.
fn of<'f>(found: &'f [Finding], id: &CouponId) -> Vec<(Severity, &'f Flaw)> {
    (found.iter())
        .filter(
            |finding| matches!(&finding.subject, Subject::Coupon { coupon_id } if coupon_id == id),
        )
        .map(|finding| (finding.severity, &finding.flaw))
        .collect()
}

/// Where a flaw means that the coupon never applies: in one calendar, or in all.
enum Never {
    Everywhere,
    In(CalendarId),
}

fn never(severity: Severity, flaw: &Flaw) -> Option<Never> {
    match flaw {
        Flaw::EndsBeforeItStarts { .. }
        | Flaw::AlreadyOver { .. }
        | Flaw::NoAmount
        | Flaw::CapNotPositive { .. }
        | Flaw::NoRedemptions
        | Flaw::NoRedemptionsPerCustomer
        | Flaw::NothingInScope
        | Flaw::StaffNotInScope
        | Flaw::DatesReversed { .. }
        | Flaw::DatesOver { .. }
        | Flaw::NoWeekdayBetweenDates { .. }
        | Flaw::LeadReversed { .. }
        | Flaw::NoAppointment => Some(Never::Everywhere),
        Flaw::HoursOutOfRange { .. } | Flaw::NoAmountInCurrency { .. } => {
            (severity == Severity::Error).then_some(Never::Everywhere)
        }
        Flaw::MinimumOutOfReach { calendar_id, .. }
        | Flaw::TakesOffNothing { calendar_id }
        | Flaw::AlwaysBelowMinimumCharge { calendar_id, .. }
        | Flaw::AlwaysFree { calendar_id }
        | Flaw::AlwaysOversize { calendar_id, .. } => Some(match severity {
            Severity::Error => Never::Everywhere,
            _ => Never::In(calendar_id.clone()),
        }),
        _ => None,
    }
}

/// The terms of a calendar with one coupon and a code for it.
fn terms_with(coupon: &Coupon, calendar: &Terms) -> Terms {
    let mut code = code("WELCOME");
    code.coupon_id = coupon.id.clone();
    Terms {
        coupons: vec![coupon.clone()],
        promotion_codes: vec![code],
        ..calendar.clone()
    }
}

/// Every booking of one service, with no add-on and with as many as there are.
fn singles(terms: &Terms) -> Vec<Item> {
    let mut items = Vec::new();
    for service in &terms.services {
        let variations = service.variations.iter().map(|it| Some(it.id.clone()));
        for variation_id in std::iter::once(None).chain(variations) {
            let staff = service.staff.iter().map(|it| Some(it.staff_id.clone()));
            for staff_id in std::iter::once(None).chain(staff) {
                let add_ons: Vec<_> = (service.add_ons.iter())
                    .map(|it| ItemAddOn {
                        add_on_id: it.id.clone(),
                        quantity: it.quantity_max,
                    })
                    .collect();
                for attendees in 1..=service.attendees_max.max(1) {
                    let item = Item {
                        variation_id: variation_id.clone(),
                        staff_id: staff_id.clone(),
                        ..Item::plain(service.id.clone(), attendees)
                    };
                    let with_add_ons = Item {
                        add_ons: add_ons.clone(),
                        ..item.clone()
                    };
                    items.extend([item, with_add_ons]);
                }
            }
        }
    }
    items
}

/// When a booking of an appointment that the coupon is for can be made, looked for hour by hour
/// in the earliest zone, in UTC and in the latest.
fn appointment(coupon: &Coupon) -> Option<(DateTime<Utc>, DateTime<FixedOffset>)> {
    let conditions = &coupon.conditions;
    let from = coupon.starts_at.map_or(noon(), |start| start.max(noon()));
    let to = coupon.ends_at.unwrap_or(from + TimeDelta::days(30));
    let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
    for hour in 0..24 * 30 {
        let starts_at = from + TimeDelta::hours(hour);
        let earliest = conditions
            .lead_minutes_max
            .map_or(from, |max| starts_at - minutes(max));
        let latest = starts_at - minutes(conditions.lead_minutes_min.unwrap_or(0));
        let booked_at = earliest.max(from);
        if booked_at > latest.min(to) {
            continue;
        }
        for ahead in [0, -12, 14] {
            let zone = FixedOffset::east_opt(ahead * 3_600).unwrap();
            let starts_at = starts_at.with_timezone(&zone);
            if conditions_allow(coupon, starts_at) {
                return Some((booked_at, starts_at));
            }
        }
    }
    None
}

/// Asks the engine itself, with a coupon that has nothing but the conditions on time.
fn conditions_allow(coupon: &Coupon, starts_at: DateTime<FixedOffset>) -> bool {
    let mut plain = Coupon::of(coupon.id.clone(), String::new(), percent("50", None));
    plain.conditions = Conditions {
        lead_minutes_min: None,
        lead_minutes_max: None,
        staff: vec![],
        locations: vec![],
        ..coupon.conditions.clone()
    };
    let request = PriceRequest {
        starts_at: Some(starts_at),
        ..request(&[("class", 1)], Some("WELCOME"))
    };
    let quote = price(&request, &terms_with(&plain, &studio()), noon());
    quote.unwrap().coupon.is_some()
}

fn is_in_whole_steps(calendar: &Terms) -> bool {
    let step = calendar.currency.charge_step_minor();
    singles(calendar).into_iter().all(|item| {
        let quote = price(&PriceRequest::of(vec![item]), calendar, noon());
        quote.is_ok_and(|quote| quote.subtotal_minor % step == 0)
    })
}

fn applies(request: &PriceRequest, terms: &Terms, now: DateTime<Utc>) -> bool {
    price(request, terms, now).is_ok_and(|quote| quote.coupon.is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn findings_do_not_depend_on_the_order_of_the_lists(books in books()) {
        let found = books.findings();
        let mut turned = books;
        turned.coupons.reverse();
        turned.codes.reverse();
        turned.calendars.reverse();
        for calendar in &mut turned.calendars {
            calendar.services.reverse();
            for service in &mut calendar.services {
                service.staff.reverse();
                service.variations.reverse();
            }
        }
        prop_assert_eq!(turned.findings(), found);
    }

    #[test]
    fn the_worst_findings_come_first(books in books()) {
        let found = books.findings();
        prop_assert!(found.is_sorted_by_key(|it| (it.severity, it.subject.clone())));
    }

    #[test]
    fn a_coupon_that_is_said_never_to_apply_never_does(
        books in books(),
        orders in prop::collection::vec(
            (
                prop::collection::vec((any::<Index>(), 1_usize..20), 1..4),
                0_i64..24 * 14,
                0_i64..24 * 14,
                -12_i32..=14,
            ),
            20,
        ),
    ) {
        let found = books.findings();
        for coupon in &books.coupons {
            let flaws = of(&found, &coupon.id);
            let never: Vec<_> = (flaws.iter())
                .filter_map(|(severity, flaw)| never(*severity, flaw))
                .collect();
            for calendar in &books.calendars {
                let is_said = never.iter().any(|it| match it {
                    Never::Everywhere => true,
                    Never::In(id) => *id == calendar.calendar_id,
                });
                if !is_said {
                    continue;
                }
                let terms = terms_with(coupon, calendar);
                let singles = singles(&terms);
                let at = appointment(coupon);
                for (picks, booked, lead, ahead) in &orders {
                    let items = picks.iter().flat_map(|(index, times)| {
                        std::iter::repeat_n(index.get(&singles).clone(), *times)
                    });
                    // A time that suits the coupon, or else any.
                    let (booked_at, starts_at) = at.filter(|_| lead % 2 == 0).unwrap_or_else(|| {
                        let booked_at = noon() + TimeDelta::hours(*booked);
                        let zone = FixedOffset::east_opt(ahead * 3_600).unwrap();
                        let starts_at = booked_at + TimeDelta::hours(*lead);
                        (booked_at, starts_at.with_timezone(&zone))
                    });
                    let request = PriceRequest {
                        code: Some("WELCOME".to_owned()),
                        starts_at: Some(starts_at),
                        location_id: Some("north".parse().unwrap()),
                        ..PriceRequest::of(items.collect())
                    };
                    prop_assert!(
                        !applies(&request, &terms, booked_at),
                        "{flaws:?} of {coupon:?}, and yet {request:?} at {booked_at}",
                    );
                }
            }
        }
    }

    #[test]
    fn a_coupon_of_which_that_is_not_said_applies_to_a_booking(books in books()) {
        let found = books.findings();
        for coupon in &books.coupons {
            let flaws = of(&found, &coupon.id);
            let is_doubted = flaws.iter().any(|(severity, flaw)| {
                never(*severity, flaw).is_some()
                    || *severity == Severity::Error
                    || matches!(flaw, Flaw::OnlyTogether { .. })
            });
            // Nothing is said of what is not tried: where prices cannot be charged to the last
            // unit, more may leave less to charge, and some add-ons do what all of them do not.
            let add_ons = (books.calendars.iter())
                .flat_map(|calendar| &calendar.services)
                .any(|service| !service.add_ons.is_empty());
            if is_doubted || add_ons || !books.calendars.iter().all(is_in_whole_steps) {
                continue;
            }
            let at = appointment(coupon);
            prop_assert!(at.is_some(), "no appointment for {coupon:?}");
            let (booked_at, starts_at) = at.unwrap();
            let any = books.calendars.iter().any(|calendar| {
                let terms = terms_with(coupon, calendar);
                singles(&terms).into_iter().any(|item| {
                    let request = PriceRequest {
                        code: Some("WELCOME".to_owned()),
                        starts_at: Some(starts_at),
                        location_id: Some("north".parse().unwrap()),
                        ..PriceRequest::of(vec![item])
                    };
                    applies(&request, &terms, booked_at)
                })
            });
            prop_assert!(any, "{flaws:?} of {coupon:?}, and yet nothing applies");
        }
    }

    #[test]
    fn a_coupon_for_several_services_only_applies_to_no_single_one(books in books()) {
        let found = books.findings();
        for coupon in &books.coupons {
            for (_, flaw) in of(&found, &coupon.id) {
                let Flaw::OnlyTogether { calendar_id, .. } = flaw else {
                    continue;
                };
                let (booked_at, starts_at) = appointment(coupon).unwrap();
                let calendar = books.calendars.iter().find(|it| it.calendar_id == *calendar_id);
                let terms = terms_with(coupon, calendar.unwrap());
                for item in singles(&terms) {
                    let request = PriceRequest {
                        code: Some("WELCOME".to_owned()),
                        starts_at: Some(starts_at),
                        location_id: Some("north".parse().unwrap()),
                        ..PriceRequest::of(vec![item])
                    };
                    prop_assert!(!applies(&request, &terms, booked_at), "{coupon:?} {request:?}");
                }
            }
        }
    }

    #[test]
    fn a_random_code_is_never_easy_to_guess(text in "[ACDEFGHJKMNPQRTUVWXYZ2346789]{10}") {
        let mut single = code(&text);
        single.max_redemptions = Some(1);
        let books = Books {
            coupons: vec![coupon(percent("10", None))],
            codes: vec![single],
            calendars: vec![studio()],
        };
        prop_assert_eq!(books.findings(), []);
    }

    #[test]
    fn absurd_definitions_are_findings_and_not_a_panic(
        amount in any::<i64>(),
        minimum in any::<i64>(),
        unit_price in any::<i64>(),
        attendees in any::<u32>(),
        leads in (any::<u32>(), any::<u32>()),
        minutes in (any::<u32>(), any::<u32>()),
        seconds in (any::<i32>(), any::<i32>()),
    ) {
        let mut absurd = coupon(fixed("EUR", amount));
        absurd.minimum_amount_minor = Some(minimum);
        absurd.conditions.lead_minutes_min = Some(leads.0);
        absurd.conditions.lead_minutes_max = Some(leads.1);
        absurd.conditions.hours = Some(Hours { from_minute: minutes.0, to_minute: minutes.1 });
        absurd.starts_at = DateTime::from_timestamp(i64::from(seconds.0) * 3_000, 0);
        absurd.ends_at = DateTime::from_timestamp(i64::from(seconds.1) * 3_000, 0);
        let mut service = service("class", unit_price, attendees);
        service.add_ons = vec![AddOn {
            id: "mat".parse().unwrap(),
            unit_price_minor: amount,
            quantity_max: attendees,
        }];
        let books = Books {
            coupons: vec![absurd],
            codes: vec![code("WELCOME")],
            calendars: vec![Terms { services: vec![service], ..studio() }],
        };
        let subjects: BTreeSet<_> = books.findings().into_iter().map(|it| it.subject).collect();
        prop_assert!(subjects.len() <= 2);
    }
}
