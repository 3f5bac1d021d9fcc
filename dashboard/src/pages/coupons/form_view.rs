//! Draws the page of one coupon and does what it wants done.

use std::rc::Rc;

use booking_contract::ProblemCode;
use booking_contract::owner::{BusinessDetails, CouponSaved, CouponView, SwitchCoupon};
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use super::entered::Entry;
use super::form::{Effect, Event, Form};
use super::form_fields::is_on;
use super::form_page::called;
use super::sold::{self, Sold};
use super::{kept, paths};
use crate::client::{self, Failure, Nothing};
use crate::pages::businesses::NotHere;
use crate::parts::{Button, Notice, Said, Tone};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;

/// How long nothing is typed before the linter is asked, in milliseconds.
const SETTLE_MS: u32 = 500;

#[derive(Properties, PartialEq)]
pub(crate) struct CouponPageProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// Whether the role may change coupons.
    pub(crate) changes: bool,
    /// Which coupon; none: a new one.
    #[prop_or_default]
    pub(crate) coupon: Option<String>,
}

/// What is there of the page.
enum Body {
    Loading,
    Failed(Failure),
    Here(Box<Form>),
}

/// The page's component.
pub(crate) struct CouponPage {
    body: Body,
    timer: Option<Timeout>,
    pub(super) switching: bool,
    /// What it can be for; none until it has come.
    pub(super) sold: Option<Result<Sold, Failure>>,
}

/// What reaches the component.
pub(crate) enum Message {
    /// An event of the form.
    Form(Event),
    /// The coupon has come.
    Loaded(Box<Result<CouponSaved, Failure>>),
    /// It is to be loaded again.
    Load,
    /// It is to be switched on or off.
    Switch(bool),
    /// It was switched, or not.
    Switched(bool, Box<Result<CouponSaved, Failure>>),
    /// What it can be for is to be read.
    LoadSold,
    /// What it can be for has come.
    Sold(Box<Result<Sold, Failure>>),
}

impl Component for CouponPage {
    type Message = Message;
    type Properties = CouponPageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        ctx.link().send_message(Message::LoadSold);
        let body = if props.coupon.is_some() {
            ctx.link().send_message(Message::Load);
            Body::Loading
        } else {
            set_title(&format!("New coupon – {}", props.business.name));
            let kept = kept::read(&props.business.id, None);
            Body::Here(Box::new(Form::open(None, kept, props.business.currency)))
        };
        Self {
            body,
            timer: None,
            switching: false,
            sold: None,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first && ctx.props().coupon.is_none() {
            focus(Entry::Code);
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Form(event) => self.form_event(ctx, event),
            Message::Load => self.load(ctx),
            Message::Loaded(result) => self.loaded(ctx, *result),
            Message::Switch(on) => self.switch(ctx, on),
            Message::Switched(on, result) => self.switched(ctx, on, *result),
            Message::LoadSold => {
                self.sold = None;
                let business = ctx.props().business.id.clone();
                ctx.link().send_future(async move {
                    Message::Sold(Box::new(sold::read(&business).await))
                });
            }
            Message::Sold(result) => self.sold = Some(*result),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &self.body {
            Body::Here(form) => self.page(ctx, form),
            Body::Failed(failure) if failure.code() == Some(ProblemCode::NotFound) => {
                html! { <NotHere what="coupon" /> }
            }
            Body::Failed(failure) => html! {
                <div class="page narrow">
                    <Notice tone={Tone::Bad} title="The coupon could not be loaded" text={failure.sentence()}>
                        <Button text="Try again" press={ctx.link().callback(|()| Message::Load)} hook="again" />
                    </Notice>
                </div>
            },
            Body::Loading => html! {
                <div class="page narrow" aria-busy="true">
                    <p class="vh" role="status">{ "Loading" }</p>
                    <div class="bone head-bone"></div>
                    <div class="bone form-bone"></div>
                </div>
            },
        }
    }
}

impl CouponPage {
    fn form_event(&mut self, ctx: &Context<Self>, event: Event) {
        let Body::Here(form) = &mut self.body else {
            return;
        };
        for effect in form.step(event) {
            self.perform(ctx, effect);
        }
    }

    fn load(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        let Some(coupon) = props.coupon.clone() else {
            return;
        };
        self.body = Body::Loading;
        let path = paths::one(&props.business.id, &coupon);
        ctx.link()
            .send_future(async move { Message::Loaded(Box::new(client::get(&path).await)) });
    }

    fn loaded(&mut self, ctx: &Context<Self>, result: Result<CouponSaved, Failure>) {
        let business = &ctx.props().business;
        self.body = match result {
            Ok(CouponSaved { coupon, findings }) => {
                let kept = kept::read(&business.id, Some(coupon.id.as_str()));
                let title = called(&coupon);
                set_title(&format!("{title} – {}", business.name));
                let mut form = Form::open(Some(coupon), kept, business.currency);
                form.findings = findings;
                Body::Here(Box::new(form))
            }
            Err(Failure::SignedOut) => return signed_out(ctx),
            Err(failure) => Body::Failed(failure),
        };
    }

    fn switch(&mut self, ctx: &Context<Self>, on: bool) {
        let props = ctx.props();
        let Some(coupon) = props.coupon.clone() else {
            return;
        };
        self.switching = true;
        let deed = if on { "activate" } else { "deactivate" };
        let path = paths::deed(&props.business.id, &coupon, deed);
        ctx.link().send_future(async move {
            let body = SwitchCoupon { version: None };
            let result = client::send(Method::POST, &path, &body).await;
            Message::Switched(on, Box::new(result))
        });
    }

    fn switched(&mut self, ctx: &Context<Self>, on: bool, result: Result<CouponSaved, Failure>) {
        self.switching = false;
        match result {
            Ok(saved) => {
                let name = called(&saved.coupon);
                self.form_event(ctx, Event::Switched(Box::new(saved.coupon)));
                let text = if on {
                    format!("{name} is switched on.")
                } else {
                    format!("{name} is switched off. Running bookings keep it.")
                };
                let link = ctx.link().clone();
                let undo = Callback::from(move |()| link.send_message(Message::Switch(!on)));
                tell(ctx, text, Some(undo));
            }
            Err(Failure::SignedOut) => signed_out(ctx),
            Err(failure) => tell(
                ctx,
                format!("It was not switched. {}", failure.sentence()),
                None,
            ),
        }
    }

    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        let business = ctx.props().business.id.clone();
        let coupon = ctx.props().coupon.clone();
        match effect {
            Effect::Settle { ticket } => {
                self.timer = Some(Timeout::new(SETTLE_MS, move || {
                    link.send_message(Message::Form(Event::Settled { ticket }));
                }));
            }
            Effect::Check { ticket, check } => link.send_future(async move {
                let path = format!("{}/check", paths::all(&business));
                let result = client::send(Method::POST, &path, &check).await;
                Message::Form(Event::Checked { ticket, result })
            }),
            Effect::Keep(entered) => kept::keep(&business, coupon.as_deref(), entered.as_deref()),
            Effect::Generate => link.send_future(async move {
                let path = format!("{}/generate", paths::all(&business));
                let result = client::send(Method::POST, &path, &Nothing {}).await;
                Message::Form(Event::Generated(result))
            }),
            Effect::Create(new) => link.send_future(async move {
                let path = paths::all(&business);
                let result = client::send(Method::POST, &path, &new).await;
                Message::Form(Event::Saved(Box::new(result)))
            }),
            Effect::Edit(edit) => link.send_future(async move {
                let path = paths::one(&business, &coupon.unwrap_or_default());
                let result = client::send(Method::PUT, &path, &edit).await;
                Message::Form(Event::Saved(Box::new(result)))
            }),
            Effect::Done(saved) => Self::done(ctx, &saved),
            Effect::Focus(entry) => focus(entry),
            Effect::SignedOut => signed_out(ctx),
        }
    }

    /// A new coupon leads back to the list, where it is the first; a changed one stays in sight.
    fn done(ctx: &Context<Self>, saved: &CouponView) {
        let name = called(saved);
        if ctx.props().coupon.is_some() {
            tell(ctx, format!("{name} is saved."), None);
            return;
        }
        let text = if is_on(saved.status) {
            format!("{name} is there. Guests can use it as its rules say.")
        } else {
            format!("{name} is there, and switched off.")
        };
        tell(ctx, text, None);
        if let Some(navigator) = ctx.link().navigator() {
            let business = ctx.props().business.id.clone();
            navigator.push(&Route::Coupons { business });
        }
    }
}

fn tell(ctx: &Context<CouponPage>, text: String, undo: Option<Callback<()>>) {
    if let Some((site, _)) = ctx.link().context::<Site>(Callback::noop()) {
        let text = text.into();
        site.say.emit(Said { text, undo });
    }
}

fn signed_out(ctx: &Context<CouponPage>) {
    if let Some((site, _)) = ctx.link().context::<Site>(Callback::noop()) {
        site.signed_out.emit(());
    }
}

/// Puts the cursor into a question, which may have been folded until now.
fn focus(entry: Entry) {
    let id = match entry {
        Entry::Name => "name",
        Entry::Code => "code",
        Entry::Value => "value",
        Entry::Cap => "cap",
        Entry::Others => "other-currency-0",
        Entry::Scope => "scope-choose",
        Entry::Starts => "starts-date",
        Entry::Ends => "ends-date",
        Entry::Limit => "limit",
        Entry::PerCustomer => "per-customer",
        Entry::Minimum => "minimum",
        Entry::Customers => "customers",
        Entry::Hours => "from-time",
        Entry::Dates => "first-date",
        Entry::Lead => "lead-least",
        Entry::Staff => "staff-choose",
        Entry::Locations => "locations-choose",
        Entry::Months => "months",
    };
    crate::parts::focus(id);
}
