//! Draws every state of both looks to static pages, to be looked at.
//!
//! `cargo run --example gallery -- target/gallery` writes an `index.html` with one sheet for each
//! look, width, theme and language. A sheet holds every state in a frame of that width.

use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;
use std::{env, fs, io};

use booking_contract::WidgetStyle;
use booking_widget::flow::Screen;
use booking_widget::text::Texts;
use booking_widget::view::{Widget, WidgetProps, accent, theme};
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

/// Widths of the frame: a small phone, a column of a site, a whole page.
const WIDTHS: [u32; 4] = [320, 560, 768, 1200];
const THEMES: [&str; 2] = ["light", "dark"];
/// English, a language of long words, one from right to left, and the pseudo-locale.
const LANGUAGES: [&str; 4] = ["en", "de", "ar", "en-XA"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or("target/gallery".into());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    LocalSet::new().run_until(write_gallery(folder)).await
}

async fn write_gallery(folder: &Path) -> io::Result<()> {
    let mut index = String::from("<!doctype html><title>Gallery</title><h1>Gallery</h1><ul>");
    for (style, name) in [(WidgetStyle::Neo, "neo"), (WidgetStyle::Classic, "classic")] {
        for language in LANGUAGES {
            let text = fixtures::texts(language);
            // What the flow really comes to, then the rare states that are written out in English.
            let mut all = fixtures::screens_in(style, text);
            if language == "en" {
                all.extend(samples::all(style));
            }
            let mut states = Vec::new();
            for (state, screen) in all {
                let state = state.replace(' ', "-");
                let colour = accent(&screen).map(ToOwned::to_owned);
                states.push((state, colour, draw(screen).await));
            }
            for theme in THEMES {
                for (state, accent, body) in &states {
                    let page = page(theme, text, accent.as_deref(), body);
                    let file = format!("{name}-{state}-{theme}-{language}.html");
                    fs::write(folder.join(file), page)?;
                }
                for width in WIDTHS {
                    let file = format!("{name}-{width}-{theme}-{language}.html");
                    fs::write(folder.join(&file), sheet(&states, theme, text, width))?;
                    write_line(
                        &mut index,
                        format_args!("<li><a href=\"{file}\">{file}</a></li>"),
                    );
                }
            }
        }
    }
    fs::write(folder.join("index.html"), index)
}

async fn draw(screen: Screen) -> String {
    let props = WidgetProps {
        screen: Rc::new(screen),
        send: Callback::noop(),
    };
    let renderer = LocalServerRenderer::<Widget>::with_props(props);
    renderer.hydratable(false).render().await
}

fn page(theme: &str, text: &Texts, accent: Option<&str>, body: &str) -> String {
    let mut accents = String::from("html{");
    for (name, value) in theme::accent_properties(accent) {
        write_line(&mut accents, format_args!("{name}:{value};"));
    }
    let css = theme::CSS;
    let (tag, direction) = (text.tag(), text.direction());
    format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"{direction}\" data-mode=\"frame\" data-theme=\"{theme}\">\
         <meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Booking</title>\
         <style>body{{margin:0}}{accents}}}{css}</style><body><div id=\"booking\">{body}</div></body></html>"
    )
}

type Drawn = (String, Option<String>, String);

fn sheet(states: &[Drawn], theme: &str, text: &Texts, width: u32) -> String {
    let ground = if theme == "dark" {
        "#0f1014"
    } else {
        "#eef0f3"
    };
    let mut sheet = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>{width} px, {theme}</title><style>\
         body{{margin:16px;background:{ground};font:12px system-ui;color:#777;display:flex;flex-wrap:wrap;gap:24px;align-items:start}}\
         figure{{margin:0}}iframe{{display:block;border:0;width:{width}px;height:400px}}</style>"
    );
    for (state, accent, body) in states {
        let page = page(theme, text, accent.as_deref(), body);
        let page = page.replace('&', "&amp;").replace('"', "&quot;");
        write_line(
            &mut sheet,
            format_args!(
                "<figure><figcaption>{state}</figcaption><iframe srcdoc=\"{page}\" onload=\"this.style.height=this.contentDocument.body.scrollHeight+'px'\"></iframe></figure>"
            ),
        );
    }
    sheet
}

fn write_line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
