//! Deposits: what is charged now and what is left to pay.

use booking_engine::{
    AmountDueReason, Benefit, Deposit, DepositBasis, FreeOrders, Payment, PriceError, Quote,
    Rejection, TaxKind, Terms, price,
};

use crate::fixture::{
    coupon, fixed, id, noon, percent, quote, reason, request, studio, studio_with, taxed,
};

fn flat(amount_minor: i64) -> Deposit {
    Deposit::Flat { amount_minor }
}

fn share(percent: &str) -> Deposit {
    let percent = id(percent);
    Deposit::Percent { percent }
}

/// What is due and what is left of a class for 48.00.
fn due(deposit: Option<Deposit>) -> (i64, i64) {
    let terms = Terms {
        deposit,
        ..studio()
    };
    let quote = quote(&terms, &[("class", 1)], None);
    assert_eq!(quote.total_minor, 4_800);
    (quote.amount_due_minor, quote.balance_minor)
}

/// A class for 48.00 with a coupon, under a deposit.
fn discounted(deposit: Option<Deposit>, basis: DepositBasis, benefit: Benefit) -> Quote {
    let mut terms = Terms {
        deposit,
        ..studio_with(coupon(benefit))
    };
    terms.policy.deposit_basis = basis;
    quote(&terms, &[("class", 1)], Some("WELCOME"))
}

use DepositBasis::{AfterDiscount, BeforeDiscount};

#[test]
fn without_a_deposit_everything_is_due() {
    assert_eq!(due(None), (4_800, 0));
}

#[test]
fn a_flat_deposit_is_due_now_and_the_rest_is_the_balance() {
    assert_eq!(due(Some(flat(1_000))), (1_000, 3_800));
}

#[test]
fn a_flat_deposit_is_for_the_booking_not_for_each_attendee() {
    let terms = Terms {
        deposit: Some(flat(1_000)),
        ..studio()
    };
    assert_eq!(quote(&terms, &[("class", 5)], None).amount_due_minor, 1_000);
}

#[test]
fn a_percentage_as_deposit_is_rounded_half_up_once() {
    assert_eq!(due(Some(share("25"))), (1_200, 3_600));
    assert_eq!(due(Some(share("33.333"))), (1_600, 3_200), "1599.984");
    assert_eq!(due(Some(share("0.03125"))), (2, 4_798), "1.5");
    assert_eq!(due(Some(share("100"))), (4_800, 0));
}

#[test]
fn a_deposit_is_never_above_the_total() {
    assert_eq!(due(Some(flat(4_800))), (4_800, 0));
    assert_eq!(due(Some(flat(4_801))), (4_800, 0));
}

#[test]
fn a_deposit_is_computed_on_the_discounted_total_by_default() {
    let terms = Terms {
        deposit: Some(share("50")),
        ..studio_with(coupon(percent("25", None)))
    };
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!((quote.total_minor, quote.amount_due_minor), (3_600, 1_800));
    assert_eq!(quote.deposit.unwrap().basis_minor, 3_600);
}

#[test]
fn the_switch_deposit_basis_computes_it_on_what_the_total_would_be() {
    let quote = discounted(Some(share("50")), BeforeDiscount, percent("25", None));
    assert_eq!((quote.total_minor, quote.amount_due_minor), (3_600, 2_400));
    assert_eq!(quote.balance_minor, 1_200);
    assert_eq!(quote.deposit.unwrap().basis_minor, 4_800);
}

#[test]
fn a_deposit_before_the_discount_is_not_above_the_total_either() {
    let quote = discounted(Some(share("50")), BeforeDiscount, percent("75", None));
    assert_eq!((quote.total_minor, quote.amount_due_minor), (1_200, 1_200));
    assert_eq!(quote.balance_minor, 0);
    assert!(matches!(
        quote.explain().amount_due,
        AmountDueReason::DepositAboveTotal {
            basis_minor: 4_800,
            ..
        }
    ));
}

#[test]
fn a_flat_deposit_is_the_same_on_both_bases() {
    for basis in [AfterDiscount, BeforeDiscount] {
        let quote = discounted(Some(flat(1_000)), basis, percent("25", None));
        assert_eq!(
            (quote.amount_due_minor, quote.balance_minor),
            (1_000, 2_600)
        );
    }
}

#[test]
fn both_bases_are_totals_with_the_taxes_that_are_added() {
    for (basis, basis_minor) in [(AfterDiscount, 4_320), (BeforeDiscount, 5_760)] {
        let mut terms = Terms {
            services: vec![taxed("class", 4_800, "20", TaxKind::Exclusive)],
            deposit: Some(share("10")),
            ..studio_with(coupon(percent("25", None)))
        };
        terms.policy.deposit_basis = basis;
        let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
        assert_eq!(quote.total_minor, 4_320);
        assert_eq!(quote.deposit.unwrap().basis_minor, basis_minor);
        assert_eq!(quote.amount_due_minor, basis_minor / 10);
    }
}

#[test]
fn a_rejected_code_leaves_the_deposit_of_the_full_price() {
    for basis in [AfterDiscount, BeforeDiscount] {
        let quote = discounted(Some(share("50")), basis, fixed("USD", 100));
        assert_eq!(reason(&quote), Some(Rejection::CurrencyMismatch));
        assert_eq!(quote.amount_due_minor, 2_400);
        assert_eq!(quote.deposit.unwrap().basis_minor, 4_800);
    }
}

#[test]
fn the_minimum_charge_is_of_the_deposit_that_is_due() {
    let below = Rejection::BelowMinimumCharge { minimum_minor: 50 };
    // 1 % of 48.40 is 0.48, which is too little, though the total is not.
    let quote = discounted(Some(share("1")), AfterDiscount, fixed("EUR", 10));
    assert_eq!(reason(&quote), Some(below));
    assert_eq!(quote.total_minor, 4_800, "the undiscounted price stays");
    let quote = discounted(Some(share("2")), AfterDiscount, fixed("EUR", 10));
    assert_eq!(reason(&quote), None);
    // A total of 0.40 is too little even where the deposit would be more.
    let quote = discounted(Some(flat(1_000)), AfterDiscount, fixed("EUR", 4_760));
    assert_eq!(reason(&quote), Some(below));
    // The basis decides what is due.
    let quote = discounted(Some(share("25")), AfterDiscount, fixed("EUR", 4_700));
    assert_eq!(reason(&quote), Some(below), "0.25 of 1.00");
    let quote = discounted(Some(share("25")), BeforeDiscount, fixed("EUR", 4_700));
    assert_eq!((reason(&quote), quote.amount_due_minor), (None, 100));
}

#[test]
fn a_deposit_that_is_itself_below_the_minimum_charge_cannot_be_paid() {
    let terms = Terms {
        deposit: Some(flat(49)),
        ..studio()
    };
    let quote = quote(&terms, &[("class", 1)], None);
    assert_eq!(quote.payment(), Payment::BelowMinimum { minimum_minor: 50 });
}

#[test]
fn a_coupon_that_leaves_nothing_leaves_no_deposit() {
    for basis in [AfterDiscount, BeforeDiscount] {
        let quote = discounted(Some(flat(1_000)), basis, percent("100", None));
        assert_eq!((quote.total_minor, quote.amount_due_minor), (0, 0));
        assert_eq!(quote.payment(), Payment::Free);
    }
}

#[test]
fn free_is_what_has_nothing_due_now() {
    // The rules call an order free by its amount due; a deposit of nothing makes it so, too.
    let mut terms = Terms {
        deposit: Some(flat(0)),
        ..studio_with(coupon(percent("10", None)))
    };
    let allowed = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(
        (allowed.amount_due_minor, allowed.balance_minor),
        (0, 4_320)
    );
    assert_eq!(allowed.payment(), Payment::Free);
    terms.policy.free_orders = FreeOrders::Refuse;
    let refused = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(reason(&refused), Some(Rejection::FreeOrderRefused));
}

#[test]
fn a_negative_deposit_is_an_error() {
    let terms = Terms {
        deposit: Some(flat(-1)),
        ..studio()
    };
    let error = price(&request(&[("class", 1)], None), &terms, noon());
    assert_eq!(error, Err(PriceError::AmountOutOfRange));
}
