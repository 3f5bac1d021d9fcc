//! The sites that may embed.

use booking_contract::ProblemCode;
use booking_contract::owner::{SITES_MAX, Sites};
use serde_json::json;

use super::{ask, times};
use crate::app::{KILN, TestApp};
use crate::person::{OWNER, Person};

async fn allow(person: &Person<'_>, site: &str) -> crate::app::Answer {
    ask(person, "POST", "/sites", Some(json!({ "site": site }))).await
}

async fn withdraw(person: &Person<'_>, site: &str) -> Sites {
    let body = Some(json!({ "site": site }));
    ask(person, "POST", "/sites/remove", body).await.success()
}

/// Who may frame the calendar, as browsers are told.
async fn framed_by(app: &TestApp) -> String {
    let frame = app.get(&format!("/embed/{KILN}")).await;
    let policy = frame.headers["content-security-policy"]
        .to_str()
        .expect("text");
    let ancestors = policy.split("frame-ancestors ").nth(1);
    ancestors.expect("it says who may frame it").to_owned()
}

#[tokio::test]
async fn a_site_that_is_allowed_may_frame_and_one_that_is_not_any_more_may_not() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let sites: Sites = allow(&owner, "Bücher.example").await.success();
    let site = "https://xn--bcher-kva.example";
    assert!(sites.sites.contains(&site.to_owned()));
    assert!(framed_by(&app).await.contains(site));
    // Once more changes nothing.
    assert_eq!(allow(&owner, site).await.success::<Sites>(), sites);
    assert_eq!(times(&app, "site.allow").await, 1);

    assert!(
        !withdraw(&owner, site)
            .await
            .sites
            .contains(&site.to_owned())
    );
    assert!(!framed_by(&app).await.contains(site));
    withdraw(&owner, site).await;
    assert_eq!(times(&app, "site.withdraw").await, 1);
}

#[tokio::test]
async fn without_a_site_every_site_may_frame() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let sites: Sites = ask(&owner, "GET", "/sites", None).await.success();
    assert!(!sites.sites.is_empty(), "the demo has its own");
    assert_ne!(framed_by(&app).await, "http: https:");
    for site in sites.sites {
        withdraw(&owner, &site).await;
    }
    assert_eq!(framed_by(&app).await, "http: https:");
}

#[tokio::test]
async fn what_is_no_site_is_refused_and_there_are_only_so_many() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for text in [
        "",
        "https://a.example/path",
        "https://a.example; script-src *",
        "*",
    ] {
        let refused = allow(&owner, text).await;
        assert_eq!(refused.status, 422, "{text}");
        refused.problem(ProblemCode::AddressRefused);
    }
    let there: Sites = ask(&owner, "GET", "/sites", None).await.success();
    for number in there.sites.len()..SITES_MAX {
        let site = format!("https://site-{number}.example");
        assert_eq!(allow(&owner, &site).await.status, 200);
    }
    let refused = allow(&owner, "https://one-more.example").await;
    refused.problem(ProblemCode::TooManyOfThem);
}
