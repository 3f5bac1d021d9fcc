//! The random cases reach what the laws are about: laws over cases that never discount anything
//! would hold for an engine that never does.

use std::collections::BTreeMap;

use booking_engine::{AmountDueReason, CouponSource, DiscountLimit, Payment, TaxKind, remedies};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::fixture::{noon, priced, reason};
use crate::generator::case;

/// Of this many cases, always the same.
const CASES: u32 = 1_000;

/// How many of the cases came to what, by name.
fn outcomes() -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    let mut runner = TestRunner::deterministic();
    let cases = case();
    for _ in 0..CASES {
        let (terms, request) = cases.new_tree(&mut runner).unwrap().current();
        let quote = priced(&terms, &request);
        let explanation = quote.explain();
        let mut names = vec![format!("exponent {}", quote.currency.exponent())];
        match quote.coupon.as_ref().map(|coupon| &coupon.source) {
            Some(CouponSource::Code { .. }) => names.push("discount by code".to_owned()),
            Some(CouponSource::Grant { .. }) => names.push("discount by grant".to_owned()),
            None => names.push("full price".to_owned()),
        }
        for kind in [TaxKind::Inclusive, TaxKind::Exclusive] {
            if quote.taxes().iter().any(|tax| tax.rate.kind == kind) {
                names.push(format!("tax {kind:?}"));
            }
        }
        names.push(match explanation.amount_due {
            AmountDueReason::Total => "no deposit".to_owned(),
            AmountDueReason::Deposit { .. } => "deposit".to_owned(),
            AmountDueReason::DepositAboveTotal { .. } => "deposit above total".to_owned(),
        });
        if let Some(DiscountLimit::Cap | DiscountLimit::EligibleSubtotal) = explanation
            .discount
            .and_then(|discount| discount.limited_by)
        {
            names.push("limited discount".to_owned());
        }
        if quote.payment() == Payment::Free && quote.coupon.is_some() {
            names.push("free by coupon".to_owned());
        }
        if quote.rejected_grant.is_some() {
            names.push("picked grant told".to_owned());
        }
        if let Some(reason) = reason(&quote) {
            let text = format!("{reason:?}");
            let kind = text.split(' ').next().unwrap();
            names.push(format!("rejected {kind}"));
        }
        if !remedies(&request, &terms, noon()).is_empty() {
            names.push("remedy".to_owned());
        }
        for name in names {
            *counts.entry(name).or_insert(0) += 1;
        }
    }
    counts
}

#[test]
fn random_cases_reach_every_outcome_often_enough() {
    let counts = outcomes();
    let expected = [
        ("exponent 0", 100),
        ("exponent 2", 300),
        ("exponent 3", 50),
        ("discount by code", 200),
        ("discount by grant", 200),
        ("full price", 200),
        ("tax Inclusive", 300),
        ("tax Exclusive", 300),
        ("no deposit", 300),
        ("deposit", 200),
        ("deposit above total", 20),
        ("limited discount", 50),
        ("free by coupon", 20),
        ("picked grant told", 50),
        ("remedy", 10),
        ("rejected NotFound", 100),
        ("rejected Inactive", 5),
        ("rejected NotStarted", 5),
        ("rejected Expired", 5),
        ("rejected CurrencyMismatch", 5),
        ("rejected NotApplicable", 5),
        ("rejected MinimumAmount", 5),
        ("rejected RedemptionLimit", 5),
        ("rejected CustomerLimit", 5),
        ("rejected FirstPurchase", 5),
        ("rejected NotForThisAppointment", 5),
        ("rejected BelowMinimumCharge", 5),
        ("rejected FreeOrderRefused", 5),
        ("rejected OversizeFixed", 5),
    ];
    for (name, least) in expected {
        let count = counts.get(name).copied().unwrap_or(0);
        assert!(count >= least, "{name}: {count} of {CASES}; {counts:#?}");
    }
}
