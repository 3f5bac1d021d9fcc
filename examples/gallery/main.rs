//! Draws every state of both looks to static pages, to be looked at and to be checked.
//!
//! `cargo run --example gallery -- target/gallery` writes a page for each state, look and
//! language, `states.json` that lists them, and a site that shows them by theme and width.
//! `cargo xtask demo` serves the folder at `/demo/gallery/`; `cargo xtask shots` and the suite
//! `gallery` of `cargo xtask test` go through it. A page by itself opens from the folder as well;
//! `?theme=dark` and `?theme=light` choose its theme.

use std::path::Path;
use std::rc::Rc;
use std::{env, fs, io};

use booking_contract::{WidgetStyle, colours};
use booking_widget::flow::Screen;
use booking_widget::text::Texts;
use booking_widget::view::{Ahead, Widget, WidgetProps, theme};
use serde_json::json;
use tokio::task::LocalSet;
use yew::{Callback, LocalServerRenderer};

#[path = "../../tests/it/fixtures/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "the tests' own; the gallery needs its screens only"
)]
mod fixtures;
#[path = "../../tests/it/samples/mod.rs"]
#[allow(
    dead_code,
    reason = "the tests' own; the gallery needs all of them at once"
)]
mod samples;

/// English, a language of long words, one from right to left, and the pseudo-locale.
const LANGUAGES: [&str; 4] = ["en", "de", "ar", "en-XA"];

/// What shows the pages: a page with filters, and the switch of the theme that they all load.
const SITE: [(&str, &str); 4] = [
    ("index.html", include_str!("site/index.html")),
    ("gallery.css", include_str!("site/gallery.css")),
    ("gallery.js", include_str!("site/gallery.js")),
    ("state.js", include_str!("site/state.js")),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or("target/gallery".into());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    LocalSet::new().run_until(write_gallery(folder)).await
}

async fn write_gallery(folder: &Path) -> io::Result<()> {
    for (name, content) in SITE {
        fs::write(folder.join(name), content)?;
    }
    fs::write(folder.join("look.css"), theme::CSS)?;
    let mut states = Vec::new();
    for (style, name) in [(WidgetStyle::Neo, "neo"), (WidgetStyle::Classic, "classic")] {
        for language in LANGUAGES {
            let pages = folder.join(name).join(language);
            // A state that was renamed must not stay behind.
            if pages.exists() {
                fs::remove_dir_all(&pages)?;
            }
            fs::create_dir_all(&pages)?;
            let text = fixtures::texts(language);
            for (state, screen) in screens(style, text) {
                let page = page(&state, text, screen).await;
                fs::write(pages.join(format!("{state}.html")), page)?;
                states.push(json!({ "widget": name, "language": language, "state": state }));
            }
        }
    }
    fs::write(folder.join("states.json"), json!(states).to_string())
}

/// What the flow really comes to, then the rare states, which are written out in English.
fn screens(style: WidgetStyle, text: &'static Texts) -> Vec<(String, Screen)> {
    let named = |prefix: &str, (name, screen): (&str, Screen)| {
        let name = format!("{prefix}{}", name.replace(' ', "-"));
        (name, screen)
    };
    let reached = fixtures::screens_in(style, text).into_iter();
    let mut all: Vec<_> = reached.map(|state| named("", state)).collect();
    if text.tag() == "en" {
        let written = samples::all(style).into_iter();
        all.extend(written.map(|state| named("rare-", state)));
    }
    all
}

async fn page(state: &str, text: &Texts, screen: Screen) -> String {
    // The companion writes the colours of a calendar into its page; Classic has none of its own.
    let calendar = fixtures::started(screen.style).page.calendar;
    let neo = screen.style == WidgetStyle::Neo;
    let accent = calendar.accent.as_deref().filter(|_| neo);
    let background = calendar.theme.background.as_deref().filter(|_| neo);
    let mut own = String::new();
    for (name, value) in colours(accent, background) {
        own.push_str(name);
        own.push(':');
        own.push_str(&value);
        own.push(';');
    }
    let body = draw(screen).await;
    let (tag, direction) = (text.tag(), text.direction());
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{direction}\" data-mode=\"frame\" data-theme=\"auto\">\n\
         <meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{state}</title>\n<script src=\"../../state.js\"></script>\n\
         <link rel=\"stylesheet\" href=\"../../look.css\">\n\
         <style id=\"own\">html{{{own}background:#f3f4f7}}html[data-theme=dark]{{background:#0f1014}}body{{margin:0}}</style>\n\
         <body><div id=\"booking\">{body}</div></body>\n</html>\n"
    )
}

async fn draw(screen: Screen) -> String {
    let props = WidgetProps {
        screen: Rc::new(screen),
        ahead: Ahead::default(),
        send: Callback::noop(),
    };
    let renderer = LocalServerRenderer::<Widget>::with_props(props);
    renderer.hydratable(false).render().await
}
