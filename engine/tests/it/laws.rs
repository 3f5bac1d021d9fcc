//! What holds for every request, whatever the terms.

use booking_engine::{
    AmountDueReason, Benefit, Deposit, FreeOrders, History, Payment, Policy, PriceRequest, Quote,
    Remedy, Step, TaxKind, Terms, price, remedies,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fixture::{noon, priced, reason};
use crate::generator::case;

/// The price without a code or a granted coupon.
fn without_coupons(terms: &Terms, request: &PriceRequest) -> Quote {
    let request = PriceRequest {
        code: None,
        grant_id: None,
        ..request.clone()
    };
    let terms = Terms {
        granted: vec![],
        ..terms.clone()
    };
    priced(&terms, &request)
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq>(value: &T) -> bool {
    let text = serde_json::to_string(value).unwrap();
    serde_json::from_str::<T>(&text).is_ok_and(|read| read == *value)
}

proptest! {
    #[test]
    fn every_quote_keeps_the_laws_of_money((terms, request) in case()) {
        let quote = priced(&terms, &request);
        prop_assert_eq!(quote.check_laws(), Ok(()));
        prop_assert!((0..=quote.total_minor).contains(&quote.amount_due_minor));
        prop_assert!((0..=quote.subtotal_minor).contains(&quote.discount_minor));
        prop_assert_eq!(quote.lines.len(), request.items.len());
        let eligible = quote.coupon.as_ref().map_or(0, |coupon| coupon.eligible_minor);
        prop_assert!(quote.discount_minor <= eligible);
        prop_assert_eq!(quote.coupon.is_some(), quote.discount_minor > 0, "no discount, no coupon");
    }

    #[test]
    fn removing_the_coupon_restores_the_price((terms, request) in case()) {
        let with = priced(&terms, &request);
        let without = without_coupons(&terms, &request);
        prop_assert_eq!(with.subtotal_minor, without.subtotal_minor);
        prop_assert!(with.total_minor <= without.total_minor);
        prop_assert!(with.tax_minor <= without.tax_minor);
        if with.coupon.is_none() {
            let silent = Quote { rejected: None, rejected_grant: None, ..with };
            prop_assert_eq!(silent, without);
        }
    }

    #[test]
    fn the_order_of_the_lists_in_the_terms_is_irrelevant(
        (terms, request) in case(),
        by in 0_usize..4,
        reversed in any::<bool>(),
    ) {
        fn mix<T>(list: &mut [T], by: usize, reversed: bool) {
            list.rotate_left(by.min(list.len()));
            if reversed {
                list.reverse();
            }
        }
        let mut mixed = terms.clone();
        mix(&mut mixed.services, by, reversed);
        mix(&mut mixed.coupons, by, reversed);
        mix(&mut mixed.promotion_codes, by, reversed);
        mix(&mut mixed.granted, by, reversed);
        mix(&mut mixed.customer, by, reversed);
        for service in &mut mixed.services {
            mix(&mut service.variations, by, reversed);
            mix(&mut service.staff, by, reversed);
            mix(&mut service.add_ons, by, reversed);
        }
        prop_assert_eq!(priced(&mixed, &request), priced(&terms, &request));
    }

    #[test]
    fn shares_of_attendees_sum_to_the_quote_s_figures_and_stay_within_bounds(
        (terms, request) in case()
    ) {
        let quote = priced(&terms, &request);
        let shares = quote.attendee_shares();
        let attendees: u32 = quote.lines.iter().map(|line| line.attendees).sum();
        prop_assert_eq!(shares.len(), attendees as usize);
        let [mut amount, mut discount, mut tax, mut total, mut due] = [0; 5];
        for share in &shares {
            amount += share.amount_minor;
            discount += share.discount_minor;
            tax += share.tax_minor;
            total += share.total_minor;
            due += share.amount_due_minor;
            prop_assert!((0..=share.amount_minor).contains(&share.discount_minor));
            prop_assert!(share.tax_minor >= 0);
            prop_assert_eq!(
                share.amount_minor - share.discount_minor + share.tax_minor,
                share.total_minor
            );
            prop_assert!((0..=share.total_minor).contains(&share.amount_due_minor));
        }
        prop_assert_eq!(amount, quote.subtotal_minor);
        prop_assert_eq!(discount, quote.discount_minor);
        prop_assert_eq!(tax, quote.tax_minor);
        prop_assert_eq!(total, quote.total_minor);
        prop_assert_eq!(due, quote.amount_due_minor);
        for (index, line) in quote.lines.iter().enumerate() {
            let of_line = shares.iter().filter(|share| share.line == index);
            prop_assert_eq!(
                of_line.map(|share| share.discount_minor).sum::<i64>(),
                line.discount_minor
            );
        }
    }

    #[test]
    fn an_explanation_adds_up((terms, request) in case()) {
        let quote = priced(&terms, &request);
        let explanation = quote.explain();
        prop_assert_eq!(explanation.lines.len(), quote.lines.len());
        for (line, steps) in quote.lines.iter().zip(&explanation.lines) {
            let [mut each, mut amount, mut share, mut tax] = [0_i64; 4];
            for step in steps {
                match step {
                    Step::UnitPrice { amount_minor, .. } => each += amount_minor,
                    Step::AddOn { amount_minor, unit_price_minor, quantity, .. } => {
                        prop_assert_eq!(*amount_minor, unit_price_minor * i64::from(*quantity));
                        each += amount_minor;
                    }
                    Step::Attendees { attendees, each_minor, amount_minor } => {
                        prop_assert_eq!(*each_minor, each);
                        prop_assert_eq!(*amount_minor, each * i64::from(*attendees));
                        amount = *amount_minor;
                    }
                    Step::Coupon { share_minor, rounding_minor, .. } => {
                        prop_assert!((0..=1).contains(rounding_minor));
                        // Without the unit left over it is the share that is whole.
                        let whole = i128::from(quote.discount_minor) * i128::from(amount)
                            / i128::from(quote.coupon.as_ref().unwrap().eligible_minor);
                        prop_assert_eq!(i128::from(share_minor - rounding_minor), whole);
                        share = *share_minor;
                    }
                    Step::NotCovered { .. } => prop_assert!(!line.eligible),
                    Step::Tax { rate, net_minor, amount_minor, rounding_minor } => {
                        prop_assert!((0..=1).contains(rounding_minor));
                        let taxes = quote.taxes();
                        let whole = taxes.iter().find(|tax| tax.rate == *rate).unwrap();
                        let product = i128::from(whole.amount_minor) * i128::from(*net_minor);
                        prop_assert_eq!(
                            i128::from(amount_minor - rounding_minor),
                            product / i128::from(whole.net_minor.max(1))
                        );
                        prop_assert_eq!(*net_minor, amount - share);
                        tax = *amount_minor;
                    }
                }
            }
            prop_assert_eq!(amount, line.amount_minor);
            prop_assert_eq!(share, line.discount_minor);
            prop_assert_eq!(tax, line.tax.map_or(0, |tax| tax.amount_minor));
        }
        prop_assert_eq!(explanation.discount.is_some(), quote.coupon.is_some());
        if let Some(discount) = &explanation.discount {
            prop_assert_eq!(discount.discount_minor, quote.discount_minor);
            prop_assert!(discount.discount_minor <= discount.unlimited_minor);
            let limited = discount.discount_minor < discount.unlimited_minor;
            prop_assert_eq!(discount.limited_by.is_some(), limited);
        }
        match explanation.amount_due {
            AmountDueReason::Deposit { .. } => {}
            AmountDueReason::Total | AmountDueReason::DepositAboveTotal { .. } => {
                prop_assert_eq!(quote.amount_due_minor, quote.total_minor);
            }
        }
    }

    #[test]
    fn everything_reads_back_from_json_as_itself((terms, request) in case()) {
        let quote = priced(&terms, &request);
        prop_assert!(reads_back(&terms) && reads_back(&request));
        prop_assert!(reads_back(&quote) && reads_back(&quote.explain()));
        prop_assert!(reads_back(&remedies(&request, &terms, noon())));
    }

    #[test]
    fn public_terms_give_the_same_quote_where_limits_and_customers_play_no_part(
        (mut terms, request) in case()
    ) {
        terms.history = History::default();
        for coupon in &mut terms.coupons {
            coupon.max_redemptions = None;
            coupon.max_per_customer = None;
        }
        for code in &mut terms.promotion_codes {
            code.max_redemptions = None;
        }
        // What is for other customers is not among them; what is for this one, or may be, is.
        let presented = request.code.as_ref().and_then(|code| code.parse().ok());
        let public = terms.public(presented.as_ref());
        prop_assert_eq!(priced(&public, &request), priced(&terms, &request));
    }

    #[test]
    fn remedies_keep_their_word((terms, request) in case()) {
        for remedy in remedies(&request, &terms, noon()) {
            let mut more = request.clone();
            match remedy {
                Remedy::Attendees { item, attendees } => {
                    prop_assert!(attendees > more.items[item].attendees);
                    more.items[item].attendees = attendees;
                    prop_assert_eq!(reason(&priced(&terms, &more)), None);
                }
                Remedy::Services { service_ids } => {
                    let before = reason(&priced(&terms, &request));
                    for service_id in service_ids {
                        let mut along = request.clone();
                        along.items.push(booking_engine::Item::plain(service_id, 1));
                        prop_assert_ne!(reason(&priced(&terms, &along)), before);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn one_more_attendee_never_lowers_the_subtotal((terms, request) in case()) {
        let before = priced(&terms, &request).subtotal_minor;
        for index in 0..request.items.len() {
            let mut more = request.clone();
            more.items[index].attendees += 1;
            if let Ok(after) = price(&more, &terms, noon()) {
                prop_assert!(after.subtotal_minor >= before);
            }
        }
    }

    #[test]
    fn a_higher_cap_never_lowers_the_discount((mut terms, request) in case(), by in 0_i64..50_000) {
        terms.granted.clear();
        let before = priced(&terms, &request).discount_minor;
        let mut higher = terms;
        for coupon in &mut higher.coupons {
            if let Benefit::Percent { max_discount_minor: Some(cap), .. } = &mut coupon.benefit {
                *cap += by;
            }
        }
        let after = priced(&higher, &request);
        // A deeper discount may leave too little to charge; then the code is rejected whole.
        prop_assert!(after.discount_minor >= before || after.rejected.is_some());
    }

    #[test]
    fn only_lines_in_scope_carry_a_share((terms, request) in case()) {
        let quote = priced(&terms, &request);
        for line in &quote.lines {
            let covered = quote.coupon.as_ref().is_some_and(|applied| {
                let coupon = terms.coupons.iter().find(|it| it.id == applied.coupon_id);
                coupon.unwrap().scope.covers(&terms.calendar_id, &line.service_id)
            });
            prop_assert!(covered || (line.discount_minor == 0 && !line.eligible));
        }
    }

    #[test]
    fn prices_that_can_be_charged_stay_so((mut terms, request) in case()) {
        let step = terms.currency.charge_step_minor();
        let whole = |amount: &mut i64| *amount -= *amount % step;
        for service in &mut terms.services {
            whole(&mut service.unit_price_minor);
            let own = service.staff.iter_mut().flat_map(|staff| &mut staff.own_prices);
            own.for_each(|own| whole(&mut own.unit_price_minor));
            service.variations.iter_mut().for_each(|it| whole(&mut it.unit_price_minor));
            service.add_ons.iter_mut().for_each(|it| whole(&mut it.unit_price_minor));
        }
        if let Some(Deposit::Flat { amount_minor }) = &mut terms.deposit {
            whole(amount_minor);
        }
        let quote = priced(&terms, &request);
        prop_assert_eq!(quote.discount_minor % step, 0);
        prop_assert_eq!(quote.tax_minor % step, 0);
        prop_assert_eq!(quote.amount_due_minor % step, 0);
        prop_assert_eq!(quote.balance_minor % step, 0);
    }

    #[test]
    fn with_a_coupon_what_is_due_can_be_charged_or_is_free_as_the_switch_allows(
        (terms, request) in case()
    ) {
        let quote = priced(&terms, &request);
        if quote.coupon.is_some() {
            let payment = quote.payment();
            let refused = terms.policy.free_orders == FreeOrders::Refuse;
            let below = matches!(payment, Payment::BelowMinimum { .. });
            prop_assert!(!below);
            prop_assert!(!(refused && payment == Payment::Free));
        }
    }

    #[test]
    fn taxes_are_each_rate_once_and_those_added_sum_to_the_quote_s((terms, request) in case()) {
        let quote = priced(&terms, &request);
        let taxes = quote.taxes();
        let added = taxes.iter().filter(|tax| tax.rate.kind == TaxKind::Exclusive);
        prop_assert_eq!(added.map(|tax| tax.amount_minor).sum::<i64>(), quote.tax_minor);
        for (index, tax) in taxes.iter().enumerate() {
            prop_assert!(taxes[..index].iter().all(|earlier| earlier.rate != tax.rate));
            prop_assert!((0..=tax.net_minor).contains(&tax.amount_minor));
        }
    }

    #[test]
    fn changes_are_empty_exactly_where_nothing_differs(
        (terms, request) in case(),
        (_, other) in case(),
        more in 0_i64..2,
    ) {
        let shown = priced(&terms, &request);
        let mut now = terms.clone();
        now.services[0].unit_price_minor += more;
        let now = priced(&now, &PriceRequest { code: other.code, ..request });
        prop_assert_eq!(now.changes_since(&shown).is_empty(), now == shown);
        prop_assert!(shown.changes_since(&shown).is_empty());
    }

    #[test]
    fn strangers_see_the_same_quote_but_for_the_reason((terms, request) in case()) {
        let quote = priced(&terms, &request);
        let seen = quote.clone().for_stranger(&Policy::default());
        prop_assert_eq!(seen.rejected.is_some(), quote.rejected.is_some());
        prop_assert_eq!(Quote { rejected: None, ..seen }, Quote { rejected: None, ..quote });
    }

    #[test]
    fn the_same_arguments_give_the_same_quote((terms, request) in case()) {
        prop_assert_eq!(priced(&terms, &request), priced(&terms, &request));
    }
}
