//! The page of one thing that is sold: reads it, shows its form, saves it, puts it away. What is
//! drawn is the thing's own matter ([`Thing`]).

use std::rc::Rc;

use booking_contract::ProblemCode;
use booking_contract::owner::{
    BusinessDetails, CalendarView, LocationList, LocationRow, StaffList, StaffRow,
};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::HtmlElement;
use yew::prelude::*;
use yew_router::prelude::*;

use super::paths;
use super::pen::Pen;
use crate::client::{self, Failure, Nothing};
use crate::editing::{Effect, Entered, Event, Form, Mistakes, Stage};
use crate::pages::businesses::NotHere;
use crate::parts::{Button, Kind, Notice, Said, Sign, Tone, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;

/// What has a page of this kind.
pub(crate) trait Thing: Entered<Draft: Serialize, View: DeserializeOwned> + 'static {
    /// What one is called.
    const NAME: &'static str;
    /// What all are called in addresses.
    const KIND: &'static str;

    /// What is entered for one that is not there yet.
    fn blank(around: &Around) -> Self;

    /// What asks for a new one.
    fn asked(draft: &Self::Draft, around: &Around) -> serde_json::Value;

    /// Which writing it is.
    fn version(view: &Self::View) -> i64;

    /// What it is called.
    fn title(view: &Self::View) -> String;

    /// Whether it is put away.
    fn is_away(view: &Self::View) -> bool;

    /// The calendar that it belongs to, where it belongs to one.
    fn calendar(view: &Self::View) -> Option<String>;

    /// Where one comes from, and goes after making one.
    fn back(business: &str, around: &Around) -> (Route, String);

    /// What putting it away means, for whoever did.
    const AWAY: &'static str;

    /// The form.
    fn form(pen: &Pen<'_, Self>, around: &Around) -> Html;

    /// What stands beside the form, wide or narrow.
    fn beside(_form: &Form<Self>, _around: &Around) -> Option<Html> {
        None
    }

    /// What stands above it.
    fn above(_view: &Self::View, _around: &Around) -> Html {
        Html::default()
    }
}

/// What a form may refer to.
#[derive(Clone, PartialEq)]
pub(crate) struct Around {
    pub(crate) business: Rc<BusinessDetails>,
    /// Members of staff that are there.
    pub(crate) staff: Vec<StaffRow>,
    /// Locations that are open.
    pub(crate) locations: Vec<LocationRow>,
    /// The calendar that the thing belongs to.
    pub(crate) calendar: Option<Rc<CalendarView>>,
}

/// A change of what there is.
#[derive(Serialize)]
struct Edit<'d, D> {
    version: i64,
    draft: &'d D,
}

#[derive(Properties, PartialEq)]
pub(crate) struct DeskProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// Which one; none: a new one.
    #[prop_or_default]
    pub(crate) id: Option<String>,
    /// The calendar that a new one is for.
    #[prop_or_default]
    pub(crate) calendar: Option<String>,
}

/// What is there of the page.
enum Body<E: Entered> {
    Loading,
    Failed(Failure),
    Here(Box<Form<E>>, Rc<Around>),
}

/// The page's component.
pub(crate) struct Desk<E: Entered> {
    body: Body<E>,
    putting: bool,
}

/// What has come of it and around it.
type Found<V> = Result<(Option<V>, Rc<Around>), Failure>;

/// What reaches the component.
pub(crate) enum Message<E: Entered> {
    /// An event of the form.
    Form(Event<E>),
    /// It has come, with what is around it.
    Loaded(Box<Found<E::View>>),
    /// It is to be loaded again.
    Load,
    /// It is to be put away, or brought back.
    Put(bool),
    /// It was, or not.
    WasPut(bool, Box<Result<E::View, Failure>>),
}

impl<E: Thing> Component for Desk<E> {
    type Message = Message<E>;
    type Properties = DeskProps;

    fn create(ctx: &Context<Self>) -> Self {
        ctx.link().send_message(Message::Load);
        Self {
            body: Body::Loading,
            putting: false,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message<E>) -> bool {
        match message {
            Message::Form(event) => self.form_event(ctx, event),
            Message::Load => self.load(ctx),
            Message::Loaded(result) => self.loaded(ctx, *result),
            Message::Put(away) => self.put(ctx, away),
            Message::WasPut(away, result) => self.was_put(ctx, away, *result),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &self.body {
            Body::Here(form, around) => self.page(ctx, form, around),
            Body::Failed(failure) if failure.code() == Some(ProblemCode::NotFound) => {
                html! { <NotHere what={E::NAME} /> }
            }
            Body::Failed(failure) => html! {
                <div class="page narrow">
                    <Notice tone={Tone::Bad} title={format!("The {} could not be loaded", E::NAME)}
                        text={failure.sentence()}>
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

impl<E: Thing> Desk<E> {
    fn load(&mut self, ctx: &Context<Self>) {
        self.body = Body::Loading;
        let props = ctx.props();
        let (business, id) = (props.business.clone(), props.id.clone());
        let calendar = props.calendar.clone();
        ctx.link().send_future(async move {
            Message::Loaded(Box::new(find::<E>(business, id, calendar).await))
        });
    }

    fn loaded(&mut self, ctx: &Context<Self>, result: Found<E::View>) {
        match result {
            Ok((view, around)) => {
                let currency = around.business.currency;
                let title = view.as_ref().map(E::title);
                let title = title.unwrap_or_else(|| format!("New {}", E::NAME));
                set_title(&format!("{title} – {}", around.business.name));
                let form = match view {
                    Some(view) => Form::of(view, currency),
                    None => Form::new(E::blank(&around), currency),
                };
                self.body = Body::Here(Box::new(form), around);
            }
            Err(Failure::SignedOut) => signed_out(ctx),
            Err(failure) => self.body = Body::Failed(failure),
        }
    }

    fn form_event(&mut self, ctx: &Context<Self>, event: Event<E>) {
        let Body::Here(form, around) = &mut self.body else {
            return;
        };
        let effects = form.step(event);
        let version = form.view.as_ref().map(E::version);
        let around = around.clone();
        for effect in effects {
            perform(ctx, effect, version, &around);
        }
    }

    fn put(&mut self, ctx: &Context<Self>, away: bool) {
        let Some(id) = ctx.props().id.clone() else {
            return;
        };
        if self.putting {
            return;
        }
        self.putting = true;
        let deed = if away { "archive" } else { "restore" };
        let path = paths::deed(&ctx.props().business.id, E::KIND, &id, deed);
        ctx.link().send_future(async move {
            let result = client::send(Method::POST, &path, &Nothing {}).await;
            Message::WasPut(away, Box::new(result))
        });
    }

    fn was_put(&mut self, ctx: &Context<Self>, away: bool, result: Result<E::View, Failure>) {
        self.putting = false;
        match result {
            Ok(view) => {
                self.form_event(ctx, Event::Renewed(Box::new(view)));
                let text = if away { E::AWAY } else { "It is back." };
                let link = ctx.link().clone();
                let undo = Callback::from(move |()| link.send_message(Message::Put(!away)));
                tell(ctx, text.to_owned(), Some(undo));
            }
            Err(Failure::SignedOut) => signed_out(ctx),
            Err(failure) => {
                let text = format!("Nothing was changed. {}", failure.sentence());
                tell(ctx, text, None);
            }
        }
    }

    fn page(&self, ctx: &Context<Self>, form: &Form<E>, around: &Rc<Around>) -> Html {
        let send = ctx.link().callback(Message::Form);
        let mistakes = form.mistakes();
        let pen = Pen {
            entered: &form.entered,
            mistakes: &mistakes,
            send: &send,
        };
        let submit = {
            let send = send.clone();
            move |event: SubmitEvent| {
                event.prevent_default();
                send.emit(Event::Save);
            }
        };
        let beside = E::beside(form, around);
        let class = if beside.is_some() {
            "page"
        } else {
            "page narrow"
        };
        html! {
            <div {class}>
                { self.head(ctx, form, around) }
                if form.view.as_ref().is_some_and(E::is_away) {
                    <Notice tone={Tone::Warn} title="It is archived" hook="archived" text="Guests cannot book it any more. What is booked stays." />
                }
                if let Some(view) = &form.view {
                    { E::above(view, around) }
                }
                <div class={classes!(beside.is_some().then_some("split"))}>
                    <form class="sheet" onsubmit={submit} novalidate=true>
                        { E::form(&pen, around) }
                        { foot(ctx, form, &mistakes, &send) }
                    </form>
                    { beside.unwrap_or_default() }
                </div>
            </div>
        }
    }

    fn head(&self, ctx: &Context<Self>, form: &Form<E>, around: &Around) -> Html {
        let (to, back) = E::back(&ctx.props().business.id, around);
        let title = form.view.as_ref().map(E::title);
        let away = form.view.as_ref().is_some_and(E::is_away);
        let (text, sign) = if away {
            ("Bring back", Sign::Play)
        } else {
            ("Archive", Sign::Delete)
        };
        html! {
            <header class="head">
                <div>
                    <GoTo class="crumb" {to}>{ icon(Sign::Shared(Icon::Back)) }{ back }</GoTo>
                    <h1 tabindex="-1">{ title.unwrap_or_else(|| format!("New {}", E::NAME)) }</h1>
                </div>
                if form.view.is_some() {
                    <div class="tools">
                        <Button {text} {sign} hook="archive" doing={self.putting.then_some("Working…")}
                            press={ctx.link().callback(move |()| Message::Put(!away))} />
                    </div>
                }
            </header>
        }
    }
}

/// Reads the thing and what is around it.
async fn find<E: Thing>(
    business: Rc<BusinessDetails>,
    id: Option<String>,
    calendar: Option<String>,
) -> Found<E::View> {
    let view: Option<E::View> = match &id {
        Some(id) => Some(client::get(&paths::one(&business.id, E::KIND, id)).await?),
        None => None,
    };
    let calendar = view.as_ref().and_then(E::calendar).or(calendar);
    let calendar = match calendar {
        Some(id) => Some(Rc::new(
            client::get(&paths::one(&business.id, "calendars", &id)).await?,
        )),
        None => None,
    };
    let staff: StaffList = client::get(&paths::all(&business.id, "staff")).await?;
    let locations: LocationList = client::get(&paths::all(&business.id, "locations")).await?;
    let around = Around {
        staff: staff.staff.into_iter().filter(|it| it.active).collect(),
        locations: (locations.locations.into_iter())
            .filter(|it| it.active)
            .collect(),
        calendar,
        business,
    };
    Ok((view, Rc::new(around)))
}

fn perform<E: Thing>(
    ctx: &Context<Desk<E>>,
    effect: Effect<E>,
    version: Option<i64>,
    around: &Rc<Around>,
) {
    let props = ctx.props();
    let business = props.business.id.clone();
    match effect {
        Effect::Send(draft) => {
            let (id, around) = (props.id.clone(), around.clone());
            ctx.link().send_future(async move {
                let result = if let (Some(id), Some(version)) = (id, version) {
                    let path = paths::one(&business, E::KIND, &id);
                    let draft = &*draft;
                    client::send(Method::PUT, &path, &Edit { version, draft }).await
                } else {
                    let path = paths::all(&business, E::KIND);
                    client::send(Method::POST, &path, &E::asked(&draft, &around)).await
                };
                Message::Form(Event::Saved(Box::new(result)))
            });
        }
        Effect::Done(view) => {
            tell(ctx, format!("{} is saved.", E::title(&view)), None);
            if props.id.is_none()
                && let Some(navigator) = ctx.link().navigator()
            {
                navigator.push(&E::back(&business, around).0);
            }
        }
        Effect::Focus(id) => focus(id),
        Effect::SignedOut => signed_out(ctx),
    }
}

fn foot<E: Thing>(
    ctx: &Context<Desk<E>>,
    form: &Form<E>,
    mistakes: &Mistakes,
    send: &Callback<Event<E>>,
) -> Html {
    let is_new = form.view.is_none();
    let discard = {
        let send = send.clone();
        Callback::from(move |()| send.emit(Event::Discard))
    };
    html! {
        <>
            if let Stage::Failed(sentence) = &form.stage {
                <Notice tone={Tone::Bad} title="It is not saved yet" text={sentence.clone()} hook="not-saved" />
            }
            if form.is_stale {
                <Notice tone={Tone::Bad} title="Somebody changed it meanwhile" hook="stale"
                    text="Your changes are not saved. Look at the newer one, then make them again.">
                    <Button text="Show the newer one" press={ctx.link().callback(|()| Message::Load)} hook="take-theirs" />
                </Notice>
            }
            if !mistakes.is_empty() {
                <p class="msg err" role="status" data-test="mistakes">{ icon(Sign::Shared(Icon::Alert)) }
                    <span>{ "Something above is not right yet; it says what." }</span></p>
            }
            <div class="save">
                <Button text={if is_new { format!("Create {}", E::NAME) } else { "Save changes".to_owned() }}
                    kind={Kind::Main} submits=true
                    doing={(form.stage == Stage::Saving).then_some("Saving…")}
                    off={!is_new && !form.is_changed()} hook="save" />
                if form.is_changed() && !is_new {
                    <Button text="Discard changes" kind={Kind::Quiet} press={discard} hook="discard" />
                }
                <p class="why">
                    if form.is_changed() {
                        { "Not saved yet." }
                    } else if !is_new {
                        { "Changes count for bookings from then on." }
                    }
                </p>
            </div>
        </>
    }
}

fn tell<E: Thing>(ctx: &Context<Desk<E>>, text: String, undo: Option<Callback<()>>) {
    if let Some((site, _)) = ctx.link().context::<Site>(Callback::noop()) {
        let text = text.into();
        site.say.emit(Said { text, undo });
    }
}

fn signed_out<E: Thing>(ctx: &Context<Desk<E>>) {
    if let Some((site, _)) = ctx.link().context::<Site>(Callback::noop()) {
        site.signed_out.emit(());
    }
}

/// Puts the cursor into a control, once what is new of it is drawn.
fn focus(id: String) {
    Timeout::new(0, move || {
        let document = web_sys::window().and_then(|window| window.document());
        let element = document.and_then(|document| document.get_element_by_id(&id));
        let element =
            element.and_then(|element| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(element).ok());
        if let Some(element) = element {
            // Nothing depends on whether the browser does it.
            let _ = element.focus();
        }
    })
    .forget();
}
