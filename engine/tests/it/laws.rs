//! What holds for every request, whatever the terms.

use booking_engine::{
    Benefit, Coupon, Currency, Item, PriceRequest, Quote, Scope, Terms, allocate, price,
};
use proptest::prelude::*;

use crate::fixture::{code, coupon, noon, service, studio};

/// Terms of up to four services in an odd choice of currencies, with one coupon, and a request
/// of up to five items.
fn case() -> impl Strategy<Value = (Terms, PriceRequest)> {
    let currency = prop::sample::select(vec!["EUR", "USD", "JPY", "KWD", "ISK", "HUF"]);
    let services = prop::collection::vec((0_i64..2_000_000, 1_u32..12), 1..5);
    let benefit = prop_oneof![
        (
            "[1-9][0-9]?(\\.[0-9]{1,3})?",
            prop::option::of(1_i64..100_000)
        )
            .prop_map(|(percent, max_discount_minor)| Benefit::Percent {
                percent: percent.parse().unwrap(),
                max_discount_minor,
            }),
        (1_i64..3_000_000).prop_map(|amount| Benefit::Fixed {
            amounts_minor: [("EUR", amount), ("JPY", amount), ("KWD", amount)]
                .map(|(currency, amount)| (currency.parse::<Currency>().unwrap(), amount))
                .into(),
        }),
    ];
    let picks = prop::collection::vec((any::<prop::sample::Index>(), 1_u32..12), 1..6);
    let minimum = prop::option::of(0_i64..1_000_000);
    (currency, services, benefit, picks, minimum, any::<bool>()).prop_map(
        |(currency, services, benefit, picks, minimum, narrow)| {
            let services: Vec<_> = services
                .into_iter()
                .enumerate()
                .map(|(i, (price, max))| service(&format!("s{i}"), price, max))
                .collect();
            let items = picks.into_iter().map(|(index, attendees)| {
                let service = index.get(&services);
                Item::plain(service.id.clone(), attendees.min(service.attendees_max))
            });
            let request = PriceRequest {
                code: Some("welcome".to_owned()),
                ..PriceRequest::of(items.collect())
            };
            let mut coupon = coupon(benefit);
            coupon.minimum_amount_minor = minimum;
            if narrow {
                coupon.scope = Scope::Only {
                    calendars: vec![],
                    services: vec![services[0].id.clone()],
                };
            }
            let terms = Terms {
                currency: currency.parse().unwrap(),
                services,
                coupons: vec![coupon],
                promotion_codes: vec![code("WELCOME")],
                ..studio()
            };
            (terms, request)
        },
    )
}

fn priced(terms: &Terms, request: &PriceRequest) -> Quote {
    price(request, terms, noon()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_quote_keeps_the_laws_of_money((terms, request) in case()) {
        let quote = priced(&terms, &request);
        prop_assert_eq!(quote.check_laws(), Ok(()));
        prop_assert!(quote.coupon.is_some() != quote.rejected.is_some());
    }

    #[test]
    fn removing_the_coupon_restores_the_price((terms, request) in case()) {
        let with = priced(&terms, &request);
        let without = priced(&terms, &PriceRequest { code: None, ..request });
        prop_assert_eq!(with.subtotal_minor, without.total_minor);
        prop_assert!(with.total_minor <= without.total_minor);
    }

    #[test]
    fn a_rejected_code_changes_nothing_but_the_reason((terms, request) in case()) {
        let with = priced(&terms, &request);
        if with.rejected.is_none() {
            return Ok(());
        }
        let without = priced(&terms, &PriceRequest { code: None, ..request });
        prop_assert_eq!(Quote { rejected: None, ..with }, without);
    }

    #[test]
    fn one_more_attendee_never_lowers_the_subtotal((terms, request) in case()) {
        let before = priced(&terms, &request).subtotal_minor;
        let mut more = request;
        more.items[0].attendees += 1;
        if let Ok(after) = price(&more, &terms, noon()) {
            prop_assert!(after.subtotal_minor >= before);
        }
    }

    #[test]
    fn a_higher_cap_never_lowers_the_discount((terms, request) in case(), by in 0_i64..50_000) {
        let before = priced(&terms, &request).discount_minor;
        let mut higher = terms;
        let Benefit::Percent { max_discount_minor: Some(cap), .. } =
            &mut higher.coupons[0].benefit
        else {
            return Ok(());
        };
        *cap += by;
        let after = priced(&higher, &request);
        // A deeper discount may leave too little to charge; then the code is rejected whole.
        prop_assert!(after.discount_minor >= before || after.rejected.is_some());
    }

    #[test]
    fn only_lines_in_scope_carry_a_share((terms, request) in case()) {
        let quote = priced(&terms, &request);
        let Coupon { scope, .. } = &terms.coupons[0];
        for line in &quote.lines {
            let covered = scope.covers(&terms.calendar_id, &line.service_id);
            prop_assert!(covered || line.discount_minor == 0);
        }
    }

    #[test]
    fn the_discount_leaves_an_amount_that_can_be_charged((mut terms, request) in case()) {
        let step = terms.currency.charge_step_minor();
        for service in &mut terms.services {
            service.unit_price_minor -= service.unit_price_minor % step;
        }
        let quote = priced(&terms, &request);
        let capped = quote.discount_minor % step != 0
            && matches!(
                terms.coupons[0].benefit,
                Benefit::Fixed { .. } | Benefit::Percent { max_discount_minor: Some(_), .. }
            );
        // Owners enter caps and fixed amounts; a percentage is the engine's own to round.
        prop_assert!(capped || quote.amount_due_minor % step == 0);
    }

    #[test]
    fn the_same_arguments_give_the_same_quote((terms, request) in case()) {
        prop_assert_eq!(priced(&terms, &request), priced(&terms, &request));
    }

    #[test]
    fn shares_sum_to_the_total_and_stay_within_their_lines(
        amounts in prop::collection::vec(0_i64..1_000_000_000, 1..40),
        part in 0_u32..=1_000,
    ) {
        let sum: i64 = amounts.iter().sum();
        let total = i64::try_from(i128::from(sum) * i128::from(part) / 1_000).unwrap();
        let shares = allocate(total, &amounts);
        prop_assert_eq!(shares.iter().sum::<i64>(), total);
        for (share, amount) in shares.iter().zip(&amounts) {
            prop_assert!((0..=*amount).contains(share));
        }
    }

    #[test]
    fn shares_are_within_one_unit_of_exact_proportion(
        amounts in prop::collection::vec(1_i64..1_000_000, 2..20),
        part in 1_u32..=1_000,
    ) {
        let sum: i64 = amounts.iter().sum();
        let total = sum * i64::from(part) / 1_000;
        for (share, amount) in allocate(total, &amounts).iter().zip(&amounts) {
            let error = i128::from(*share) * i128::from(sum) - i128::from(total) * i128::from(*amount);
            prop_assert!(error.abs() < i128::from(sum));
        }
    }

    #[test]
    fn no_text_makes_the_code_parser_panic(text in "\\PC*") {
        if let Ok(code) = text.parse::<booking_engine::CouponCode>() {
            prop_assert_eq!(code.as_str().parse::<booking_engine::CouponCode>(), Ok(code));
        }
    }
}
