//! Draws an endpoint and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, WebhookStanding, WebhookTried, WebhookView};
use booking_widget::view::Icon;
use chrono::{DateTime, Utc};
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use super::deliveries_view::deliveries;
use super::draft_view::{DraftForm, put_cursor};
use super::list::sentence;
use super::list_view::Secret;
use super::one::{Effect, Event, Hook, Question, Test};
use super::replay_view::{SPAN_HOURS, question};
use super::said;
use crate::client::{self, Failure, Nothing, part};
use crate::pages::settings::title;
use crate::parts::{Button, Deed, Kind, Menu, Notice, Said, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::words;

/// After how long the page looks again by itself, in milliseconds.
const LOOK_AGAIN_MS: u32 = 3_000;

#[derive(Properties, PartialEq)]
pub(crate) struct WebhookProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) webhook: String,
}

/// The page's component.
pub(crate) struct WebhookPage {
    hook: Hook,
    timer: Option<Timeout>,
}

impl Component for WebhookPage {
    type Message = Event;
    type Properties = WebhookProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Webhook", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            hook: Hook::default(),
            timer: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.hook.step(event) {
            self.perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let business = ctx.props().business.id.clone();
        let body = match (&self.hook.failure, &self.hook.webhook) {
            (Some(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The webhook could not be loaded" text={sentence(failure)}>
                    <Button text="Try again" press={link.callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            (None, Some(webhook)) => self.whole(ctx, webhook),
            (None, None) => html! {
                <div aria-busy="true">
                    <p class="vh" role="status">{ "Loading" }</p>
                    <div class="bone form-bone"></div>
                </div>
            },
        };
        html! {
            <div class="page narrow">
                <GoTo class="crumb" to={Route::Webhooks { business }}>
                    { icon(Sign::Shared(Icon::Back)) }{ "Webhooks" }
                </GoTo>
                { body }
            </div>
        }
    }
}

impl WebhookPage {
    fn whole(&self, ctx: &Context<Self>, webhook: &WebhookView) -> Html {
        let link = ctx.link();
        let zone = &ctx.props().business.zone;
        html! {
            <>
                { self.head(ctx, webhook) }
                if let Some((title, text)) = said::trouble(webhook.standing) {
                    <Notice tone={Tone::Warn} title={title_since(title, webhook.standing, zone)} {text} hook="trouble" />
                }
                if let Some(draft) = &self.hook.draft {
                    <DraftForm draft={draft.clone()} title="Change the webhook" deed="Save"
                        change={link.callback(Event::Change)} send={link.callback(|()| Event::Save)}
                        leave={link.callback(|()| Event::Leave)} />
                }
                if let Some(made) = &self.hook.secret {
                    <Secret made={made.clone()} handed={link.callback(|()| Event::Handed)} />
                }
                { self.test(ctx) }
                { deliveries(&self.hook, webhook, zone, &link.callback(|event| event)) }
                { question(&self.hook, &link.callback(|event| event)) }
            </>
        }
    }

    fn head(&self, ctx: &Context<Self>, webhook: &WebhookView) -> Html {
        let link = ctx.link();
        let zone = &ctx.props().business.zone;
        let (class, text) = said::standing(webhook.standing);
        let is_told = webhook.standing.is_told();
        let testing = (self.hook.test == Some(Test::Sending)).then_some("Sending…");
        let of = if webhook.test_mode {
            "of test bookings"
        } else {
            "of real bookings"
        };
        let about = format!("{} {of}", said::told_of(webhook.events.as_deref()));
        html! {
            <header class="head">
                <div>
                    <h1 tabindex="-1" class="address">{ &webhook.url }<span {class} data-test="standing"><i></i>{ text }</span></h1>
                    <p>{ about }</p>
                    if let Some(until) = webhook.old_secret_until {
                        <p class="small" data-test="old-secret">{ format!("The secret from before signs along until {}.", words::minute_at(until, zone)) }</p>
                    }
                </div>
                <div class="tools">
                    <Button text="Send a test event" press={link.callback(|()| Event::Test)} doing={testing} hook="test-webhook" />
                    if !is_told {
                        <Button text="Resume" kind={Kind::Main} press={link.callback(|()| Event::Resume)}
                            doing={self.hook.doing.then_some("One moment…")} hook="resume-webhook" />
                    }
                    <Menu label="More for this webhook" deeds={deeds(ctx, is_told)} hook="webhook-menu">
                        { icon(Sign::Dots) }
                    </Menu>
                </div>
            </header>
        }
    }

    /// What came of the test event.
    fn test(&self, ctx: &Context<Self>) -> Html {
        let Some(Test::Done(result)) = &self.hook.test else {
            return Html::default();
        };
        let read = ctx.link().callback(|()| Event::TestRead);
        let close =
            html! { <Button text="Close" kind={Kind::Quiet} press={read} hook="test-read" /> };
        match result {
            Ok(tried) => tested(tried, close),
            Err(failure) => html! {
                <Notice tone={Tone::Bad} title="The test event was not sent" text={sentence(failure)} hook="tested">
                    { close }
                </Notice>
            },
        }
    }

    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        let props = ctx.props();
        let here = format!(
            "/v1/businesses/{}/webhooks/{}",
            part(&props.business.id),
            part(&props.webhook)
        );
        match effect {
            Effect::Wait => {
                let tick = link.callback(|()| Event::Tick);
                self.timer = Some(Timeout::new(LOOK_AGAIN_MS, move || tick.emit(())));
            }
            Effect::GoToList => {
                if let Some(navigator) = link.navigator() {
                    let business = props.business.id.clone();
                    navigator.push(&Route::Webhooks { business });
                }
            }
            Effect::Focus(spot) => put_cursor(spot),
            Effect::Say(_) | Effect::SayWithUndo(..) | Effect::SignedOut => tell(&link, effect),
            effect => ask(&link, here, effect),
        }
    }
}

/// What can be done with the endpoint beside what stands in sight.
fn deeds(ctx: &Context<WebhookPage>, is_told: bool) -> Vec<Deed> {
    let deed = |text: &'static str, sign, event: Event, hook| Deed {
        text: AttrValue::Static(text),
        sign,
        bad: event == Event::Ask(Question::Remove),
        press: ctx.link().callback(move |()| event.clone()),
        hook,
    };
    let edit = Sign::Settings;
    let mut deeds = vec![deed(
        "Change address or events",
        edit,
        Event::Edit,
        "edit-webhook",
    )];
    if is_told {
        deeds.push(deed("Pause", Sign::Pause, Event::Pause, "pause-webhook"));
    }
    let again = Event::Ask(Question::Replay(SPAN_HOURS));
    deeds.push(deed(
        "Send again what failed",
        Sign::Play,
        again,
        "replay-failed",
    ));
    let roll = Event::Ask(Question::Roll(24));
    deeds.push(deed("Make a new secret", Sign::Copy, roll, "roll-secret"));
    let remove = Event::Ask(Question::Remove);
    deeds.push(deed("Remove", Sign::Delete, remove, "remove-webhook"));
    deeds
}

fn tested(tried: &WebhookTried, close: Html) -> Html {
    let outcome = said::outcome(&tried.attempt);
    let (tone, title, text) = match tried.attempt.failure {
        None => (
            Tone::Calm,
            format!("The test event arrived: {outcome}"),
            "Your receiver answered as it should. What it answered:".to_owned(),
        ),
        Some(failure) => (
            Tone::Warn,
            format!("The test event did not get through: {outcome}"),
            said::why(failure).to_owned(),
        ),
    };
    html! {
        <Notice {tone} {title} {text} hook="tested">
            <div class="grow">
                if !tried.attempt.answer.is_empty() {
                    <pre class="snippet"><code>{ &tried.attempt.answer }</code></pre>
                }
                { close }
            </div>
        </Notice>
    }
}

/// Since when an endpoint fares like this.
fn title_since(title: &str, standing: WebhookStanding, zone: &str) -> String {
    match standing {
        WebhookStanding::InOrder => title.to_owned(),
        WebhookStanding::Failing { since }
        | WebhookStanding::Paused { since }
        | WebhookStanding::Gone { since }
        | WebhookStanding::Stopped { since } => {
            format!("{title}, since {}", words::minute_at(since, zone))
        }
    }
}

/// Asks the companion.
fn ask(link: &html::Scope<WebhookPage>, here: String, effect: Effect) {
    match effect {
        Effect::Load => link.send_future(async move { Event::Loaded(client::get(&here).await) }),
        Effect::Deliveries { ticket, query } => link.send_future(async move {
            let result = match yew_router::query::ToQuery::to_query(&query) {
                Ok(query) => client::get(&format!("{here}/deliveries?{query}")).await,
                Err(_) => Err(Failure::Unreadable),
            };
            Event::Came { ticket, result }
        }),
        Effect::Details(event_id) => link.send_future(async move {
            let path = format!("{here}/deliveries/{}", part(&event_id));
            let result = Box::new(client::get(&path).await);
            Event::Details { event_id, result }
        }),
        Effect::Again(event_id) => link.send_future(async move {
            let path = format!("{here}/deliveries/{}/replay", part(&event_id));
            let result = client::send(Method::POST, &path, &Nothing {}).await;
            Event::AgainSent(Box::new(result))
        }),
        Effect::Save(edit) => {
            link.send_future(
                async move { Event::Saved(client::send(Method::PUT, &here, &edit).await) },
            );
        }
        Effect::Test => link.send_future(async move {
            let path = format!("{here}/test");
            Event::Tested(client::send(Method::POST, &path, &Nothing {}).await)
        }),
        Effect::Pause => link.send_future(async move {
            let path = format!("{here}/pause");
            Event::Acted(client::send(Method::POST, &path, &Nothing {}).await)
        }),
        Effect::Resume => link.send_future(async move {
            let path = format!("{here}/resume");
            Event::Acted(client::send(Method::POST, &path, &Nothing {}).await)
        }),
        Effect::Roll(roll) => link.send_future(async move {
            let path = format!("{here}/secret");
            Event::Rolled(client::send(Method::POST, &path, &roll).await)
        }),
        Effect::Replay(span) => link.send_future(async move {
            let path = format!("{here}/replay");
            Event::Replayed(client::send(Method::POST, &path, &span).await)
        }),
        Effect::Remove => link.send_future(async move {
            Event::Removed(client::tell(Method::DELETE, &here, &Nothing {}).await)
        }),
        // The page does the rest itself.
        _ => {}
    }
}

/// Says something to whoever is at the page.
fn tell(link: &html::Scope<WebhookPage>, effect: Effect) {
    let Some((site, _)) = link.context::<Site>(Callback::noop()) else {
        return;
    };
    match effect {
        Effect::Say(text) => say(&site.say, text),
        Effect::SayWithUndo(text, back) => {
            let undo = link.callback(move |()| (*back).clone());
            site.say.emit(Said {
                text: text.into(),
                undo: Some(undo),
            });
        }
        _ => site.signed_out.emit(()),
    }
}

/// The time, as the browser has it.
pub(super) fn now() -> DateTime<Utc> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a browser's clock has whole milliseconds"
    )]
    let ms = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
