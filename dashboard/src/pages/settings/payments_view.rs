//! Draws the Stripe accounts of a business and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, EarlierStripeAccount, PaymentMode, StripeAccountView, StripeCheck,
    StripeFinding, StripeSide,
};
use gloo_net::http::Method;
use yew::prelude::*;

use super::frame::{Frame, title};
use super::payments::{Effect, Event, Job, Page, Question, key_field, secret_field};
use super::payments_text as text;
use crate::client::{self, Nothing, part};
use crate::parts::{Ask, Button, Copy, Field, Kind, Notice, Tone, entered as typed, focus, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct PaymentsProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct PaymentsPage {
    page: Page,
}

impl Component for PaymentsPage {
    type Message = Event;
    type Properties = PaymentsProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Payments", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            page: Page::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.page.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let business = ctx.props().business.id.clone();
        html! {
            <Frame here={Route::Payments { business: business.clone() }} {business} title="Payments"
                lead="The Stripe accounts through which guests pay you.">
                { self.accounts(ctx) }
                { self.question(ctx) }
            </Frame>
        }
    }
}

impl PaymentsPage {
    fn accounts(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        match (&self.page.failure, &self.page.accounts) {
            (Some(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The accounts could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={link.callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            (None, None) => html! {
                <div class="card bone form-bone" aria-busy="true">
                    <p class="vh" role="status">{ "Loading" }</p>
                </div>
            },
            (None, Some(accounts)) => html! {
                <>
                    { self.side(ctx, PaymentMode::Live, &accounts.live, &accounts.events) }
                    { self.side(ctx, PaymentMode::Test, &accounts.test, &accounts.events) }
                    { earlier_accounts(ctx, &accounts.earlier) }
                </>
            },
        }
    }

    fn side(
        &self,
        ctx: &Context<Self>,
        mode: PaymentMode,
        side: &StripeSide,
        events: &[String],
    ) -> Html {
        let (state, look) = text::state(side);
        let id = format!("{}-title", mode.as_str());
        html! {
            <section class="card" aria-labelledby={id.clone()} data-test={format!("{}-payments", mode.as_str())}>
                <div class="group">
                    <header>
                        <h2 {id}>{ text::title(mode) }</h2>
                        <p>{ text::standing(mode, side) }</p>
                    </header>
                    <div><span class={classes!("state", look)} data-test="pays-to"><i aria-hidden="true"></i>{ state }</span></div>
                    if let Some(account) = &side.account {
                        { self.account(ctx, mode, account) }
                    }
                    if self.page.takes_key(mode) {
                        { self.key(ctx, mode, side.account.is_some()) }
                    }
                    { self.said(mode) }
                    if let Some(account) = &side.account {
                        { self.webhook(ctx, mode, account, events) }
                    }
                </div>
            </section>
        }
    }

    /// The account that is connected, and what can be done with it.
    fn account(&self, ctx: &Context<Self>, mode: PaymentMode, account: &StripeAccountView) -> Html {
        let link = ctx.link();
        let zone = &ctx.props().business.zone;
        let name = match (account.name.as_str(), &account.stripe_id) {
            ("", _) => "Stripe account".to_owned(),
            (name, Some(id)) if name != id => format!("{name} ({id})"),
            (name, _) => name.to_owned(),
        };
        let kind = if account.restricted {
            "Restricted key"
        } else {
            "Secret key"
        };
        let since = words::day_at(account.connected_at, zone);
        html! {
            <>
                <div data-test="account">
                    <b>{ name }</b>
                    <p class="help">{ format!("{kind} that ends in {}, connected {since}", account.key_ends) }</p>
                </div>
                if !self.page.takes_key(mode) {
                    <div class="tools">
                        <Button text="Check" hook="check" doing={self.doing(Job::Check(mode), "Asking Stripe…")}
                            press={link.callback(move |()| Event::Check(mode))} />
                        <Button text="Replace the key" kind={Kind::Quiet} hook="replace"
                            press={link.callback(move |()| Event::Replace(mode, true))} />
                        <Button text="Disconnect" kind={Kind::Quiet} hook="disconnect"
                            press={link.callback(move |()| Event::Ask(Question::Disconnect(mode)))} />
                    </div>
                }
            </>
        }
    }

    /// The form in which a key is entered.
    fn key(&self, ctx: &Context<Self>, mode: PaymentMode, replaces: bool) -> Html {
        let link = ctx.link();
        let desk = self.page.desk(mode);
        let id = key_field(mode);
        let mistake = desk.key_mistake.clone().map(AttrValue::from);
        let submit = link.callback(move |event: SubmitEvent| {
            event.prevent_default();
            Event::Connect(mode)
        });
        let help = match mode {
            PaymentMode::Live => {
                "In Stripe: Developers, API keys. A secret key (sk_live_…), or a restricted one (rk_live_…) with the permissions that the check names."
            }
            PaymentMode::Test => {
                "In Stripe, with test mode on: Developers, API keys. It begins with sk_test_ or rk_test_."
            }
        };
        html! {
            <form class="sheet" onsubmit={submit} novalidate=true>
                <Field {id} label="Stripe key" error={mistake.clone()} {help}>
                    <input class="in code" {id} type="password" autocomplete="off" autocapitalize="none"
                        spellcheck="false" aria-describedby={format!("{id}-says")} value={desk.key.clone()}
                        aria-invalid={mistake.is_some().then_some("true")}
                        oninput={link.callback(move |event: InputEvent| Event::Key(mode, typed(&event)))} />
                </Field>
                <div class="tools">
                    <Button text={if replaces { "Save this key" } else { "Connect" }} kind={Kind::Main} submits=true
                        hook="connect" doing={self.doing(Job::Connect(mode), "Connecting…")} />
                    <Button text="Check first" hook="check" doing={self.doing(Job::Check(mode), "Asking Stripe…")}
                        press={link.callback(move |()| Event::Check(mode))} />
                    if self.page.desk(mode).replacing {
                        <Button text="Cancel" kind={Kind::Quiet} hook="keep"
                            press={link.callback(move |()| Event::Replace(mode, false))} />
                    }
                </div>
                <p class="help">{ "The key is kept encrypted and never shown again." }</p>
            </form>
        }
    }

    /// What Stripe said last.
    fn said(&self, mode: PaymentMode) -> Html {
        match &self.page.desk(mode).said {
            None => Html::default(),
            Some(Err(why)) => html! {
                <Notice tone={Tone::Bad} title="The key could not be checked" text={why.clone()} hook="said" />
            },
            Some(Ok(check)) if check.findings.is_empty() => html! {
                <Notice tone={Tone::Calm} title="Everything works" text={works(check)} hook="said" />
            },
            Some(Ok(check)) => {
                let serious = check.findings.iter().any(StripeFinding::is_serious);
                let (tone, title) = if serious {
                    (Tone::Bad, "Guests cannot pay with this key as it is")
                } else {
                    (Tone::Warn, "Payments work, and something is missing")
                };
                html! {
                    <Notice {tone} {title} hook="said">
                        <ul class="points">
                            { for check.findings.iter().map(|it| html! { <li>{ text::finding(it) }</li> }) }
                        </ul>
                    </Notice>
                }
            }
        }
    }

    /// How Stripe is told where its events go.
    fn webhook(
        &self,
        ctx: &Context<Self>,
        mode: PaymentMode,
        account: &StripeAccountView,
        events: &[String],
    ) -> Html {
        let link = ctx.link();
        let desk = self.page.desk(mode);
        let id = secret_field(mode);
        let mistake = desk.secret_mistake.clone().map(AttrValue::from);
        let submit = link.callback(move |event: SubmitEvent| {
            event.prevent_default();
            Event::Sign(mode)
        });
        let help = match &account.signing_secret_ends {
            Some(ends) => {
                format!("The one that ends in {ends} is saved. Paste another one to replace it.")
            }
            None => "Stripe shows it on the endpoint\u{2019}s page once it is made.".to_owned(),
        };
        html! {
            <div class="sheet" data-test="webhook">
                <header>
                    <h3>{ "Webhook" }</h3>
                    <p class="help">{ "So that payments are noticed at once: in Stripe, open Developers, Webhooks, add an endpoint with this address and these events, then paste its signing secret here." }</p>
                </header>
                <Copy id={format!("{}-webhook-url", mode.as_str())} label="Address" text={account.webhook_url.clone()} hook="copy-url" />
                <details class="checks-all">
                    <summary>{ format!("The {} events to choose", events.len()) }</summary>
                    <ul class="code">{ for events.iter().map(|event| html! { <li>{ event }</li> }) }</ul>
                </details>
                <form onsubmit={submit} novalidate=true>
                    <Field {id} label="Signing secret" error={mistake.clone()} {help}>
                        <div class="with">
                            <input class="in code" {id} type="password" autocomplete="off" autocapitalize="none"
                                spellcheck="false" placeholder="whsec_…" aria-describedby={format!("{id}-says")}
                                value={desk.secret.clone()} aria-invalid={mistake.is_some().then_some("true")}
                                oninput={link.callback(move |event: InputEvent| Event::Secret(mode, typed(&event)))} />
                            <Button text="Save" submits=true hook="save-secret"
                                doing={self.doing(Job::Sign(mode), "Saving…")} />
                        </div>
                    </Field>
                </form>
            </div>
        }
    }

    fn question(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let (title, text, deed) = match &self.page.question {
            None => return Html::default(),
            Some(Question::Disconnect(mode)) => (
                match mode {
                    PaymentMode::Test => "Disconnect the account for test payments?".to_owned(),
                    PaymentMode::Live => "Disconnect the account for live payments?".to_owned(),
                },
                "New bookings are not paid through it any more. What was paid there is still settled and given back there, and you can connect it again.",
                "Disconnect",
            ),
            Some(Question::Forget(_, name)) => (
                format!("Delete the keys of {name}?"),
                "What was paid there can then only be given back in Stripe\u{2019}s own dashboard. This cannot be undone.",
                "Delete the keys",
            ),
        };
        html! {
            <Ask {title} {text} {deed} doing={self.page.doing.is_some().then_some("One moment…")}
                yes={link.callback(|()| Event::Sure)} no={link.callback(|()| Event::Never)} />
        }
    }

    /// What a button says while its job is done.
    fn doing(&self, job: Job, says: &'static str) -> Option<&'static str> {
        (self.page.doing == Some(job)).then_some(says)
    }
}

/// The accounts that were connected once.
fn earlier_accounts(ctx: &Context<PaymentsPage>, earlier: &[EarlierStripeAccount]) -> Html {
    if earlier.is_empty() {
        return Html::default();
    }
    let zone = &ctx.props().business.zone;
    let row = |account: &EarlierStripeAccount| {
        let name = if account.name.is_empty() {
            format!("Key that ends in {}", account.key_ends)
        } else {
            format!("{}, key that ends in {}", account.name, account.key_ends)
        };
        let mode = match account.mode {
            PaymentMode::Test => "Test",
            PaymentMode::Live => "Live",
        };
        let until = words::day_at(account.until, zone);
        let under_way = match account.under_way {
            0 => "nothing is on its way there".to_owned(),
            many => words::count(
                many.into(),
                "order is on its way there",
                "orders are on their way there",
            ),
        };
        let ask = {
            let question = Question::Forget(account.id.clone(), name.clone());
            ctx.link().callback(move |()| Event::Ask(question.clone()))
        };
        html! {
            <li key={account.id.clone()} data-test="earlier-account">
                <span class="grow">
                    <b>{ name }</b>
                    <small>{ format!("{mode}, used until {until}; {under_way}") }</small>
                </span>
                if account.under_way == 0 {
                    <Button text="Delete the keys" kind={Kind::Quiet} press={ask} hook="forget" />
                }
            </li>
        }
    };
    html! {
        <section class="card" aria-labelledby="earlier-title">
            <header class="inner">
                <h2 id="earlier-title">{ "Earlier accounts" }</h2>
                <p class="help">{ "Their keys are kept for what was paid there: it is settled and given back there." }</p>
            </header>
            <ul class="roll">{ for earlier.iter().map(row) }</ul>
        </section>
    }
}

/// What the account is, where all is well.
fn works(check: &StripeCheck) -> String {
    if check.name.is_empty() {
        return "The key may do everything that is needed.".to_owned();
    }
    format!(
        "The key is one of {} and may do everything that is needed.",
        check.name
    )
}

fn perform(ctx: &Context<PaymentsPage>, effect: Effect) {
    let link = ctx.link().clone();
    let here = format!("/v1/businesses/{}", part(&ctx.props().business.id));
    let all = format!("{here}/stripe-accounts");
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load => link.send_future(async move { Event::Loaded(client::get(&all).await) }),
        Effect::Check(mode, asked) => link.send_future(async move {
            let path = format!("{all}/{}/check", mode.as_str());
            let said = client::send(Method::POST, &path, &asked).await;
            Event::Checked(mode, said)
        }),
        Effect::Save(mode, body) => link.send_future(async move {
            let path = format!("{all}/{}", mode.as_str());
            Event::Done(client::send(Method::PUT, &path, &body).await)
        }),
        Effect::Disconnect(mode) => link.send_future(async move {
            let path = format!("{all}/{}", mode.as_str());
            Event::Done(client::send(Method::DELETE, &path, &Nothing {}).await)
        }),
        Effect::Forget(id) => link.send_future(async move {
            let path = format!("{here}/earlier-stripe-accounts/{}", part(&id));
            Event::Done(client::send(Method::DELETE, &path, &Nothing {}).await)
        }),
        Effect::Say(text) => {
            if let Some(site) = site {
                say(&site.say, text);
            }
        }
        Effect::Focus(id) => focus(id),
        Effect::SignedOut => {
            if let Some(site) = site {
                site.signed_out.emit(());
            }
        }
    }
}
