//! What a coupon is for is the business's own: its calendars, services, staff and locations.

use booking_contract::FieldProblemCode;
use booking_contract::owner::{
    CouponChecked, CouponRefusal, CouponSaved, DraftField, DraftProblem,
};
use booking_engine::Scope;
use serde_json::{Value, json};

use super::desk::{Desk, refusal, tenth};
use crate::app::{CLASS, KILN, TestApp};
use crate::person::BUSINESS;

/// A draft that names one thing of each kind.
fn naming(code: &str, [calendar, service, staff, location]: [&str; 4]) -> Value {
    let named = |id: &str| Vec::from_iter((!id.is_empty()).then(|| id.to_owned()));
    let mut draft = tenth(code);
    draft["scope"] =
        json!({ "only": { "calendars": named(calendar), "services": named(service) } });
    draft["conditions"] = json!({ "staff": named(staff), "locations": named(location) });
    draft
}

fn unknown(fields: &[DraftField]) -> CouponRefusal {
    let problem = |field: &DraftField| DraftProblem {
        field: *field,
        code: FieldProblemCode::Unknown,
    };
    CouponRefusal::Fields {
        fields: fields.iter().map(problem).collect(),
    }
}

/// The pottery studio teaches at one more place.
async fn with_a_location(app: &TestApp) {
    app.sql(&format!(
        "INSERT INTO location (id, business_id, name, position) \
         VALUES ('annexe', '{BUSINESS}', 'Annexe', 1)"
    ))
    .await;
}

#[tokio::test]
async fn what_belongs_to_others_or_to_nobody_is_refused_while_typing_and_when_saved() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("PLAIN")).await.coupon;
    for (named, fields) in [
        (["northlight-visits", "", "", ""], &[DraftField::Scope][..]),
        (["", "first-visit", "", ""], &[DraftField::Scope]),
        (["no-such", CLASS, "", ""], &[DraftField::Scope]),
        ([KILN, "", "maya-chen", ""], &[DraftField::Conditions]),
        (
            [KILN, "", "", "northlight-chelsea"],
            &[DraftField::Conditions],
        ),
        // A calendar's id names no service.
        (
            ["", KILN, "maya-chen", ""],
            &[DraftField::Scope, DraftField::Conditions],
        ),
    ] {
        let body = json!({ "draft": naming("PLAIN", named) });
        let refused = owner.post("/coupons", &body).await;
        assert_eq!(refused.status, 422, "{named:?}");
        assert_eq!(refusal(&refused), unknown(fields), "{named:?}");
        let edited = owner.put(made.id.as_str(), 1, &body["draft"]).await;
        assert_eq!(refusal(&edited), unknown(fields), "{named:?}");
        let checked: CouponChecked = owner.post("/coupons/check", &body).await.success();
        assert_eq!(checked.refusal, Some(unknown(fields)), "{named:?}");
    }
    assert_eq!(owner.read(made.id.as_str()).await.coupon, made);
}

#[tokio::test]
async fn what_the_business_has_is_taken_and_told_in_the_list() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    with_a_location(&app).await;
    let draft = naming("OURS", [KILN, "open-wheel", "ines-duarte", "annexe"]);
    let made = owner.make(draft).await.coupon;
    let page = owner.list("search=ours").await;
    let row = page.coupons.first().expect("a row");
    assert_eq!(row.scope, made.draft.scope);
    assert_eq!(row.staff, made.draft.conditions.staff);
    assert_eq!(row.locations, made.draft.conditions.locations);
    owner.make(tenth("ALL")).await;
    let page = owner.list("search=all&sort=code").await;
    let row = page.coupons.first().expect("a row");
    assert_eq!(row.scope, Scope::Everything);
}

#[tokio::test]
async fn what_was_archived_stays_on_a_coupon_and_can_still_be_chosen() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    with_a_location(&app).await;
    let named = [KILN, "open-wheel", "ines-duarte", "annexe"];
    let made = owner.make(naming("OURS", named)).await.coupon;
    app.sql("UPDATE service SET archived = 1 WHERE id = 'open-wheel'")
        .await;
    app.sql("UPDATE staff SET active = 0 WHERE id = 'ines-duarte'")
        .await;
    app.sql("UPDATE location SET active = 0 WHERE id = 'annexe'")
        .await;
    let mut draft = naming("OURS", named);
    draft["name"] = json!("Another name");
    let changed: CouponSaved = owner.put(made.id.as_str(), 1, &draft).await.success();
    assert_eq!(changed.coupon.draft.scope, made.draft.scope);
    owner.make(naming("LATER", named)).await;
}

#[tokio::test]
async fn a_coupon_that_names_what_is_gone_can_be_changed_and_copied_but_not_given_more_of_it() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(naming("OLD", ["", CLASS, "", ""])).await.coupon;
    app.sql(&format!(
        "UPDATE coupon SET scope = '{{\"only\":{{\"services\":[\"gone\"]}}}}' WHERE id = '{}'",
        made.id
    ))
    .await;
    let id = made.id.as_str();
    let mut draft = naming("OLD", ["", "gone", "", ""]);
    draft["name"] = json!("Another name");
    let _: CouponSaved = owner.put(id, 1, &draft).await.success();
    let copied: CouponSaved = owner.act(id, "duplicate").await.success();
    assert_eq!(copied.coupon.draft.name.as_str(), "Another name");
    let more = naming("OLD", ["gone", "gone", "", ""]);
    let refused = owner.put(id, 2, &more).await;
    assert_eq!(refusal(&refused), unknown(&[DraftField::Scope]));
}
