//! The documents themselves. Every text of a business's passes through maud, which escapes it.

use std::sync::LazyLock;

use booking_contract::{Appearance, Business, CalendarInfo, CalendarPage, WidgetStyle, colours};
use booking_engine::ServiceId;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

use super::bundle::{Bundle, WidgetFiles};
use super::files::later_sheet_path;
use super::first::First;
use super::lean;
use super::policy::Nonce;
use super::skeleton;
use super::speech::{self, Spoken, with_business};

static STYLE: LazyLock<String> = LazyLock::new(|| lean::style(include_str!("page.css")));
static HOSTED_STYLE: LazyLock<String> = LazyLock::new(|| lean::style(include_str!("hosted.css")));
static MENU_STYLE: LazyLock<String> = LazyLock::new(|| lean::style(include_str!("menu.css")));
static BONES_STYLE: LazyLock<String> = LazyLock::new(|| lean::style(include_str!("bones.css")));
/// For browsers that know no modules: they ignore the script above.
const TOO_OLD: &str = "document.getElementById(\"booking\").hidden = true;\
    document.getElementById(\"booking-failed\").hidden = false;";
/// By its link alone the fragment would get lost, in which the token of an order may be.
const RETRY: &str = "document.getElementById(\"booking-retry\")\
    .addEventListener(\"click\", (event) => { event.preventDefault(); location.reload(); });";

/// Light, dark, or as the guest's system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the system has it.
    #[default]
    Auto,
}

/// Where a page is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In a frame on a host page.
    Frame,
    /// By itself.
    Page,
}

/// What a guest comes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    /// To choose a time.
    Choose,
    /// Back from the payment page.
    Return,
}

/// The scripts inside a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scripts<'p> {
    /// What writes the first screen's dates and amounts, and keeps what is pressed in it.
    first: &'p str,
    /// What starts the program.
    start: &'p str,
}

impl<'p> Scripts<'p> {
    /// As small as the build makes them.
    pub(super) fn of(bundle: &'p Bundle) -> Option<Self> {
        Some(Self {
            first: bundle.script("page-first.js")?,
            start: bundle.script("page-start.js")?,
        })
    }
}

/// What a page of the widget is made from.
pub(super) struct Booking<'p> {
    pub(super) page: &'p CalendarPage,
    /// How it begins.
    pub(super) first: &'p First,
    pub(super) files: &'p WidgetFiles,
    pub(super) scripts: Scripts<'p>,
    pub(super) nonce: &'p Nonce,
    pub(super) mode: Mode,
    /// What the address asks for; else it is as the owner has it.
    pub(super) theme: Option<Theme>,
    pub(super) visit: Visit,
    /// The service that the address names.
    pub(super) named: Option<&'p ServiceId>,
    pub(super) spoken: &'p Spoken,
    /// The query of its address.
    pub(super) query: &'p str,
}

/// A page that says something instead of showing the widget.
pub(super) struct Message<'m> {
    pub(super) title: &'m str,
    pub(super) text: &'m str,
    /// Whether trying again may help.
    pub(super) retry: bool,
}

impl Booking<'_> {
    /// The page of the widget: a skeleton, the data, and the script that starts it.
    pub(super) fn document(&self) -> Markup {
        let CalendarPage {
            business, calendar, ..
        } = self.page;
        let (texts, nonce) = (self.spoken.texts(), self.nonce.as_str());
        // The messages stay in this language where the guest chooses another one for the widget.
        let (lang, dir) = (&self.spoken.locale, texts.direction());
        let files = self.files;
        html! {
            (DOCTYPE)
            html lang=(lang) dir=(dir) data-mode=(self.mode.name()) data-theme=(self.theme().name()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (calendar.title) " · " (business.name) }
                    @if self.mode == Mode::Frame || self.visit == Visit::Return {
                        meta name="robots" content="noindex";
                    } @else if !calendar.description.is_empty() {
                        meta name="description" content=(calendar.description);
                    }
                    // Both files and the data arrive beside each other, not one after the other.
                    link rel="modulepreload" href=(files.glue()) nonce=(nonce);
                    link rel="preload" as="fetch" type="application/wasm" href=(files.first()) crossorigin;
                    @if self.visit == Visit::Return {
                        link rel="preload" as="fetch" type="application/wasm" href=(files.later()) crossorigin;
                    }
                    // No picture, and no request for one.
                    link rel="icon" href="data:,";
                    style nonce=(nonce) { (PreEscaped(STYLE.as_str())) (PreEscaped(self.own_style())) }
                    noscript { meta http-equiv="refresh" content={ "0;url=" (self.plain()) }; }
                }
                body {
                    @if self.mode == Mode::Page { (above(self.page)) }
                    @if let Some(markup) = &self.first.markup {
                        div id="booking" data-program=(files.stem()) data-looks=(later_sheet_path()) data-texts=(self.spoken.language.path()) data-first data-zone=(self.first.zone)
                            data-week=(self.first.week_start) data-calendar=(self.page.calendar.id) {
                            div.drawn { (PreEscaped(markup)) }
                        }
                        script nonce=(nonce) { (PreEscaped(self.scripts.first)) }
                    } @else {
                        div id="booking" data-program=(files.stem()) data-looks=(later_sheet_path()) data-texts=(self.spoken.language.path()) {
                            (skeleton::bones(self.page, self.mode, self.visit, self.named, texts))
                            p.unseen role="status" { (texts.loading()) }
                        }
                    }
                    div.message.classic[is_classic(self.page)] id="booking-failed" role="alert" lang=(lang) dir=(dir) hidden {
                        h1 { (texts.failed()) }
                        p {
                            (texts.failed_text())
                            @if self.visit == Visit::Return { " " (texts.failed_paid()) }
                        }
                        p.ways {
                            button.way.first type="button" data-reload { (texts.retry()) }
                            (self.way_out())
                        }
                    }
                    div.message.classic[is_classic(self.page)] id="booking-broken" role="alert" lang=(lang) dir=(dir) hidden {
                        h1 { (texts.broken()) }
                        p { (texts.broken_text()) }
                        p.ways { button.way.first type="button" data-reload { (texts.reload()) } }
                    }
                    noscript {
                        style nonce=(nonce) { "#booking{display:none}" }
                        div.message.classic[is_classic(self.page)] {
                            h1 { (texts.no_script()) }
                            p { (texts.no_script_text()) }
                            p.ways { (self.way_out()) }
                        }
                    }
                    @if self.mode == Mode::Page { (below(self.page)) }
                    script type="application/json" id="booking-data" { (json(self.page)) }
                    @for answer in &self.first.answers {
                        script type="application/json" id=(answer.address(&self.page.calendar.id)) { (json(&answer.slots)) }
                    }
                    script type="text/plain" id="booking-texts" nonce=(nonce) data-languages=(speech::choice()) {
                        (PreEscaped(self.spoken.language.first))
                    }
                    script type="module" nonce=(nonce) { (PreEscaped(self.scripts.start)) }
                    script nomodule nonce=(nonce) { (PreEscaped(TOO_OLD)) }
                }
            }
        }
    }
}

impl Booking<'_> {
    fn theme(&self) -> Theme {
        self.theme
            .unwrap_or(Theme::of(self.page.calendar.theme.appearance))
    }

    /// The rules of this calendar: its colours, where the look has some, for the first paint and
    /// for the widget.
    fn own_style(&self) -> String {
        let calendar = &self.page.calendar;
        let mut style = String::new();
        if self.first.markup.is_none() {
            style.push_str(&BONES_STYLE);
            if self.visit == Visit::Choose && self.page.has_menu() {
                style.push_str(&MENU_STYLE);
            }
        }
        style.push_str(booking_first_look::sheet(calendar.style));
        if self.mode == Mode::Page {
            style.push_str(&HOSTED_STYLE);
            if website(&self.page.business).is_some() {
                style.push_str(&FOOT);
            }
        }
        style.push_str(&own_colours(calendar));
        if self.mode == Mode::Frame && self.theme.is_none() {
            // The page around was not told of the owner's choice: where its scheme and that of
            // the frame differ, browsers lay an opaque ground under the frame.
            style.push_str("html[data-theme]{color-scheme:light dark}");
        }
        style
    }

    /// The same booking without a program.
    fn plain(&self) -> String {
        let CalendarPage {
            business, calendar, ..
        } = self.page;
        let path = match self.mode {
            Mode::Page => format!("/b/{}/{}/plain", business.id, calendar.id),
            Mode::Frame => format!("/embed/{}/plain", calendar.id),
        };
        format!("{path}?{}", self.query)
    }

    /// On a page that needs no program, or out of a frame to the business's own site; the hosted
    /// page has that link at its foot.
    fn way_out(&self) -> Markup {
        let business = &self.page.business;
        let website = website(business).filter(|_| self.mode == Mode::Frame);
        html! {
            a.way href=(self.plain()) data-plain { (self.spoken.texts().way_plain()) }
            @if let Some(website) = website {
                a.way href=(website) target="_top" rel="noopener" { (with_business(self.spoken.texts().website(), &business.name)) }
            }
        }
    }
}

impl Message<'_> {
    /// The page.
    pub(super) fn document(
        &self,
        nonce: &Nonce,
        mode: Mode,
        theme: Theme,
        spoken: &Spoken,
    ) -> Markup {
        let texts = spoken.texts();
        html! {
            (DOCTYPE)
            html lang=(spoken.locale) dir=(texts.direction()) data-mode=(mode.name()) data-theme=(theme.name()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (self.title) }
                    link rel="icon" href="data:,";
                    style nonce=(nonce.as_str()) { (PreEscaped(STYLE.as_str())) }
                }
                body {
                    main.message {
                        h1 { (self.title) }
                        p { (self.text) }
                        @if self.retry {
                            p.ways { a.way.first href="" id="booking-retry" { (texts.retry()) } }
                        }
                    }
                    @if self.retry {
                        script type="module" nonce=(nonce.as_str()) { (PreEscaped(RETRY)) }
                    }
                }
            }
        }
    }
}

/// The business's name over its hosted page, as wide as the card.
fn above(page: &CalendarPage) -> Markup {
    html! {
        header.around.top.classic[is_classic(page)] {
            @match website(&page.business) {
                Some(website) => a.name href=(website) rel="noopener" { bdi { (page.business.name) } },
                None => span.name { bdi { (page.business.name) } },
            }
        }
    }
}

/// The way back under it, in every language: the page's own is the one that is shown, also after
/// the guest has chosen another one for the widget.
fn below(page: &CalendarPage) -> Markup {
    html! {
        @if let Some(website) = website(&page.business) {
            footer.around.classic[is_classic(page)] {
                a href=(website) rel="noopener" {
                    @for language in speech::languages() {
                        span lang=(language.tag) { (with_business(language.texts.back(), &page.business.name)) }
                    }
                }
            }
        }
    }
}

/// Shows that one of the foot's languages that the page is in. The widget tells the page when it
/// is another one.
static FOOT: LazyLock<String> = LazyLock::new(|| {
    let mut style = "footer [lang]{display:none}".to_owned();
    for (place, language) in speech::languages().iter().enumerate() {
        let tag = language.tag;
        style.push_str(if place > 0 { "," } else { "" });
        style.extend(["html[lang|=", tag, "] footer [lang=", tag, "]"]);
    }
    style + "{display:inline}"
});

fn is_classic(page: &CalendarPage) -> bool {
    page.calendar.style == WidgetStyle::Classic
}

/// The colours that the owner chose, as rules; Classic is plain.
pub(crate) fn own_colours(calendar: &CalendarInfo) -> String {
    if calendar.style == WidgetStyle::Classic {
        return String::new();
    }
    let mut style = "html{".to_owned();
    let background = calendar.theme.background.as_deref();
    for (name, value) in colours(calendar.accent.as_deref(), background) {
        style.extend([name, ":", &value, ";"]);
    }
    style.push('}');
    if style.contains("-ground:") {
        // The colour lies around the card, so there has to be room for it.
        style.push_str("html[data-mode=frame] body{padding:clamp(8px,3vw,28px)}");
    }
    style
}

/// The business's own site, where it is an address of the web: no other scheme gets a link.
pub(crate) fn website(business: &Business) -> Option<&str> {
    business
        .website
        .as_deref()
        .filter(|url| is_web_address(url))
}

/// Whether an address is one of the web.
pub(crate) fn is_web_address(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
    })
}

/// The data as JSON that cannot end its script element: no `<` is left in it.
fn json(data: &impl Serialize) -> PreEscaped<String> {
    let text = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned());
    PreEscaped(text.replace('<', "\\u003c"))
}

impl Mode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Page => "page",
        }
    }
}

impl Theme {
    /// As the owner has it.
    pub(crate) fn of(appearance: Appearance) -> Self {
        match appearance {
            Appearance::Auto => Self::Auto,
            Appearance::Light => Self::Light,
            Appearance::Dark => Self::Dark,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}
