//! Who may do what: every route of the dashboard, asked by every role, at their own business and at
//! a foreign one, and by nobody.
//!
//! [`ROUTES`] is held against `/openapi.json`, which is held against the router: a route that has
//! no line here fails the first test.

mod routes;

use std::collections::BTreeSet;

use booking_companion::people::roles::{Refusal, judge};
use booking_contract::ProblemCode;
use booking_contract::owner::{Permission, Plan, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::person::{ADMIN, BUSINESS, FOREIGN, MANAGER, OWNER, Person, STAFF};
use routes::{Needs, ROUTES};

/// What the paths of the dashboard begin with.
const OWNERS: [&str; 4] = [
    "/v1/sessions",
    "/v1/businesses",
    "/v1/account",
    "/v1/invitations",
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
