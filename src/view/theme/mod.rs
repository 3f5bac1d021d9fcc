//! The look: style sheets, and how they reach the page.
//!
//! The page's content security policy lets no style into the document but constructable style
//! sheets. So stylist's rules, which are parsed when the widget is compiled, are collected as
//! text from a manager whose container never enters the document, and one sheet of them is
//! adopted. Every rule is scoped by the generated classes on the widget's root.

mod accent;
mod calendar;
mod classic;
mod controls;
mod fields;
mod neo;
mod notes;
mod outcome;
#[cfg(target_arch = "wasm32")]
mod page;
mod summary;
mod tokens;

use std::sync::OnceLock;

use booking_contract::WidgetStyle;
use stylist::manager::StyleManager;
use stylist::{Result, Style, StyleSource};

pub use accent::properties as accent_properties;

/// The style sheets of both looks, as text.
struct Theme {
    neo_class: String,
    classic_class: String,
    css: String,
}

/// Built once; stylist numbers its classes, so that a second build would differ.
static THEME: OnceLock<Theme> = OnceLock::new();

/// The classes of the root element of a look.
pub fn root_class(look: WidgetStyle) -> &'static str {
    let theme = THEME.get_or_init(Theme::new);
    match look {
        WidgetStyle::Neo => &theme.neo_class,
        WidgetStyle::Classic => &theme.classic_class,
    }
}

/// All rules of both looks as the text of one style sheet.
pub fn css() -> &'static str {
    &THEME.get_or_init(Theme::new).css
}

/// Lets the document adopt the rules and sets the owner's colour; does nothing natively.
///
/// Safe to call again, for instance when a preview changes the colour.
pub fn install(accent: Option<&str>) {
    #[cfg(target_arch = "wasm32")]
    page::install(accent);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = accent;
}

impl Theme {
    fn new() -> Self {
        // Making a `div` fails in no browser; without it the widget stays usable, only plain.
        Self::build().unwrap_or(Self {
            neo_class: String::new(),
            classic_class: String::new(),
            css: String::new(),
        })
    }

    fn build() -> Result<Self> {
        let manager = detached_manager()?;
        let style = |sheet: StyleSource| Style::new_with_manager(sheet, manager.clone());
        let shared = [
            style(tokens::tokens())?,
            style(controls::controls())?,
            style(fields::fields())?,
            style(notes::notes())?,
            style(calendar::calendar())?,
            style(summary::summary())?,
            style(outcome::outcome())?,
        ];
        let (neo, classic) = (style(neo::neo())?, style(classic::classic())?);
        let class = |look: &str, own: &Style| {
            let mut class = format!("bk {look}");
            for style in shared.iter().chain([own]) {
                class.push(' ');
                class.push_str(style.get_class_name());
            }
            class
        };
        let mut css = String::new();
        let all = shared.iter().chain([&neo, &classic]);
        all.for_each(|style| css.push_str(style.get_style_str()));
        Ok(Self {
            neo_class: class("neo", &neo),
            classic_class: class("classic", &classic),
            css,
        })
    }
}

#[cfg(target_arch = "wasm32")]
fn detached_manager() -> Result<StyleManager> {
    let document = web_sys::window().and_then(|window| window.document());
    let container = document
        .ok_or(stylist::Error::Web(None))?
        .create_element("div")
        .map_err(|error| stylist::Error::Web(Some(error)))?;
    let builder = StyleManager::builder().prefix("bk".into());
    builder.container(container.into()).build()
}

#[cfg(not(target_arch = "wasm32"))]
fn detached_manager() -> Result<StyleManager> {
    StyleManager::builder().prefix("bk".into()).build()
}
