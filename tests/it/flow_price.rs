//! What one pays and why, what the times cost with a code in hand, and what makes it count.

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{
    AddOnInfo, CancellationTerms, OrderStatus, StaffInfo, VariationInfo, ZonePolicy,
};
use booking_engine::{
    AddOn, Conditions, Deposit, Item, ItemAddOn, PriceRequest, Service, StaffOffer, StaffPrice,
    Tax, TaxKind, Terms, Variation, price,
};
use booking_widget::flow::{
    Body, CouponField, Day, DayState, Event, FocusTarget, MenuEvent, News, PriceLine, SlotOption,
    Slots, Started, Summary, TimePrice, TimeStep,
};
use chrono::{TimeDelta, Weekday};

use crate::fixtures::{
    self, Script, at, date, order_key, order_view, started, tuesdays, whole_terms,
};

fn summary(script: &Script) -> Summary {
    script.screen().summary.expect("there is a price")
}

fn total(script: &Script) -> String {
    summary(script).total.amount
}

fn studio(change: impl Fn(&mut Terms)) -> Script {
    fixtures::studio(started(Neo), change)
}

fn time(script: &Script) -> TimeStep {
    match script.screen().body {
        Body::Time(step) => *step,
        other => panic!("at {other:?}"),
    }
}

fn day(script: &Script, wanted: &str) -> Day {
    let weeks = time(script).month.weeks;
    let mut days = weeks.into_iter().flatten().flatten();
    days.find(|day| day.date == date(wanted))
        .expect("in the month")
}

fn slots(script: &Script) -> Vec<SlotOption> {
    match time(script).slots {
        Slots::Day { groups, .. } => groups.into_iter().flat_map(|group| group.slots).collect(),
        other => panic!("{other:?}"),
    }
}

fn price_of(amount: &str, counts: bool) -> TimePrice {
    let amount = amount.to_owned();
    TimePrice { amount, counts }
}

fn offers(script: &Script) -> Vec<String> {
    match summary(script).coupon {
        Some(CouponField::Applied { offers, .. }) => offers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_discounted_line_shows_what_it_was_and_what_each_pays() {
    let mut script = studio(|_| {});
    script.go(Event::AttendeesChosen(2)).apply("welcome10");
    assert_eq!(
        summary(&script).lines,
        [PriceLine {
            label: "€48.00 × 2".to_owned(),
            detail: "€43.20 per person".to_owned(),
            parts: vec![],
            was: Some("€96.00".to_owned()),
            amount: "€86.40".to_owned(),
        }]
    );
    script.go(Event::CodeRemoved);
    let line = summary(&script).lines.remove(0);
    assert_eq!((line.was, line.detail.as_str()), (None, ""));
    assert_eq!(line.amount, "€96.00");
}

#[test]
fn a_discount_that_does_not_go_into_the_attendees_is_told_to_the_cent() {
    let mut script = studio(|_| {});
    script.go(Event::AttendeesChosen(3)).apply("twenty");
    let line = summary(&script).lines.remove(0);
    assert_eq!(line.detail, "€41.33 × 2 + €41.34 × 1");
    assert_eq!(line.amount, "€124.00");
}

#[test]
fn forms_staff_and_add_ons_are_named_with_what_each_costs() {
    let change = |terms: &mut Terms| {
        let service = &mut terms.services[0];
        *service = Service {
            variations: vec![Variation {
                id: "long".parse().unwrap(),
                unit_price_minor: 8_000,
            }],
            staff: vec![StaffOffer {
                staff_id: "anna".parse().unwrap(),
                own_prices: vec![StaffPrice {
                    variation_id: Some("long".parse().unwrap()),
                    unit_price_minor: 9_000,
                }],
            }],
            add_ons: vec![AddOn {
                id: "mat".parse().unwrap(),
                unit_price_minor: 500,
                quantity_max: 2,
            }],
            ..service.clone()
        };
    };
    let mut first = started(Neo);
    change(&mut first.page.terms);
    first.page.services[0].variations = vec![VariationInfo {
        id: "long".parse().unwrap(),
        name: "90 minutes".to_owned(),
        duration_minutes: 90,
    }];
    first.page.services[0].add_ons = vec![AddOnInfo {
        id: "mat".parse().unwrap(),
        name: "A mat".to_owned(),
        description: String::new(),
    }];
    first.page.staff = vec![StaffInfo {
        id: "anna".parse().unwrap(),
        name: "Anna".to_owned(),
        role: String::new(),
        locations: vec![],
    }];
    let mut whole = whole_terms();
    change(&mut whole);
    let request = PriceRequest::of(vec![
        Item {
            variation_id: Some("long".parse().unwrap()),
            staff_id: Some("anna".parse().unwrap()),
            add_ons: vec![ItemAddOn {
                add_on_id: "mat".parse().unwrap(),
                quantity: 1,
            }],
            ..Item::plain("yoga".parse().unwrap(), 2)
        },
        Item::plain("portrait".parse().unwrap(), 1),
    ]);
    // The guest comes back to a booking of all that and chooses another time.
    let quote = price(&request, &whole, at("2026-11-20T09:00:00Z")).unwrap();
    let mut before = Script::start(Neo);
    before.up_to_payment().go(Event::Confirmed);
    let mut sent = before.sent().1;
    (sent.request, sent.quote) = (request, quote);
    first.asked.order = Some(order_key());
    first.asked.cancelled = true;
    let mut script = Script::start_with(first);
    script.terms = whole;
    script.order = Some(order_view(&sent, OrderStatus::AwaitingPayment));
    script.answer().go(Event::ReleaseChosen);

    let seen = summary(&script);
    assert_eq!(seen.service, "Morning yoga, Portrait session");
    let [yoga, portrait] = &seen.lines[..] else {
        panic!("{:?}", seen.lines);
    };
    assert_eq!(yoga.label, "Morning yoga, 90 minutes");
    assert_eq!(yoga.detail, "with Anna");
    assert_eq!(yoga.amount, "€190.00");
    let parts: Vec<(&str, &str)> = yoga
        .parts
        .iter()
        .map(|part| (&*part.label, &*part.amount))
        .collect();
    assert_eq!(parts, [("€90.00 × 2", "€180.00"), ("A mat × 2", "€10.00")]);
    assert_eq!(portrait.label, "Portrait session");
    assert_eq!(
        (portrait.detail.as_str(), portrait.amount.as_str()),
        ("", "€120.00")
    );

    script.apply("portrait25");
    let seen = summary(&script);
    assert_eq!(seen.lines[0].was, None, "the code is not for yoga");
    assert_eq!(seen.lines[1].was.as_deref(), Some("€120.00"));
    assert_eq!(seen.lines[1].amount, "€90.00");
    assert_eq!(seen.subtotal.unwrap().amount, "€310.00");
    assert_eq!(
        seen.discount.unwrap().detail,
        "25% off, on Portrait session"
    );
}

#[test]
fn taxes_are_added_before_the_total_or_named_below_it() {
    for kind in [TaxKind::Exclusive, TaxKind::Inclusive] {
        let script = studio(|terms| {
            terms.services[0].tax = Some(Tax {
                percent: "20".parse().unwrap(),
                kind,
            });
        });
        let seen = summary(&script);
        let (rows, label, amount, total, other) = match kind {
            TaxKind::Exclusive => (seen.taxes, "Tax, 20%", "€9.60", "€57.60", seen.contained),
            TaxKind::Inclusive => (
                seen.contained,
                "Includes 20% tax",
                "€8.00",
                "€48.00",
                seen.taxes,
            ),
        };
        assert_eq!((&*rows[0].label, &*rows[0].amount), (label, amount));
        assert_eq!((rows.len(), other.len()), (1, 0));
        assert_eq!(seen.total.amount, total);
    }
}

#[test]
fn a_deposit_says_what_is_due_now_what_later_and_why() {
    let mut script = studio(|terms| {
        terms.deposit = Some(Deposit::Percent {
            percent: "30".parse().unwrap(),
        });
    });
    let due = summary(&script).due.unwrap();
    assert_eq!((&*due.now.label, &*due.now.amount), ("Due now", "€14.40"));
    assert_eq!(
        (&*due.later.label, &*due.later.amount),
        ("Later at Studio Lume", "€33.60")
    );
    assert_eq!(due.why, "A deposit of 30% secures your booking.");
    script
        .go(Event::Continue)
        .fill_details()
        .go(Event::Continue);
    let Body::Payment(payment) = script.screen().body else {
        panic!("at the payment");
    };
    assert_eq!(payment.confirm, "Pay €14.40");

    // One that is the whole price is none.
    let script = studio(|terms| {
        terms.deposit = Some(Deposit::Flat {
            amount_minor: 9_000,
        });
    });
    assert_eq!(summary(&script).due, None);
}

#[test]
fn with_a_code_for_some_times_days_and_times_show_what_they_cost() {
    let mut script = studio(|_| {});
    assert_eq!(
        day(&script, "2026-11-24").price,
        None,
        "no noise without a code"
    );
    assert!(slots(&script).iter().all(|slot| slot.price.is_none()));
    script
        .apply("tuesday")
        .go(Event::DayChosen(date("2026-11-24")));
    let tuesday = day(&script, "2026-11-24");
    assert_eq!(tuesday.price, Some(price_of("€24.00", true)));
    assert_eq!(
        tuesday.name,
        "Tuesday 24 November, 4 free times, from €24.00"
    );
    let wednesday = day(&script, "2026-11-25");
    assert_eq!(wednesday.price, Some(price_of("€48.00", false)));
    assert_eq!(
        wednesday.state,
        DayState::Free,
        "quieter, and still to be had"
    );
    assert_eq!(
        day(&script, "2026-11-23").price,
        None,
        "nothing is free on Mondays"
    );
    let prices: Vec<_> = slots(&script)
        .into_iter()
        .filter_map(|slot| slot.price)
        .collect();
    assert_eq!(
        prices,
        [
            price_of("€24.00", true),
            price_of("€24.00", true),
            price_of("€48.00", false),
            price_of("€48.00", false)
        ]
    );
    assert_eq!(
        slots(&script)[0].name,
        "09:30 to 10:30, 6 places left, €24.00"
    );
    let requests = script.requests();
    script.go(Event::AttendeesChosen(2));
    assert_eq!(
        day(&script, "2026-11-24").price,
        Some(price_of("€48.00", true))
    );
    assert_eq!(script.requests(), requests, "priced here");
    script.go(Event::CodeRemoved);
    assert_eq!(day(&script, "2026-11-24").price, None);
}

#[test]
fn what_a_day_costs_is_what_choosing_its_times_costs() {
    let mut script = studio(|_| {});
    script.apply("tuesday");
    for chosen in ["2026-11-24", "2026-11-25", "2026-11-28"] {
        script.go(Event::DayChosen(date(chosen)));
        for slot in slots(&script) {
            let mut script = script.clone();
            script.go(Event::SlotChosen(slot.starts_at));
            assert_eq!(slot.price.unwrap().amount, total(&script));
        }
    }
}

#[test]
fn a_code_that_counts_nowhere_in_the_month_leaves_its_days_alone() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                first_date: Some(date("2026-12-08")),
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(day(&script, "2026-11-24").price, None);
    script.go(Event::MonthTurned(1));
    assert_eq!(
        day(&script, "2026-12-05").price,
        Some(price_of("€48.00", false))
    );
    assert_eq!(
        day(&script, "2026-12-08").price,
        Some(price_of("€24.00", true))
    );
}

#[test]
fn other_days_of_the_week_are_shown_at_one_tap() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                weekdays: vec![Weekday::Thu, Weekday::Wed, Weekday::Tue],
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(offers(&script), ["Tuesday to Thursday: show these times"]);
    script.go(Event::RemedyChosen(0));
    assert!(day(&script, "2026-11-24").selected);
    let screen = script.screen();
    assert_eq!(screen.focus.unwrap().target, FocusTarget::Slots);
    assert!(screen.announcement.starts_with("Tuesday 24 November"));
    // What was chosen stays until something else is.
    assert_eq!(total(&script), "€48.00");
    script.choose_slot("2026-11-24T09:30:00Z");
    assert_eq!(total(&script), "€24.00");
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€24.00", "nothing is offered any more");
}

#[test]
fn before_a_time_is_chosen_those_that_the_code_is_for_are_a_tap_away() {
    let mut first = started(Neo);
    first.asked.coupon = Some("tuesday".to_owned());
    let mut script = Script::start_with(first);
    script.answer();
    assert_eq!(offers(&script), ["Tuesday: show these times"]);
    script.go(Event::RemedyChosen(0));
    assert!(day(&script, "2026-11-24").selected);
    script.choose_slot("2026-11-24T09:30:00Z");
    assert_eq!(offers(&script), [""; 0]);
}

#[test]
fn dates_far_away_are_looked_for_month_by_month() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                first_date: Some(date("2027-01-02")),
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(
        offers(&script),
        ["From Saturday 2 January: show these times"]
    );
    // Nothing is free in January before the 12th.
    script.go(Event::RemedyChosen(0));
    assert_eq!(time(&script).month.title, "January 2027");
    assert!(day(&script, "2027-01-12").selected);
}

#[test]
fn where_no_time_fits_it_is_said_once_the_calendar_ends() {
    let mut script = studio(|terms| {
        tuesdays(
            terms,
            Conditions {
                weekdays: vec![Weekday::Sun],
                ..Conditions::default()
            },
        );
    });
    script.apply("tuesday");
    assert_eq!(offers(&script), ["Sunday: show these times"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(script.screen().announcement, "No free time fits this code.");
    assert_eq!(time(&script).month.title, "November 2026");
    assert!(day(&script, "2026-11-21").selected);
}

#[test]
fn a_remedy_leads_from_the_payment_back_to_the_times() {
    let mut script = Script::start(Classic);
    script.up_to_payment().apply("tuesday");
    script.go(Event::RemedyChosen(0));
    assert!(day(&script, "2026-11-24").selected);
}

#[test]
fn more_people_another_service_or_someone_else_is_one_tap_away() {
    let mut script = studio(|_| {});
    script.apply("twenty");
    assert_eq!(offers(&script), ["Book for 2 people"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€76.00");

    let mut script = studio(|_| {});
    script.apply("portrait25");
    assert_eq!(offers(&script), ["Choose Portrait session"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€90.00");
    assert_eq!(summary(&script).service, "Portrait session");

    let anna = || "anna".parse().unwrap();
    let change = |terms: &mut Terms| {
        terms.services[0].staff = vec![StaffOffer {
            staff_id: anna(),
            own_prices: vec![],
        }];
        tuesdays(
            terms,
            Conditions {
                staff: vec![anna()],
                ..Conditions::default()
            },
        );
    };
    let mut first: Started = started(Neo);
    change(&mut first.page.terms);
    first.page.staff = vec![StaffInfo {
        id: anna(),
        name: "Anna".to_owned(),
        role: String::new(),
        locations: vec![],
    }];
    let mut script = Script::start_with(first);
    change(&mut script.terms);
    let menu = |event| Event::Menu(Box::new(event));
    script
        .go(menu(MenuEvent::ServiceOpened(0)))
        .go(menu(MenuEvent::Taken))
        .choose_slot("2026-11-21T09:30:00Z")
        .apply("tuesday");
    assert_eq!(offers(&script), ["Choose Anna"]);
    script.go(Event::RemedyChosen(0));
    assert_eq!(total(&script), "€24.00");
}

#[test]
fn where_nothing_helps_only_the_reason_stands() {
    let mut script = studio(|_| {});
    script.apply("today");
    script.step(News::Tick(at("2026-11-20T09:10:01Z")));
    assert_eq!(offers(&script), [""; 0]);
}

fn members() -> Script {
    fixtures::members(started(Neo))
}

fn granted(script: &Script) -> Option<String> {
    match summary(script).coupon {
        Some(CouponField::Granted { name, detail, .. }) => Some(format!("{name}, {detail}")),
        _ => None,
    }
}

#[test]
fn a_benefit_that_the_companion_knows_of_is_shown_as_the_guest_s_own() {
    let mut script = members();
    let Body::Payment(payment) = script.screen().body else {
        panic!("at the payment");
    };
    let change = payment.price_change.unwrap();
    assert_eq!((&*change.was, &*change.now), ("€48.00", "€38.40"));
    assert_eq!(change.title, "The price is lower now");
    assert_eq!(change.accept, "Pay €38.40");
    assert!(change.lower, "it is good news, and no warning");
    assert_eq!(change.reasons, ["Members is your own benefit: 20% off."]);
    assert_eq!(
        granted(&script).as_deref(),
        Some("Members, your benefit: 20% off")
    );
    script.go(Event::ChangeAccepted);
    assert_eq!(script.sent().1.quote.total_minor, 3_840);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_benefit_is_priced_here_from_then_on_and_a_code_takes_its_place() {
    let mut script = members();
    let requests = script.requests();
    script.go(Event::StepChosen(booking_widget::flow::Step::Time));
    script.go(Event::AttendeesChosen(2));
    assert_eq!(total(&script), "€76.80");
    assert_eq!(script.requests(), requests);
    // A code that is worth less wins all the same, and can be given up again.
    script.apply("welcome10");
    assert_eq!(total(&script), "€86.40");
    let Some(CouponField::Applied { back, .. }) = summary(&script).coupon else {
        panic!("the code is applied");
    };
    assert_eq!(back.as_deref(), Some("Use Members instead"));
    script.go(Event::CodeRemoved);
    assert_eq!(total(&script), "€76.80");
    assert!(granted(&script).is_some());
    // One that does not fit leaves the benefit where it is.
    script.go(Event::AttendeesChosen(1)).apply("twenty");
    assert!(granted(&script).is_some());
    assert_eq!(total(&script), "€38.40");
}

#[test]
fn a_benefit_is_not_somebody_else_s() {
    let mut script = members();
    script.go(Event::StepChosen(booking_widget::flow::Step::Details));
    script.type_in(booking_widget::flow::GuestField::Email, "other@example.com");
    assert_eq!(granted(&script), None);
    assert_eq!(total(&script), "€48.00");
}

#[test]
fn a_total_is_announced_once_it_has_settled() {
    let mut script = studio(|_| {});
    let mut now = script.now;
    let mut tick = |script: &mut Script, ms: i64| {
        now += TimeDelta::milliseconds(ms);
        script.step(News::Tick(now));
    };
    for people in 2..=4 {
        tick(&mut script, 200);
        script.step(Event::AttendeesChosen(people));
        assert_eq!(script.screen().announcement, "");
    }
    tick(&mut script, 500);
    assert_eq!(script.screen().announcement, "");
    tick(&mut script, 500);
    assert_eq!(script.screen().announcement, "Total: €192.00.");
    // Said together with the next thing that happens, it is not swallowed by it.
    script.step(Event::AttendeesChosen(2));
    tick(&mut script, 900);
    script.step(Event::CodeOpened);
    assert_eq!(script.screen().announcement, "Total: €96.00.");
    tick(&mut script, 100);
    script.step(Event::CodeClosed);
    assert_eq!(script.screen().announcement, "");
}

#[test]
fn where_the_zone_is_the_business_s_there_is_nothing_to_choose() {
    let mut first = started(Neo);
    first.zone = "America/New_York".to_owned();
    first.page.calendar.zone = ZonePolicy::Business;
    let mut script = Script::start_with(first);
    script.answer();
    let zones = time(&script).zones;
    assert_eq!(zones.locked.as_deref(), Some("Times are shown for Lisbon."));
    assert_eq!(zones.business_differs, None);
    script.go(Event::ZoneChosen("Asia/Kolkata".to_owned()));
    assert_eq!(time(&script).zones.selected, "Europe/Lisbon");
    assert_eq!(slots(&script)[0].label, "09:30");
}

/// What is said of calling off before one pays, under terms in minutes and percent.
fn told(notice_minutes: u32, refund_percent: u32, late_refund_percent: u32, code: &str) -> String {
    let mut first = started(Neo);
    first.page.calendar.cancellation = Some(CancellationTerms {
        notice_minutes,
        refund_percent,
        late_refund_percent,
    });
    let mut script = Script::start_with(first);
    script.up_to_payment().apply(code);
    match script.screen().body {
        Body::Payment(payment) => payment.cancellation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_calling_off_gives_back_is_said_with_the_time_and_the_amount() {
    let code = "welcome10";
    assert_eq!(
        told(90, 100, 50, code),
        "Cancel until Saturday 21 November, 08:00 and get €43.20 back; later €21.60."
    );
    assert_eq!(
        told(90, 33, 0, code),
        "Cancel until Saturday 21 November, 08:00 and get €14.26 back; later nothing."
    );
    // Nothing changes on the way to the start.
    assert_eq!(
        told(0, 100, 100, code),
        "Cancel until Saturday 21 November, 09:30 and get €43.20 back."
    );
    // Too late for the first share already.
    assert_eq!(
        told(5_000, 100, 25, code),
        "Cancel until Saturday 21 November, 09:30 and get €10.80 back."
    );
    assert_eq!(told(90, 0, 0, code), "If you cancel, nothing is paid back.");
    assert_eq!(
        told(90, 100, 0, "free"),
        "You can cancel until Saturday 21 November, 08:00."
    );
}

#[test]
fn where_guests_cannot_call_off_nothing_is_said_of_it() {
    let mut script = Script::start(Neo);
    script.up_to_payment();
    let Body::Payment(payment) = script.screen().body else {
        panic!("at the payment");
    };
    assert_eq!(payment.cancellation, "");
}
