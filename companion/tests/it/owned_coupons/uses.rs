//! Who used a coupon, for what, when, and what it took off.

use booking_contract::owner::{UseState, UseTotals, UsesPage};
use booking_contract::{OrderOpened, ProblemCode};

use super::desk::{Desk, tenth};
use booking_engine::CouponCode;

use crate::app::{CLASS, TUESDAY, TestApp, at, guest};

#[tokio::test]
async fn every_use_tells_its_order_and_the_totals_add_them_up() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let coupon = owner.make(tenth("TENTH")).await.coupon;
    let paid = app.paid(Some("TENTH")).await;
    let released = app.awaiting(Some("TENTH")).await;
    app.release(&released).await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("TENTH")).await;
    body.guest = guest("rui@example.com");
    let held: OrderOpened = app.confirm(&body).await.success();

    let path = format!("/coupons/{}/uses", coupon.id);
    let page: UsesPage = owner.get(&format!("{path}?test_mode=true")).await.success();
    let told: Vec<_> = (page.uses.iter())
        .map(|it| (it.order_id.as_str(), it.state))
        .collect();
    let expected = [
        (held.order.id.as_str(), UseState::Reserved),
        (released.order.id.as_str(), UseState::Released),
        (paid.order.id.as_str(), UseState::Redeemed),
    ];
    let mut sorted = expected;
    sorted.sort_by(|a, b| b.0.cmp(a.0));
    assert_eq!(told, sorted);
    let first = page.uses.iter().find(|it| it.order_id == held.order.id);
    let first = first.expect("the order");
    assert_eq!(first.email.as_str(), "rui@example.com");
    assert_eq!(first.code.as_ref().map(CouponCode::as_str), Some("TENTH"));
    assert_eq!(first.starts_at, at(TUESDAY));
    assert_eq!((first.discount_minor, first.total_minor), (480, 4_320));

    let mut walked = Vec::new();
    let mut after = String::new();
    loop {
        let asked = format!("{path}?test_mode=true&limit=1{after}");
        let page: UsesPage = owner.get(&asked).await.success();
        walked.extend(page.uses);
        match page.next {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(walked, page.uses);
    let live: UsesPage = owner.get(&path).await.success();
    assert_eq!(live.uses, []);

    let asked = format!("{path}/totals?test_mode=true");
    let UseTotals { totals, name, code } = owner.get(&asked).await.success();
    assert_eq!((name, code), (coupon.draft.name.clone(), None));
    let told: Vec<_> = (totals.iter())
        .map(|it| (it.state, it.orders, it.discount_minor, it.total_minor))
        .collect();
    assert_eq!(
        told,
        [
            (UseState::Redeemed, 1, 960, 8_640),
            (UseState::Released, 1, 960, 8_640),
            (UseState::Reserved, 1, 480, 4_320),
        ]
    );
    for wrong in [
        "?limit=0",
        "?limit=201",
        "?after=%00",
        "?page=1",
        "/totals?limit=1",
    ] {
        let answer = owner.get(&format!("{path}{wrong}")).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
}
