//! The demo's sites and its gallery.

use booking_companion::pages;
use booking_companion::pages::bundle::Folder;
use reqwest::StatusCode;
use tokio::net::TcpListener;

use super::{Site, built, header};
use crate::app::TestApp;

#[tokio::test]
async fn the_demo_embeds_the_widget_from_its_public_address() {
    let site = Site::start().await;
    let page = site.get("/demo/neo.html").await;
    let origin = &site.app.url;
    assert_eq!(
        page.text,
        format!("<script src=\"{origin}/widget.js\"></script>")
    );
    let policy = header(&page, "content-security-policy");
    assert!(policy.contains(&format!("frame-src {origin}")), "{policy}");
    let index = site.get("/demo/").await;
    assert!(
        index
            .text
            .contains(&format!("{origin}/b/kiln-clay/kiln-studio"))
    );
    let moved = site.get("/demo").await;
    assert_eq!(
        moved.text, index.text,
        "the address without the slash leads there"
    );
    let style = site.get("/demo/neo.css").await;
    assert_eq!(header(&style, "content-type"), "text/css; charset=utf-8");
    assert_eq!(
        site.get("/demo/none.html").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_demo_shows_the_gallery_in_frames_of_its_own_alone() {
    let site = Site::start().await;
    let index = site.get("/demo/gallery/").await;
    assert_eq!(index.text, "every state");
    assert_eq!(site.get("/demo/gallery").await.text, index.text);
    let state = site.get("/demo/gallery/neo/en/payment.html").await;
    assert_eq!(state.text, "one of them");
    let policy = header(&state, "content-security-policy");
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    let missing = site.get("/demo/gallery/neo/en/none.html").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[test]
fn a_gallery_is_read_with_all_its_folders() {
    let folder = std::env::temp_dir().join(format!("gallery-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("neo/en")).expect("a folder");
    std::fs::write(folder.join("neo/en/time.html"), "a state").expect("a file");
    let gallery = Folder::read(&folder).expect("a gallery");
    let state = gallery.get("neo/en/time.html").expect("the state");
    assert_eq!(&*state.plain, b"a state");
    assert!(Folder::read(&folder.join("none")).is_err());
    std::fs::remove_dir_all(&folder).expect("a folder that goes");
}

#[tokio::test]
async fn without_the_demo_there_is_no_demo() {
    let app = TestApp::start().await;
    let mut config = (*app.state.config).clone();
    config.demo = false;
    let routes = pages::routes(&config, built()).with_state(app.state.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    for path in ["/demo", "/demo/", "/demo/neo.html", "/demo/gallery/"] {
        let answer = app.send(app.http.get(format!("{url}{path}"))).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}
