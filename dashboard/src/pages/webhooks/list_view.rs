//! Draws the endpoints of a business and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, WebhookMade, WebhookView};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;

use super::draft_view::{DraftForm, put_cursor};
use super::list::{Effect, Event, Hooks};
use super::said;
use crate::client::{self, part};
use crate::pages::settings::{Frame, title};
use crate::parts::{Button, Copy, Kind, Notice, Sign, Tone, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;

/// How a server in JavaScript tells what is genuine; a test runs it.
const VERIFY: &str = include_str!("verify.js");

#[derive(Properties, PartialEq)]
pub(crate) struct WebhooksProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct WebhooksPage {
    hooks: Hooks,
}

impl Component for WebhooksPage {
    type Message = Event;
    type Properties = WebhooksProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Webhooks", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            hooks: Hooks::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.hooks.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let business = ctx.props().business.id.clone();
        let has_some = self
            .hooks
            .list
            .as_ref()
            .is_some_and(|it| !it.webhooks.is_empty());
        let add = html! {
            if has_some && self.hooks.draft.is_none() {
                <Button text="Add a webhook" kind={Kind::Main} press={link.callback(|()| Event::Add)} hook="add-webhook" />
            }
        };
        html! {
            <Frame here={Route::Webhooks { business: business.clone() }} {business} title="Webhooks" tools={add}
                lead="Where your own systems are told of bookings and payments, as they happen.">
                if let Some(draft) = &self.hooks.draft {
                    <DraftForm draft={draft.clone()} title="Add a webhook" is_new=true deed="Add it"
                        change={link.callback(Event::Change)} send={link.callback(|()| Event::Send)}
                        leave={link.callback(|()| Event::Leave)} />
                }
                if let Some(made) = &self.hooks.made {
                    <Secret made={made.clone()} handed={link.callback(|()| Event::Handed)} />
                }
                { self.list(ctx) }
                if has_some || self.hooks.made.is_some() || self.hooks.draft.is_some() {
                    { checking() }
                }
            </Frame>
        }
    }
}

impl WebhooksPage {
    fn list(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        match (&self.hooks.failure, &self.hooks.list) {
            (Some(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The webhooks could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={link.callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            (None, None) => html! { <p class="vh" role="status">{ "Loading" }</p> },
            (None, Some(list)) if list.webhooks.is_empty() && self.hooks.draft.is_none() => html! {
                <>
                    <section class="card empty" data-test="no-webhooks">
                        { icon(Sign::Shared(Icon::Globe)) }
                        <h2>{ "Tell your own systems" }</h2>
                        <p>{ "A webhook is an address of yours that is called whenever something happens to a booking: to fill a CRM, write an invoice or ring a bell. What does not arrive is sent again for a week." }</p>
                        <div class="tools">
                            <Button text="Add a webhook" kind={Kind::Main} press={link.callback(|()| Event::Add)} hook="add-webhook" />
                        </div>
                    </section>
                    { checking() }
                </>
            },
            (None, Some(list)) if list.webhooks.is_empty() => Html::default(),
            (None, Some(list)) => html! {
                <section class="card" aria-label="Webhooks">
                    <ul class="roll">{ for list.webhooks.iter().map(|one| row(ctx, one)) }</ul>
                </section>
            },
        }
    }
}

fn row(ctx: &Context<WebhooksPage>, webhook: &WebhookView) -> Html {
    let business = ctx.props().business.id.clone();
    let to = Route::Webhook {
        business,
        webhook: webhook.id.clone(),
    };
    let (class, text) = said::standing(webhook.standing);
    let of = if webhook.test_mode {
        "test bookings"
    } else {
        "real bookings"
    };
    let failed = match webhook.failed {
        0 => String::new(),
        some => format!(", {} failed", said::at_most(some)),
    };
    let about = format!("{}, {of}{failed}", said::told_of(webhook.events.as_deref()));
    html! {
        <li key={webhook.id.clone()} class="leads" data-test="webhook">
            <span class="grow">
                <GoTo {to} class="open">{ webhook.url.clone() }</GoTo>
                <small>{ about }</small>
            </span>
            <span {class} data-test="standing"><i></i>{ text }</span>
            { icon(Sign::Shared(Icon::Next)) }
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct SecretProps {
    pub(super) made: WebhookMade,
    pub(super) handed: Callback<()>,
}

/// A new secret, which is shown this once.
#[component]
pub(super) fn Secret(props: &SecretProps) -> Html {
    html! {
        <section class="card group" data-test="webhook-secret">
            <header>
                <h2>{ "Keep this secret now" }</h2>
                <p>{ "It signs everything that is sent to this address and is shown only this once. Put it where your server keeps its passwords." }</p>
            </header>
            <Copy id="signing-secret" label="Signing secret" text={props.made.secret.reveal().to_owned()}
                hook="copy-secret" />
            <div class="tools">
                <Button text="Done" press={props.handed.clone()} hook="secret-kept" />
            </div>
        </section>
    }
}

/// How a receiver tells what is genuine.
fn checking() -> Html {
    html! {
        <section class="card group" aria-labelledby="checking-title">
            <header>
                <h2 id="checking-title">{ "Check what arrives" }</h2>
                <p>{ "Anybody can call your address, so trust a call only if its signature fits. The form is that of Standard Webhooks, for which there are libraries in most languages. In JavaScript, without any:" }</p>
            </header>
            <pre class="snippet" tabindex="0" data-test="verify"><code>{ VERIFY.trim_end() }</code></pre>
            <p class="small">{ "Then answer with 200 within 15 seconds and work afterwards. An event can come more than once: the same webhook-id is the same event." }</p>
        </section>
    }
}

fn perform(ctx: &Context<WebhooksPage>, effect: Effect) {
    let link = ctx.link().clone();
    let all = format!("/v1/businesses/{}/webhooks", part(&ctx.props().business.id));
    match effect {
        Effect::Load => link.send_future(async move { Event::Loaded(client::get(&all).await) }),
        Effect::Add(new) => link
            .send_future(async move { Event::Sent(client::send(Method::POST, &all, &new).await) }),
        Effect::Focus(spot) => put_cursor(spot),
        Effect::SignedOut => {
            if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                site.signed_out.emit(());
            }
        }
    }
}
