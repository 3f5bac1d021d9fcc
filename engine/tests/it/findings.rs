//! One case for each thing that can be wrong with a coupon or a code.

use booking_engine::{
    AddOn, Benefit, Coupon, CustomerKey, Definitions, Deposit, Extent, Finding, Flaw, FreeOrders,
    GrantedCoupon, Hours, Item, OversizeFixed, Policy, PromotionCode, Rejection, Scope, Severity,
    StaffOffer, Stake, Subject, Terms, Variation, Weakness, findings,
};
use chrono::{NaiveDate, TimeDelta, Weekday};
use serde_json::json;

use crate::fixture::{code, coupon, fixed, noon, percent, service, studio};

/// What is found in one coupon with a random code, in the studio.
fn found(coupon: Coupon) -> Vec<(Severity, Flaw)> {
    found_in(&studio(), coupon)
}

fn found_in(terms: &Terms, coupon: Coupon) -> Vec<(Severity, Flaw)> {
    let terms = std::slice::from_ref(terms);
    flaws(&[coupon], &[code("K7QX2M9PTR")], terms)
}

/// What is found in a code of a coupon for 10 %.
fn found_in_code(code: PromotionCode) -> Vec<(Severity, Flaw)> {
    flaws(&[ten_percent()], &[code], &[studio()])
}

fn flaws(
    coupons: &[Coupon],
    promotion_codes: &[PromotionCode],
    calendars: &[Terms],
) -> Vec<(Severity, Flaw)> {
    all(coupons, promotion_codes, calendars)
        .into_iter()
        .map(|finding| (finding.severity, finding.flaw))
        .collect()
}

fn all(coupons: &[Coupon], promotion_codes: &[PromotionCode], calendars: &[Terms]) -> Vec<Finding> {
    let definitions = Definitions {
        coupons,
        promotion_codes,
        calendars,
    };
    findings(&definitions, noon())
}

fn ten_percent() -> Coupon {
    coupon(percent("10", None))
}

fn studio_in(currency: &str) -> Terms {
    Terms {
        services: studio().services,
        ..Terms::of("abroad".parse().unwrap(), currency.parse().unwrap())
    }
}

/// A studio that sells one thing.
fn selling(unit_price_minor: i64, attendees_max: u32) -> Terms {
    Terms {
        services: vec![service("class", unit_price_minor, attendees_max)],
        ..studio()
    }
}

fn under(policy: Policy) -> Terms {
    Terms { policy, ..studio() }
}

fn key(text: &str) -> CustomerKey {
    text.parse().unwrap()
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn calendar_id() -> booking_engine::CalendarId {
    "studio".parse().unwrap()
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const NOTICE: Severity = Severity::Notice;

// Good definitions

#[test]
fn a_good_definition_has_no_finding() {
    let mut rich = coupon(percent("25", Some(5_000)));
    rich.starts_at = Some(noon() - TimeDelta::days(1));
    rich.ends_at = Some(noon() + TimeDelta::days(30));
    rich.minimum_amount_minor = Some(4_000);
    rich.max_redemptions = Some(500);
    rich.max_per_customer = Some(1);
    rich.scope = Scope::Only {
        calendars: vec![],
        services: vec!["class".parse().unwrap()],
    };
    rich.conditions.weekdays = vec![Weekday::Tue, Weekday::Wed];
    rich.conditions.hours = Some(Hours {
        from_minute: 540,
        to_minute: 720,
    });
    rich.conditions.lead_minutes_min = Some(60);
    rich.conditions.last_date = Some(date(12, 24));
    let mut own = code("TUESDAY-MORNINGS");
    own.expires_at = Some(noon() + TimeDelta::days(10));
    own.max_redemptions = Some(100);
    own.minimum_amount_minor = Some(9_000);
    assert_eq!(flaws(&[rich], &[own], &[studio()]), []);
    assert_eq!(found(ten_percent()), []);
    assert_eq!(found(coupon(fixed("EUR", 1_000))), []);
}

#[test]
fn a_business_that_sells_nothing_yet_is_not_the_coupon_s_mistake() {
    assert_eq!(flaws(&[ten_percent()], &[code("WELCOME")], &[]), []);
    let empty = Terms {
        services: vec![],
        ..studio()
    };
    assert_eq!(found_in(&empty, coupon(fixed("EUR", 1_000))), []);
}

#[test]
fn what_is_off_or_archived_is_not_judged() {
    let mut off = coupon(percent("10", Some(0)));
    off.active = false;
    assert_eq!(found(off), []);
    let mut archived = code("WELCOME");
    archived.max_redemptions = Some(0);
    archived.archived = true;
    let expected = [(WARNING, Flaw::NotObtainable)];
    assert_eq!(found_in_code(archived), expected, "only the coupon is");
}

// The coupon as it is written

#[test]
fn a_coupon_without_a_name_prints_nothing_on_receipts() {
    let mut coupon = ten_percent();
    coupon.name = " ".to_owned();
    assert_eq!(found(coupon), [(WARNING, Flaw::NameBlank)]);
}

#[test]
fn a_coupon_ends_before_it_starts() {
    let (starts_at, ends_at) = (noon() + TimeDelta::days(9), noon() + TimeDelta::days(8));
    let mut coupon = ten_percent();
    (coupon.starts_at, coupon.ends_at) = (Some(starts_at), Some(ends_at));
    let flaw = Flaw::EndsBeforeItStarts { starts_at, ends_at };
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.ends_at = coupon.starts_at;
    assert_eq!(found(coupon), [], "an instant is a time");
}

#[test]
fn a_coupon_is_on_and_already_over() {
    let ended_at = noon() - TimeDelta::seconds(1);
    let mut coupon = ten_percent();
    coupon.ends_at = Some(ended_at);
    assert_eq!(
        found(coupon.clone()),
        [(WARNING, Flaw::AlreadyOver { ended_at })]
    );
    coupon.ends_at = Some(noon());
    assert_eq!(found(coupon), [], "the end is inclusive");
}

#[test]
fn a_fixed_coupon_has_no_amount() {
    let empty = Benefit::Fixed {
        amounts_minor: [].into(),
    };
    let flaws = found(coupon(empty));
    assert!(flaws.contains(&(ERROR, Flaw::NoAmount)), "{flaws:?}");
}

#[test]
fn a_fixed_coupon_has_no_amount_in_a_currency_in_its_scope() {
    let flaw = |currency: &str| Flaw::NoAmountInCurrency {
        currency: currency.parse().unwrap(),
    };
    let dollars = coupon(fixed("USD", 1_000));
    assert_eq!(found(dollars.clone()), [(ERROR, flaw("EUR"))]);
    let calendars = [studio(), studio_in("USD")];
    let both = flaws(
        std::slice::from_ref(&dollars),
        &[code("WELCOME")],
        &calendars,
    );
    assert_eq!(both, [(WARNING, flaw("EUR"))], "it works abroad");
    let abroad = Coupon {
        scope: Scope::Only {
            calendars: vec!["abroad".parse().unwrap()],
            services: vec![],
        },
        ..dollars
    };
    assert_eq!(flaws(&[abroad], &[code("WELCOME")], &calendars), []);
}

#[test]
fn an_amount_or_a_cap_is_not_positive() {
    let flaw = Flaw::AmountNotPositive {
        currency: "EUR".parse().unwrap(),
        amount_minor: 0,
    };
    assert_eq!(found(coupon(fixed("EUR", 0))), [(ERROR, flaw)]);
    let flaw = Flaw::CapNotPositive { cap_minor: -1 };
    assert_eq!(found(coupon(percent("10", Some(-1)))), [(ERROR, flaw)]);
}

#[test]
fn an_amount_or_a_cap_is_no_multiple_of_what_can_be_charged() {
    let flaw = |amount_minor| Flaw::OffStep {
        currency: "KWD".parse().unwrap(),
        amount_minor,
        step_minor: 10,
    };
    let terms = studio_in("KWD");
    assert_eq!(
        found_in(&terms, coupon(fixed("KWD", 1_005))),
        [(ERROR, flaw(1_005))]
    );
    assert_eq!(found_in(&terms, coupon(fixed("KWD", 1_010))), []);
    assert_eq!(
        found_in(&terms, coupon(percent("10", Some(1_001)))),
        [(ERROR, flaw(1_001))]
    );
}

#[test]
fn a_limit_of_0_orders_is_no_use() {
    let mut nobody = ten_percent();
    nobody.max_redemptions = Some(0);
    assert_eq!(found(nobody), [(ERROR, Flaw::NoRedemptions)]);
    let mut nobody = ten_percent();
    nobody.max_per_customer = Some(0);
    assert_eq!(found(nobody), [(ERROR, Flaw::NoRedemptionsPerCustomer)]);
    let mut nobody = code("WELCOME");
    nobody.max_redemptions = Some(0);
    assert_eq!(found_in_code(nobody), [(ERROR, Flaw::NoRedemptions)]);
}

#[test]
fn everything_is_free_for_everybody_as_often_as_they_like() {
    let free = coupon(percent("100", None));
    let flaws_of = |coupon: &Coupon| {
        flaws(
            std::slice::from_ref(coupon),
            &[code("K7QX2M9PTR")],
            &[studio()],
        )
    };
    assert_eq!(flaws_of(&free), [(WARNING, Flaw::FreeWithoutLimit)]);
    let once = Coupon {
        max_redemptions: Some(20),
        ..free.clone()
    };
    assert_eq!(flaws_of(&once), []);
    let capped = coupon(percent("100", Some(2_000)));
    assert_eq!(flaws_of(&capped), []);
    let mut single = code("K7QX2M9PTR");
    single.max_redemptions = Some(1);
    assert_eq!(
        flaws(&[free], &[single], &[studio()]),
        [],
        "the code is limited"
    );
}

#[test]
fn a_coupon_without_a_code_in_use_that_nobody_holds_cannot_be_had() {
    let alone = [(WARNING, Flaw::NotObtainable)];
    assert_eq!(flaws(&[ten_percent()], &[], &[studio()]), alone);
    let holds = Terms {
        granted: vec![GrantedCoupon {
            id: "grant".parse().unwrap(),
            coupon_id: "coupon".parse().unwrap(),
            granted_at: noon(),
            location_id: None,
        }],
        ..studio()
    };
    assert_eq!(flaws(&[ten_percent()], &[], &[holds]), []);
}

// What it is for

#[test]
fn nothing_that_the_scope_names_is_sold() {
    let only = |calendars: &[&str], services: &[&str]| Coupon {
        scope: Scope::Only {
            calendars: calendars.iter().map(|id| id.parse().unwrap()).collect(),
            services: services.iter().map(|id| id.parse().unwrap()).collect(),
        },
        ..ten_percent()
    };
    assert_eq!(
        found(only(&["gone"], &["massage"])),
        [(ERROR, Flaw::NothingInScope)]
    );
    assert_eq!(found(only(&[], &[])), [(ERROR, Flaw::NothingInScope)]);
    let flaw = Flaw::NoLongerSold {
        calendars: vec!["gone".parse().unwrap()],
        services: vec!["massage".parse().unwrap()],
    };
    assert_eq!(
        found(only(&["gone"], &["massage", "class"])),
        [(NOTICE, flaw)]
    );
    assert_eq!(found(only(&["studio"], &[])), []);
}

#[test]
fn nobody_whom_the_conditions_name_performs_a_service_in_scope() {
    let mut terms = studio();
    let by = |staff: &str| StaffOffer {
        staff_id: staff.parse().unwrap(),
        own_prices: vec![],
    };
    terms.services[0].staff = vec![by("ana")];
    terms.services[1].staff = vec![by("ben")];
    let mut with_ben = ten_percent();
    with_ben.conditions.staff = vec!["ben".parse().unwrap()];
    assert_eq!(found_in(&terms, with_ben.clone()), []);
    with_ben.scope = Scope::Only {
        calendars: vec![],
        services: vec!["class".parse().unwrap()],
    };
    assert_eq!(found_in(&terms, with_ben), [(ERROR, Flaw::StaffNotInScope)]);
}

#[test]
fn hours_that_no_day_has_and_hours_that_are_the_whole_day() {
    let during = |from_minute, to_minute| {
        let hours = Hours {
            from_minute,
            to_minute,
        };
        let mut coupon = ten_percent();
        coupon.conditions.hours = Some(hours);
        (hours, found(coupon))
    };
    let (hours, flaws) = during(1_500, 1_600);
    assert_eq!(flaws, [(ERROR, Flaw::HoursOutOfRange { hours })]);
    let (hours, flaws) = during(600, 2_000);
    assert_eq!(flaws, [(WARNING, Flaw::HoursOutOfRange { hours })]);
    let (hours, flaws) = during(600, 600);
    assert_eq!(flaws, [(WARNING, Flaw::HoursWholeDay { hours })]);
    assert_eq!(during(1_320, 120).1, [], "over midnight");
    assert_eq!(during(0, 1_440).1, []);
}

#[test]
fn the_first_date_is_after_the_last_or_the_last_is_over() {
    let between = |first_date, last_date| {
        let mut coupon = ten_percent();
        coupon.conditions.first_date = Some(first_date);
        coupon.conditions.last_date = Some(last_date);
        found(coupon)
    };
    let (first_date, last_date) = (date(12, 2), date(12, 1));
    let flaw = Flaw::DatesReversed {
        first_date,
        last_date,
    };
    assert_eq!(between(first_date, last_date), [(ERROR, flaw)]);
    let last_date = date(11, 18);
    let flaw = Flaw::DatesOver { last_date };
    assert_eq!(between(date(11, 1), last_date), [(ERROR, flaw)]);
    assert_eq!(between(date(11, 1), date(11, 20)), [], "today");
}

#[test]
fn a_last_date_is_over_only_when_it_is_over_everywhere() {
    let mut coupon = ten_percent();
    coupon.conditions.last_date = Some(date(11, 19));
    let terms = [studio()];
    let definitions = Definitions {
        coupons: &[coupon],
        promotion_codes: &[code("WELCOME")],
        calendars: &terms,
    };
    // At noon in UTC the last places of all are about to end the 19th.
    let before = noon() - TimeDelta::seconds(1);
    assert_eq!(findings(&definitions, before), []);
    assert_eq!(findings(&definitions, noon()).len(), 1);
}

#[test]
fn none_of_the_weekdays_lies_between_the_dates() {
    let mut coupon = ten_percent();
    // A Tuesday to a Thursday.
    let (first_date, last_date) = (date(12, 1), date(12, 3));
    coupon.conditions.first_date = Some(first_date);
    coupon.conditions.last_date = Some(last_date);
    coupon.conditions.weekdays = vec![Weekday::Fri, Weekday::Mon];
    let flaw = Flaw::NoWeekdayBetweenDates {
        first_date,
        last_date,
    };
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.conditions.weekdays.push(Weekday::Thu);
    assert_eq!(found(coupon), []);
}

#[test]
fn the_earliest_booking_is_after_the_latest() {
    let mut coupon = ten_percent();
    coupon.conditions.lead_minutes_min = Some(61);
    coupon.conditions.lead_minutes_max = Some(60);
    let flaw = Flaw::LeadReversed {
        lead_minutes_min: 61,
        lead_minutes_max: 60,
    };
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.conditions.lead_minutes_max = Some(61);
    assert_eq!(found(coupon), []);
}

#[test]
fn conditions_that_can_be_met_one_by_one_but_not_in_the_coupon_s_time() {
    // A week ahead at the most, for January, until the end of November.
    let mut coupon = ten_percent();
    coupon.ends_at = Some(noon() + TimeDelta::days(10));
    coupon.conditions.lead_minutes_max = Some(7 * 24 * 60);
    coupon.conditions.first_date = NaiveDate::from_ymd_opt(2027, 1, 1);
    assert_eq!(found(coupon.clone()), [(ERROR, Flaw::NoAppointment)]);
    coupon.ends_at = Some(noon() + TimeDelta::days(40));
    assert_eq!(found(coupon.clone()), []);
    let mut short = code("WELCOME");
    short.expires_at = Some(noon() + TimeDelta::days(10));
    let flaws = flaws(&[coupon], &[short], &[studio()]);
    assert_eq!(flaws, [(ERROR, Flaw::NoAppointment)], "the code");
}

// Money

#[test]
fn a_minimum_that_no_order_reaches() {
    // Fifty classes for eight at 48.00 are the most that one order holds.
    let reach_minor = 50 * 8 * 4_800;
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(reach_minor);
    let reason = Rejection::MinimumAmount {
        minimum_minor: reach_minor,
        missing_minor: 49 * 8 * 4_800,
    };
    let together = Flaw::OnlyTogether {
        calendar_id: calendar_id(),
        reason,
    };
    assert_eq!(found(coupon.clone()), [(WARNING, together)]);
    coupon.minimum_amount_minor = Some(reach_minor + 1);
    let never = Flaw::MinimumOutOfReach {
        calendar_id: calendar_id(),
        minimum_minor: reach_minor + 1,
        reach_minor,
    };
    assert_eq!(found(coupon), [(ERROR, never)]);
}

#[test]
fn add_ons_and_variations_count_for_what_can_be_reached() {
    let mut terms = selling(1_000, 1);
    let class = &mut terms.services[0];
    class.variations = vec![Variation {
        id: "long".parse().unwrap(),
        unit_price_minor: 2_000,
    }];
    class.add_ons = vec![AddOn {
        id: "mat".parse().unwrap(),
        unit_price_minor: 500,
        quantity_max: 3,
    }];
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(3_500);
    assert_eq!(found_in(&terms, coupon.clone()), []);
    coupon.minimum_amount_minor = Some(3_501);
    assert!(matches!(
        found_in(&terms, coupon)[..],
        [(WARNING, Flaw::OnlyTogether { .. })]
    ));
}

#[test]
fn a_share_that_rounds_to_nothing_everywhere() {
    let flaw = Flaw::TakesOffNothing {
        calendar_id: calendar_id(),
    };
    let tiny = coupon(percent("0.000001", None));
    assert_eq!(found_in(&selling(4_800, 8), tiny), [(ERROR, flaw.clone())]);
    let free = selling(0, 8);
    assert_eq!(found_in(&free, ten_percent()), [(ERROR, flaw)]);
}

#[test]
fn too_little_is_left_to_charge_whatever_is_booked() {
    // 50 orders of 0.90 at 1 % are 0.45, and 0.50 is the least that is charged.
    let terms = selling(90, 1);
    let flaw = Flaw::AlwaysBelowMinimumCharge {
        calendar_id: calendar_id(),
        minimum_minor: 50,
    };
    assert_eq!(
        found_in(&terms, coupon(percent("99", None))),
        [(ERROR, flaw)]
    );
    assert!(matches!(
        found_in(&selling(4_800, 1), coupon(percent("99", None)))[..],
        [
            (WARNING, Flaw::SometimesBelowMinimumCharge { .. }),
            (WARNING, Flaw::OnlyTogether { .. }),
        ]
    ));
}

#[test]
fn a_deposit_makes_an_amount_too_small_to_charge() {
    let terms = Terms {
        deposit: Some(Deposit::Percent {
            percent: "1".parse().unwrap(),
        }),
        ..selling(5_000, 1)
    };
    let expected = Flaw::SometimesBelowMinimumCharge {
        calendar_id: calendar_id(),
        example: Item::plain("class".parse().unwrap(), 1),
        minimum_minor: 50,
    };
    let flaws = found_in(&terms, ten_percent());
    assert!(flaws.contains(&(WARNING, expected)), "{flaws:?}");
}

#[test]
fn some_bookings_leave_too_little_to_charge() {
    // Three places are 144.00, of which 0.20 would be left.
    let almost = coupon(fixed("EUR", 14_380));
    let flaw = Flaw::SometimesBelowMinimumCharge {
        calendar_id: calendar_id(),
        example: Item::plain("class".parse().unwrap(), 3),
        minimum_minor: 50,
    };
    assert_eq!(found_in(&selling(4_800, 8), almost), [(WARNING, flaw)]);
    let plenty = coupon(fixed("EUR", 14_350));
    assert_eq!(found_in(&selling(4_800, 8), plenty), []);
}

#[test]
fn a_price_that_is_too_small_to_charge_by_itself_is_not_the_coupon_s_mistake() {
    let terms = Terms {
        services: vec![service("class", 4_800, 8), service("sticker", 40, 1)],
        ..studio()
    };
    assert_eq!(found_in(&terms, ten_percent()), []);
}

#[test]
fn the_switch_free_orders_refuses_a_coupon_always() {
    let terms = under(Policy {
        free_orders: FreeOrders::Refuse,
        ..Policy::default()
    });
    let mut free = coupon(percent("100", None));
    free.max_redemptions = Some(50);
    let flaw = Flaw::AlwaysFree {
        calendar_id: calendar_id(),
    };
    assert_eq!(found_in(&terms, free.clone()), [(ERROR, flaw)]);
    // Beside something that it does not cover, it would work.
    free.scope = Scope::Only {
        calendars: vec![],
        services: vec!["class".parse().unwrap()],
    };
    let reason = Rejection::FreeOrderRefused;
    let flaw = Flaw::OnlyTogether {
        calendar_id: calendar_id(),
        reason,
    };
    assert_eq!(found_in(&terms, free), [(WARNING, flaw)]);
}

#[test]
fn the_switch_oversize_fixed_refuses_a_coupon_always() {
    let terms = Terms {
        policy: Policy {
            oversize_fixed: OversizeFixed::Refuse,
            ..Policy::default()
        },
        ..selling(1_000, 2)
    };
    let flaw = Flaw::AlwaysOversize {
        calendar_id: calendar_id(),
        amount_minor: 100_001,
        reach_minor: 100_000,
    };
    assert_eq!(
        found_in(&terms, coupon(fixed("EUR", 100_001))),
        [(ERROR, flaw)]
    );
    let flaws = found_in(&terms, coupon(fixed("EUR", 100_000)));
    assert!(matches!(flaws[..], [(WARNING, Flaw::OnlyTogether { .. })]));
}

#[test]
fn a_coupon_that_works_in_one_calendar_and_not_in_another_surprises() {
    let abroad = Terms {
        services: vec![service("sticker", 90, 1)],
        ..Terms::of("abroad".parse().unwrap(), "USD".parse().unwrap())
    };
    let mut large = coupon(percent("50", None));
    large.minimum_amount_minor = Some(4_600);
    let flaw = Flaw::MinimumOutOfReach {
        calendar_id: "abroad".parse().unwrap(),
        minimum_minor: 4_600,
        reach_minor: 4_500,
    };
    let codes = [code("K7QX2M9PTR")];
    let flaws = flaws(&[large], &codes, &[studio(), abroad]);
    assert_eq!(flaws, [(WARNING, flaw)]);
}

#[test]
fn a_percentage_never_reaches_its_cap() {
    let capped = |cap_minor| found_in(&selling(1_000, 2), coupon(percent("10", Some(cap_minor))));
    let flaw = |cap_minor, reach_minor, extent| Flaw::CapOutOfReach {
        calendar_id: calendar_id(),
        cap_minor,
        reach_minor,
        extent,
    };
    assert_eq!(capped(200), []);
    assert_eq!(capped(201), [(NOTICE, flaw(201, 200, Extent::OneService))]);
    assert_eq!(
        capped(10_000),
        [(NOTICE, flaw(10_000, 200, Extent::OneService))]
    );
    assert_eq!(
        capped(10_001),
        [(WARNING, flaw(10_001, 10_000, Extent::EveryOrder))]
    );
}

#[test]
fn a_fixed_amount_is_above_whatever_is_booked() {
    let worth = |amount_minor| found_in(&selling(1_000, 2), coupon(fixed("EUR", amount_minor)));
    let flaw = |amount_minor, reach_minor, extent| Flaw::AlwaysClamped {
        calendar_id: calendar_id(),
        amount_minor,
        reach_minor,
        extent,
    };
    assert_eq!(worth(1_000), []);
    assert_eq!(
        worth(2_001),
        [(NOTICE, flaw(2_001, 2_000, Extent::OneService))]
    );
    assert_eq!(
        worth(100_001),
        [(WARNING, flaw(100_001, 100_000, Extent::EveryOrder))]
    );
}

// Codes

#[test]
fn a_code_belongs_to_no_coupon() {
    let coupon_id = "coupon".parse().unwrap();
    let flaws = flaws(&[], &[code("WELCOME")], &[studio()]);
    assert_eq!(flaws, [(ERROR, Flaw::NoCoupon { coupon_id })]);
}

#[test]
fn a_code_expires_after_its_coupon_ends_or_before_it_starts() {
    let at = |days| noon() + TimeDelta::days(days);
    let expiring = |days| {
        let mut coupon = ten_percent();
        (coupon.starts_at, coupon.ends_at) = (Some(at(10)), Some(at(20)));
        let mut code = code("WELCOME");
        code.expires_at = Some(at(days));
        flaws(&[coupon], &[code], &[studio()])
    };
    let outlives = Flaw::OutlivesCoupon {
        expires_at: at(21),
        ends_at: at(20),
    };
    assert_eq!(expiring(21), [(ERROR, outlives)]);
    assert_eq!(expiring(20), []);
    assert_eq!(expiring(10), []);
    let early = Flaw::ExpiresBeforeCouponStarts {
        expires_at: at(9),
        starts_at: at(10),
    };
    assert_eq!(expiring(9), [(ERROR, early)]);
}

#[test]
fn a_code_in_use_is_already_over() {
    let ended_at = noon() - TimeDelta::hours(1);
    let mut over = code("WELCOME");
    over.expires_at = Some(ended_at);
    let expected = [
        (WARNING, Flaw::NotObtainable),
        (WARNING, Flaw::AlreadyOver { ended_at }),
    ];
    assert_eq!(found_in_code(over), expected);
}

#[test]
fn a_code_has_more_uses_than_its_coupon() {
    let mut coupon = ten_percent();
    coupon.max_redemptions = Some(50);
    let mut code = code("WELCOME");
    code.max_redemptions = Some(51);
    let flaw = Flaw::LimitAboveCoupon {
        max_redemptions: 51,
        coupon_max_redemptions: 50,
    };
    assert_eq!(flaws(&[coupon], &[code], &[studio()]), [(ERROR, flaw)]);
}

#[test]
fn a_code_s_own_minimum_is_out_of_reach() {
    let with_minimum = |minimum_minor| {
        let mut code = code("WELCOME");
        code.minimum_amount_minor = Some(minimum_minor);
        all(&[ten_percent()], &[code], &[studio()])
    };
    let found = with_minimum(50 * 8 * 4_800 + 1);
    assert!(matches!(
        &found[..],
        [Finding {
            severity: ERROR,
            subject: Subject::PromotionCode { .. },
            flaw: Flaw::MinimumOutOfReach { .. },
        }]
    ));
    let found = with_minimum(8 * 4_800 + 1);
    assert!(matches!(found[0].flaw, Flaw::OnlyTogether { .. }));
    assert_eq!(with_minimum(8 * 4_800), []);
}

#[test]
fn a_code_is_for_a_customer_whom_its_coupon_does_not_name() {
    let mut coupon = ten_percent();
    coupon.customers = vec![key("ana@example.com")];
    let named = |customer: &str| {
        let mut code = code("WELCOME");
        code.customer = Some(key(customer));
        flaws(std::slice::from_ref(&coupon), &[code], &[studio()])
    };
    assert_eq!(
        named("ben@example.com"),
        [(WARNING, Flaw::CustomerNotNamedByCoupon)]
    );
    assert_eq!(named("ana@example.com"), []);
}

#[test]
fn two_codes_have_one_text() {
    let texts = |first: Option<&str>, second: Option<&str>| {
        let mut codes = [code("WELCOME"), code("welcome")];
        codes[1].id = "later".parse().unwrap();
        codes[0].customer = first.map(key);
        codes[1].customer = second.map(key);
        all(&[ten_percent()], &codes, &[studio()])
    };
    let flaw_of = |id: &str, other: &str| Finding {
        severity: ERROR,
        subject: Subject::PromotionCode {
            promotion_code_id: id.parse().unwrap(),
        },
        flaw: Flaw::TextTaken {
            other: other.parse().unwrap(),
        },
    };
    let both = [flaw_of("code", "later"), flaw_of("later", "code")];
    assert_eq!(texts(None, None), both);
    assert_eq!(texts(Some("ana"), None), both);
    assert_eq!(texts(Some("ana"), Some("ana")), both);
    assert_eq!(
        texts(Some("ana"), Some("ben")),
        [],
        "two customers may share"
    );
}

// Guessing

/// What is said of the text of a code that one order may use.
fn weakness(text: &str) -> Option<Weakness> {
    let mut single = code(text);
    single.max_redemptions = Some(1);
    let flaws = found_in_code(single);
    flaws.into_iter().find_map(|(_, flaw)| match flaw {
        Flaw::EasyToGuess { weakness, .. } => Some(weakness),
        _ => None,
    })
}

#[test]
fn a_short_code_is_easy_to_guess() {
    for text in ["A", "VIP", "X7Q2M", "QZXWV", "4819273", "---", "A-B-C-D-7"] {
        assert_eq!(weakness(text), Some(Weakness::Short), "{text}");
    }
    for text in ["48192736", "QZXWVK", "X7Q2MB"] {
        assert_eq!(weakness(text), None, "{text}");
    }
}

#[test]
fn a_code_that_repeats_itself_is_easy_to_guess() {
    for text in [
        "AAAAAAA",
        "ABABABAB",
        "121212121",
        "XYZXYZXY",
        "777-777-777",
    ] {
        assert_eq!(weakness(text), Some(Weakness::Repeated), "{text}");
    }
}

#[test]
fn a_code_that_follows_the_alphabet_or_the_keys_is_easy_to_guess() {
    for text in [
        "ABCDEFG",
        "12345678",
        "87654321",
        "QWERTY",
        "ABC1234",
        "QWERTZ123",
    ] {
        assert_eq!(weakness(text), Some(Weakness::Sequence), "{text}");
    }
}

#[test]
fn a_code_of_usual_words_and_a_short_number_is_easy_to_guess() {
    for text in [
        "SAVE10",
        "WELCOME10",
        "WELCOME",
        "10PERCENTOFF",
        "SUMMER2026",
        "BLACK-FRIDAY",
        "HAPPYNEWYEAR",
        "THANKYOU5",
        "GUTSCHEIN20",
        "DESCUENTO",
    ] {
        assert_eq!(weakness(text), Some(Weakness::UsualWords), "{text}");
    }
    for text in ["HERON-LAKE", "WELCOMEQX", "SAVE10482", "LAGOON88"] {
        assert_eq!(weakness(text), None, "{text}");
    }
}

/// What is found in a guessable code as far as guessing goes.
fn at_stake(coupon: Coupon, code: PromotionCode) -> Option<(Severity, Stake)> {
    let flaws = flaws(&[coupon], &[code], &[studio()]);
    flaws.into_iter().find_map(|(severity, flaw)| match flaw {
        Flaw::EasyToGuess { stake, .. } => Some((severity, stake)),
        _ => None,
    })
}

#[test]
fn a_moderate_code_for_everybody_is_meant_to_be_passed_on() {
    assert_eq!(at_stake(ten_percent(), code("SAVE10")), None);
    assert_eq!(at_stake(coupon(fixed("EUR", 4_249)), code("SAVE10")), None);
    let mut first_hundred = ten_percent();
    first_hundred.max_redemptions = Some(100);
    assert_eq!(at_stake(first_hundred, code("SAVE10")), None);
}

#[test]
fn a_guessed_code_of_few_uses_takes_one_from_somebody() {
    let few = |max_redemptions| Some((WARNING, Stake::FewUses { max_redemptions }));
    let mut ten = ten_percent();
    ten.max_redemptions = Some(10);
    assert_eq!(at_stake(ten.clone(), code("SAVE10")), few(10));
    let mut single = code("SAVE10");
    single.max_redemptions = Some(1);
    assert_eq!(at_stake(ten, single), few(1));
    let mut eleven = ten_percent();
    eleven.max_redemptions = Some(11);
    assert_eq!(at_stake(eleven, code("SAVE10")), None);
}

#[test]
fn a_guessed_code_worth_half_the_price_is_worth_guessing() {
    let half = |severity| Some((severity, Stake::HalfThePrice));
    assert_eq!(
        at_stake(coupon(percent("50", None)), code("SAVE50")),
        half(WARNING)
    );
    // Half of a lesson, the dearest place.
    assert_eq!(
        at_stake(coupon(fixed("EUR", 4_250)), code("SAVE42")),
        half(WARNING)
    );
    assert_eq!(
        at_stake(coupon(percent("50", Some(1_000))), code("SAVE50")),
        None
    );
    let mut first = coupon(percent("50", None));
    first.first_purchase_only = true;
    assert_eq!(at_stake(first, code("SAVE50")), half(NOTICE));
}

#[test]
fn a_guessed_code_for_named_customers_is_of_no_use() {
    let mut own = code("SAVE50");
    own.customer = Some(key("ana@example.com"));
    own.max_redemptions = Some(1);
    assert_eq!(at_stake(coupon(percent("50", None)), own), None);
    let mut theirs = coupon(percent("50", None));
    theirs.customers = vec![key("ana@example.com")];
    assert_eq!(at_stake(theirs, code("SAVE50")), None);
}

// Several coupons

fn second(id: &str, benefit: Benefit) -> (Coupon, PromotionCode) {
    let mut coupon = coupon(benefit);
    coupon.id = id.parse().unwrap();
    let mut code = code(&format!("{id}-code"));
    code.id = id.parse().unwrap();
    code.coupon_id = coupon.id.clone();
    (coupon, code)
}

#[test]
fn two_coupons_are_for_the_same_booking() {
    let overlap = |change: fn(&mut Coupon, &mut Coupon)| {
        let (mut a, of_a) = second("a", percent("10", None));
        let (mut b, of_b) = second("b", percent("20", None));
        change(&mut a, &mut b);
        let found = all(&[b, a], &[of_b, of_a], &[studio()]);
        assert!(
            found.iter().all(|finding| finding.severity == NOTICE),
            "{found:?}"
        );
        found.len()
    };
    let found = {
        let (a, of_a) = second("a", percent("10", None));
        let (b, of_b) = second("b", percent("20", None));
        flaws(&[a, b], &[of_a, of_b], &[studio()])
    };
    let other = |id: &str| {
        let others = vec![id.parse().unwrap()];
        (NOTICE, Flaw::Overlaps { others, count: 1 })
    };
    assert_eq!(found, [other("b"), other("a")]);
    assert_eq!(
        overlap(|a, b| {
            a.conditions.weekdays = vec![Weekday::Mon];
            b.conditions.weekdays = vec![Weekday::Tue];
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.ends_at = Some(noon() + TimeDelta::days(5));
            b.starts_at = Some(noon() + TimeDelta::days(6));
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.ends_at = Some(noon() + TimeDelta::days(6));
            b.starts_at = Some(noon() + TimeDelta::days(6));
        }),
        2
    );
    assert_eq!(
        overlap(|a, b| {
            let only = |id: &str| Scope::Only {
                calendars: vec![],
                services: vec![id.parse().unwrap()],
            };
            (a.scope, b.scope) = (only("class"), only("lesson"));
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            let hours = |from_minute, to_minute| {
                Some(Hours {
                    from_minute,
                    to_minute,
                })
            };
            a.conditions.hours = hours(1_320, 120);
            b.conditions.hours = hours(120, 1_320);
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.conditions.last_date = Some(date(12, 1));
            b.conditions.first_date = Some(date(12, 2));
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.conditions.lead_minutes_max = Some(60);
            b.conditions.lead_minutes_min = Some(61);
        }),
        0
    );
    assert_eq!(
        overlap(|a, b| {
            a.customers = vec![key("ana@example.com")];
            b.customers = vec![key("ben@example.com")];
        }),
        0
    );
}

#[test]
fn of_many_overlapping_coupons_eight_are_named() {
    let pairs: Vec<_> = (0..12)
        .map(|i| second(&format!("c{i:02}"), percent("10", None)))
        .collect();
    let (coupons, codes): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    for (_, flaw) in flaws(&coupons, &codes, &[studio()]) {
        let Flaw::Overlaps { others, count } = flaw else {
            panic!("{flaw:?}");
        };
        assert_eq!((others.len(), count), (8, 11));
    }
}

// The list

#[test]
fn the_worst_comes_first_and_then_coupons_and_codes_by_id() {
    let (mut a, mut of_a) = second("a", percent("10", None));
    let (mut b, of_b) = second("b", percent("20", Some(0)));
    a.name.clear();
    b.name.clear();
    of_a.max_redemptions = Some(0);
    let found = all(&[b, a], &[of_b, of_a], &[studio()]);
    let order: Vec<_> = (found.iter())
        .map(|finding| {
            let subject = serde_json::to_value(&finding.subject).unwrap();
            (finding.severity, subject)
        })
        .collect();
    let coupon = |id: &str| json!({ "coupon": { "coupon_id": id } });
    let code = |id: &str| json!({ "promotion_code": { "promotion_code_id": id } });
    let expected = [
        (ERROR, coupon("b")),
        (ERROR, code("a")),
        (WARNING, coupon("a")),
        (WARNING, coupon("b")),
        (NOTICE, coupon("a")),
        (NOTICE, coupon("b")),
    ];
    assert_eq!(order, expected);
}

#[test]
fn a_finding_on_the_wire_is_pinned() {
    let found = all(
        &[coupon(fixed("EUR", 14_380))],
        &[code("K7QX2M9PTR")],
        &[selling(4_800, 8)],
    );
    let expected = json!([{
        "severity": "warning",
        "subject": { "coupon": { "coupon_id": "coupon" } },
        "flaw": { "sometimes_below_minimum_charge": {
            "calendar_id": "studio",
            "example": { "service_id": "class", "attendees": 3 },
            "minimum_minor": 50,
        } },
    }]);
    let value = serde_json::to_value(&found).unwrap();
    assert_eq!(value, expected);
    assert_eq!(
        serde_json::from_value::<Vec<Finding>>(value).unwrap(),
        found
    );
}
