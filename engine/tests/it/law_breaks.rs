//! Each law of money, broken by one figure in a good quote.

use booking_engine::{
    AddOn, Deposit, Item, ItemAddOn, LawBroken, PriceRequest, Quote, TaxKind, Terms,
};

use crate::fixture::{coupon, id, only, percent, priced, service, studio, studio_with, taxed};

/// A quote with everything: a covered line with mats and a tax that is added, another with a tax
/// that is contained, one that the coupon does not cover, and a deposit.
fn good() -> Quote {
    let mut class = taxed("class", 4_800, "20", TaxKind::Exclusive);
    class.add_ons = vec![AddOn {
        id: id("mat"),
        unit_price_minor: 200,
        quantity_max: 2,
    }];
    let mut terms = Terms {
        services: vec![
            class,
            taxed("course", 1_190, "19", TaxKind::Inclusive),
            service("lesson", 8_500, 1),
        ],
        deposit: Some(Deposit::Percent { percent: id("50") }),
        ..studio_with(coupon(percent("10", None)))
    };
    terms.coupons[0].scope = only(&["class", "course"]);
    let mats = vec![ItemAddOn {
        add_on_id: id("mat"),
        quantity: 1,
    }];
    let request = PriceRequest {
        code: Some("WELCOME".to_owned()),
        ..PriceRequest::of(vec![
            Item {
                add_ons: mats,
                ..Item::plain(id("class"), 2)
            },
            Item::plain(id("course"), 1),
            Item::plain(id("lesson"), 1),
        ])
    };
    let quote = priced(&terms, &request);
    assert_eq!(
        (quote.discount_minor, quote.tax_minor, quote.total_minor),
        (1_119, 1_800, 20_371)
    );
    quote
}

/// What the good quote breaks once it is changed.
fn breaks(change: impl FnOnce(&mut Quote)) -> Result<(), LawBroken> {
    let mut quote = good();
    change(&mut quote);
    quote.check_laws()
}

/// Reads better than an `Err` in every line.
fn assert_breaks(law: LawBroken, changes: &[fn(&mut Quote)]) {
    for (index, change) in changes.iter().enumerate() {
        assert_eq!(breaks(change), Err(law), "change {index}");
    }
}

#[test]
fn a_good_quote_breaks_no_law() {
    assert_eq!(breaks(|_| {}), Ok(()));
}

#[test]
fn nothing_is_negative() {
    assert_breaks(
        LawBroken::Negative,
        &[
            |quote| quote.subtotal_minor = -1,
            |quote| quote.discount_minor = -1,
            |quote| quote.tax_minor = -1,
            |quote| quote.total_minor = -1,
            |quote| quote.amount_due_minor = -1,
            |quote| quote.balance_minor = -1,
            |quote| quote.lines[2].unit_price_minor = -1,
            |quote| quote.lines[2].amount_minor = -1,
            |quote| quote.lines[2].discount_minor = -1,
            |quote| quote.lines[0].add_ons[0].unit_price_minor = -1,
            |quote| quote.lines[0].tax.as_mut().unwrap().amount_minor = -1,
            |quote| quote.deposit.as_mut().unwrap().basis_minor = -1,
        ],
    );
}

#[test]
fn a_negative_deposit_is_no_deposit_of_nothing() {
    let mut quote = crate::fixture::quote(&studio(), &[("class", 1)], None);
    quote.deposit = good().deposit;
    quote.deposit.as_mut().unwrap().rule = Deposit::Flat { amount_minor: -1 };
    (quote.amount_due_minor, quote.balance_minor) = (0, 4_800);
    assert_eq!(quote.check_laws(), Err(LawBroken::Negative));
}

#[test]
fn a_line_is_its_unit_price_and_add_ons_times_its_attendees() {
    assert_breaks(
        LawBroken::Line,
        &[
            |quote| quote.lines[0].unit_price_minor += 1,
            |quote| quote.lines[0].add_ons[0].unit_price_minor += 1,
            |quote| quote.lines[0].add_ons[0].quantity = 2,
            |quote| quote.lines[0].add_ons.clear(),
            |quote| quote.lines[0].attendees = 3,
            |quote| quote.lines[0].attendees = 0,
            |quote| quote.lines[0].amount_minor += 1,
            |quote| quote.lines[0].amount_minor -= 1,
            |quote| quote.lines[0].unit_price_minor = i64::MAX,
            |quote| quote.lines[0].add_ons[0].unit_price_minor = i64::MAX,
        ],
    );
}

#[test]
fn no_share_is_above_its_line_or_on_a_line_that_is_not_covered() {
    assert_breaks(
        LawBroken::Line,
        &[
            |quote| quote.lines[1].discount_minor = 1_191,
            |quote| quote.lines[2].discount_minor = 1,
            |quote| quote.lines[0].eligible = false,
        ],
    );
}

#[test]
fn lines_sum_to_the_subtotal() {
    assert_breaks(
        LawBroken::Subtotal,
        &[
            |quote| quote.subtotal_minor += 1,
            |quote| quote.subtotal_minor -= 1,
            |quote| {
                quote.lines.pop();
            },
            |quote| quote.lines.push(quote.lines[2].clone()),
        ],
    );
}

#[test]
fn shares_sum_to_the_discount_of_a_coupon_that_is_there() {
    assert_breaks(
        LawBroken::Discount,
        &[
            |quote| quote.discount_minor += 1,
            |quote| quote.discount_minor -= 1,
            |quote| quote.discount_minor = 0,
            |quote| quote.lines[0].discount_minor += 1,
            |quote| quote.lines[1].discount_minor -= 1,
            |quote| quote.lines[2].eligible = true,
            |quote| quote.coupon = None,
            |quote| quote.coupon.as_mut().unwrap().eligible_minor += 1,
            |quote| quote.coupon.as_mut().unwrap().eligible_minor = -1,
        ],
    );
    let mut without = crate::fixture::quote(&studio(), &[("class", 1)], None);
    assert_eq!(without.check_laws(), Ok(()));
    without.coupon = good().coupon;
    assert_eq!(
        without.check_laws(),
        Err(LawBroken::Discount),
        "a coupon without a discount"
    );
    without.coupon.as_mut().unwrap().eligible_minor = 0;
    assert_eq!(
        without.check_laws(),
        Err(LawBroken::Discount),
        "though what it covers agrees"
    );
    without.lines[0].eligible = true;
    without.coupon.as_mut().unwrap().eligible_minor = 4_800;
    assert_eq!(
        without.check_laws(),
        Err(LawBroken::Discount),
        "nor one that covers a line and takes off nothing"
    );
    without.coupon = None;
    assert_eq!(
        without.check_laws(),
        Err(LawBroken::Discount),
        "a line covered by nothing"
    );
}

#[test]
fn a_tax_is_its_rate_on_the_discounted_lines() {
    assert_breaks(
        LawBroken::Tax,
        &[
            |quote| quote.tax_minor += 1,
            |quote| quote.tax_minor = 0,
            |quote| quote.lines[0].tax.as_mut().unwrap().amount_minor += 1,
            |quote| quote.lines[1].tax.as_mut().unwrap().amount_minor += 1,
            |quote| quote.lines[1].tax.as_mut().unwrap().amount_minor -= 1,
            |quote| quote.lines[0].tax = None,
            |quote| quote.lines[0].tax.as_mut().unwrap().rate.percent = id("21"),
            |quote| quote.lines[1].tax.as_mut().unwrap().rate.percent = id("7"),
            |quote| quote.lines[0].tax.as_mut().unwrap().rate.kind = TaxKind::Inclusive,
        ],
    );
}

#[test]
fn the_subtotal_less_the_discount_and_with_added_taxes_is_the_total() {
    assert_breaks(
        LawBroken::Total,
        &[
            |quote| quote.total_minor += 1,
            |quote| quote.total_minor -= 1,
            |quote| quote.total_minor = quote.subtotal_minor,
        ],
    );
}

#[test]
fn the_amount_due_is_what_the_deposit_says_and_sums_with_the_balance_to_the_total() {
    assert_breaks(
        LawBroken::AmountDue,
        &[
            |quote| quote.amount_due_minor += 1,
            |quote| quote.balance_minor += 1,
            |quote| quote.balance_minor = 0,
            |quote| {
                quote.amount_due_minor += 1;
                quote.balance_minor -= 1;
            },
            |quote| quote.deposit = None,
            |quote| quote.deposit.as_mut().unwrap().basis_minor += 2,
            |quote| quote.deposit.as_mut().unwrap().rule = Deposit::Flat { amount_minor: 1 },
        ],
    );
    let mut whole = crate::fixture::quote(&studio(), &[("class", 1)], None);
    whole.amount_due_minor -= 1;
    whole.balance_minor += 1;
    assert_eq!(whole.check_laws(), Err(LawBroken::AmountDue));
}

#[test]
fn sums_that_do_not_fit_break_a_law_instead_of_wrapping() {
    assert_breaks(
        LawBroken::Subtotal,
        &[|quote| {
            quote.lines[2].unit_price_minor = i64::MAX;
            quote.lines[2].amount_minor = i64::MAX;
        }],
    );
    assert_breaks(
        LawBroken::AmountDue,
        &[|quote| quote.balance_minor = i64::MAX],
    );
}
