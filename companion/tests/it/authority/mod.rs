//! Who may do what: every route of the dashboard, asked by every role, at their own business and at
//! a foreign one, and by nobody.
//!
//! [`ROUTES`] is held against `/openapi.json`, which is held against the router: a route that has
//! no line here fails the first test.

use std::collections::BTreeSet;

use booking_companion::people::roles::{Refusal, judge};
use booking_contract::ProblemCode;
use booking_contract::owner::{Permission, Plan, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::person::{ADMIN, BUSINESS, FOREIGN, MANAGER, OWNER, Person, STAFF};

/// What a route asks of whoever asks it.
#[derive(Clone, Copy, Debug)]
enum Needs {
    /// Nothing: it begins a session, or is for whoever has a link.
    Nothing,
    /// A session.
    SignedIn,
    /// A role at the business, and perhaps its plan.
    To(Permission),
}

/// What the paths of the dashboard begin with.
const OWNERS: [&str; 4] = [
    "/v1/sessions",
    "/v1/businesses",
    "/v1/account",
    "/v1/invitations",
];

/// Every route of the dashboard.
const ROUTES: &[(&str, &str, Needs)] = &[
    ("post", "/v1/sessions", Needs::Nothing),
    ("get", "/v1/sessions", Needs::SignedIn),
    ("delete", "/v1/sessions", Needs::SignedIn),
    ("put", "/v1/account/password", Needs::SignedIn),
    ("post", "/v1/invitations/look", Needs::Nothing),
    ("post", "/v1/invitations/accept", Needs::Nothing),
    ("post", "/v1/invitations/join", Needs::SignedIn),
    ("get", "/v1/sessions/current", Needs::SignedIn),
    ("delete", "/v1/sessions/current", Needs::SignedIn),
    (
        "get",
        "/v1/businesses/{id}",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "get",
        "/v1/businesses/{id}/log",
        Needs::To(Permission::ViewLog),
    ),
    (
        "get",
        "/v1/businesses/{id}/log/check",
        Needs::To(Permission::ViewLog),
    ),
    (
        "get",
        "/v1/businesses/{id}/settings",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "put",
        "/v1/businesses/{id}/settings",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "get",
        "/v1/businesses/{id}/sites",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "post",
        "/v1/businesses/{id}/sites",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "post",
        "/v1/businesses/{id}/sites/remove",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "get",
        "/v1/businesses/{id}/stripe-accounts",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "put",
        "/v1/businesses/{id}/stripe-accounts/{mode}",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "delete",
        "/v1/businesses/{id}/stripe-accounts/{mode}",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "post",
        "/v1/businesses/{id}/stripe-accounts/{mode}/check",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "delete",
        "/v1/businesses/{id}/earlier-stripe-accounts/{account}",
        Needs::To(Permission::ManageSettings),
    ),
    (
        "get",
        "/v1/businesses/{id}/webhooks",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "get",
        "/v1/businesses/{id}/webhooks/{webhook}",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "put",
        "/v1/businesses/{id}/webhooks/{webhook}",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "delete",
        "/v1/businesses/{id}/webhooks/{webhook}",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks/{webhook}/pause",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks/{webhook}/resume",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks/{webhook}/secret",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks/{webhook}/test",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks/{webhook}/replay",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "get",
        "/v1/businesses/{id}/webhooks/{webhook}/deliveries",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "get",
        "/v1/businesses/{id}/webhooks/{webhook}/deliveries/{event}",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "post",
        "/v1/businesses/{id}/webhooks/{webhook}/deliveries/{event}/replay",
        Needs::To(Permission::ManageWebhooks),
    ),
    (
        "get",
        "/v1/businesses/{id}/members",
        Needs::To(Permission::ManageMembers),
    ),
    (
        "put",
        "/v1/businesses/{id}/members/{user}",
        Needs::To(Permission::ManageMembers),
    ),
    (
        "delete",
        "/v1/businesses/{id}/members/{user}",
        Needs::To(Permission::ManageMembers),
    ),
    (
        "post",
        "/v1/businesses/{id}/invitations",
        Needs::To(Permission::ManageMembers),
    ),
    (
        "delete",
        "/v1/businesses/{id}/invitations/{invitation}",
        Needs::To(Permission::ManageMembers),
    ),
    (
        "get",
        "/v1/businesses/{id}/coupons",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/check",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/generate",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/coupons/{coupon}",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "put",
        "/v1/businesses/{id}/coupons/{coupon}",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "delete",
        "/v1/businesses/{id}/coupons/{coupon}",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/activate",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/deactivate",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/duplicate",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/coupons/{coupon}/codes",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/codes",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/codes/generate",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/codes/{code}/archive",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/coupons/{coupon}/codes/csv",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/coupons/{coupon}/codes/import",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/coupons/{coupon}/uses",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/coupons/{coupon}/uses/totals",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/calendars",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "get",
        "/v1/businesses/{id}/services",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "get",
        "/v1/businesses/{id}/staff",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "get",
        "/v1/businesses/{id}/locations",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "post",
        "/v1/businesses/{id}/calendars",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "get",
        "/v1/businesses/{id}/calendars/{calendar}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "put",
        "/v1/businesses/{id}/calendars/{calendar}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/calendars/{calendar}/duplicate",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/calendars/{calendar}/archive",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/calendars/{calendar}/restore",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "get",
        "/v1/businesses/{id}/products",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "delete",
        "/v1/businesses/{id}/products/{product}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/simulations",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "post",
        "/v1/businesses/{id}/simulations/previews",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/reports",
        Needs::To(Permission::ExportReports),
    ),
    (
        "get",
        "/v1/businesses/{id}/reports/items/csv",
        Needs::To(Permission::ExportReports),
    ),
    (
        "get",
        "/v1/businesses/{id}/reports/redemptions/csv",
        Needs::To(Permission::ExportReports),
    ),
    (
        "post",
        "/v1/businesses/{id}/backtests",
        Needs::To(Permission::ManageCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/simulations/menu",
        Needs::To(Permission::ViewCoupons),
    ),
    (
        "get",
        "/v1/businesses/{id}/orders",
        Needs::To(Permission::ViewOrders),
    ),
    (
        "get",
        "/v1/businesses/{id}/orders/{order}",
        Needs::To(Permission::ViewOrders),
    ),
    (
        "get",
        "/v1/businesses/{id}/orders/{order}/receipt.pdf",
        Needs::To(Permission::ViewOrders),
    ),
    (
        "get",
        "/v1/businesses/{id}/orders/{order}/receipt",
        Needs::To(Permission::ViewOrders),
    ),
    (
        "post",
        "/v1/businesses/{id}/orders/{order}/payments",
        Needs::To(Permission::ManageOrders),
    ),
    (
        "post",
        "/v1/businesses/{id}/orders/{order}/payment-link",
        Needs::To(Permission::ManageOrders),
    ),
    (
        "post",
        "/v1/businesses/{id}/orders/{order}/refunds",
        Needs::To(Permission::Refund),
    ),
    (
        "post",
        "/v1/businesses/{id}/orders/{order}/refunds/{refund}/handed-over",
        Needs::To(Permission::Refund),
    ),
    (
        "post",
        "/v1/businesses/{id}/orders/{order}/cancel",
        Needs::To(Permission::ManageOrders),
    ),
    (
        "post",
        "/v1/businesses/{id}/orders/{order}/accept",
        Needs::To(Permission::ManageOrders),
    ),
    (
        "post",
        "/v1/businesses/{id}/bookings",
        Needs::To(Permission::BookForCustomer),
    ),
    (
        "get",
        "/v1/businesses/{id}/bookings/menu",
        Needs::To(Permission::BookForCustomer),
    ),
    (
        "post",
        "/v1/businesses/{id}/bookings/terms",
        Needs::To(Permission::BookForCustomer),
    ),
    (
        "get",
        "/v1/businesses/{id}/customers",
        Needs::To(Permission::ViewOrders),
    ),
    (
        "get",
        "/v1/businesses/{id}/appointments",
        Needs::To(Permission::ViewOwnCalendar),
    ),
    (
        "post",
        "/v1/businesses/{id}/services",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "get",
        "/v1/businesses/{id}/services/{service}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "put",
        "/v1/businesses/{id}/services/{service}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/services/{service}/archive",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/services/{service}/restore",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/services/{service}/move",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/staff",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "put",
        "/v1/businesses/{id}/staff/{staff}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/staff/{staff}/archive",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/staff/{staff}/restore",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/staff/{staff}/move",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/locations",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "put",
        "/v1/businesses/{id}/locations/{location}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/locations/{location}/archive",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/locations/{location}/restore",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "post",
        "/v1/businesses/{id}/locations/{location}/move",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "get",
        "/v1/businesses/{id}/hours",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "put",
        "/v1/businesses/{id}/hours",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "put",
        "/v1/businesses/{id}/hours/dates/{date}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "delete",
        "/v1/businesses/{id}/hours/dates/{date}",
        Needs::To(Permission::ManageCalendars),
    ),
    (
        "get",
        "/v1/businesses/{id}/staff/{staff}",
        Needs::To(Permission::ViewBusiness),
    ),
    (
        "get",
        "/v1/businesses/{id}/locations/{location}",
        Needs::To(Permission::ViewBusiness),
    ),
];

const PEOPLE: [(Role, &str); 4] = [
    (Role::Owner, OWNER),
    (Role::Admin, ADMIN),
    (Role::Manager, MANAGER),
    (Role::Staff, STAFF),
];

/// The routes about a business.
fn of_a_business() -> impl Iterator<Item = (Method, &'static str, Permission)> {
    ROUTES
        .iter()
        .filter_map(|&(method, path, needs)| match needs {
            Needs::To(permission) => Some((method_of(method), path, permission)),
            Needs::Nothing | Needs::SignedIn => None,
        })
}

fn method_of(name: &str) -> Method {
    name.to_uppercase().parse().expect("a method")
}

/// A path at a business; whatever else it names is not there.
fn at(path: &str, business: &str) -> String {
    let mut address = String::new();
    for part in path.split('/').skip(1) {
        let part = match part {
            "{id}" => business,
            part if part.starts_with('{') => "none",
            part => part,
        };
        address.push('/');
        address.push_str(part);
    }
    address
}

/// Asks with a body that no route takes, so that nothing happens where it is allowed.
async fn ask(person: &Person<'_>, method: &Method, path: &str) -> Answer {
    let body = (!method.is_safe()).then(|| json!({ "nothing like this": true }));
    person.ask(method.clone(), path, body).await
}

/// Whether the answer is what role and plan make of a permission.
fn fits(answer: &Answer, judged: Result<(), Refusal>) -> bool {
    let code = serde_json::from_str::<Value>(&answer.text)
        .ok()
        .and_then(|body| Some(body["code"].as_str()?.to_owned()));
    match judged {
        Ok(()) => ![401, 403].contains(&answer.status.as_u16()),
        Err(Refusal::Role) => answer.status == 403 && code.as_deref() == Some("not_allowed"),
        Err(Refusal::Plan(_)) => answer.status == 403 && code.as_deref() == Some("not_in_plan"),
    }
}

#[tokio::test]
async fn every_route_of_the_dashboard_is_in_the_list_and_nothing_else_is() {
    let app = TestApp::start().await;
    let document: Value = app.get("/openapi.json").await.success();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let takes_session = operation["security"]
                .as_array()
                .is_some_and(|schemes| schemes.iter().any(|one| one["session"].is_array()));
            let is_owners = OWNERS.iter().any(|begin| path.starts_with(begin));
            let begins = ROUTES.iter().any(|&(known, at, needs)| {
                (known, at) == (method.as_str(), path.as_str()) && matches!(needs, Needs::Nothing)
            });
            assert_eq!(
                takes_session,
                is_owners && !begins,
                "security of {method} {path}"
            );
            if is_owners {
                described.insert((method.clone(), path.clone()));
            }
        }
    }
    let listed: BTreeSet<_> = ROUTES
        .iter()
        .map(|&(method, path, _)| (method.to_owned(), path.to_owned()))
        .collect();
    assert_eq!(listed, described);
    assert_eq!(listed.len(), ROUTES.len());
}

#[tokio::test]
async fn a_role_may_what_the_table_says_at_its_own_business() {
    for plan in Plan::ALL {
        let app = TestApp::start().await;
        app.sql(&format!("UPDATE business SET plan = '{plan}'"))
            .await;
        for (role, email) in PEOPLE {
            let person = app.sign_in(email).await;
            for (method, path, permission) in of_a_business() {
                let answer = ask(&person, &method, &at(path, BUSINESS)).await;
                let judged = judge(role, *plan, permission);
                assert!(
                    fits(&answer, judged),
                    "{role} {plan} {method} {path}: {} {}",
                    answer.status,
                    answer.text
                );
            }
        }
    }
}

#[tokio::test]
async fn a_foreign_business_is_answered_like_none_at_all() {
    let app = TestApp::start().await;
    for (role, email) in PEOPLE {
        let person = app.sign_in(email).await;
        for (method, path, _) in of_a_business() {
            let mut texts = Vec::new();
            for business in [FOREIGN, "nowhere", "%20", "%00", "%F0%9F%A6%89"] {
                let answer = ask(&person, &method, &at(path, business)).await;
                assert_eq!(answer.status, 404, "{role} {method} {path} at {business}");
                answer.problem(ProblemCode::NotFound);
                texts.push(answer.text);
            }
            assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
        }
    }
}

#[tokio::test]
async fn nobody_and_whoever_is_signed_out_get_no_further() {
    let app = TestApp::start().await;
    let gone = app.sign_in(OWNER).await;
    gone.ask(Method::DELETE, "/v1/sessions/current", None).await;
    for &(method, path, needs) in ROUTES {
        if matches!(needs, Needs::Nothing) {
            continue;
        }
        for business in [BUSINESS, "nowhere"] {
            let (method, path) = (method_of(method), at(path, business));
            let nobody = app.page(method.clone(), &path).json(&json!({}));
            for answer in [app.send(nobody).await, ask(&gone, &method, &path).await] {
                answer.problem(ProblemCode::NotSignedIn);
                assert_eq!(answer.headers["www-authenticate"], "Session");
            }
        }
    }
}

#[tokio::test]
async fn whatever_changes_something_is_refused_to_other_sites() {
    let app = TestApp::start().await;
    let person = app.sign_in(OWNER).await;
    for &(method, path, _) in ROUTES {
        let method = method_of(method);
        if method.is_safe() {
            continue;
        }
        let address = format!("{}{}", app.url, at(path, BUSINESS));
        let request = app.http.request(method, address);
        let request = request
            .header("cookie", &person.cookie)
            .header("origin", "https://evil.example");
        let forged = request.try_clone().expect("no body").json(&json!({}));
        app.send(forged).await.problem(ProblemCode::ForeignPage);
        let form = request.header("content-type", "text/plain").body("{}");
        let refused = app.send(form).await;
        refused.problem(ProblemCode::UnsupportedMediaType);
    }
    assert_eq!(person.get("/v1/sessions/current").await.status, 200);
}

#[tokio::test]
async fn a_wrong_answer_would_be_noticed() {
    let app = TestApp::start().await;
    let staff = app.sign_in(STAFF).await;
    let allowed = ask(&staff, &Method::GET, &at("/v1/businesses/{id}", BUSINESS)).await;
    assert!(fits(&allowed, Ok(())));
    for refusal in [
        Refusal::Role,
        Refusal::Plan(booking_contract::owner::Feature::Coupons),
    ] {
        assert!(!fits(&allowed, Err(refusal)), "{refusal:?}");
    }
}
