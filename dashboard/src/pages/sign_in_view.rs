//! The page of the sign-in.

use booking_contract::owner;
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::sign_in::{Effect, Event, Field as Which, SignIn, Stage};
use crate::client::{self, Failure};
use crate::parts::{Button, Field, Kind, Notice, Tone, entered};
use crate::theme::ROOT_CLASS;

#[derive(Properties, PartialEq)]
pub(crate) struct SignInProps {
    /// Who has signed in.
    pub(crate) enter: Callback<owner::Session>,
    /// Whether somebody comes here because their session ended.
    pub(crate) ended: bool,
}

/// Draws the sign-in and does what it wants done.
pub(crate) struct SignInPage {
    state: SignIn,
    /// What the companion said of whoever signed in.
    session: Option<owner::Session>,
    email: NodeRef,
    password: NodeRef,
    timer: Option<Timeout>,
}

/// What reaches the component.
pub(crate) enum Message {
    /// An event of the page.
    Event(Event),
    /// The companion has answered.
    Answer(Result<owner::Session, Failure>),
}

impl Component for SignInPage {
    type Message = Message;
    type Properties = SignInProps;

    fn create(_: &Context<Self>) -> Self {
        Self {
            state: SignIn::default(),
            session: None,
            email: NodeRef::default(),
            password: NodeRef::default(),
            timer: None,
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            crate::shell::set_title("Sign in");
            self.focus(Which::Email);
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let event = match message {
            Message::Event(event) => event,
            Message::Answer(answer) => {
                let result = answer.map(|session| self.session = Some(session));
                let now_ms = js_sys::Date::now();
                Event::Answered { result, now_ms }
            }
        };
        for effect in self.state.step(event) {
            self.perform(ctx, &effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Message::Event(Event::Submit)
        });
        let state = &self.state;
        let waiting = matches!(state.stage, Stage::Waiting { .. });
        let missing =
            |field, text| (state.stage == Stage::Missing(field)).then_some(AttrValue::Static(text));
        html! {
            <div class={classes!(ROOT_CLASS, "outside")}>
                <main class="door">
                    <div class="card">
                        <div>
                            <h1>{ "Sign in" }</h1>
                            <p class="lead">{ "To your business’s bookings and coupons." }</p>
                        </div>
                        { self.notice(ctx) }
                        <form onsubmit={submit} novalidate=true>
                            <Field id="email" label="E-mail"
                                error={missing(Which::Email, "Enter your e-mail address, such as name@example.com.")}>
                                <input ref={self.email.clone()} class="in" id="email" name="email" type="email"
                                    autocomplete="username" autocapitalize="none" spellcheck="false"
                                    aria-describedby="email-says" value={state.email.clone()}
                                    aria-invalid={(state.stage == Stage::Missing(Which::Email)).then_some("true")}
                                    oninput={link.callback(|event| Message::Event(Event::Email(entered(&event))))} />
                            </Field>
                            <Field id="password" label="Password"
                                error={missing(Which::Password, "Enter your password.")}>
                                <div class="secret">
                                    <input ref={self.password.clone()} class="in" id="password" name="password"
                                        type={if state.shown { "text" } else { "password" }}
                                        autocomplete="current-password" autocapitalize="none" spellcheck="false"
                                        aria-describedby="password-says" value={state.password.clone()}
                                        aria-invalid={matches!(state.stage, Stage::Missing(Which::Password) | Stage::Wrong).then_some("true")}
                                        oninput={link.callback(|event| Message::Event(Event::Password(entered(&event))))} />
                                    <button type="button" class="link" data-test="show-password"
                                        aria-label={if state.shown { "Hide the password" } else { "Show the password" }}
                                        onclick={link.callback(|_| Message::Event(Event::Show))}>
                                        { if state.shown { "Hide" } else { "Show" } }
                                    </button>
                                </div>
                            </Field>
                            <Button text="Sign in" kind={Kind::Main} submits=true off={waiting}
                                doing={matches!(state.stage, Stage::Sending | Stage::In).then_some("Signing in…")}
                                hook="sign-in" />
                        </form>
                    </div>
                    <p class="foot-note">
                        { "Forgot your password? Whoever runs this server sets a new one with " }
                        <code>{ "booking-companion user password" }</code>{ "." }
                    </p>
                </main>
            </div>
        }
    }
}

impl SignInPage {
    fn notice(&self, ctx: &Context<Self>) -> Html {
        let (tone, title, text) = match &self.state.stage {
            Stage::Wrong => (
                Tone::Bad,
                "That did not match".to_owned(),
                "E-mail or password is different from what we have. Check both and try again."
                    .to_owned(),
            ),
            Stage::Waiting { seconds, .. } => (
                Tone::Warn,
                "Too many tries".to_owned(),
                format!("You can try again in {}.", wait(*seconds)),
            ),
            Stage::Failed(sentence) => (
                Tone::Bad,
                "You are not signed in yet".to_owned(),
                sentence.clone(),
            ),
            Stage::Ready if ctx.props().ended => (
                Tone::Calm,
                "Your session has ended".to_owned(),
                "Sign in to go on where you were.".to_owned(),
            ),
            _ => return Html::default(),
        };
        html! { <Notice {tone} {title} {text} hook="sign-in-notice" /> }
    }

    fn perform(&mut self, ctx: &Context<Self>, effect: &Effect) {
        match effect {
            Effect::Send => {
                let Some(email) = self.state.address() else {
                    return;
                };
                let password = self.state.password.clone().into();
                let body = owner::SignIn { email, password };
                ctx.link().send_future(async move {
                    let answer = client::send(Method::POST, "/v1/sessions", &body);
                    Message::Answer(answer.await)
                });
            }
            Effect::Wait => {
                let link = ctx.link().clone();
                self.timer = Some(Timeout::new(1_000, move || {
                    let now_ms = js_sys::Date::now();
                    link.send_message(Message::Event(Event::Tick { now_ms }));
                }));
            }
            Effect::Focus(field) => self.focus(*field),
            Effect::Enter => {
                if let Some(session) = self.session.take() {
                    ctx.props().enter.emit(session);
                }
            }
        }
    }

    fn focus(&self, field: Which) {
        let node = match field {
            Which::Email => &self.email,
            Which::Password => &self.password,
        };
        if let Some(input) = node.cast::<HtmlInputElement>() {
            // Nothing depends on whether the browser does it.
            let _ = input.focus();
            input.select();
        }
    }
}

/// "45 seconds", "3 minutes".
fn wait(seconds: u32) -> String {
    match seconds {
        1 => "1 second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}
