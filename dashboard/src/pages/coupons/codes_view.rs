//! Draws the promotion codes of a coupon and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, CodeView, CouponRefusal};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;
use yew_router::Routable;

use super::codes::{Codes, Draft, Effect, Event, Question, Stage, Tool, Typed};
use super::findings_text::Speech;
use super::import_view::ImportPanel;
use super::many_view::ManyPanel;
use super::paths;
use crate::client::{self, Failure, Nothing, part};
use crate::parts::{Ask, Button, Deed, Field, Kind, Menu, Notice, Sign, Tone, entered, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct CodesProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) coupon: String,
    pub(crate) changes: bool,
}

/// The section's component.
pub(crate) struct CodesSection {
    codes: Codes,
}

/// A change of what is typed.
type Change = fn(&mut Typed, String);

impl Component for CodesSection {
    type Message = Event;
    type Properties = CodesProps;

    fn create(ctx: &Context<Self>) -> Self {
        ctx.link().send_message(Event::Show { archived: false });
        let path = format!(
            "/v1/businesses/{}/simulations/menu",
            part(&ctx.props().business.id)
        );
        ctx.link()
            .send_future(async move { Event::Menu(client::get(&path).await) });
        Self {
            codes: Codes::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.codes.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let add = link.callback(|()| Event::Add);
        html! {
            <section class="card" aria-labelledby="codes-title" data-test="codes">
                <header class="head inner">
                    <div>
                        <h2 id="codes-title">{ "Promotion codes" }</h2>
                        <p>{ "Further codes for this coupon: for a partner, a campaign or one guest. They share its rules and its limit." }</p>
                    </div>
                    if ctx.props().changes && self.codes.draft.is_none() && self.codes.tool.is_none() {
                        <div class="tools">
                            <Button text="Add a code" press={add} hook="add-code" />
                            <Button text="Make many" kind={Kind::Quiet} hook="open-many"
                                press={link.callback(|()| Event::Tool(Some(Tool::Many)))} />
                            <Button text="Import" kind={Kind::Quiet} hook="open-import"
                                press={link.callback(|()| Event::Tool(Some(Tool::Import)))} />
                        </div>
                    }
                </header>
                { self.tool(ctx) }
                if let Some(draft) = &self.codes.draft {
                    { form(ctx, draft) }
                }
                { self.which(ctx) }
                { self.list(ctx) }
                { self.question(ctx) }
            </section>
        }
    }
}

impl CodesSection {
    /// What makes many codes at once.
    fn tool(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let (business, coupon) = (props.business.clone(), props.coupon.clone());
        let changed = ctx.link().callback(|()| Event::Changed);
        let close = ctx.link().callback(|()| Event::Tool(None));
        match self.codes.tool {
            Some(Tool::Many) => html! { <ManyPanel {business} {coupon} {changed} {close} /> },
            Some(Tool::Import) => html! { <ImportPanel {business} {coupon} {changed} {close} /> },
            None => Html::default(),
        }
    }

    fn which(&self, ctx: &Context<Self>) -> Html {
        let choice = |archived: bool, text: &'static str| {
            let show = ctx.link().callback(move |_| Event::Show { archived });
            html! {
                <label>
                    <input type="radio" name="which-codes" checked={self.codes.archived == archived}
                        onchange={show} />
                    { text }
                </label>
            }
        };
        html! {
            <div class="inner">
                <div class="seg" role="radiogroup" aria-label="Which codes">
                    { choice(false, "In use") }
                    { choice(true, "Archived") }
                </div>
            </div>
        }
    }

    fn list(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        if let Stage::Failed(failure) = &self.codes.stage {
            let archived = self.codes.archived;
            let again = link.callback(move |()| Event::Show { archived });
            return html! {
                <div class="inner">
                    <Notice tone={Tone::Bad} title="The codes could not be loaded" text={failure.sentence()}>
                        <Button text="Try again" press={again} hook="codes-again" />
                    </Notice>
                </div>
            };
        }
        if self.codes.rows.is_empty() {
            let said = match (&self.codes.stage, self.codes.archived) {
                (Stage::Loading, _) => "Loading…",
                (_, true) => "No code was archived.",
                (_, false) => "There is no code in use, so nobody can type one for this coupon.",
            };
            return html! { <p class="inner small" role="status">{ said }</p> };
        }
        html! {
            <>
                <table class="table">
                    <thead><tr>
                        <th scope="col">{ "Code" }</th>
                        <th scope="col">{ "Usable" }</th>
                        <th scope="col" class="num">{ "Uses" }</th>
                        <th scope="col" class="end"><span class="vh">{ "Actions" }</span></th>
                    </tr></thead>
                    <tbody>{ for self.codes.rows.iter().map(|code| self.row(ctx, code)) }</tbody>
                </table>
                if !self.codes.archived {
                    <p class="inner small">
                        <a href={paths::deed(&ctx.props().business.id, &ctx.props().coupon, "codes/csv")}
                            download="promotion-codes.csv" data-test="download-codes">{ "Download all codes in use as CSV" }</a>
                    </p>
                }
                if self.codes.next.is_some() {
                    <div class="more">
                        <Button text="Show more" kind={Kind::Quiet} hook="more-codes"
                            doing={(self.codes.stage == Stage::Loading).then_some("Loading…")}
                            press={link.callback(|()| Event::More)} />
                    </div>
                }
            </>
        }
    }

    fn row(&self, ctx: &Context<Self>, code: &CodeView) -> Html {
        let props = ctx.props();
        let until = match (code.archived, code.expires_at) {
            (true, _) => "Ended".to_owned(),
            (false, Some(at)) => format!("Until {}", words::day_at(at, &props.business.zone)),
            (false, None) => "As long as the coupon".to_owned(),
        };
        let redeemed = u64::from(code.uses.redeemed);
        let uses = match code.rules.max_redemptions {
            Some(limit) => format!(
                "{} of {}",
                words::whole(redeemed),
                words::whole(limit.into())
            ),
            None => words::whole(redeemed),
        };
        let deeds = self.deeds(ctx, code);
        html! {
            <tr key={code.id.to_string()} data-test="promotion-code" data-code={code.code.to_string()}>
                <td><span class="code">{ code.code.to_string() }</span>
                    if code.own { <small>{ "The coupon’s own" }</small> }
                </td>
                <td>{ until }</td>
                <td class="num">
                    <a href={Self::uses_of(ctx, code)} data-test="code-uses" aria-label={format!("{uses} uses of {}", code.code)}>{ &uses }</a>
                    <span class="slim" aria-hidden="true">{ " uses" }</span>
                </td>
                <td class="end">
                    if !deeds.is_empty() {
                        <Menu label={format!("What to do with {}", code.code)} {deeds} hook="code-menu">
                            { icon(Sign::Dots) }
                        </Menu>
                    }
                </td>
            </tr>
        }
    }

    /// The page of the uses of a code.
    fn uses_of(ctx: &Context<Self>, code: &CodeView) -> String {
        let to = Route::CouponUses {
            business: ctx.props().business.id.clone(),
            coupon: ctx.props().coupon.clone(),
        };
        format!("{}?code={}", to.to_path(), part(code.id.as_str()))
    }

    /// What can be done with a code: a link to every page that takes it, and its end.
    fn deeds(&self, ctx: &Context<Self>, code: &CodeView) -> Vec<Deed> {
        if code.archived {
            return Vec::new();
        }
        let link = |(id, title): &(String, String)| {
            let (code, calendar) = (code.code.to_string(), id.clone());
            let text = if self.codes.calendars.len() == 1 {
                "Copy a link with it".to_owned()
            } else {
                format!("Copy a link to {title}")
            };
            Deed {
                text: text.into(),
                sign: Sign::Copy,
                bad: false,
                press: ctx.link().callback(move |()| Event::Share {
                    code: code.clone(),
                    calendar: calendar.clone(),
                }),
                hook: "share",
            }
        };
        let mut deeds: Vec<Deed> = self.codes.calendars.iter().map(link).collect();
        if ctx.props().changes && !code.own {
            let code = code.clone();
            deeds.push(Deed {
                text: "Archive".into(),
                sign: Sign::Shared(Icon::Close),
                bad: true,
                press: ctx.link().callback(move |()| Event::Archive(code.clone())),
                hook: "archive",
            });
        }
        deeds
    }

    fn question(&self, ctx: &Context<Self>) -> Html {
        let Some(code) = &self.codes.question else {
            return Html::default();
        };
        let link = ctx.link();
        html! {
            <Ask title={format!("Archive {}?", code.code)}
                text="Nobody can use it from then on, and it cannot be brought back. Its text is free for a new code; what was booked with it stays."
                deed="Archive" doing={self.codes.archiving.then_some("Archiving…")}
                yes={link.callback(|()| Event::Sure)} no={link.callback(|()| Event::Never)} />
        }
    }
}

/// What a new code is made with.
fn form(ctx: &Context<CodesSection>, draft: &Draft) -> Html {
    let link = ctx.link();
    let typed = &draft.typed;
    let submit = link.callback(|event: SubmitEvent| {
        event.prevent_default();
        Event::Make
    });
    let input = |id: &'static str, kind: &'static str, value: &str, change: Change| {
        let typed = typed.clone();
        let oninput = link.callback(move |event: InputEvent| {
            let mut typed = typed.clone();
            change(&mut typed, entered(&event));
            Event::Type(typed)
        });
        html! {
            <input class="in" {id} type={kind} value={value.to_owned()} autocomplete="off" spellcheck="false"
                aria-describedby={format!("{id}-says")} {oninput} />
        }
    };
    let error = |of: Question| {
        let mistake = draft.mistake.filter(|(question, _)| *question == of);
        mistake.map(|(_, text)| AttrValue::Static(text))
    };
    html! {
        <form class="group" onsubmit={submit} novalidate=true data-test="new-code">
            <div class="pair">
                <Field id="new-code" label="Code" optional=true error={error(Question::Code)} class="wide"
                    help="Ten letters and digits by chance, unless you type one.">
                    { input("new-code", "text", &typed.code, |typed, text| typed.code = text.to_ascii_uppercase()) }
                </Field>
                <Field id="new-limit" label="Uses in all" optional=true error={error(Question::Limit)}
                    help="No more than the coupon allows.">
                    { input("new-limit", "text", &typed.limit, |typed, text| typed.limit = text) }
                </Field>
                <Field id="new-expires" label="Last day" optional=true error={error(Question::Expires)}
                    help="No later than the coupon ends.">
                    { input("new-expires", "date", &typed.expires, |typed, text| typed.expires = text) }
                </Field>
            </div>
            if let Some(failure) = &draft.failure {
                { refused(ctx, failure) }
            }
            <div class="tools">
                <Button text="Make the code" kind={Kind::Main} submits=true hook="make-code"
                    doing={draft.saving.then_some("Making it…")} />
                <Button text="Cancel" kind={Kind::Quiet} press={link.callback(|()| Event::Leave)} hook="leave-code" />
                <p class="small">{ "A code never changes: archive it and make another one." }</p>
            </div>
        </form>
    }
}

fn refused(ctx: &Context<CodesSection>, failure: &Failure) -> Html {
    let business = &ctx.props().business;
    let day = |at| words::day_at(at, &business.zone);
    let speech = Speech {
        currency: business.currency,
        day: &day,
    };
    let refusal = match failure {
        Failure::Refused(told) => told.refusal.as_ref(),
        _ => None,
    };
    let first = match refusal {
        Some(CouponRefusal::CannotWork { findings }) => findings.first(),
        _ => None,
    };
    let found = first.map(|finding| {
        let text = speech.finding(&finding.flaw);
        ("Nobody could use it like this", text)
    });
    let (title, text) = found
        .or_else(|| refusal.and_then(|refusal| speech.refusal(refusal)))
        .unwrap_or_else(|| ("The code was not made", failure.sentence()));
    html! { <Notice tone={Tone::Bad} {title} {text} hook="code-refused" /> }
}

fn perform(ctx: &Context<CodesSection>, effect: Effect) {
    let link = ctx.link().clone();
    let props = ctx.props();
    let all = paths::deed(&props.business.id, &props.coupon, "codes");
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load { ticket, query } => link.send_future(async move {
            let result = match yew_router::query::ToQuery::to_query(&query) {
                Ok(query) => client::get(&format!("{all}?{query}")).await,
                Err(_) => Err(Failure::Unreadable),
            };
            Event::Came { ticket, result }
        }),
        Effect::Make(new) => link
            .send_future(async move { Event::Made(client::send(Method::POST, &all, &new).await) }),
        Effect::Archive(code) => link.send_future(async move {
            let path = format!("{all}/{}/archive", part(code.id.as_str()));
            Event::Archived(client::tell(Method::POST, &path, &Nothing {}).await)
        }),
        Effect::Share { code, calendar } => {
            let business = part(&props.business.id);
            link.send_future(async move {
                let address = page_with(&business, &calendar, &code);
                let taken = words::copy(&address).await;
                let link = (!taken).then_some(address);
                Event::Shared { code, link }
            });
        }
        Effect::Say(text) => {
            if let Some(site) = site {
                say(&site.say, text);
            }
        }
        Effect::SignedOut => {
            if let Some(site) = site {
                site.signed_out.emit(());
            }
        }
    }
}

/// The address of a calendar's own page, with a code filled in.
fn page_with(business: &str, calendar: &str, code: &str) -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    let origin = origin.unwrap_or_default();
    format!(
        "{origin}/b/{business}/{}?coupon={}",
        part(calendar),
        part(code)
    )
}
