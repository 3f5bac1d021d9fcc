//! What holds for every code and granted coupon: which one is used, and what becomes of the others.

use booking_engine::{CouponSource, PriceRequest, Quote, Terms};
use proptest::prelude::*;

use crate::fixture::priced;
use crate::generator::case;

fn without_code(request: &PriceRequest) -> PriceRequest {
    PriceRequest {
        code: None,
        ..request.clone()
    }
}

proptest! {
    #[test]
    fn a_typed_code_applies_or_is_rejected((terms, request) in case()) {
        let quote = priced(&terms, &request);
        let by_code = quote.coupon.as_ref().is_some_and(|coupon| coupon.code().is_some());
        prop_assert_eq!(by_code || quote.rejected.is_some(), request.code.is_some());
        prop_assert!(!(by_code && quote.rejected.is_some()));
        prop_assert!(!by_code || quote.rejected_grant.is_none());
    }

    #[test]
    fn a_code_that_applies_leaves_no_trace_of_granted_coupons((terms, request) in case()) {
        let quote = priced(&terms, &request);
        if quote.rejected.is_none() && request.code.is_some() {
            let unheld = Terms { granted: vec![], ..terms };
            prop_assert_eq!(quote, priced(&unheld, &request));
        }
    }

    #[test]
    fn a_rejected_code_changes_nothing_but_the_reason((terms, request) in case()) {
        let with = priced(&terms, &request);
        if with.rejected.is_some() {
            let without = priced(&terms, &without_code(&request));
            prop_assert_eq!(Quote { rejected: None, ..with }, without);
        }
    }

    #[test]
    fn a_picked_grant_is_used_or_told_and_never_changes_the_subtotal((terms, request) in case()) {
        let request = without_code(&request);
        let quote = priced(&terms, &request);
        let unpicked = priced(&terms, &PriceRequest { grant_id: None, ..request.clone() });
        prop_assert_eq!(quote.subtotal_minor, unpicked.subtotal_minor);
        let Some(picked) = request.grant_id else { return Ok(()) };
        if let Some(told) = &quote.rejected_grant {
            prop_assert_eq!(&told.grant_id, &picked);
            prop_assert_eq!(Quote { rejected_grant: None, ..quote }, unpicked);
        } else {
            let source = quote.coupon.map(|coupon| coupon.source);
            prop_assert_eq!(source, Some(CouponSource::Grant { grant_id: picked }));
        }
    }

    #[test]
    fn the_best_grant_has_the_lowest_total_of_all_tried_one_by_one((terms, request) in case()) {
        let request = PriceRequest { grant_id: None, ..without_code(&request) };
        let applied = priced(&terms, &request);
        let best = terms.granted.iter().filter_map(|grant| {
            let picked = PriceRequest { grant_id: Some(grant.id.clone()), ..request.clone() };
            let quote = priced(&terms, &picked);
            quote.rejected_grant.is_none().then(|| {
                (quote.total_minor, grant.granted_at, grant.id.clone())
            })
        }).min();
        let source = applied.coupon.map(|coupon| coupon.source);
        if let Some((total_minor, _, grant_id)) = best {
            prop_assert_eq!(applied.total_minor, total_minor);
            prop_assert_eq!(source, Some(CouponSource::Grant { grant_id }));
        } else {
            prop_assert_eq!(source, None);
        }
    }
}
