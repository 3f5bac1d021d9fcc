//! The hosted page: what it shows, what its buttons do, what it refuses.

use reqwest::Method;

use crate::harness::{Answer, TestDouble, read, text};

async fn shown(double: &TestDouble, session: &serde_json::Value) -> Answer {
    read(double.bare(Method::GET, &format!("/c/pay/{}", text(session, "id")))).await
}

/// The text of the element with this id: up to the next tag.
#[track_caller]
fn element<'a>(page: &'a Answer, id: &str) -> Option<&'a str> {
    let start = page.body.find(&format!("id=\"{id}\""))?;
    let inner = &page.body[start..];
    let from = inner.find('>').unwrap() + 1;
    let until = inner.find("</").unwrap();
    Some(inner[from..until].trim())
}

const COUPON: [(&str, &str); 1] = [("discounts[0][coupon]", "SPRING")];

async fn with_coupon() -> TestDouble {
    let double = TestDouble::new().await;
    let coupon = [
        ("id", "SPRING"),
        ("name", "SPRING25: <25%>"),
        ("amount_off", "2250"),
        ("currency", "eur"),
        ("max_redemptions", "1"),
    ];
    double.coupon(&coupon).await.object();
    double
}

#[tokio::test]
async fn it_shows_subtotal_discount_and_total() {
    let double = with_coupon().await;
    let page = shown(&double, &double.session(&COUPON).await.object()).await;
    assert_eq!(page.status, 200);
    let sums = ["subtotal", "discount", "total"].map(|id| element(&page, id));
    assert_eq!(
        sums,
        [Some("€90.00"), Some("\u{2212}€22.50"), Some("€67.50")]
    );
    assert_eq!(element(&page, "pay"), Some("Pay €67.50"));
    assert_eq!(element(&page, "decline"), Some("Decline"));
    assert!(page.body.contains("SPRING25: &lt;25%&gt;"));
    assert!(page.body.contains("2 × €45.00"));
    let plain = shown(&double, &double.session(&[]).await.object()).await;
    assert_eq!(
        (element(&plain, "discount"), element(&plain, "total")),
        (None, Some("€90.00"))
    );
}

#[tokio::test]
async fn a_percentage_says_how_much_it_takes_off() {
    let double = TestDouble::new().await;
    double
        .coupon(&[("id", "SPRING"), ("percent_off", "12.5")])
        .await
        .object();
    let page = shown(&double, &double.session(&COUPON).await.object()).await;
    assert!(page.body.contains("12.5% off"));
    assert_eq!(element(&page, "discount"), Some("\u{2212}€11.25"));
}

#[tokio::test]
async fn it_cannot_be_framed_and_needs_no_script() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    for page in [
        shown(&double, &session).await,
        double.press(&session, "decline", "").await,
        read(double.bare(Method::GET, "/c/pay/cs_test_none")).await,
    ] {
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"));
        assert!(!page.body.contains("<script"));
    }
    let style = read(double.bare(Method::GET, "/c/checkout.css")).await;
    assert_eq!(
        (style.status, style.header("content-type")),
        (200, Some("text/css; charset=utf-8"))
    );
}

#[tokio::test]
async fn every_text_from_outside_is_escaped() {
    let double = TestDouble::new().await;
    let nasty = "<img src=x onerror=alert(1)>\"'";
    let product = |name: &str| format!("line_items[0][price_data][product_data][{name}]");
    let (name, description) = (product("name"), product("description"));
    let changes = [
        (name.as_str(), nasty),
        (description.as_str(), nasty),
        (
            "cancel_url",
            "https://shop.test/?a=\"><script>alert(1)</script>",
        ),
        ("branding_settings[display_name]", nasty),
    ];
    let session = double.session(&changes).await.object();
    let typed = double
        .press(&session, "decline", "\"><script>alert(1)</script>")
        .await;
    for page in [shown(&double, &session).await, typed] {
        assert!(
            !page.body.contains("<img") && !page.body.contains("<script"),
            "{}",
            page.body
        );
        assert!(page.body.contains("&lt;img src=x"));
    }
    let plain = shown(&double, &double.session(&[]).await.object()).await;
    assert!(plain.body.contains("Studio &lt;Lumen&gt;"));
}

#[tokio::test]
async fn pay_completes_and_sends_on_with_the_session_id() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    let paid = double.press(&session, "pay", "ada@example.com").await;
    let expected = format!("https://shop.test/done?session={}", text(&session, "id"));
    assert_eq!(
        (paid.status, paid.header("location")),
        (303, Some(expected.as_str()))
    );
}

#[tokio::test]
async fn a_double_click_pays_once() {
    let double = with_coupon().await;
    let session = double.session(&COUPON).await.object();
    let clicks = (0..8).map(|_| {
        let path = format!("/c/pay/{}/pay", text(&session, "id"));
        tokio::spawn(read(
            double
                .bare(Method::POST, &path)
                .form(&[("email", "ada@example.com")]),
        ))
    });
    let clicks: Vec<_> = clicks.collect();
    for click in clicks {
        assert_eq!(click.await.unwrap().status, 303);
    }
    let state = double.state().await;
    assert_eq!(state["ledger"]["platform"]["eur"]["payments"], 1);
    assert_eq!(state["coupons"][0]["times_redeemed"], 1);
    assert_eq!(state["events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn decline_stays_on_the_page_and_keeps_what_was_typed() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    let declined = double.press(&session, "decline", "ada@example.com").await;
    assert_eq!(declined.status, 402);
    assert_eq!(
        element(&declined, "notice"),
        Some("Your card was declined. Try another card.")
    );
    assert!(declined.body.contains("value=\"ada@example.com\""));
    assert_eq!(element(&declined, "pay"), Some("Pay €90.00"));
    assert_eq!(element(&shown(&double, &session).await, "notice"), None);
    assert_eq!(
        double
            .press(&session, "pay", "ada@example.com")
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn back_leads_to_the_cancel_url_and_leaves_the_session_open() {
    let double = TestDouble::new().await;
    let cancel = "https://shop.test/back?session={CHECKOUT_SESSION_ID}";
    let session = double.session(&[("cancel_url", cancel)]).await.object();
    let page = shown(&double, &session).await;
    let link = format!(
        "id=\"back\" class=\"back\" href=\"https://shop.test/back?session={}\"",
        text(&session, "id")
    );
    assert!(page.body.contains(&link));
    assert_eq!(double.state().await["sessions"][0]["status"], "open");
    let without = shown(
        &double,
        &double.session(&[("cancel_url", "")]).await.object(),
    )
    .await;
    assert!(!without.body.contains("id=\"back\""));
}

#[tokio::test]
async fn an_email_is_asked_for_unless_it_is_known() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    for wrong in ["", "ada", "ada@example"] {
        let answer = double.press(&session, "pay", wrong).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert!(element(&answer, "notice").unwrap().contains("email"));
    }
    assert_eq!(double.state().await["sessions"][0]["status"], "open");
    let known = double
        .session(&[("customer_email", "ada@example.com")])
        .await
        .object();
    assert!(
        shown(&double, &known)
            .await
            .body
            .contains("value=\"ada@example.com\" readonly")
    );
    let path = format!("/c/pay/{}/pay", text(&known, "id"));
    assert_eq!(read(double.bare(Method::POST, &path)).await.status, 303);
    assert_eq!(
        double.state().await["sessions"][0]["customer_details"]["email"],
        "ada@example.com"
    );
}

#[tokio::test]
async fn a_paid_session_says_so_and_leads_on() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    double.press(&session, "pay", "ada@example.com").await;
    let page = shown(&double, &session).await;
    assert_eq!((page.status, element(&page, "pay")), (200, None));
    assert!(page.body.contains("id=\"paid\""));
    assert!(page.body.contains(&format!(
        "href=\"https://shop.test/done?session={}\"",
        text(&session, "id")
    )));
    let declined = double.press(&session, "decline", "").await;
    assert!(declined.body.contains("id=\"paid\""));
}

#[tokio::test]
async fn an_expired_session_says_so_and_leads_back() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    let open = shown(&double, &session).await;
    assert_eq!(open.status, 200);
    double.advance(86_401).await;
    let late = double.press(&session, "pay", "ada@example.com").await;
    for page in [shown(&double, &session).await, late] {
        assert_eq!((page.status, element(&page, "pay")), (410, None));
        assert!(page.body.contains("id=\"expired\""));
        assert!(page.body.contains("href=\"https://shop.test/back\""));
    }
}

#[tokio::test]
async fn a_coupon_that_is_used_up_meanwhile_stops_the_payment() {
    let double = with_coupon().await;
    let [first, second] = [
        double.session(&COUPON).await.object(),
        double.session(&COUPON).await.object(),
    ];
    assert_eq!(
        double.press(&first, "pay", "ada@example.com").await.status,
        303
    );
    let late = double.press(&second, "pay", "bob@example.com").await;
    assert_eq!(late.status, 402);
    assert!(
        element(&late, "notice")
            .unwrap()
            .contains("no longer available")
    );
    assert_eq!(
        double.state().await["ledger"]["platform"]["eur"]["payments"],
        1
    );
}

#[tokio::test]
async fn a_session_of_a_connected_account_can_be_paid() {
    let double = TestDouble::new().await;
    let request = double
        .keyed(Method::POST, "/v1/checkout/sessions")
        .header("stripe-account", "acct_1");
    let session = read(request.form(&crate::harness::session_form(&[])))
        .await
        .object();
    assert_eq!(
        double
            .press(&session, "pay", "ada@example.com")
            .await
            .status,
        303
    );
    let state = double.state().await;
    assert_eq!(state["ledger"]["acct_1"]["eur"]["paid_minor"], 9000);
    assert_eq!(state["events"][0]["account"], "acct_1");
}

#[tokio::test]
async fn reloading_the_answer_of_a_button_leads_back_to_the_page() {
    let double = TestDouble::new().await;
    let session = double.session(&[]).await.object();
    let page = format!("/c/pay/{}", text(&session, "id"));
    for button in ["pay", "decline"] {
        let answer = read(double.bare(Method::GET, &format!("{page}/{button}"))).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, Some(page.as_str()))
        );
    }
    assert_eq!(
        shown(&double, &serde_json::json!({ "id": "cs_test_none" }))
            .await
            .status,
        404
    );
}
