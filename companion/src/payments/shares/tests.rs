use booking_engine::{Currency, Quote};
use serde_json::json;

use super::{Movement, shares};

/// Three attendees for 100.00 with 10.00 off: totals of 30.00 each.
fn quote(due_minor: i64) -> Quote {
    let quote = json!({
        "currency": "EUR",
        "lines": [{
            "service_id": "class", "unit_price_minor": 3_334, "attendees": 3,
            "amount_minor": 10_002, "eligible": true, "discount_minor": 1_000,
        }],
        "subtotal_minor": 10_002, "discount_minor": 1_000, "total_minor": 9_002,
        "amount_due_minor": due_minor, "balance_minor": 9_002 - due_minor,
    });
    serde_json::from_value(quote).expect("a quote")
}

fn back(amount_minor: i64, attendee: Option<u32>) -> Movement {
    Movement::Back {
        amount_minor,
        attendee,
    }
}

/// Checks what was paid for each, what goes back to each and what each owes, and every sum.
#[track_caller]
fn check(
    due_minor: i64,
    movements: &[Movement],
    paid: [i64; 3],
    returned: [i64; 3],
    owed: [i64; 3],
) {
    let quote = quote(due_minor);
    let shares = shares(&quote, movements);
    let column = |of: fn(&super::Share) -> i64| shares.iter().map(of).collect::<Vec<_>>();
    assert_eq!(column(|share| share.paid_minor), paid);
    assert_eq!(column(|share| share.back_minor), returned);
    assert_eq!(column(super::Share::balance_minor), owed);
    let sum = |of: fn(&super::Share) -> i64| column(of).iter().sum::<i64>();
    assert_eq!(sum(|share| share.subtotal_minor), quote.subtotal_minor);
    assert_eq!(sum(|share| share.discount_minor), quote.discount_minor);
    assert_eq!(sum(|share| share.total_minor), quote.total_minor);
    let total = |back: bool| -> i64 {
        let amounts = movements.iter().map(|movement| match *movement {
            Movement::In(amount_minor) if !back => amount_minor,
            Movement::Back { amount_minor, .. } if back => amount_minor,
            _ => 0,
        });
        amounts.sum()
    };
    assert_eq!(sum(|share| share.paid_minor), total(false));
    assert_eq!(sum(|share| share.back_minor), total(true));
    assert_eq!(
        quote.currency,
        "EUR".parse::<Currency>().expect("a currency")
    );
}

#[test]
fn what_was_charged_is_split_as_the_engine_splits_it() {
    for due_minor in [0, 1, 100, 3_001, 9_002] {
        let quote = quote(due_minor);
        let charged: Vec<i64> = (quote.attendee_shares().iter())
            .map(|share| share.amount_due_minor)
            .collect();
        let paid: Vec<i64> = (shares(&quote, &[Movement::In(due_minor)]).iter())
            .map(|share| share.paid_minor)
            .collect();
        assert_eq!(paid, charged);
    }
}

#[test]
fn nothing_is_owed_once_everything_is_paid_in_whatever_parts() {
    let all = [3_000, 3_001, 3_001];
    check(9_002, &[Movement::In(9_002)], all, [0; 3], [0; 3]);
    let parts = [1_000, 1, 4_000, 4_001].map(Movement::In);
    check(1_000, &parts, all, [0; 3], [0; 3]);
}

#[test]
fn what_is_given_back_to_all_is_not_owed_again() {
    let movements = [Movement::In(9_002), back(1_000, None)];
    check(
        9_002,
        &movements,
        [3_000, 3_001, 3_001],
        [333, 334, 333],
        [0; 3],
    );
}

#[test]
fn whoever_is_called_off_owes_nothing_and_the_others_as_before() {
    let movements = [Movement::In(3_001), back(1_000, Some(2))];
    check(
        3_001,
        &movements,
        [1_000, 1_001, 1_000],
        [0, 1_000, 0],
        [2_000, 0, 2_001],
    );
}

#[test]
fn what_comes_in_later_is_for_those_who_take_part() {
    let movements = [
        Movement::In(3_001),
        back(1_000, Some(2)),
        Movement::In(4_000),
    ];
    check(
        3_001,
        &movements,
        [3_000, 1_001, 3_000],
        [0, 1_000, 0],
        [0, 0, 1],
    );
}

#[test]
fn somebody_who_had_a_part_of_what_was_given_to_all_gets_no_more_than_was_paid() {
    let movements = [Movement::In(9_002), back(6_000, None), back(3_001, Some(2))];
    check(
        9_002,
        &movements,
        [3_000, 3_001, 3_001],
        [3_000, 3_001, 3_000],
        [0; 3],
    );
}

#[test]
fn more_than_it_costs_is_shared_by_all() {
    check(
        9_002,
        &[Movement::In(12_003)],
        [4_000, 4_002, 4_001],
        [0; 3],
        [0; 3],
    );
}
