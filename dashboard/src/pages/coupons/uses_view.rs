//! Draws who used a coupon and does what that wants done.

use std::rc::Rc;

use booking_contract::ProblemCode;
use booking_contract::owner::{BusinessDetails, CouponUse, UseState, UseTotal};
use booking_widget::view::Icon;
use serde::Deserialize;
use yew::prelude::*;
use yew_router::prelude::*;

use super::paths;
use super::uses::{Effect, Event, Uses};
use crate::client::{self, Failure};
use crate::paged::Stage;
use crate::pages::businesses::NotHere;
use crate::parts::{Button, Kind, Notice, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct UsesPageProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) coupon: String,
}

/// The page's component.
pub(crate) struct UsesPage {
    uses: Uses,
}

/// What an address may ask for.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    code: Option<String>,
}

impl Component for UsesPage {
    type Message = Event;
    type Properties = UsesPageProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Uses – {}", ctx.props().business.name));
        let location = ctx.link().location();
        let asked = location.and_then(|at| at.query::<Asked>().ok());
        let code = asked.and_then(|asked| asked.code?.parse().ok());
        ctx.link().send_message(Event::Show { test_mode: false });
        Self {
            uses: Uses::of(code),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.uses.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        if let Stage::Failed(failure) = &self.uses.list.stage {
            if failure.code() == Some(ProblemCode::NotFound) {
                return html! { <NotHere what="coupon" /> };
            }
            let test_mode = self.uses.test_mode;
            let again = ctx.link().callback(move |()| Event::Show { test_mode });
            return html! {
                <div class="page narrow">
                    <Notice tone={Tone::Bad} title="The uses could not be loaded" text={failure.sentence()}>
                        <Button text="Try again" press={again} hook="again" />
                    </Notice>
                </div>
            };
        }
        let coupon = Route::Coupon {
            business: props.business.id.clone(),
            coupon: props.coupon.clone(),
        };
        html! {
            <div class="page">
                <header class="head">
                    <div>
                        <GoTo class="crumb" to={coupon}>{ icon(Sign::Shared(Icon::Back)) }{ "Coupon" }</GoTo>
                        <h1 tabindex="-1">{ "Uses" }</h1>
                        <p data-test="uses-of">{ self.uses.subject.as_deref().unwrap_or("\u{a0}") }</p>
                    </div>
                    { self.mode(ctx) }
                </header>
                { self.totals() }
                <section class="card" aria-label="Uses" aria-busy={(self.uses.list.stage == Stage::Loading).then_some("true")}>
                    { self.list(ctx) }
                </section>
            </div>
        }
    }
}

impl UsesPage {
    fn mode(&self, ctx: &Context<Self>) -> Html {
        let choice = |test_mode: bool, text: &'static str| {
            let show = ctx.link().callback(move |_| Event::Show { test_mode });
            html! {
                <label>
                    <input type="radio" name="mode" checked={self.uses.test_mode == test_mode} onchange={show} />
                    { text }
                </label>
            }
        };
        html! {
            <div class="seg" role="radiogroup" aria-label="Which bookings" data-test="mode">
                { choice(false, "Live") }
                { choice(true, "Test mode") }
            </div>
        }
    }

    fn totals(&self) -> Html {
        let sums = self.uses.sums();
        if sums.is_empty() {
            return Html::default();
        }
        let one = |(state, sum): (UseState, Option<&UseTotal>)| {
            let read = |write: fn(&UseTotal) -> String| sum.map_or("\u{2013}".to_owned(), write);
            html! {
                <>
                    <div><dt>{ stage_name(state) }</dt><dd>{ read(|it| words::count(it.orders, "booking", "bookings")) }</dd></div>
                    <div><dt>{ "Taken off" }</dt><dd>{ read(|it| words::money(it.discount_minor, it.currency)) }</dd></div>
                    <div><dt>{ "Left to pay" }</dt><dd>{ read(|it| words::money(it.total_minor, it.currency)) }</dd></div>
                </>
            }
        };
        html! {
            <dl class="card facts" data-test="use-totals">{ for sums.into_iter().map(one) }</dl>
        }
    }

    fn list(&self, ctx: &Context<Self>) -> Html {
        let list = &self.uses.list;
        if list.rows.is_empty() {
            if list.stage == Stage::Loading {
                return html! { <p class="inner small" role="status">{ "Loading…" }</p> };
            }
            return html! {
                <div class="empty" data-test="no-uses">
                    { icon(Sign::Shared(Icon::Tag)) }
                    <h2>{ "Nobody has used it yet" }</h2>
                    <p>{ "Every booking with this coupon is listed here: who booked, what, when, and what it took off." }</p>
                </div>
            };
        }
        let zone = &ctx.props().business.zone;
        html! {
            <>
                <table class="table of-guests">
                    <thead><tr>
                        <th scope="col">{ "Who" }</th>
                        <th scope="col">{ "State" }</th>
                        <th scope="col">{ "What" }</th>
                        <th scope="col">{ "Booked" }</th>
                        <th scope="col">{ "Code" }</th>
                        <th scope="col" class="num">{ "Taken off" }</th>
                    </tr></thead>
                    <tbody>{ for list.rows.iter().map(|it| row(it, &ctx.props().business.id, zone)) }</tbody>
                </table>
                if list.next.is_some() {
                    <div class="more">
                        <Button text="Show more" kind={Kind::Quiet} hook="more-uses"
                            doing={(list.stage == Stage::LoadingMore).then_some("Loading…")}
                            press={ctx.link().callback(|()| Event::More)} />
                    </div>
                }
            </>
        }
    }
}

fn row(it: &CouponUse, business: &str, zone: &str) -> Html {
    let class = match it.state {
        UseState::Redeemed => "state good",
        UseState::Reserved => "state soon",
        UseState::Released => "state",
    };
    let code = it.code.as_ref().map(ToString::to_string);
    html! {
        <tr key={it.order_id.clone()} data-test="use">
            <td><b>{ it.name.as_str().to_owned() }</b><small>{ it.email.as_str().to_owned() }</small></td>
            <td class="at-end"><span {class}><i aria-hidden="true"></i>{ stage_name(it.state) }</span></td>
            <td>{ it.service.clone() }<small>{ words::minute_at(it.starts_at, zone) }</small></td>
            <td>{ words::minute_at(it.created_at, zone) }</td>
            <td>
                if let Some(code) = code {
                    <GoTo class="link" hook="try-as" to={Route::TryCode { business: business.to_owned() }}
                        query={vec![("code", code.clone()), ("customer", it.email.as_str().to_owned())]}>
                        <span class="vh">{ format!("Try as {}: ", it.name.as_str()) }</span><span class="code">{ code }</span>
                    </GoTo>
                } else {
                    { "Granted" }
                }
            </td>
            <td class="num"><span>{ words::money(it.discount_minor, it.currency) }<span class="slim">{ " off" }</span></span><small>{ format!("{} left to pay", words::money(it.total_minor, it.currency)) }</small></td>
        </tr>
    }
}

/// How far a use is, in a word or two.
fn stage_name(state: UseState) -> &'static str {
    match state {
        UseState::Reserved => "Being paid",
        UseState::Redeemed => "Used",
        UseState::Released => "Given back",
    }
}

fn perform(ctx: &Context<UsesPage>, effect: Effect) {
    let link = ctx.link().clone();
    let props = ctx.props();
    let all = paths::deed(&props.business.id, &props.coupon, "uses");
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load { ticket, query } => link.send_future(async move {
            let result = match yew_router::query::ToQuery::to_query(&query) {
                Ok(query) => client::get(&format!("{all}?{query}")).await,
                Err(_) => Err(Failure::Unreadable),
            };
            Event::Came { ticket, result }
        }),
        Effect::Total(query) => link.send_future(async move {
            let test_mode = query.test_mode;
            let result = match yew_router::query::ToQuery::to_query(&query) {
                Ok(query) => client::get(&format!("{all}/totals?{query}")).await,
                Err(_) => Err(Failure::Unreadable),
            };
            Event::Totals { test_mode, result }
        }),
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
