//! The page behind the link of an invitation.

use booking_contract::owner::{
    AcceptInvitation, InvitationToken, OpenInvitation, Password, Session, SignIn,
};
use gloo_net::http::Method;
use yew::prelude::*;

use super::join::{Effect, Event, Field as Which, Join, Stage, Way, sentence};
use crate::client::{self, Failure, part};
use crate::parts::{Button, Field, Kind, Notice, Sign, Tone, entered, focus, icon};
use crate::session::role_name;
use crate::theme::ROOT_CLASS;

#[derive(Properties, PartialEq)]
pub(crate) struct JoinProps {
    /// The address of whoever is signed in here.
    pub(crate) signed_in: Option<String>,
}

/// Draws the page and does what it wants done.
pub(crate) struct JoinPage {
    join: Join,
    token: InvitationToken,
}

impl Component for JoinPage {
    type Message = Event;
    type Properties = JoinProps;

    fn create(ctx: &Context<Self>) -> Self {
        crate::shell::set_title("Invitation");
        ctx.link().send_message(Event::Look);
        let location = web_sys::window().map(|window| window.location());
        let hash = location.and_then(|location| location.hash().ok());
        let token = hash.unwrap_or_default();
        Self {
            join: Join::new(ctx.props().signed_in.clone()),
            token: token.trim_start_matches('#').to_owned().into(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.join.step(event) {
            self.perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let body = match (&self.join.stage, &self.join.to) {
            (Stage::Over, _) => html! {
                <section class="card empty" data-test="invitation-over">
                    { icon(Sign::Leave) }
                    <h1>{ "This link does not work any more" }</h1>
                    <p>{ "A link works once, for seven days. Ask whoever sent it for another one. If you have joined already, sign in." }</p>
                    <div class="tools"><a class="btn side" href="/sign-in">{ "Sign in" }</a></div>
                </section>
            },
            (Stage::Unknown(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The invitation could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" kind={Kind::Side} press={link.callback(|()| Event::Look)} hook="again" />
                </Notice>
            },
            (_, Some(_)) => self.form(ctx),
            (_, None) => html! { <p class="vh" role="status">{ "Loading" }</p> },
        };
        html! {
            <div class={classes!(ROOT_CLASS, "outside")}><main class="door">{ body }</main></div>
        }
    }
}

impl JoinPage {
    fn form(&self, ctx: &Context<Self>) -> Html {
        let Some(to) = &self.join.to else {
            return Html::default();
        };
        let link = ctx.link();
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Event::Submit
        });
        let way = self.join.way();
        let stage = &self.join.stage;
        let missing =
            |field, text| (*stage == Stage::Missing(field)).then_some(AttrValue::Static(text));
        let lead = match way {
            Way::New => "Choose a name and a password for your account.",
            Way::SignIn => "This address has an account. Enter its password to join with it.",
            Way::Signed => "You join with the account that is signed in here.",
        };
        let (autocomplete, short) = match way {
            Way::New => (
                "new-password",
                "Use 12 characters or more. A few words make a good one.",
            ),
            _ => ("current-password", "Enter your password."),
        };
        html! {
            <div class="card" data-test="join">
                <div>
                    <h1>{ format!("Join {}", to.business_name) }</h1>
                    <p class="lead">{ format!("As {}, with the address {}. {lead}", role_name(to.role).to_lowercase(), to.email) }</p>
                </div>
                if let Stage::Failed(failure) = stage {
                    <Notice tone={Tone::Bad} title="You have not joined yet" text={sentence(failure)} hook="not-joined" />
                }
                <form onsubmit={submit} novalidate=true>
                    // For managers of passwords, which keep both together.
                    <input class="vh" type="email" name="email" autocomplete="username" readonly=true tabindex="-1"
                        aria-hidden="true" value={to.email.as_str().to_owned()} />
                    if way == Way::New {
                        <Field id="name" label="Your name" error={missing(Which::Name, "Enter your name.")}>
                            <input class="in" id="name" name="name" autocomplete="name" aria-describedby="name-says"
                                value={self.join.name.clone()}
                                aria-invalid={(*stage == Stage::Missing(Which::Name)).then_some("true")}
                                oninput={link.callback(|event: InputEvent| Event::Name(entered(&event)))} />
                        </Field>
                    }
                    if way != Way::Signed {
                        <Field id="password" label="Password" error={missing(Which::Password, short)}
                            help={(way == Way::New).then_some("12 characters or more.")}>
                            <input class="in" id="password" name="password" type="password" {autocomplete}
                                aria-describedby="password-says" value={self.join.password.clone()}
                                aria-invalid={(*stage == Stage::Missing(Which::Password)).then_some("true")}
                                oninput={link.callback(|event: InputEvent| Event::Password(entered(&event)))} />
                        </Field>
                    }
                    <Button text="Join" kind={Kind::Main} submits=true hook="join-now"
                        doing={matches!(stage, Stage::Sending | Stage::In).then_some("Joining…")} />
                </form>
            </div>
        }
    }

    fn perform(&self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link();
        let token = self.token.clone();
        match effect {
            Effect::Look => link.send_future(async move {
                let body = OpenInvitation { token };
                Event::Looked(client::send(Method::POST, "/v1/invitations/look", &body).await)
            }),
            Effect::Take(way) => {
                let name = self.join.name.clone();
                let password = Password::from(self.join.password.clone());
                let email = self.join.to.as_ref().map(|to| to.email.clone());
                link.send_future(async move {
                    let came_in = match way {
                        Way::New => accept(token, name, password).await,
                        Way::Signed => join(token).await,
                        Way::SignIn => match email {
                            Some(email) => {
                                let body = SignIn { email, password };
                                let signed: Result<Session, Failure> =
                                    client::send(Method::POST, "/v1/sessions", &body).await;
                                match signed {
                                    Ok(_) => join(token).await,
                                    Err(failure) => Err(failure),
                                }
                            }
                            None => Err(Failure::Unreadable),
                        },
                    };
                    Event::Done(came_in)
                });
            }
            Effect::Focus(Which::Name) => focus("name"),
            Effect::Focus(Which::Password) => focus("password"),
            Effect::Enter(business) => {
                // As a page of its own: whoever was signed in here before is somebody else.
                if let Some(window) = web_sys::window() {
                    let path = format!("/businesses/{}", part(&business));
                    // Nothing depends on whether the browser does it.
                    let _ = window.location().set_href(&path);
                }
            }
        }
    }
}

async fn accept(token: InvitationToken, name: String, password: Password) -> Result<(), Failure> {
    let name = name.parse().map_err(|_| Failure::Unreadable)?;
    let body = AcceptInvitation {
        token,
        name,
        password,
    };
    let session: Result<Session, Failure> =
        client::send(Method::POST, "/v1/invitations/accept", &body).await;
    session.map(drop)
}

async fn join(token: InvitationToken) -> Result<(), Failure> {
    let body = OpenInvitation { token };
    client::tell(Method::POST, "/v1/invitations/join", &body).await
}
