//! Draws the page of one coupon and does what it wants done.

use std::rc::Rc;

use booking_contract::ProblemCode;
use booking_contract::owner::{
    BusinessDetails, CouponRefusal, CouponSaved, CouponView, SwitchCoupon, TriedDraft,
};
use booking_engine::Severity;
use booking_widget::view::Icon;
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use super::codes_view::CodesSection;
use super::entered::Entry;
use super::findings_text::Speech;
use super::form::{Effect, Event, Form, Stage};
use super::form_fields::{Questions, is_on};
use super::list_view::state;
use super::{kept, paths};
use crate::client::{self, Failure, Nothing};
use crate::pages::businesses::NotHere;
use crate::pages::trying::{BacktestPanel, Drafted, Preview, Trial};
use crate::parts::{Button, Kind, Notice, Said, Sign, Tone, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::words;

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
    switching: bool,
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
}

impl Component for CouponPage {
    type Message = Message;
    type Properties = CouponPageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
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

    fn page(&self, ctx: &Context<Self>, form: &Form) -> Html {
        let props = ctx.props();
        let send = ctx.link().callback(Message::Form);
        let questions = Questions {
            form,
            mistakes: form.mistakes(),
            changes: props.changes,
            zone: &props.business.zone,
            send: send.clone(),
        };
        let submit = {
            let send = send.clone();
            move |event: SubmitEvent| {
                event.prevent_default();
                send.emit(Event::Save);
            }
        };
        let unfold = {
            let send = send.clone();
            move |_: MouseEvent| send.emit(Event::Unfold)
        };
        html! {
            <div class="page duo">
                { self.head(ctx, form) }
                <div class="page narrow first">
                { facts(form, &props.business.zone) }
                if form.restored {
                    <Notice tone={Tone::Calm} title="Your changes from before are still here" hook="restored"
                        text="They are not saved yet. Save them below, or go back to what is saved.">
                        <Button text="Discard them" hook="discard-kept"
                            press={let send = send.clone(); Callback::from(move |()| send.emit(Event::Discard))} />
                    </Notice>
                }
                <form class="sheet" onsubmit={submit} novalidate=true>
                    <section class="card group">
                        { questions.code() }
                        { questions.benefit() }
                        { questions.window() }
                    </section>
                    <section class="card">
                        <button type="button" class="fold" aria-expanded={if form.unfolded { "true" } else { "false" }}
                            aria-controls="more-rules" onclick={unfold} data-test="more-rules">
                            <h2>{ "More rules" }</h2>
                            <p>{ "Customers, a least amount, certain appointments, subscriptions" }</p>
                            { icon(Sign::Shared(Icon::Down)) }
                        </button>
                        <div id="more-rules" hidden={!form.unfolded}>
                            if form.unfolded {
                                <div class="group">{ questions.customers() }</div>
                                <div class="group">{ questions.appointment() }</div>
                                <div class="group">{ questions.duration() }</div>
                            }
                        </div>
                    </section>
                    { said(form, &props.business.zone, &send) }
                    if props.changes {
                        { Self::foot(form, &send) }
                    }
                </form>
                if let Some(coupon) = &form.coupon {
                    <CodesSection business={props.business.clone()} coupon={coupon.id.to_string()}
                        changes={props.changes} />
                }
                </div>
                <aside class="beside" aria-labelledby="try-title" data-test="try-beside">
                    <header><h2 id="try-title">{ "Try it" }</h2>
                        <p>{ "What a guest would pay with this coupon as it stands here, saved or not." }</p></header>
                    <Trial business={props.business.clone()} draft={Drafted(tried(form))} />
                    <Preview business={props.business.clone()} code={previewed(form)} />
                    if props.changes {
                        <BacktestPanel business={props.business.clone()} draft={Drafted(tried(form))} />
                    }
                </aside>
            </div>
        }
    }

    fn head(&self, ctx: &Context<Self>, form: &Form) -> Html {
        let props = ctx.props();
        let list = Route::Coupons {
            business: props.business.id.clone(),
        };
        let title = form.coupon.as_ref().map(called);
        let on = form.coupon.as_ref().is_some_and(|coupon| coupon.active);
        let (text, sign) = if on {
            ("Switch off", Sign::Pause)
        } else {
            ("Switch on", Sign::Play)
        };
        html! {
            <header class="head">
                <div>
                    <GoTo class="crumb" to={list}>{ icon(Sign::Shared(Icon::Back)) }{ "Coupons" }</GoTo>
                    <h1 tabindex="-1">
                        { title.unwrap_or_else(|| "New coupon".to_owned()) }
                        if let Some(coupon) = &form.coupon {
                            { " " }{ state(coupon.status) }
                        }
                    </h1>
                </div>
                if let Some(coupon) = &form.coupon {
                    <div class="tools">
                        <GoTo class="btn quiet" hook="see-uses" to={Route::CouponUses {
                            business: props.business.id.clone(),
                            coupon: coupon.id.to_string(),
                        }}>{ icon(Sign::Chart) }<span>{ "See its uses" }</span></GoTo>
                        if props.changes {
                            <Button {text} {sign} hook="switch"
                                doing={self.switching.then_some("Switching…")}
                                press={ctx.link().callback(move |()| Message::Switch(!on))} />
                        }
                    </div>
                }
            </header>
        }
    }

    fn foot(form: &Form, send: &Callback<Event>) -> Html {
        let saving = form.stage == Stage::Saving;
        let is_new = form.coupon.is_none();
        let to = |event: fn() -> Event| {
            let send = send.clone();
            Callback::from(move |()| send.emit(event()))
        };
        let active = {
            let (send, active) = (send.clone(), form.active);
            move |_| send.emit(Event::Active(!active))
        };
        html! {
            <>
                if let Stage::Failed(sentence) = &form.stage {
                    <Notice tone={Tone::Bad} title="It is not saved yet" text={sentence.clone()} hook="not-saved" />
                }
                if is_new {
                    <label class="tick">
                        <input type="checkbox" id="active" checked={form.active} onchange={active} />
                        <span>{ "Switched on: guests can use it as soon as it is saved and has started" }</span>
                    </label>
                }
                <div class="save">
                    <Button text={if is_new { "Create coupon" } else { "Save changes" }} kind={Kind::Main}
                        submits=true doing={saving.then_some("Saving…")}
                        off={!is_new && !form.is_changed()} hook="save" />
                    if form.is_changed() && !is_new {
                        <Button text="Discard changes" kind={Kind::Quiet} press={to(|| Event::Discard)} hook="discard" />
                    }
                    <p class="why">
                        if form.is_changed() {
                            { "Not saved yet; kept in this tab if you leave." }
                        } else if !is_new {
                            { "Changes count for bookings from then on." }
                        }
                    </p>
                </div>
            </>
        }
    }
}

/// What is to be said of the draft: why it was refused, and what the linter finds.
fn said(form: &Form, zone: &str, send: &Callback<Event>) -> Html {
    let day = |at| words::day_at(at, zone);
    let speech = Speech {
        currency: form.currency,
        day: &day,
    };
    let refusal = form
        .refusal
        .as_ref()
        .and_then(|refusal| speech.refusal(refusal));
    let theirs = matches!(form.refusal, Some(CouponRefusal::Changed { .. }));
    let take = {
        let send = send.clone();
        Callback::from(move |()| send.emit(Event::TakeTheirs))
    };
    let line = |finding: &booking_engine::Finding| {
        let (class, sign) = match finding.severity {
            Severity::Error => ("finding bad", Icon::Alert),
            Severity::Warning => ("finding warn", Icon::Alert),
            Severity::Notice => ("finding", Icon::Info),
        };
        html! {
            <li {class} data-test="finding">
                { icon(Sign::Shared(sign)) }<span>{ speech.finding(&finding.flaw) }</span>
            </li>
        }
    };
    html! {
        <>
            <div role="status">
                if !form.findings.is_empty() {
                    <ul class="card findings" aria-label="What to know about this coupon">
                        { for form.findings.iter().map(line) }
                    </ul>
                }
            </div>
            if let Some((title, text)) = refusal {
                <Notice tone={Tone::Bad} {title} {text} hook="refusal">
                    if theirs {
                        <Button text="Show the newer one" press={take} hook="take-theirs" />
                    }
                </Notice>
            }
        </>
    }
}

/// The coupon as it stands in the form, where it can be read.
fn tried(form: &Form) -> Option<TriedDraft> {
    let draft = form.read().ok()?;
    let coupon_id = form.coupon.as_ref().map(|coupon| coupon.id.clone());
    Some(TriedDraft { draft, coupon_id })
}

/// The code by which guests can use the coupon as it stands in the form.
fn previewed(form: &Form) -> Option<String> {
    let coupon = form.coupon.as_ref()?;
    let code = coupon.draft.code.as_ref()?;
    let is_usable = coupon.active && !form.is_changed();
    is_usable.then(|| code.to_string())
}

/// What has become of a coupon so far.
fn facts(form: &Form, zone: &str) -> Html {
    let Some(coupon) = &form.coupon else {
        return Html::default();
    };
    let uses = coupon.uses;
    let tally = match coupon.draft.max_redemptions {
        Some(limit) => format!(
            "{} of {}",
            words::whole(uses.redeemed.into()),
            words::whole(limit.into())
        ),
        None => words::whole(uses.redeemed.into()),
    };
    let day = |at| words::day_at(at, zone);
    html! {
        <dl class="card facts" data-test="facts">
            <div><dt>{ "Uses" }</dt><dd>{ tally }</dd></div>
            <div><dt>{ "Being paid" }</dt><dd>{ words::whole(uses.reserved.into()) }</dd></div>
            // Coupons from before dates were kept have none.
            if coupon.created_at.timestamp() > 0 {
                <div><dt>{ "Made on" }</dt><dd>{ day(coupon.created_at) }</dd></div>
            }
            if coupon.updated_at > coupon.created_at {
                <div><dt>{ "Last changed" }</dt><dd>{ day(coupon.updated_at) }</dd></div>
            }
        </dl>
    }
}

/// What a coupon is called.
fn called(coupon: &CouponView) -> String {
    match (&coupon.draft.code, coupon.draft.name.as_str()) {
        (Some(code), _) => code.to_string(),
        (None, "") => "Coupon without a code".to_owned(),
        (None, name) => name.to_owned(),
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
        Entry::Starts => "starts-date",
        Entry::Ends => "ends-date",
        Entry::Limit => "limit",
        Entry::PerCustomer => "per-customer",
        Entry::Minimum => "minimum",
        Entry::Customers => "customers",
        Entry::Hours => "from-time",
        Entry::Dates => "first-date",
        Entry::Lead => "lead-least",
        Entry::Months => "months",
    };
    crate::parts::focus(id);
}
