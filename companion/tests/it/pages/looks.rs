//! The owner's looks are in the page before the widget is.

use booking_contract::WidgetStyle;

use super::{Site, header, nonce};
use crate::app::{Answer, KILN};

const THEME: &str =
    r##"{"background":"#fff3d6","appearance":"dark","hides_title":true,"hides_description":true}"##;

/// What an address begins, the widget goes on with: such a page has a skeleton only.
const BEGUN: &str = "?name=Test%20Guest";

async fn frame(site: &Site, query: &str) -> Answer {
    site.get(&format!("/embed/{KILN}{query}")).await
}

async fn themed() -> Site {
    let site = Site::start().await;
    let set = format!("UPDATE calendar SET theme = '{THEME}' WHERE id = '{KILN}'");
    site.app.sql(&set).await;
    site
}

#[tokio::test]
async fn the_colours_of_a_calendar_are_in_the_first_paint() {
    let site = themed().await;
    let page = frame(&site, "").await;
    for rule in [
        "--bk-l-fill:#2148a6",
        "--bk-l-ground:#fff3d6",
        "--bk-d-ground:#",
    ] {
        assert!(page.text.contains(rule), "{rule}");
    }
    // The policy lets in no other style than one with its nonce, and none of a style attribute.
    assert!(
        page.text
            .contains(&format!("<style nonce=\"{}\">", nonce(&page)))
    );
    assert!(!page.text.contains(" style="));

    site.app
        .sql("UPDATE calendar SET theme = '{}', accent = 'red;}body{display:none'")
        .await;
    let page = frame(&site, "").await;
    assert!(
        !page
            .text
            .split("</style>")
            .next()
            .unwrap_or_default()
            .contains("display:none}body")
    );
    assert!(
        !page.text.contains("--bk-l-ground:#"),
        "no background, no ground"
    );
    assert!(
        page.text.contains("--bk-l-fill:#2f5bd7"),
        "what is no colour counts as none"
    );
}

#[tokio::test]
async fn the_owners_appearance_holds_until_the_page_around_asks_for_another() {
    let site = themed().await;
    let theme = |page: &Answer, name: &str| page.text.contains(&format!("data-theme=\"{name}\""));
    assert!(theme(&frame(&site, "").await, "dark"));
    assert!(theme(&frame(&site, "?theme=light").await, "light"));
    assert!(theme(&frame(&site, "?theme=auto").await, "auto"));
    assert!(theme(&frame(&site, "?theme=mauve").await, "dark"));
    let set = "UPDATE calendar SET style = 'classic'";
    site.app.sql(set).await;
    let classic = frame(&site, "").await;
    assert!(theme(&classic, "dark"), "Classic takes light and dark");
    assert!(
        !classic.text.contains("--bk-l-ground:#"),
        "and nothing else"
    );
    assert_eq!(header(&classic, "cache-control"), "no-store");
}

#[tokio::test]
async fn the_skeleton_hides_what_the_owner_hides_and_begins_with_the_form_where_that_is_first() {
    let site = themed().await;
    let page = frame(&site, BEGUN).await;
    assert!(
        page.text.contains("<h1 class=\"unseen\">"),
        "there for screen readers alone"
    );
    assert!(!page.text.contains("class=\"text\""));
    let form = "<div class=\"form\"";
    assert!(!page.text.contains(form));
    site.app
        .sql("UPDATE calendar SET steps = 'form_first'")
        .await;
    assert!(frame(&site, BEGUN).await.text.contains(form));
    site.app.sql("UPDATE calendar SET style = 'classic'").await;
    let classic = frame(&site, BEGUN).await;
    assert!(!classic.text.contains(form), "Classic begins with the time");
    assert!(classic.text.contains("class=\"text\""));
}

#[tokio::test]
async fn the_skeleton_of_a_menu_has_the_business_s_words_and_no_month() {
    let site = Site::start().await;
    let (days, cards) = ("class=\"days\"", "class=\"cards\"");
    let at = async |path: &str| site.get(path).await.text;
    let menu = at(&format!("/embed/kiln-menu{BEGUN}")).await;
    assert!(menu.contains(cards) && !menu.contains(days));
    for words in [
        "<h3><bdi>With a teacher</bdi></h3>",
        "<strong><bdi>Choosing a glaze</bdi>",
    ] {
        assert!(menu.contains(words), "{words}");
    }
    // Positive control, and what other pages need not carry.
    let plain = at(&format!("/embed/kiln-studio{BEGUN}")).await;
    assert!(plain.contains(days) && !plain.contains(cards));
    assert!(menu.contains(".bones .tile{") && !plain.contains(".bones .tile{"));

    let one = at(&format!("/embed/kiln-menu{BEGUN}&service=glaze-talk")).await;
    assert!(one.contains("<h2><bdi>Choosing a glaze</bdi></h2>") && !one.contains(cards));
    let back = at("/embed/kiln-menu?order=o1").await;
    assert!(back.contains("class=\"wait\"") && !back.contains(cards));
    let places = at(&format!("/embed/northlight-care{BEGUN}")).await;
    assert!(places.contains("<strong><bdi>Brooklyn</bdi>"));
    assert!(
        !places.contains("<bdi>Sports massage</bdi>"),
        "first where, then what"
    );
}

#[tokio::test]
async fn an_address_chooses_the_other_look_for_the_whole_page() {
    let site = Site::start().await;
    let own = frame(&site, "").await;
    assert_eq!(super::data(&own.text).calendar.style, WidgetStyle::Neo);
    let chosen = frame(&site, "?look=classic").await;
    assert_eq!(
        super::data(&chosen.text).calendar.style,
        WidgetStyle::Classic
    );
    // What is drawn first is the look that the widget goes on with.
    assert!(own.text.contains("bk-neo") && !own.text.contains("bk-classic"));
    assert!(chosen.text.contains("bk-classic") && !chosen.text.contains("bk-neo"));
    let misspelt = frame(&site, "?look=nouveau").await;
    assert_eq!(super::data(&misspelt.text).calendar.style, WidgetStyle::Neo);
    let plain = format!("/embed/{KILN}/plain?look=classic");
    let plain = site.app.get(&plain).await;
    let body = plain.text.split("<body").nth(1).expect("a body");
    let (begin, _) = body.split_once('>').expect("its tag");
    assert!(begin.contains("classic"), "{begin}");
    assert!(plain.text.contains("name=\"look\" value=\"classic\""));
}
