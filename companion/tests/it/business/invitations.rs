//! How somebody comes to a business.

use booking_contract::ProblemCode;
use booking_contract::owner::{InvitationMade, InvitationTo, MembersPage, Role, Session};
use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ask, told};
use crate::app::{Answer, TestApp};
use crate::person::{ADMIN, BUSINESS, GROUP, OWNER, PASSWORD, Person, STAFF, cookie_of};

const NEW: &str = "new@example.com";
const NEW_PASSWORD: &str = "a new one's password";

async fn invite(person: &Person<'_>, email: &str, role: &str) -> Answer {
    let body = json!({ "email": email, "role": role });
    ask(person, "POST", "/invitations", Some(body)).await
}

/// Invites somebody; what stands in the link.
async fn token(person: &Person<'_>, email: &str, role: &str) -> String {
    let made: InvitationMade = invite(person, email, role).await.success();
    let (_, token) = made.link.split_once("/join#").expect("a link to the page");
    token.to_owned()
}

async fn at(app: &TestApp, path: &str, body: Value) -> Answer {
    let path = format!("/v1/invitations/{path}");
    app.send(app.page(Method::POST, &path).json(&body)).await
}

async fn look(app: &TestApp, token: &str) -> Answer {
    at(app, "look", json!({ "token": token })).await
}

async fn accept(app: &TestApp, token: &str) -> Answer {
    let body = json!({ "token": token, "name": "Test New", "password": NEW_PASSWORD });
    at(app, "accept", body).await
}

#[tokio::test]
async fn who_is_new_takes_the_link_sets_a_password_and_is_in() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let token = token(&owner, NEW, "manager").await;
    let to: InvitationTo = look(&app, &token).await.success();
    assert_eq!(
        (to.business_id.as_str(), to.role),
        (BUSINESS, Role::Manager)
    );
    assert!(!to.has_account);

    let accepted = accept(&app, &token).await;
    assert_eq!(accepted.status, 201, "{}", accepted.text);
    let session: Session = accepted.success();
    assert_eq!(session.user.name, "Test New");
    assert_eq!(session.businesses[0].role, Role::Manager);
    assert!(cookie_of(&accepted).contains("booking-session="));
    assert_eq!(app.try_sign_in(NEW, NEW_PASSWORD).await.status, 201);

    // The link has had its use.
    look(&app, &token).await.problem(ProblemCode::NotFound);
    accept(&app, &token).await.problem(ProblemCode::NotFound);
    let page: MembersPage = ask(&owner, "GET", "/members", None).await.success();
    assert_eq!(page.invitations, []);
    let actions: Vec<_> = told(&owner)
        .await
        .into_iter()
        .map(|(action, ..)| action)
        .collect();
    assert!(actions.contains(&"member.invite".to_owned()));
    assert!(actions.contains(&"member.join".to_owned()));
}

#[tokio::test]
async fn of_two_who_take_one_link_at_once_one_is_in() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let token = token(&owner, NEW, "staff").await;
    let (first, second) = tokio::join!(accept(&app, &token), accept(&app, &token));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!([404, 409].contains(&statuses[1]), "{statuses:?}");
    let accounts = format!("SELECT COUNT(*) FROM users WHERE email = '{NEW}'");
    assert_eq!(app.number(&accounts).await, 1);
}

#[tokio::test]
async fn who_has_an_account_joins_with_it_and_nobody_else_does() {
    let app = TestApp::start().await;
    let physio = app.sign_in("physio@example.com").await;
    let body = json!({ "email": STAFF, "role": "admin" });
    let path = "/v1/businesses/northlight/invitations";
    let made: InvitationMade = physio.ask(Method::POST, path, Some(body)).await.success();
    let (_, token) = made.link.split_once('#').expect("a token");
    let to: InvitationTo = look(&app, token).await.success();
    assert!(to.has_account);
    accept(&app, token)
        .await
        .problem(ProblemCode::AlreadyHasAccount);

    let join = json!({ "token": token });
    let owner = app.sign_in(OWNER).await;
    let other = owner
        .ask(Method::POST, "/v1/invitations/join", Some(join.clone()))
        .await;
    other.problem(ProblemCode::OtherAccount);
    let staff = app.sign_in(STAFF).await;
    let joined = staff
        .ask(Method::POST, "/v1/invitations/join", Some(join.clone()))
        .await;
    assert_eq!(joined.status, 204, "{}", joined.text);
    let session: Session = staff.get("/v1/sessions/current").await.success();
    let roles: Vec<_> = session
        .businesses
        .iter()
        .map(|one| (one.id.as_str(), one.role))
        .collect();
    assert_eq!(
        roles,
        [(BUSINESS, Role::Staff), ("northlight", Role::Admin)]
    );
    let again = staff
        .ask(Method::POST, "/v1/invitations/join", Some(join))
        .await;
    again.problem(ProblemCode::NotFound);
    assert_eq!(
        app.try_sign_in(STAFF, PASSWORD).await.status,
        201,
        "the password stays"
    );
}

#[tokio::test]
async fn a_link_ends_after_seven_days_by_a_new_one_by_withdrawal_and_with_its_sender() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let first = token(&owner, NEW, "staff").await;
    let second = token(&owner, "NEW@example.com", "manager").await;
    look(&app, &first).await.problem(ProblemCode::NotFound);
    let page: MembersPage = ask(&owner, "GET", "/members", None).await.success();
    let [only] = &page.invitations[..] else {
        panic!("{:?}", page.invitations)
    };
    assert_eq!(only.role, Role::Manager);
    let path = format!("/invitations/{}", only.id);
    assert_eq!(ask(&owner, "DELETE", &path, None).await.status, 204);
    look(&app, &second).await.problem(ProblemCode::NotFound);
    ask(&owner, "DELETE", &path, None)
        .await
        .problem(ProblemCode::NotFound);

    let admin = app.sign_in(ADMIN).await;
    let theirs = token(&admin, NEW, "staff").await;
    assert_eq!(look(&app, &theirs).await.status, 200);
    let gone = ask(&owner, "DELETE", "/members/usr_demo_admin", None).await;
    assert_eq!(gone.status, 204);
    look(&app, &theirs).await.problem(ProblemCode::NotFound);

    let last = token(&owner, NEW, "staff").await;
    app.clock
        .advance(TimeDelta::days(7) - TimeDelta::milliseconds(1));
    assert_eq!(look(&app, &last).await.status, 200);
    app.clock.advance(TimeDelta::milliseconds(1));
    look(&app, &last).await.problem(ProblemCode::NotFound);
    accept(&app, &last).await.problem(ProblemCode::NotFound);
    booking_companion::sweep::forget(&app.state)
        .await
        .expect("the sweep runs");
    assert_eq!(app.number("SELECT COUNT(*) FROM invitation").await, 0);
}

#[tokio::test]
async fn the_books_and_the_list_hold_no_link() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let token = token(&owner, NEW, "staff").await;
    let list = ask(&owner, "GET", "/members", None).await;
    assert!(!list.text.contains(&token));
    let kept = format!("SELECT COUNT(*) FROM invitation WHERE token_hash = '{token}'");
    assert_eq!(app.number(&kept).await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM invitation").await, 1);
}

#[tokio::test]
async fn members_are_not_invited_and_short_passwords_not_taken() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for member in [STAFF, GROUP, "STAFF@Example.com"] {
        let refused = invite(&owner, member, "staff").await;
        refused.problem(ProblemCode::AlreadyMember);
    }
    let token = token(&owner, NEW, "staff").await;
    let body = json!({ "token": token, "name": "Test New", "password": "eleven char" });
    let short = at(&app, "accept", body).await;
    assert_eq!(short.status, 422);
    short.problem(ProblemCode::PasswordRefused);
    assert_eq!(look(&app, &token).await.status, 200, "the link still works");
    for odd in ["", "nothing", "\u{fffd}"] {
        look(&app, odd).await.problem(ProblemCode::NotFound);
    }
}
