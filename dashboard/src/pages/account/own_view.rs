//! Draws the own account and does what it wants done.

use booking_contract::owner::{ChangePassword, OwnSession, Password, Session};
use gloo_net::http::Method;
use yew::prelude::*;

use super::own::{Effect, Event, Field as Which, Own, Stage, browser};
use crate::client::{self, Failure};
use crate::parts::{Button, Field, Kind, Notice, Tone, entered, focus, say};
use crate::session::Site;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct AccountProps {
    pub(crate) site: Site,
}

/// The page's component.
pub(crate) struct AccountPage {
    own: Own,
}

impl Component for AccountPage {
    type Message = Event;
    type Properties = AccountProps;

    fn create(ctx: &Context<Self>) -> Self {
        crate::shell::set_title("Your account");
        ctx.link().send_message(Event::Load);
        Self {
            own: Own::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.own.step(event) {
            self.perform(ctx, &effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let user = &ctx.props().site.session.user;
        html! {
            <div class="page narrow">
                <header class="head"><div>
                    <h1 tabindex="-1">{ "Your account" }</h1>
                    <p>{ format!("{}, {}", user.name, user.email) }</p>
                </div></header>
                { self.password(ctx) }
                { self.sessions(ctx) }
            </div>
        }
    }
}

impl AccountPage {
    fn password(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let own = &self.own;
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Event::Submit
        });
        let current = match own.stage {
            Stage::Missing(Which::Current) => Some("Enter the password that you have now."),
            Stage::Wrong => Some("This is not the password that you have now."),
            _ => None,
        };
        let new = (own.stage == Stage::Missing(Which::New))
            .then_some("Use 12 characters or more. A few words make a good one.");
        let email = ctx.props().site.session.user.email.as_str().to_owned();
        html! {
            <form class="card group" onsubmit={submit} novalidate=true data-test="password-form">
                <header>
                    <h2>{ "Change your password" }</h2>
                    <p>{ "Every other browser in which you are signed in is signed out." }</p>
                </header>
                if let Stage::Failed(failure) = &own.stage {
                    <Notice tone={Tone::Bad} title="Your password is the one that it was" text={failure.sentence()} hook="not-changed" />
                }
                // For managers of passwords, which keep both together.
                <input class="vh" type="email" autocomplete="username" readonly=true tabindex="-1" aria-hidden="true" value={email} />
                <div class="pair">
                    <Field id="current-password" label="Password now" error={current.map(AttrValue::Static)}>
                        <input class="in" id="current-password" type="password" autocomplete="current-password"
                            aria-describedby="current-password-says" value={own.current.clone()}
                            aria-invalid={current.is_some().then_some("true")}
                            oninput={link.callback(|event: InputEvent| Event::Current(entered(&event)))} />
                    </Field>
                    <Field id="new-password" label="New password" error={new.map(AttrValue::Static)} help="12 characters or more.">
                        <input class="in" id="new-password" type="password" autocomplete="new-password"
                            aria-describedby="new-password-says" value={own.new.clone()}
                            aria-invalid={new.is_some().then_some("true")}
                            oninput={link.callback(|event: InputEvent| Event::New(entered(&event)))} />
                    </Field>
                </div>
                <div class="tools">
                    <Button text="Change password" kind={Kind::Main} submits=true hook="change-password"
                        doing={(own.stage == Stage::Sending).then_some("Changing…")} />
                </div>
            </form>
        }
    }

    fn sessions(&self, ctx: &Context<Self>) -> Html {
        let body = match &self.own.sessions {
            None => html! { <p class="inner small" role="status">{ "Loading…" }</p> },
            Some(Err(failure)) => html! {
                <div class="inner">
                    <Notice tone={Tone::Bad} title="The list could not be loaded" text={failure.sentence()}>
                        <Button text="Try again" press={ctx.link().callback(|()| Event::Load)} hook="again" />
                    </Notice>
                </div>
            },
            Some(Ok(sessions)) => html! { <ul class="roll">{ for sessions.iter().map(row) }</ul> },
        };
        html! {
            <section class="card" aria-labelledby="sessions-title">
                <header class="inner"><div>
                    <h2 id="sessions-title">{ "Where you are signed in" }</h2>
                    <p>{ "“Sign out everywhere” in the menu of your name ends all of them." }</p>
                </div></header>
                { body }
            </section>
        }
    }

    fn perform(&self, ctx: &Context<Self>, effect: &Effect) {
        let link = ctx.link();
        let site = &ctx.props().site;
        match effect {
            Effect::Load => {
                link.send_future(async move { Event::Loaded(client::get("/v1/sessions").await) });
            }
            Effect::Change => {
                let body = ChangePassword {
                    current: Password::from(self.own.current.clone()),
                    new: Password::from(self.own.new.clone()),
                };
                link.send_future(async move {
                    let path = "/v1/account/password";
                    let changed: Result<Session, Failure> =
                        client::send(Method::PUT, path, &body).await;
                    Event::Changed(changed.map(drop))
                });
            }
            Effect::Focus(Which::Current) => focus("current-password"),
            Effect::Focus(Which::New) => focus("new-password"),
            Effect::Say(text) => say(&site.say, *text),
            Effect::SignedOut => site.signed_out.emit(()),
        }
    }
}

fn row(session: &OwnSession) -> Html {
    html! {
        <li data-test="own-session">
            <span class="grow">
                <b>{ browser(&session.browser) }</b>
                <small>{ format!("Since {}, last used {}", words::minute_here(session.began_at), words::minute_here(session.used_at)) }</small>
            </span>
            if session.is_this {
                <span class="state good">{ "This browser" }</span>
            }
        </li>
    }
}
