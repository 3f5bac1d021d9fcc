//! What other sites, and those who know a cookie, can do with a dashboard in which somebody is signed in:
//! nothing. Each really tries it, in a browser.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use e2e::browser::{Browser, Device};
use e2e::desk::Desk;
use e2e::guest::part;
use e2e::owner::{OWNER, Owner};
use e2e::stack::{Stack, Widget};
use e2e::tls::TlsFront;
use fantoccini::cookies::Cookie;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const COOKIE: &str = "booking-session";

/// A site that no business has registered.
async fn foreign_site() -> String {
    let page = Html("<!doctype html><title>Another site</title><h1>Look here</h1>");
    let router = Router::new().route("/", get(async move || page));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://localhost:{port}")
}

/// Puts an address into a frame of the page that is open, and answers whether it was shown there.
async fn is_framed(browser: &Browser, address: &str) -> bool {
    let put = "const [address, done] = arguments;
        document.querySelector('iframe')?.remove();
        const frame = document.createElement('iframe');
        Object.assign(frame, { src: address, width: 900, height: 1200 });
        frame.onload = () => setTimeout(done, 300);
        document.body.append(frame);";
    browser.ask(put, json!(address)).await;
    let frame = browser.find("iframe").await;
    frame.enter_frame().await.expect("a frame");
    // What Chromium shows in the place of a page that may not be framed is a page of its own.
    let shown = browser.run("return location.origin").await;
    browser.leave_widget().await;
    let origin = reqwest::Url::parse(address).expect("an address").origin();
    shown == origin.ascii_serialization()
}

#[tokio::test]
async fn no_page_of_the_dashboard_is_shown_in_a_frame() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    let own = stack.widget_origin();
    let around = [foreign_site().await, format!("{own}/demo/thanks.html")];
    for around in around {
        browser.goto(&around).await;
        for page in [
            "/sign-in",
            "/businesses",
            "/businesses/kiln-clay/coupons",
            "/account",
            "/join",
        ] {
            let address = format!("{own}{page}");
            assert!(!is_framed(&browser, &address).await, "{page} in {around}");
        }
        let hosted = stack.hosted_page(Widget::Neo);
        assert!(!is_framed(&browser, &hosted).await, "{hosted} in {around}");
    }
    browser.close().await;
}

#[tokio::test]
async fn the_widget_is_shown_in_frames_of_registered_sites_alone() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let site = foreign_site().await;
    let frame = stack.frame_page(Widget::Neo, "");
    browser.goto(&site).await;
    assert!(
        !is_framed(&browser, &frame).await,
        "before it is registered"
    );
    stack.register_site(&site);
    assert!(is_framed(&browser, &frame).await, "after that");
    browser.close().await;
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing_for_whoever_is_signed_in() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    Owner::new(&browser, &stack).sign_in(OWNER).await;
    let desk = Desk::sign_in(&stack, OWNER).await;
    let coupons = "/v1/businesses/kiln-clay/coupons";
    let before = desk.done(Method::GET, coupons, &Value::Null).await;
    let draft =
        json!({ "draft": { "code": "FORGED", "benefit": { "percent": { "percent": "99" } } } });
    browser.goto(&foreign_site().await).await;
    let forge = "const [{ address, body }, done] = arguments;
        const send = (how) => fetch(address, { method: 'POST', body, credentials: 'include', ...how })
            .then(({ type }) => type, () => 'refused');
        const form = document.body.appendChild(document.createElement('form'));
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.name = 'answer';
        Object.assign(form, { action: address, method: 'post', enctype: 'text/plain', target: 'answer' });
        const field = form.appendChild(document.createElement('input'));
        Object.assign(field, { name: body.slice(0, -1) + ',\"x\":\"', value: '\"}' });
        form.submit();
        // What a form is answered is a file to a browser, and ends no navigation.
        setTimeout(() => Promise.all([
            send({ mode: 'no-cors' }),
            send({ headers: { 'content-type': 'application/json' } }),
        ]).then(done), 1000);";
    let address = format!("{}{coupons}", stack.widget_origin());
    let sent = json!({ "address": address, "body": draft.to_string() });
    let answers = browser.ask(forge, sent).await;
    assert_eq!(answers, json!(["refused", "refused"]));
    let after = desk.done(Method::GET, coupons, &Value::Null).await;
    assert_eq!(after, before, "no coupon is new");
    // What was sent would have made one.
    desk.post(coupons, &draft).await;
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_was_slipped_in_is_not_the_one_that_a_sign_in_opens() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    // Somebody else's own session, put into the browser before its owner signs in.
    let stranger = Desk::sign_in(&stack, "staff@example.com").await;
    let (_, slipped) = stranger.cookie().split_once('=').expect("a cookie");
    owner.goto("/sign-in").await;
    let slip = json!({ "name": COOKIE, "value": slipped, "url": stack.widget_origin() });
    browser.devtools("Network.setCookie", slip).await;
    owner.goto("/account").await;
    browser.text_with(&part("account"), "Test Staff").await;
    browser
        .client
        .delete_cookie(COOKIE)
        .await
        .expect("no cookie");
    owner.goto("/sign-in").await;
    browser.find("#email").await;
    let slip = json!({ "name": COOKIE, "value": slipped, "url": stack.widget_origin() });
    browser.devtools("Network.setCookie", slip).await;
    owner.try_to_sign_in(OWNER, e2e::owner::PASSWORD).await;
    browser.text_with(&part("account"), "Test Owner").await;

    let kept = browser
        .client
        .get_named_cookie(COOKIE)
        .await
        .expect("a cookie");
    assert_ne!(kept.value(), slipped);
    assert_eq!(kept.http_only(), Some(true));
    assert_eq!(browser.run("return document.cookie").await, "");
    // Whoever knows the other one is nobody.
    let (status, _) = stranger
        .ask(Method::GET, "/v1/sessions/current", &Value::Null)
        .await;
    assert_eq!(status, 401);
    browser.close().await;
}

#[tokio::test]
async fn over_tls_a_browser_keeps_the_cookie_that_only_this_host_can_set() {
    let stack = Stack::start_behind(TlsFront::bind().await).await;
    let browser = Browser::open(Device::Desktop).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    let cookies = browser.client.get_all_cookies().await.expect("cookies");
    let names: Vec<&str> = cookies.iter().map(Cookie::name).collect();
    assert_eq!(names, ["__Host-booking-session"]);
    let cookie = &cookies[0];
    assert_eq!(cookie.secure(), Some(true));
    assert_eq!(cookie.http_only(), Some(true));
    assert_eq!(cookie.path(), Some("/"));
    assert_eq!(
        cookie.same_site().map(|it| it.to_string()),
        Some("Lax".to_owned())
    );
    // It is sent: the dashboard is there again, and so is what only members see.
    owner.goto("/businesses/kiln-clay/settings/members").await;
    browser.find(&part("member")).await;
    browser.client.refresh().await.expect("the page");
    browser.find(&part("member")).await;
    // Scripts of another host below the same name, or of this one, cannot put one in its place.
    let replace = "document.cookie = '__Host-booking-session=x; path=/; secure';
        return document.cookie";
    assert_eq!(browser.run(replace).await, "");
    browser.click(&part("account")).await;
    browser.click(&part("sign-out")).await;
    browser.find("#password").await;
    let left = browser.client.get_all_cookies().await.expect("cookies");
    assert!(left.is_empty(), "{left:?}");
    browser.close().await;
}
