//! Looks that are not saved, in the frame beside an owner's form.

use reqwest::Url;
use serde_json::json;

use crate::app::{KILN, TestApp};
use crate::person::{BUSINESS, FOREIGN, GROUP, MANAGER, OWNER};

fn address(business: &str, calendar: &str, looks: &serde_json::Value) -> String {
    let base = format!("http://x/embed/preview/{business}/{calendar}");
    let looks = looks.to_string();
    let url = Url::parse_with_params(&base, [("looks", looks)]).expect("an address");
    url.as_str().replacen("http://x", "", 1)
}

fn looks() -> serde_json::Value {
    json!({ "title": "Not saved yet", "description": "", "location": "", "style": "neo",
        "steps": "time_first", "menu": "list", "accent": "#884400",
        "theme": { "background": "#e9dccb", "hides_title": false } })
}

#[tokio::test]
async fn an_owner_sees_looks_before_they_are_saved_and_guests_do_not() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let path = address(BUSINESS, KILN, &looks());
    let shown = owner.get(&path).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert!(shown.text.contains("Not saved yet"));
    assert!(shown.text.contains("#884400") && shown.text.contains("-ground:"));
    let policy = shown.headers["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(policy.ends_with("frame-ancestors 'self'"), "{policy}");
    let page = app.get(&format!("/embed/{KILN}")).await;
    assert!(!page.text.contains("Not saved yet"));
}

#[tokio::test]
async fn nobody_else_sees_a_preview() {
    let app = TestApp::start().await;
    let path = address(BUSINESS, KILN, &looks());
    assert_eq!(app.get(&path).await.status, 401);
    let manager = app.sign_in(MANAGER).await;
    assert_eq!(manager.get(&path).await.status, 403);
    // A calendar of another business is not shown in this one's name.
    let group = app.sign_in(GROUP).await;
    let stray = address(FOREIGN, KILN, &looks());
    assert_eq!(group.get(&stray).await.status, 404);
}

#[tokio::test]
async fn looks_that_could_not_be_saved_are_not_shown() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    for (name, value) in [
        ("accent", json!("red;}</style>")),
        ("cover", json!("https://evil.example/x.png")),
        ("theme", json!({ "background": "url(x)" })),
        ("title", json!("")),
        ("form", json!([])),
    ] {
        let mut looks = looks();
        looks[name] = value;
        let answer = owner.get(&address(BUSINESS, KILN, &looks)).await;
        assert_eq!(answer.status, 400, "{name}: {}", answer.text);
    }
}
