//! The pages that browsers open, and the files that those load.

mod dashboard;
mod demo;
mod files;
mod first;
mod languages;
mod looks;

use std::borrow::Cow;

use booking_companion::pages;
use booking_companion::pages::bundle::{Bundle, Folder};
use booking_contract::{CalendarPage, ProblemCode};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};
use tokio::net::TcpListener;

use crate::app::{Answer, KILN, TestApp};

const GLUE: &str = "booking-widget-0123456789abcdef.js";
const WASM: &str = "booking-widget-0123456789abcdef_bg.wasm";
/// What of the widget is fetched later.
const LATER: &str = "booking-widget-0123456789abcdef_later.wasm";

/// A companion whose widget is built, and the address of its pages.
struct Site {
    app: TestApp,
    url: String,
}

impl Site {
    async fn start() -> Self {
        Self::start_with(built()).await
    }

    async fn start_with(bundle: Bundle) -> Self {
        let app = TestApp::start().await;
        let routes = pages::routes(&app.state.config, bundle).with_state(app.state.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { app, url }
    }

    async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    async fn get_with(&self, path: &str, headers: &[(&'static str, &'static str)]) -> Answer {
        let mut asked = HeaderMap::new();
        for &(name, value) in headers {
            asked.append(name, HeaderValue::from_static(value));
        }
        let request = self.app.http.get(format!("{}{path}", self.url));
        self.app.send(request.headers(asked)).await
    }
}

/// A widget with its loader, a cover and a site of the demo. What stands for the compressed
/// files is not compressed: nobody here looks inside.
fn built() -> Bundle {
    let folder = |files: &[(&str, &'static str)]| -> Folder {
        let files = files.iter();
        let owned = files.map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(text.as_bytes())));
        owned.collect()
    };
    Bundle {
        dist: folder(&[
            (GLUE, "export default async () => {};"),
            (
                "booking-widget-0123456789abcdef.js.br",
                "the glue, compressed",
            ),
            (WASM, "\0asm"),
            (
                "booking-widget-0123456789abcdef_bg.wasm.br",
                "the program, compressed",
            ),
            (LATER, "\0asm"),
            ("snippets/a/inline0.js", "export const a = 1;"),
            ("widget.js", "the loader"),
            ("widget.js.br", "the loader, compressed"),
            ("widget-more.js", "its windows"),
            ("page-first.js", include_str!("../../src/pages/first.js")),
            ("page-start.js", include_str!("../../src/pages/start.js")),
            ("index.html", "trunk's page"),
            ("dashboard/index.html", "the dashboard"),
            (
                "dashboard/booking-dashboard-0123456789abcdef_bg.wasm",
                "\0asm of the dashboard",
            ),
            (
                "dashboard/booking-dashboard-0123456789abcdef.js",
                "import('x');",
            ),
        ]),
        covers: folder(&[("wheel.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")]),
        demo: folder(&[
            (
                "index.html",
                "<a href=\"{{WIDGET_ORIGIN}}/b/kiln-clay/kiln-studio\">",
            ),
            (
                "neo.html",
                "<script src=\"{{WIDGET_ORIGIN}}/widget.js\"></script>",
            ),
            ("neo.css", "body{}"),
        ]),
        gallery: folder(&[
            ("index.html", "every state"),
            ("neo/en/payment.html", "one of them"),
        ]),
    }
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let value = answer.headers.get(name);
    value.map_or("", |value| value.to_str().expect("text"))
}

/// The nonce of a page's policy.
fn nonce(answer: &Answer) -> &str {
    let policy = header(answer, "content-security-policy");
    let from = policy.find("'nonce-").expect("a nonce") + "'nonce-".len();
    let rest = &policy[from..];
    &rest[..rest.find('\'').expect("its end")]
}

/// The data that a page carries for the widget.
fn data(page: &str) -> CalendarPage {
    let open = "<script type=\"application/json\" id=\"booking-data\">";
    let from = page.find(open).expect("the data") + open.len();
    let rest = &page[from..];
    let json = &rest[..rest.find("</script>").expect("its end")];
    serde_json::from_str(json).expect("a calendar of the contract")
}

/// The tags of a page that begin so.
fn tags<'p>(page: &'p str, begin: &'static str) -> impl Iterator<Item = &'p str> {
    page.match_indices(begin).map(|(from, _)| {
        let rest = &page[from..];
        &rest[..=rest.find('>').expect("the tag's end")]
    })
}

#[tokio::test]
async fn a_frame_carries_the_very_calendar_that_the_api_answers() {
    let site = Site::start().await;
    let frame = site.get(&format!("/embed/{KILN}")).await;
    assert_eq!(frame.status, StatusCode::OK);
    assert_eq!(header(&frame, "content-type"), "text/html; charset=utf-8");
    assert_eq!(header(&frame, "cache-control"), "no-store");
    assert_eq!(header(&frame, "referrer-policy"), "no-referrer");
    assert_eq!(header(&frame, "x-content-type-options"), "nosniff");
    assert!(header(&frame, "permissions-policy").contains("payment=()"));
    assert_eq!(data(&frame.text), site.app.calendar(KILN).await);
    assert!(
        frame
            .text
            .contains("<html lang=\"en\" dir=\"ltr\" data-mode=\"frame\"")
    );
    assert!(frame.text.contains(&format!(
        "<link rel=\"modulepreload\" href=\"/assets/{GLUE}\""
    )));
    let wasm = format!("type=\"application/wasm\" href=\"/assets/{WASM}\" crossorigin>");
    assert!(frame.text.contains(&wasm), "{}", frame.text);
    let program = "<div id=\"booking\" data-program=\"/assets/booking-widget-0123456789abcdef\"";
    assert!(frame.text.contains(program), "{}", frame.text);
    // The rest is not loaded before it is needed.
    assert!(!frame.text.contains(LATER));
}

#[tokio::test]
async fn only_what_carries_the_nonce_of_its_answer_runs() {
    let site = Site::start().await;
    for path in [
        &format!("/embed/{KILN}"),
        "/b/kiln-clay/kiln-studio",
        "/embed/nowhere",
    ] {
        let page = site.get(path).await;
        let nonce = nonce(&page).to_owned();
        let attribute = format!("nonce=\"{nonce}\"");
        let styles = tags(&page.text, "<style");
        let scripts = tags(&page.text, "<script").filter(|tag| !tag.contains("application/json"));
        let modules = tags(&page.text, "<link rel=\"modulepreload\"");
        for tag in styles.chain(scripts).chain(modules) {
            assert!(tag.contains(&attribute), "{tag} in {path}");
        }
        for refused in [" style=", " onclick=", " onload=", " onerror="] {
            assert!(!page.text.contains(refused), "{refused} in {path}");
        }
        let again = site.get(path).await;
        assert_ne!(nonce, self::nonce(&again), "a nonce is used once");
    }
}

#[tokio::test]
async fn the_policy_of_a_frame_lets_in_only_what_a_booking_needs() {
    let site = Site::start().await;
    let frame = site.get(&format!("/embed/{KILN}")).await;
    let policy = header(&frame, "content-security-policy").replace(nonce(&frame), "N");
    let port = site.app.url.rsplit(':').next().expect("a port");
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'nonce-N'; connect-src 'self'; img-src 'self' data:; font-src 'none'; \
             form-action 'none'; base-uri 'none'; \
             frame-ancestors 'self' http://127.0.0.1:{port} http://localhost:{port}"
        )
    );
}

#[tokio::test]
async fn without_registered_origins_any_site_may_frame_and_nobody_frames_the_hosted_page() {
    let site = Site::start().await;
    site.app.sql("DELETE FROM business_origin").await;
    let frame = site.get(&format!("/embed/{KILN}")).await;
    let ends = |answer: &Answer, end: &str| {
        assert!(header(answer, "content-security-policy").ends_with(end));
    };
    ends(&frame, "; frame-ancestors http: https:");
    let hosted = site.get("/b/kiln-clay/kiln-studio").await;
    ends(&hosted, "; frame-ancestors 'none'");
}

#[tokio::test]
async fn whoever_knows_no_more_than_the_calendar_is_led_to_its_page_with_what_they_asked_for() {
    let site = Site::start().await;
    for (asked, led_to) in [
        ("/b/kiln-studio", "/b/kiln-clay/kiln-studio"),
        (
            "/b/kiln-studio?coupon=A%26B&lang=de",
            "/b/kiln-clay/kiln-studio?coupon=A%26B&lang=de",
        ),
    ] {
        let none = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder()
            .redirect(none)
            .build()
            .expect("a client");
        let answer = client
            .get(format!("{}{asked}", site.url))
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 303, "{asked}");
        assert_eq!(answer.headers()["location"], led_to);
    }
    assert_eq!(site.get("/b/nothing").await.status, 404);
    let shown = site.get("/b/kiln-clay/kiln-studio?language=de").await;
    assert!(
        shown.text.contains("<html lang=\"de\""),
        "both names of the language are known"
    );
}

#[tokio::test]
async fn what_is_not_an_origin_does_not_reach_the_policy() {
    let site = Site::start().await;
    let statement = "INSERT INTO business_origin VALUES \
        ('kiln-clay', 'https://a.example; script-src *'), ('kiln-clay', '*'), \
        ('kiln-clay', 'https://shop.example:8443'), ('kiln-clay', 'https://b.example/path')";
    site.app.sql(statement).await;
    let frame = site.get(&format!("/embed/{KILN}")).await;
    let policy = header(&frame, "content-security-policy");
    let (_, ancestors) = policy
        .split_once("frame-ancestors ")
        .expect("the directive");
    assert!(ancestors.contains("https://shop.example:8443"));
    for refused in ["a.example", "*", "b.example", ";"] {
        assert!(!ancestors.contains(refused), "{ancestors}");
    }
}

#[tokio::test]
async fn the_theme_is_set_before_the_first_paint_and_nothing_else_gets_in() {
    let site = Site::start().await;
    for (query, theme) in [
        ("?theme=dark", "dark"),
        ("?host=https://a.example&theme=light&coupon=X", "light"),
        ("?theme=auto", "auto"),
        ("", "auto"),
        ("?theme=\"><script>", "auto"),
        ("?theme=%FF&theme", "auto"),
    ] {
        for path in [format!("/embed/{KILN}"), "/b/kiln-clay/kiln-studio".into()] {
            let page = site.get(&format!("{path}{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            let tag = tags(&page.text, "<html").next().expect("the root");
            assert!(tag.ends_with(&format!("data-theme=\"{theme}\">")), "{tag}");
        }
    }
}

#[tokio::test]
async fn texts_of_a_business_stay_texts() {
    let site = Site::start().await;
    let changed = site.app.sql(
        "UPDATE business SET name = '</script><script>alert(1)</script>', \
         website = 'javascript:alert(1)' WHERE id = 'kiln-clay'",
    );
    assert_eq!(changed.await, 1);
    let changed = site.app.sql(
        "UPDATE calendar SET title = '<img src=x onerror=alert(2)>', \
         description = '\"><svg onload=alert(3)>', location = '<!--<script>', \
         cover = '\" onerror=\"alert(4)' WHERE id = 'kiln-studio'",
    );
    assert_eq!(changed.await, 1);
    site.app
        .sql("UPDATE service SET name = '</div><b>', description = '<u>'")
        .await;
    for path in [&format!("/embed/{KILN}"), "/b/kiln-clay/kiln-studio"] {
        let page = site.get(path).await;
        for refused in [
            "<script>alert",
            "<img src=x",
            "<svg onload",
            "<!--",
            "</div><b>",
            "<u>",
            "javascript:",
            "\" onerror=\"",
        ] {
            let elsewhere = page.text.replace(&json_of(&page.text), "");
            assert!(!elsewhere.contains(refused), "{refused} in {path}");
        }
        assert!(
            !json_of(&page.text).contains('<'),
            "the data cannot end its element"
        );
        assert_eq!(data(&page.text), site.app.calendar(KILN).await);
    }
}

fn json_of(page: &str) -> String {
    let open = "id=\"booking-data\">";
    let from = page.find(open).expect("the data") + open.len();
    let rest = &page[from..];
    rest[..rest.find("</script>").expect("its end")].to_owned()
}

#[tokio::test]
async fn a_guest_is_never_left_alone_with_grey_shapes() {
    let site = Site::start().await;
    let website = site
        .app
        .calendar(KILN)
        .await
        .business
        .website
        .expect("a site");
    for path in [&format!("/embed/{KILN}"), "/b/kiln-clay/kiln-studio"] {
        let page = site.get(path).await.text;
        let failed = page
            .find("id=\"booking-failed\" role=\"alert\" lang=\"en\" dir=\"ltr\" hidden")
            .expect("a message");
        let (failed, rest) = page[failed..]
            .split_once("<noscript>")
            .expect("in this order");
        for message in ["booking-failed", "booking-broken"] {
            // Their language is their own: the guest may have chosen another one for the widget.
            let message = format!("id=\"{message}\" role=\"alert\" lang=\"en\" dir=\"ltr\" hidden");
            let (_, message) = page.split_once(&message).expect("a message");
            assert!(message.contains("data-reload"), "a way to try again");
        }
        let (noscript, foot) = rest.split_once("</noscript>").expect("its end");
        assert!(noscript.contains("JavaScript"));
        let plain = format!("href=\"{path}/plain?\"");
        assert!(failed.contains(&plain) && noscript.contains(&plain));
        let link = format!("href=\"{website}\"");
        let in_frame = path.starts_with("/embed");
        assert_eq!(failed.contains(&link) && noscript.contains(&link), in_frame);
        assert_ne!(
            foot.contains(&link),
            in_frame,
            "the hosted page has it at its foot"
        );
    }
}

#[tokio::test]
async fn where_nothing_runs_the_same_booking_opens_without_a_program() {
    let site = Site::start().await;
    for path in ["/embed/kiln-studio", "/b/kiln-clay/kiln-studio"] {
        // What the address asks for goes along, and is text.
        let page = site
            .get(&format!("{path}?lang=de&coupon=A%26B&x=%22%3E<b>"))
            .await;
        let address = format!("{path}/plain?lang=de&amp;coupon=A%26B&amp;x=%22%3E");
        let begin = "<noscript><meta http-equiv=\"refresh\" content=\"0;url=";
        let (_, refresh) = page.text.split_once(begin).expect("a way on");
        assert!(refresh.starts_with(&address), "{refresh:.200}");
        assert!(!page.text.contains("<b>"), "escaped");
        let plain = site.app.get(&format!("{path}/plain?lang=de")).await;
        assert_eq!(plain.status, StatusCode::OK);
        assert!(plain.text.contains("<form "));
    }
}

#[tokio::test]
async fn the_hosted_page_names_the_business_and_leads_back_to_it() {
    let site = Site::start().await;
    let page = site.get("/b/kiln-clay/kiln-studio").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("data-mode=\"page\""));
    assert_eq!(data(&page.text), site.app.calendar(KILN).await);
    let website = site
        .app
        .calendar(KILN)
        .await
        .business
        .website
        .expect("a site");
    let (_, footer) = page.text.split_once("<footer").expect("a footer");
    assert!(
        footer.contains(&format!("<a href=\"{website}\"")),
        "{footer}"
    );
    assert!(footer.contains("Kiln &amp; Clay"));
    assert!(!page.text.contains("noindex"), "search engines may list it");
    // Back from the payment: the page of one guest's order is not for them.
    let back = site
        .get("/b/kiln-clay/kiln-studio?order=o1&session_id=cs_1")
        .await;
    assert_eq!(back.status, StatusCode::OK);
    assert!(back.text.contains("noindex"));
    assert!(
        !back.text.contains("class=\"days\""),
        "no month where none will be"
    );
    // What shows the order is not waited for to be asked for.
    for file in [GLUE, WASM, LATER] {
        let asked = format!("href=\"/assets/{file}\"");
        assert!(back.text.contains(&asked), "{file}");
    }
}

#[tokio::test]
async fn an_address_without_a_calendar_gets_a_friendly_page() {
    let site = Site::start().await;
    let long = "x".repeat(500);
    for path in [
        "/embed/nowhere",
        "/embed/%3Cscript%3E",
        &format!("/embed/{long}"),
        "/b/kiln-clay/nowhere",
        "/b/northlight/kiln-studio",
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        assert!(page.text.contains("<h1>This booking page is not here</h1>"));
        assert!(!page.text.contains("<script"), "{path}");
    }
}

#[tokio::test]
async fn before_the_widget_is_built_the_pages_say_what_to_do() {
    let site = Site::start_with(Bundle::default()).await;
    for path in [
        &format!("/embed/{KILN}"),
        "/b/kiln-clay/kiln-studio",
        "/widget.js",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(
            answer
                .text
                .to_lowercase()
                .contains("the widget is not built yet")
        );
        assert!(answer.text.contains("cargo xtask demo"));
        assert_eq!(header(&answer, "cache-control"), "no-store");
    }
    let asset = site.get(&format!("/assets/{WASM}")).await;
    assert_eq!(asset.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_travel_compressed() {
    let site = Site::start().await;
    let path = format!("/embed/{KILN}");
    let plain = site.get(&path).await;
    assert_eq!(header(&plain, "content-encoding"), "");
    let request = site.app.http.get(format!("{}{path}", site.url));
    let reply = request
        .header("accept-encoding", "gzip, br")
        .send()
        .await
        .expect("an answer");
    assert_eq!(reply.headers()["content-encoding"], "br");
    let bytes = reply.bytes().await.expect("a body");
    assert!(
        bytes.len() * 2 < plain.text.len(),
        "{} of {}",
        bytes.len(),
        plain.text.len()
    );
}

#[tokio::test]
async fn the_health_of_the_process_and_of_its_books_are_told_apart() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/healthz").await.text, "{\"status\":\"alive\"}");
    assert_eq!(app.get("/readyz").await.text, "{\"status\":\"ready\"}");
    app.state.store.close().await;
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    let ready = app.get("/readyz").await;
    ready.problem(ProblemCode::Unavailable);
}
