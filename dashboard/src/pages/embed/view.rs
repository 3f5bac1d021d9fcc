//! Draws the lines that put a calendar on a site, beside the widget as it will be.

use std::rc::Rc;

use booking_contract::CalendarPage;
use booking_contract::owner::BusinessDetails;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::snippet::{Choice, Place, Snippet, Way};
use crate::client::{self, Failure, part};
use crate::pages::businesses::NotHere;
use crate::parts::{Button, Copy, Field, Notice, Pick, Tone, entered, write_to_clipboard};
use crate::route::Route;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::zones;

/// How long nothing is typed before the preview is loaded anew, in milliseconds.
const SETTLE_MS: u32 = 600;

#[derive(Properties, PartialEq)]
pub(crate) struct EmbedProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) calendar: String,
}

/// The page's component.
pub(crate) struct EmbedPage {
    calendar: Option<Result<Box<CalendarPage>, Failure>>,
    snippet: Snippet,
    /// The address of the preview: it follows once nothing is typed for a while.
    shown: String,
    copied: bool,
    timer: Option<Timeout>,
}

/// What reaches the component.
pub(crate) enum Message {
    /// The calendar is asked for.
    Load,
    /// It has come, or not.
    Loaded(Box<Result<CalendarPage, Failure>>),
    /// Another way.
    Way(Way),
    /// Another value.
    Set(Choice, String),
    /// Nothing was typed for a while.
    Settled,
    /// The lines are wanted on the clipboard.
    Copy,
    /// They are there, or not.
    Copied(bool),
}

impl Component for EmbedPage {
    type Message = Message;
    type Properties = EmbedProps;

    fn create(ctx: &Context<Self>) -> Self {
        let business = &ctx.props().business;
        set_title(&format!("Put it on your site – {}", business.name));
        ctx.link().send_message(Message::Load);
        let snippet = Snippet::default();
        let shown = snippet.preview(&place(ctx, &origin()));
        Self {
            calendar: None,
            snippet,
            shown,
            copied: false,
            timer: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let link = ctx.link().clone();
        match message {
            Message::Load => {
                let path = format!("/v1/calendars/{}", part(&ctx.props().calendar));
                link.send_future(
                    async move { Message::Loaded(Box::new(client::get(&path).await)) },
                );
            }
            Message::Loaded(result) => self.calendar = Some(result.map(Box::new)),
            Message::Way(way) => {
                self.snippet.way = way;
                self.copied = false;
            }
            Message::Set(choice, value) => {
                self.snippet.chosen.insert(choice, value);
                self.copied = false;
                self.timer = Some(Timeout::new(SETTLE_MS, move || {
                    link.send_message(Message::Settled);
                }));
            }
            Message::Settled => self.shown = self.snippet.preview(&place(ctx, &origin())),
            Message::Copy => {
                let lines = self.snippet.lines(&place(ctx, &origin()));
                link.send_future(async move { Message::Copied(write_to_clipboard(&lines).await) });
            }
            Message::Copied(done) => {
                self.copied = done;
                if !done {
                    select_lines();
                }
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let is_here = |page: &CalendarPage| page.business.id == ctx.props().business.id;
        match &self.calendar {
            None => html! {
                <div class="page" aria-busy="true"><p class="vh" role="status">{ "Loading" }</p><div class="bone form-bone"></div></div>
            },
            Some(Ok(page)) if is_here(page) => self.page(ctx, page),
            Some(Err(failure))
                if failure.code() != Some(booking_contract::ProblemCode::NotFound) =>
            {
                html! {
                    <div class="page narrow">
                        <Notice tone={Tone::Bad} title="The calendar could not be loaded" text={failure.sentence()}>
                            <Button text="Try again" press={ctx.link().callback(|()| Message::Load)} hook="again" />
                        </Notice>
                    </div>
                }
            }
            _ => html! { <NotHere what="calendar" /> },
        }
    }
}

impl EmbedPage {
    fn page(&self, ctx: &Context<Self>, page: &CalendarPage) -> Html {
        let business = ctx.props().business.id.clone();
        html! {
            <div class="page">
                <header class="head"><div>
                    <h1 tabindex="-1">{ format!("Put “{}” on your site", page.calendar.title) }</h1>
                    <p>{ "Choose how, copy the lines, and paste them into your page where the widget shall be. " }
                        <GoTo to={Route::Sites { business }}>{ "Name your site" }</GoTo>
                        { " so that no other can use it." }</p>
                </div></header>
                <div class="halves">
                    <div class="sheet">
                        { self.ways(ctx) }
                        { self.lines(ctx) }
                        { self.options(ctx, page) }
                    </div>
                    <section class="card beheld" aria-labelledby="preview-title">
                        <h2 id="preview-title">{ "What guests see" }</h2>
                        <p class="small">{ "This is the real widget. A booking that you make here is one." }</p>
                        <iframe src={self.shown.clone()} title="Preview of the widget" data-test="preview"></iframe>
                    </section>
                </div>
            </div>
        }
    }

    fn ways(&self, ctx: &Context<Self>) -> Html {
        let ways = [
            (
                Way::Tag,
                "In the page",
                "A frame that grows with its content, where the line stands.",
            ),
            (
                Way::Button,
                "Button",
                "A button over a corner of every page, which opens a window.",
            ),
            (
                Way::Popup,
                "Link with a window",
                "A link or button of your own, which opens a window.",
            ),
            (
                Way::Inline,
                "Without a frame",
                "A part of the page itself. Your site has to be named under Sites.",
            ),
            (
                Way::Frame,
                "Plain frame",
                "Where scripts of others are not allowed. Its height stays.",
            ),
            (
                Way::Link,
                "Link",
                "To the booking page, for mails and profiles.",
            ),
        ];
        html! {
            <fieldset class="card group ways">
                <legend class="vh">{ "How it comes to the page" }</legend>
                { for ways.into_iter().map(|(way, name, means)| html! {
                    <label class="tick">
                        <input type="radio" name="way" checked={self.snippet.way == way}
                            onchange={ctx.link().callback(move |_| Message::Way(way))} data-test={name} />
                        <span><b>{ name }</b><small>{ means }</small></span>
                    </label>
                }) }
            </fieldset>
        }
    }

    fn lines(&self, ctx: &Context<Self>) -> Html {
        let origin = origin();
        let place = place(ctx, &origin);
        let copy = ctx.link().callback(|()| Message::Copy);
        html! {
            <section class="card group" aria-label="The lines to copy">
                <pre class="snippet" id="snippet" tabindex="0" data-test="snippet"><code>{ self.snippet.lines(&place) }</code></pre>
                <div class="tools">
                    <Button text={if self.copied { "Copied" } else { "Copy the lines" }} kind={crate::parts::Kind::Main}
                        sign={crate::parts::Sign::Copy} press={copy} hook="copy-snippet" />
                </div>
                <Copy id="hosted" label="Address of the booking page" text={self.snippet.hosted(&place)} hook="copy-hosted" />
            </section>
        }
    }

    fn options(&self, ctx: &Context<Self>, page: &CalendarPage) -> Html {
        let words = |list: &[(&'static str, &'static str)]| -> Vec<(AttrValue, AttrValue)> {
            let pairs = list
                .iter()
                .map(|(value, name)| ((*value).into(), (*name).into()));
            pairs.collect()
        };
        let mut zones = words(&[("", "The guest’s own")]);
        zones.extend(zones::known(&ctx.props().business.zone));
        let mut services = words(&[("", "None")]);
        let offered = page.services.iter();
        services.extend(offered.map(|service| {
            let id = service.id.as_str().to_owned();
            (id.into(), service.name.clone().into())
        }));
        let languages = words(&[
            ("", "The guest’s own"),
            ("en", "English"),
            ("de", "Deutsch"),
            ("fr", "Français"),
            ("es", "Español"),
            ("pt", "Português"),
            ("ja", "日本語"),
            ("ar", "العربية"),
        ]);
        let pick = |choice, label, options| self.pick(ctx, choice, label, options);
        let text = |choice, label, help| self.text(ctx, choice, label, help);
        html! {
            <section class="card group">
                <header><h2>{ "Options" }</h2><p>{ "All of them may stay as they are." }</p></header>
                <div class="pair">
                    { pick(Choice::Look, "Look", words(&[("", "As the calendar says"), ("neo", "Neo"), ("classic", "Classic")])) }
                    { pick(Choice::Theme, "Colours", words(&[("", "As the calendar says"), ("light", "Light"), ("dark", "Dark"), ("auto", "As the guest’s system")])) }
                    { pick(Choice::Language, "Language", languages) }
                    { pick(Choice::Zone, "Time zone", zones) }
                    { pick(Choice::Service, "Service chosen at the start", services) }
                    { text(Choice::Coupon, "Coupon entered at the start", "A code that guests get without typing it.") }
                    { text(Choice::Label, "Words of the link or button", "“Book now”, unless you write something else.") }
                    { text(Choice::Color, "Colour of the button", "Such as #2148a6.") }
                    { pick(Choice::Side, "Corner of the button", words(&[("", "At the end of the line"), ("start", "At its start")])) }
                    { text(Choice::Title, "Name for screen readers", "Also stands above a window.") }
                    { text(Choice::MinHeight, "Height to keep free, in pixels", "Nothing jumps while the widget loads.") }
                    { pick(Choice::Load, "When it loads", words(&[("", "When it comes near the view"), ("now", "At once")])) }
                    { text(Choice::Target, "Selector of its place", "Instead of where the line stands, such as #booking.") }
                    { text(Choice::Prefill, "Fill the form in with", "As a query, such as name=Test&email=…") }
                    { text(Choice::Pass, "Keep from the page’s address", "Names of parameters, such as ref,partner. Those that begin with utm_ are always kept.") }
                    { text(Choice::Member, "Token of a member", "Your server signs it for whoever is signed in on your site.") }
                    { pick(Choice::Messages, "Messages of other scripts", words(&[("", "None"), ("msgsndr", "msgsndr-booking-complete")])) }
                </div>
            </section>
        }
    }

    fn pick(
        &self,
        ctx: &Context<Self>,
        choice: Choice,
        label: &'static str,
        options: Vec<(AttrValue, AttrValue)>,
    ) -> Html {
        if !choice.fits(self.snippet.way) {
            return Html::default();
        }
        let set = ctx
            .link()
            .callback(move |value| Message::Set(choice, value));
        html! {
            <Field id={choice.name()} {label}>
                <Pick id={choice.name()} chosen={self.snippet.get(choice).to_owned()} {options} pick={set} />
            </Field>
        }
    }

    fn text(
        &self,
        ctx: &Context<Self>,
        choice: Choice,
        label: &'static str,
        help: &'static str,
    ) -> Html {
        if !choice.fits(self.snippet.way) {
            return Html::default();
        }
        let set = ctx
            .link()
            .callback(move |event: InputEvent| Message::Set(choice, entered(&event)));
        html! {
            <Field id={choice.name()} {label} {help}>
                <input class="in" id={choice.name()} type="text" autocomplete="off" spellcheck="false"
                    aria-describedby={format!("{}-says", choice.name())}
                    value={self.snippet.get(choice).to_owned()} oninput={set} />
            </Field>
        }
    }
}

fn origin() -> String {
    let location = web_sys::window().map(|window| window.location());
    location
        .and_then(|location| location.origin().ok())
        .unwrap_or_default()
}

fn place<'a>(ctx: &'a Context<EmbedPage>, origin: &'a str) -> Place<'a> {
    Place {
        origin,
        business: &ctx.props().business.id,
        calendar: &ctx.props().calendar,
    }
}

/// Marks the lines, so that they can be copied by hand.
fn select_lines() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let lines = window
        .document()
        .and_then(|document| document.get_element_by_id("snippet"));
    if let (Some(lines), Ok(Some(selection))) = (lines, window.get_selection()) {
        // Nothing depends on whether the browser does it.
        let _ = selection.select_all_children(&lines);
    }
}
