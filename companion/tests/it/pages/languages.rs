//! The page is in the guest's language, and carries that one alone.

use reqwest::StatusCode;

use super::{Site, header, tags};
use crate::app::KILN;

/// The texts that a page carries for the widget.
fn table(page: &str) -> &str {
    let from = page.find("id=\"booking-texts\"").expect("the texts");
    let (_, rest) = page[from..].split_once('>').expect("the tag's end");
    rest.split("</script>").next().expect("their end")
}

/// The lines that tell the widget of every language.
fn languages(page: &str) -> Vec<(String, String, String)> {
    let (_, rest) = page.split_once("data-languages=\"").expect("the languages");
    let lines = rest.split('"').next().expect("their end").lines();
    let parts = lines.map(|line| {
        let mut parts = line.splitn(3, ' ').map(ToOwned::to_owned);
        let mut next = || parts.next().expect("three parts");
        (next(), next(), next())
    });
    parts.collect()
}

#[tokio::test]
async fn the_first_language_that_the_browser_names_and_we_have_is_spoken() {
    let site = Site::start().await;
    for (accepted, lang, dir, says) in [
        (
            "de-AT,de;q=0.9,en;q=0.8",
            "de-AT",
            "ltr",
            "Das Buchungsformular wird geladen.",
        ),
        (
            "nl, fr;q=0.5",
            "fr",
            "ltr",
            "Le formulaire de réservation se charge.",
        ),
        ("nl", "en", "ltr", "The booking form is loading."),
        ("ar-EG", "ar-EG", "rtl", "جارٍ تحميل نموذج الحجز."),
    ] {
        // What comes with the address makes a page say that the form is coming.
        for path in [&format!("/embed/{KILN}"), "/b/kiln-clay/kiln-studio"] {
            let headers = [("accept-language", accepted)];
            let path = format!("{path}?name=Test%20Guest");
            let page = site.get_with(&path, &headers).await;
            let root = tags(&page.text, "<html").next().expect("the root");
            let begin = format!("<html lang=\"{lang}\" dir=\"{dir}\" ");
            assert!(root.starts_with(&begin), "{accepted}: {root}");
            assert!(page.text.contains(says), "{accepted}");
            let tag = &lang[..2];
            let head = table(&page.text).lines().next().expect("a head");
            assert!(head.ends_with(&format!("\t{tag}\t{dir}")), "{head}");
        }
    }
}

#[tokio::test]
async fn the_address_decides_before_the_browser_and_nothing_else_gets_in() {
    let site = Site::start().await;
    let headers = [("accept-language", "de")];
    for (query, lang) in [
        ("?lang=ja", "ja"),
        ("?lang=pt-BR&theme=dark", "pt-BR"),
        ("?lang=ES", "es"),
        ("?lang=xx", "de"),
        ("?lang=", "de"),
        ("?lang=fr\"><script>", "de"),
        ("?lang=%FF", "de"),
    ] {
        let page = site
            .get_with(&format!("/embed/{KILN}{query}"), &headers)
            .await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let root = tags(&page.text, "<html").next().expect("the root");
        assert!(
            root.starts_with(&format!("<html lang=\"{lang}\" ")),
            "{query}: {root}"
        );
    }
}

#[tokio::test]
async fn every_language_is_one_request_away_and_never_asked_for_twice() {
    let site = Site::start().await;
    let page = site.get(&format!("/embed/{KILN}")).await;
    let all = languages(&page.text);
    let names: Vec<_> = all
        .iter()
        .map(|(tag, _, name)| (tag.as_str(), name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("en", "English"),
            ("de", "Deutsch"),
            ("fr", "Français"),
            ("es", "Español"),
            ("pt", "Português"),
            ("ja", "日本語"),
            ("ar", "العربية"),
        ]
    );
    for (tag, address, _) in &all {
        let file = site.get(address).await;
        assert_eq!(file.status, StatusCode::OK, "{address}");
        assert_eq!(header(&file, "content-type"), "text/plain; charset=utf-8");
        assert_eq!(
            header(&file, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        let own = site.get(&format!("/embed/{KILN}?lang={tag}")).await;
        // The page has what a first look needs of it, and says where all of it is.
        let mut first = table(&own.text).lines();
        for line in file.text.lines() {
            let kept = first.next().unwrap_or_default();
            assert!(kept.is_empty() || kept == line, "{tag}: {kept}");
        }
        assert_eq!(first.next(), None, "{tag}");
        assert!(table(&own.text).len() < file.text.len() / 2, "{tag}");
        let said = format!("data-texts=\"{address}\"");
        assert!(own.text.contains(&said), "{tag}");
        let request = site.app.http.get(format!("{}{address}", site.url));
        let packed = request
            .header("accept-encoding", "br")
            .send()
            .await
            .expect("an answer");
        assert_eq!(packed.headers()["content-encoding"], "br");
        let bytes = packed.bytes().await.expect("a body");
        assert!(
            bytes.len() * 2 < file.text.len(),
            "{tag}: {} bytes",
            bytes.len()
        );
    }
    let missing = site
        .get("/assets/texts/de-00000000000000000000000000000000.txt")
        .await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(header(&missing, "cache-control"), "no-store");
}

#[tokio::test]
async fn what_is_said_instead_of_a_calendar_is_said_in_the_guest_s_language() {
    let site = Site::start().await;
    let page = site.get("/embed/nowhere?lang=de").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(
        page.text
            .contains("<h1>Diese Buchungsseite gibt es hier nicht</h1>")
    );
    assert!(
        page.text
            .starts_with("<!DOCTYPE html><html lang=\"de\" dir=\"ltr\"")
    );
}

#[tokio::test]
async fn the_foot_knows_every_language_and_each_page_has_a_rule_that_shows_its_own() {
    let site = Site::start().await;
    let hosted = site.get("/b/kiln-clay/kiln-studio?lang=ar").await;
    assert!(hosted.text.contains("lang=\"ar\" dir=\"rtl\""));
    let (_, footer) = hosted.text.split_once("<footer").expect("a footer");
    for (tag, says) in [
        ("en", "Back to <bdi>Kiln &amp; Clay</bdi>"),
        ("ar", "العودة إلى موقع"),
    ] {
        let line = format!("<span lang=\"{tag}\">{says}");
        assert!(footer.contains(&line), "{line} in {footer}");
    }
    assert_eq!(footer.matches("<bdi>Kiln &amp; Clay</bdi>").count(), 7);
    for (tag, ..) in languages(&hosted.text) {
        let rule = format!("html[lang|={tag}] footer [lang={tag}]");
        assert!(hosted.text.contains(&rule), "{rule}");
    }
    let frame = site.get("/embed/kiln-studio?lang=ar").await;
    assert!(!frame.text.contains("footer ["), "a frame has no foot");
}
