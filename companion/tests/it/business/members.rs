//! Who belongs to a business, and as what.

use booking_contract::ProblemCode;
use booking_contract::owner::{MemberView, MembersPage, Role};
use serde_json::json;

use super::{ask, times, told};
use crate::app::{Answer, TestApp};
use crate::person::{ADMIN, BUSINESS, FOREIGN, GROUP, MANAGER, OWNER, Person, STAFF};

const OWNER_ID: &str = "usr_demo_owner";
const GROUP_ID: &str = "usr_demo_group";
const ADMIN_ID: &str = "usr_demo_admin";
const STAFF_ID: &str = "usr_demo_staff";

async fn give(person: &Person<'_>, user: &str, role: &str) -> Answer {
    let path = format!("/members/{user}");
    ask(person, "PUT", &path, Some(json!({ "role": role }))).await
}

async fn take_out(person: &Person<'_>, user: &str) -> Answer {
    ask(person, "DELETE", &format!("/members/{user}"), None).await
}

#[tokio::test]
async fn members_are_listed_by_name_page_by_page() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let whole: MembersPage = ask(&owner, "GET", "/members", None).await.success();
    let names: Vec<_> = whole.members.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Test Admin",
            "Test Group",
            "Test Manager",
            "Test Owner",
            "Test Staff"
        ]
    );
    assert_eq!(whole.next, None);
    let mut paged = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/members?limit=2{after}");
        let page: MembersPage = ask(&owner, "GET", &path, None).await.success();
        paged.extend(page.members);
        match page.next {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(paged, whole.members);
    let wrong = ask(&owner, "GET", "/members?limit=0", None).await;
    wrong.problem(ProblemCode::InvalidRequest);
}

#[tokio::test]
async fn another_role_counts_at_once_and_is_written_down() {
    let app = TestApp::start().await;
    let (admin, staff) = (app.sign_in(ADMIN).await, app.sign_in(STAFF).await);
    assert_eq!(ask(&staff, "GET", "/coupons", None).await.status, 403);
    let changed: MemberView = give(&admin, STAFF_ID, "manager").await.success();
    assert_eq!(changed.role, Role::Manager);
    assert_eq!(ask(&staff, "GET", "/coupons", None).await.status, 200);
    let (action, subject, detail) = told(&admin).await.remove(0);
    assert_eq!(
        (action.as_str(), subject.as_str()),
        ("member.role", STAFF_ID)
    );
    assert_eq!(detail, json!({ "from": "staff", "to": "manager" }));
    // The same once more is no change.
    assert_eq!(give(&admin, STAFF_ID, "manager").await.status, 200);
    assert_eq!(times(&app, "member.role").await, 1);
}

#[tokio::test]
async fn who_is_taken_out_is_signed_out_everywhere_and_sees_nothing_more() {
    let app = TestApp::start().await;
    let (owner, staff) = (app.sign_in(OWNER).await, app.sign_in(STAFF).await);
    let elsewhere = app.sign_in(STAFF).await;
    assert_eq!(take_out(&owner, STAFF_ID).await.status, 204);
    for gone in [&staff, &elsewhere] {
        let answer = gone.get("/v1/sessions/current").await;
        answer.problem(ProblemCode::NotSignedIn);
    }
    let again = app.sign_in(STAFF).await;
    ask(&again, "GET", "", None)
        .await
        .problem(ProblemCode::NotFound);
    take_out(&owner, STAFF_ID)
        .await
        .problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn owners_are_made_changed_and_taken_out_by_owners_alone() {
    let app = TestApp::start().await;
    let admin = app.sign_in(ADMIN).await;
    for refused in [
        give(&admin, ADMIN_ID, "owner").await,
        give(&admin, OWNER_ID, "staff").await,
        take_out(&admin, OWNER_ID).await,
        ask(
            &admin,
            "POST",
            "/invitations",
            Some(json!({ "email": "new@example.com", "role": "owner" })),
        )
        .await,
    ] {
        assert_eq!(refused.status, 403, "{}", refused.text);
        refused.problem(ProblemCode::NotAllowed);
    }
    let owner = app.sign_in(OWNER).await;
    assert_eq!(give(&owner, ADMIN_ID, "owner").await.status, 200);
    assert_eq!(give(&admin, OWNER_ID, "admin").await.status, 200);
}

#[tokio::test]
async fn the_last_owner_stays() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    assert_eq!(take_out(&owner, GROUP_ID).await.status, 204);
    for refused in [
        give(&owner, OWNER_ID, "admin").await,
        take_out(&owner, OWNER_ID).await,
    ] {
        assert_eq!(refused.status, 409);
        refused.problem(ProblemCode::LastOwner);
    }
    let still = ask(&owner, "GET", "/settings", None).await;
    assert_eq!(still.status, 200, "nothing of it was kept");
}

#[tokio::test]
async fn two_owners_who_take_each_other_out_at_once_leave_one() {
    for _ in 0..6 {
        let app = TestApp::start().await;
        let (owner, group) = (app.sign_in(OWNER).await, app.sign_in(GROUP).await);
        let (first, second) = tokio::join!(take_out(&owner, GROUP_ID), take_out(&group, OWNER_ID));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses[0], 204, "{statuses:?}");
        // The other one was signed out, belongs to it no more, or is the last one.
        assert!([401, 404, 409].contains(&statuses[1]), "{statuses:?}");
        let owners =
            "SELECT COUNT(*) FROM membership WHERE business_id = 'kiln-clay' AND role = 'owner'";
        assert_eq!(app.number(owners).await, 1);
    }
}

#[tokio::test]
async fn people_of_another_business_are_not_there() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let physio = "usr_demo_physio";
    give(&owner, physio, "staff")
        .await
        .problem(ProblemCode::NotFound);
    take_out(&owner, physio)
        .await
        .problem(ProblemCode::NotFound);
    let manager = app.sign_in(MANAGER).await;
    assert_eq!(take_out(&manager, STAFF_ID).await.status, 403);
    let elsewhere = format!("/v1/businesses/{FOREIGN}/members");
    owner.get(&elsewhere).await.problem(ProblemCode::NotFound);
    let here = format!("/v1/businesses/{BUSINESS}/members/%00");
    let odd = owner.ask(reqwest::Method::DELETE, &here, None).await;
    odd.problem(ProblemCode::NotFound);
}
