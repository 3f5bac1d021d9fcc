//! `/openapi.json` tells the truth: real answers against its schemas, and its paths against the
//! routes that there are.

use std::collections::BTreeSet;

use booking_companion::{app, openapi};
use booking_contract::{OrderOpened, ProblemCode};
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, KILN, LESSON, TUESDAY, TestApp, guest, new_key};

/// Addresses for browsers and this document itself, which it does not describe.
const NOT_DESCRIBED: [&str; 9] = [
    "/account",
    "/assets",
    "/b/",
    "/businesses",
    "/demo",
    "/embed",
    "/join",
    "/sign-in",
    "/widget",
];

/// What a path may be asked with; each is described or refused.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// The document of a running companion.
struct Document(Value);

impl Document {
    async fn of(app: &TestApp) -> Self {
        Self(app.get("/openapi.json").await.success())
    }

    /// The description of an answer.
    #[track_caller]
    fn content(&self, method: &str, path: &str, status: &str) -> &Value {
        let operation = &self.0["paths"][path][method];
        assert!(operation.is_object(), "{method} {path} is not described");
        let answer = &operation["responses"][status];
        assert!(
            answer.is_object(),
            "{status} of {method} {path} is not described"
        );
        &answer["content"]
    }

    /// Checks a body against a schema of the document.
    #[track_caller]
    fn check_body(&self, schema: &Value, body: &Value, what: &str) {
        let mut schema = schema.clone();
        schema["components"] = self.0["components"].clone();
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .expect("a schema");
        let faults: Vec<String> = validator.iter_errors(body).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{what}: {faults:?} in {body}");
    }

    /// Checks a real answer of an operation.
    #[track_caller]
    fn check(&self, method: &str, path: &str, answer: &Answer) {
        let status = answer.status.as_str();
        let content = self.content(method, path, status);
        let what = format!("{status} of {method} {path}");
        let media = answer
            .headers
            .get("content-type")
            .map(|m| m.to_str().expect("text"));
        let Some(media) = media else {
            assert!(content.is_null(), "{what} has no body");
            return;
        };
        let schema = &content[media]["schema"];
        assert!(schema.is_object(), "{what} is not described as {media}");
        let body = serde_json::from_str(&answer.text).expect("JSON");
        self.check_body(schema, &body, &what);
        if media == "application/problem+json" {
            let code = body["code"].as_str().expect("a code");
            let examples = &content[media]["examples"];
            assert!(
                examples[code].is_object(),
                "{code} is not described for {what}"
            );
        }
    }
}

const CALENDAR: &str = "/v1/calendars/{id}";
const SLOTS: &str = "/v1/calendars/{id}/slots";
const CHECKS: &str = "/v1/calendars/{id}/coupon-checks";
const ORDERS: &str = "/v1/calendars/{id}/orders";
const ORDER: &str = "/v1/orders/{id}";
const EXTEND: &str = "/v1/orders/{id}/extend";
const CANCEL: &str = "/v1/orders/{id}/cancel";
const RELEASE: &str = "/v1/orders/{id}/release";
const WEBHOOKS: &str = "/v1/stripe/webhooks";

#[tokio::test]
async fn every_route_is_described_and_every_description_has_a_route() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    assert_eq!(document.0["openapi"], "3.1.0");
    let described: BTreeSet<&str> = document.0["paths"]
        .as_object()
        .expect("paths")
        .keys()
        .map(String::as_str)
        .collect();
    // The router prints its paths, those of its fallbacks included, and nothing else of it
    // stands in quotes after a slash.
    let printed = format!("{:?}", app::router(app.state.clone()));
    let routed: BTreeSet<&str> = printed
        .split('"')
        .filter(|text| text.starts_with('/') && !text.contains("__private"))
        .filter(|path| !["/", "/openapi.json"].contains(path))
        .filter(|path| !NOT_DESCRIBED.iter().any(|begin| path.starts_with(begin)))
        .collect();
    assert!(routed.len() >= 9, "{printed}");
    assert_eq!(described, routed);
    for (path, item) in document.0["paths"].as_object().expect("paths") {
        let address = format!("{}{}", app.url, path.replace("{id}", KILN));
        for name in METHODS {
            let method = name.to_uppercase().parse().expect("a method");
            let answer = app.send(app.http.request(method, &address)).await;
            if item[name].is_object() {
                assert_ne!(answer.status, 405, "{name} {path}");
            } else {
                answer.problem(ProblemCode::MethodNotAllowed);
            }
        }
    }
}

/// Every `$ref` below a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            for field in fields.values() {
                references(field, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                references(item, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_reference_leads_to_a_schema() {
    let document = serde_json::to_value(openapi::document()).expect("JSON");
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 100, "{}", found.len());
    found.retain(|reference| {
        let pointer = reference.strip_prefix('#').expect("one of this document");
        document.pointer(pointer).is_none()
    });
    assert_eq!(found, BTreeSet::new());
}

#[tokio::test]
async fn what_a_guest_sees_and_checks_is_as_described() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    document.check(
        "get",
        CALENDAR,
        &app.get(&format!("/v1/calendars/{KILN}")).await,
    );
    document.check("get", CALENDAR, &app.get("/v1/calendars/nowhere").await);

    let slots = format!("/v1/calendars/{KILN}/slots?items={CLASS}&from=2026-11-24");
    let good = app
        .get(&format!("{slots}&to=2026-11-30&zone=Asia/Tokyo"))
        .await;
    assert_eq!(good.status, 200);
    document.check("get", SLOTS, &good);
    for wrong in [
        "&to=2026-11-30&zone=Lisbon",
        "&to=2026-11-01&zone=UTC",
        "&day=1",
        "",
    ] {
        let answer = app.get(&format!("{slots}{wrong}")).await;
        assert!(answer.status.is_client_error(), "{wrong}");
        document.check("get", SLOTS, &answer);
    }

    document.check("post", CHECKS, &app.check_code("welcome10").await);
    document.check("post", CHECKS, &app.check_code("NOPE").await);
    let path = format!("/v1/calendars/{KILN}/coupon-checks");
    for wrong in [
        json!({}),
        json!({"request": {"items": [], "seats": 1}}),
        json!([1]),
    ] {
        document.check("post", CHECKS, &app.post(&path, &wrong).await);
    }
    let plain = app.http.post(format!("{}{path}", app.url)).body("{}");
    document.check("post", CHECKS, &app.send(plain).await);
    let large = app
        .post(&path, &json!({ "request": "x".repeat(40_000) }))
        .await;
    assert_eq!(large.status, 413);
    document.check("post", CHECKS, &large);
    // Guess until it is enough.
    loop {
        let answer = app.check_code("GUESS").await;
        document.check("post", CHECKS, &answer);
        if answer.status == 429 {
            break;
        }
        assert_eq!(answer.status, 200);
    }
}

#[tokio::test]
async fn the_life_of_an_order_is_as_described() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    let key = new_key();
    let confirmation = app.confirmation(CLASS, 2, TUESDAY, Some("WELCOME10")).await;
    let opened = app.confirm_with(&key, &confirmation).await;
    assert_eq!(opened.status, 201);
    document.check("post", ORDERS, &opened);
    let again = app.confirm_with(&key, &confirmation).await;
    assert_eq!(again.status, 200);
    document.check("post", ORDERS, &again);

    let opened: OrderOpened = opened.success();
    let address = format!("{}/v1/orders/{}", app.url, opened.order.id);
    for query in ["", "?zone=America/New_York", "?zone=Nowhere", "?day=1"] {
        let request = app.http.get(format!("{address}{query}"));
        let answer = app.send(request.bearer_auth(&opened.token)).await;
        document.check("get", ORDER, &answer);
    }
    document.check("get", ORDER, &app.send(app.http.get(&address)).await);
    let release = || app.http.post(format!("{address}/release"));
    document.check(
        "post",
        RELEASE,
        &app.send(release().bearer_auth("wrong")).await,
    );
    let released = app.send(release().bearer_auth(&opened.token)).await;
    assert_eq!(released.status, 200);
    document.check("post", RELEASE, &released);
}

#[tokio::test]
async fn more_time_and_a_cancellation_are_as_described() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    let opened = app.awaiting(None).await;
    let more = app.act(&opened, "extend", None).await;
    assert_eq!(more.status, 200);
    document.check("post", EXTEND, &more);
    let cancel = json!({ "refund_minor": 9_600 });
    let early = app.act(&opened, "cancel", Some(cancel.clone())).await;
    assert_eq!(early.status, 409);
    document.check("post", CANCEL, &early);
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    let late = app.act(&opened, "extend", None).await;
    assert_eq!(late.status, 409);
    document.check("post", EXTEND, &late);
    for wrong in [
        json!({}),
        json!({ "refund_minor": 1 }),
        json!({ "refund_minor": "9600" }),
        json!({ "refund_minor": 9_600, "why": "rain" }),
    ] {
        let answer = app.act(&opened, "cancel", Some(wrong)).await;
        assert!(answer.status.is_client_error());
        document.check("post", CANCEL, &answer);
    }
    let unannounced = app.act(&opened, "cancel", None).await;
    assert_eq!(unannounced.status, 415);
    document.check("post", CANCEL, &unannounced);
    let cancelled = app.act(&opened, "cancel", Some(cancel.clone())).await;
    assert_eq!(cancelled.status, 200);
    document.check("post", CANCEL, &cancelled);
    let mut stranger = opened;
    stranger.token = "wrong".into();
    let answer = app.act(&stranger, "cancel", Some(cancel)).await;
    document.check("post", CANCEL, &answer);
    let answer = app.act(&stranger, "extend", None).await;
    document.check("post", EXTEND, &answer);
}

#[tokio::test]
async fn too_many_holds_are_as_described() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    app.sql("UPDATE business SET holds_per_network_max = 1")
        .await;
    app.awaiting(None).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let answer = app.confirm(&body).await;
    assert_eq!(answer.status, 429);
    document.check("post", ORDERS, &answer);
}

#[tokio::test]
async fn every_way_a_confirmation_fails_is_as_described() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    let mut codes = BTreeSet::new();
    let mut check = |answer: Answer| {
        document.check("post", ORDERS, &answer);
        let body: Value = serde_json::from_str(&answer.text).expect("JSON");
        codes.insert(body["code"].as_str().expect("a code").to_owned());
    };

    let mut dearer = app.confirmation(CLASS, 1, TUESDAY, None).await;
    dearer.quote.total_minor += 100;
    check(app.confirm(&dearer).await);

    let lesson = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let key = new_key();
    assert_eq!(app.confirm_with(&key, &lesson).await.status, 201);
    check(app.confirm(&lesson).await);
    let mut other = lesson.clone();
    other.guest = guest("bo@example.com");
    check(app.confirm_with(&key, &other).await);
    other.consent = false;
    check(app.confirm(&other).await);
    check(app.confirm_with("short", &lesson).await);

    let path = format!("{}/v1/calendars/{KILN}/orders", app.url);
    check(app.send(app.http.post(&path).body("{}")).await);
    check(
        app.post(
            &format!("/v1/calendars/{KILN}/orders"),
            &json!({"items": 1}),
        )
        .await,
    );
    let nowhere = app.http.post(path.replace(KILN, "nowhere"));
    let nowhere = nowhere.header("idempotency-key", new_key()).json(&lesson);
    check(app.send(nowhere).await);

    let expected = [
        "invalid_field",
        "invalid_request",
        "key_reused",
        "not_found",
        "quote_changed",
        "slot_taken",
        "unsupported_media_type",
    ];
    assert_eq!(codes, expected.map(str::to_owned).into());
}

#[tokio::test]
async fn health_and_webhooks_are_as_described() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    document.check("get", "/healthz", &app.get("/healthz").await);
    document.check("get", "/readyz", &app.get("/readyz").await);
    let forged = app
        .post("/v1/stripe/webhooks", &json!({"id": "evt_1"}))
        .await;
    assert_eq!(forged.status, 400);
    document.check("post", WEBHOOKS, &forged);
    app.state.store.close().await;
    document.check("get", "/readyz", &app.get("/readyz").await);
}

#[tokio::test]
async fn every_example_is_what_it_is_an_example_of() {
    let app = TestApp::start().await;
    let document = Document::of(&app).await;
    let mut examples = 0;
    for (path, item) in document.0["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let answers = operation["responses"].as_object().expect("answers").iter();
            let answers = answers.map(|(status, answer)| (status.as_str(), &answer["content"]));
            let bodies = answers.chain([("the request", &operation["requestBody"]["content"])]);
            for (name, contents) in bodies {
                for content in contents.as_object().into_iter().flat_map(|c| c.values()) {
                    let several = content["examples"].as_object().into_iter();
                    let several = several.flat_map(|all| all.values().map(|one| &one["value"]));
                    let one = Some(&content["example"]).filter(|example| !example.is_null());
                    let all: Vec<&Value> = several.chain(one).collect();
                    let what = format!("{name} of {method} {path}");
                    assert!(!all.is_empty(), "{what} has no example");
                    for example in all {
                        document.check_body(&content["schema"], example, &what);
                        examples += 1;
                    }
                }
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if let Some(example) = parameter.get("example") {
                    let what = format!("a parameter of {path}");
                    document.check_body(&parameter["schema"], example, &what);
                }
            }
        }
    }
    assert!(examples > 40, "{examples}");
}
