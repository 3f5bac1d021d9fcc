//! When a business is open: its week, those of its staff and locations, and dates that differ.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, BusinessHours, DateHours, DaySpan, HoursOf, HoursSaved, LocationList,
    OutsideBooking, SetDate, StaffList,
};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;

use super::hours_entered::{DAYS, HoursEntered, Week, minute};
use super::paths;
use super::questions::step;
use crate::client::{self, Failure, Nothing};
use crate::editing::{Effect, Event, Form, Mistakes, Stage};
use crate::figures::clock;
use crate::parts::{Button, Field, Kind, Notice, Pick, Sign, Tone, entered, icon, say};
use crate::session::Site;
use crate::shell::set_title;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct HoursProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// Whose hours can be chosen, with their names.
type Owners = Vec<(HoursOf, String)>;

/// The page.
pub(crate) struct HoursPage {
    owners: Owners,
    form: Option<Form<HoursEntered>>,
    failure: Option<Failure>,
    date: DateEntered,
}

/// What is typed of a date.
#[derive(Clone, Debug, Default, PartialEq)]
struct DateEntered {
    date: String,
    open: bool,
    from: String,
    to: String,
    mistake: Option<&'static str>,
    saving: bool,
}

/// What reaches the component.
pub(crate) enum Message {
    /// Everything is to be read.
    Load,
    /// It has come.
    Loaded(Box<Result<(Owners, BusinessHours), Failure>>),
    /// Somebody else's hours are to be shown.
    Choose(String),
    /// An event of the week's form.
    Form(Event<HoursEntered>),
    /// Something of a date is typed.
    Type(fn(&mut DateInput<'_>, String), String),
    /// The date is to be saved.
    SaveDate,
    /// A date is to be like its weekday again.
    Forget(String),
    /// A date was changed, or not.
    DateSaved(Box<Result<HoursSaved, Failure>>),
}

/// The inputs of a date.
pub(crate) struct DateInput<'d>(&'d mut DateEntered);

impl Component for HoursPage {
    type Message = Message;
    type Properties = HoursProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Hours – {}", ctx.props().business.name));
        ctx.link().send_message(Message::Load);
        Self {
            owners: Vec::new(),
            form: None,
            failure: None,
            date: DateEntered::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let business = ctx.props().business.clone();
        match message {
            Message::Load => ctx
                .link()
                .send_future(async move { Message::Loaded(Box::new(find(&business.id).await)) }),
            Message::Loaded(result) => match *result {
                Ok((owners, hours)) => {
                    self.failure = None;
                    self.owners = owners;
                    self.show(ctx, HoursOf::Business, hours);
                }
                Err(failure) => self.failed(ctx, failure),
            },
            Message::Choose(place) => {
                let owner = place.parse().ok().and_then(|at: usize| self.owners.get(at));
                let hours = self.form.as_ref().and_then(|form| form.view.as_ref());
                if let (Some((of, _)), Some(week)) = (owner, hours) {
                    let (of, hours) = (of.clone(), week.hours.clone());
                    self.show(ctx, of, hours);
                }
            }
            Message::Form(event) => self.form_event(ctx, event),
            Message::Type(change, text) => {
                self.date.mistake = None;
                change(&mut DateInput(&mut self.date), text);
            }
            Message::SaveDate => self.save_date(ctx),
            Message::Forget(date) => {
                let path = date_path(&business.id, &date);
                ctx.link().send_future(async move {
                    let result = client::send(Method::DELETE, &path, &Nothing {}).await;
                    Message::DateSaved(Box::new(result))
                });
            }
            Message::DateSaved(result) => self.date_saved(ctx, *result),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let body = match (&self.form, &self.failure) {
            (_, Some(failure)) => html! {
                <Notice tone={Tone::Bad} title="The hours could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={ctx.link().callback(|()| Message::Load)} hook="again" />
                </Notice>
            },
            (None, None) => html! { <div class="bone form-bone" aria-busy="true"></div> },
            (Some(form), None) => self.page(ctx, form),
        };
        let zone = booking_widget::text::zone_place(&ctx.props().business.zone);
        html! {
            <div class="page narrow">
                <header class="head"><div>
                    <h1 tabindex="-1">{ "Hours" }</h1>
                    <p>{ format!("Times are those of {zone}. New hours count for bookings to come.") }</p>
                </div></header>
                { body }
            </div>
        }
    }
}

impl HoursPage {
    fn show(&mut self, ctx: &Context<Self>, of: HoursOf, hours: BusinessHours) {
        let week = Week {
            of,
            hours,
            outside: Vec::new(),
        };
        self.form = Some(Form::of(week, ctx.props().business.currency));
    }

    fn failed(&mut self, ctx: &Context<Self>, failure: Failure) {
        if failure == Failure::SignedOut {
            signed_out(ctx);
        } else {
            self.failure = Some(failure);
        }
    }

    fn form_event(&mut self, ctx: &Context<Self>, event: Event<HoursEntered>) {
        let Some(form) = &mut self.form else { return };
        let of = form.view.as_ref().map(|week| week.of.clone());
        for effect in form.step(event) {
            match effect {
                Effect::Send(set) => {
                    let path = paths::all(&ctx.props().business.id, "hours");
                    let of = of.clone().unwrap_or(HoursOf::Business);
                    ctx.link().send_future(async move {
                        let saved: Result<HoursSaved, _> =
                            client::send(Method::PUT, &path, &*set).await;
                        let week = saved.map(|saved| Week {
                            of,
                            hours: saved.hours,
                            outside: saved.outside,
                        });
                        Message::Form(Event::Saved(Box::new(week)))
                    });
                }
                Effect::Done(_) => tell(ctx, "The hours are saved.".to_owned()),
                // What is wrong stands beside each line.
                Effect::Focus(_) => {}
                Effect::SignedOut => signed_out(ctx),
            }
        }
    }

    fn save_date(&mut self, ctx: &Context<Self>) {
        let typed = &mut self.date;
        if typed.saving {
            return;
        }
        let span = match (minute(&typed.from, false), minute(&typed.to, true)) {
            (Some(opens_minute), Some(closes_minute)) if opens_minute < closes_minute => {
                Some(DaySpan {
                    opens_minute,
                    closes_minute,
                })
            }
            _ => None,
        };
        typed.mistake = match span {
            _ if typed.date.is_empty() => Some("Choose a date."),
            None if typed.open => Some("Enter both times, in steps of five minutes."),
            _ => None,
        };
        if typed.mistake.is_some() {
            return;
        }
        typed.saving = true;
        let open = typed.open;
        let spans = span.filter(|_| open).into_iter().collect();
        let path = date_path(&ctx.props().business.id, &typed.date);
        ctx.link().send_future(async move {
            let result = client::send(Method::PUT, &path, &SetDate { spans }).await;
            Message::DateSaved(Box::new(result))
        });
    }

    fn date_saved(&mut self, ctx: &Context<Self>, result: Result<HoursSaved, Failure>) {
        self.date.saving = false;
        match result {
            Ok(saved) => {
                self.date = DateEntered::default();
                let of = self.form.as_ref().and_then(|form| form.view.as_ref());
                let of = of.map_or(HoursOf::Business, |week| week.of.clone());
                let week = Week {
                    of,
                    hours: saved.hours,
                    outside: saved.outside,
                };
                self.form_event(ctx, Event::Renewed(Box::new(week)));
                tell(ctx, "The date is saved.".to_owned());
            }
            Err(Failure::SignedOut) => signed_out(ctx),
            Err(failure) => tell(ctx, format!("It was not saved. {}", failure.sentence())),
        }
    }

    fn page(&self, ctx: &Context<Self>, form: &Form<HoursEntered>) -> Html {
        let send = ctx.link().callback(Message::Form);
        let Some(week) = &form.view else {
            return Html::default();
        };
        let at = self.owners.iter().position(|(of, _)| *of == week.of);
        let options: Vec<(AttrValue, AttrValue)> = (self.owners.iter().enumerate())
            .map(|(at, (_, name))| (at.to_string().into(), name.clone().into()))
            .collect();
        let own = week.of != HoursOf::Business;
        html! {
            <>
                { outside(&week.outside, &ctx.props().business.zone) }
                <section class="card group">
                    if options.len() > 1 {
                        <Field id="whose" label="Whose hours">
                            <Pick id="whose" chosen={at.unwrap_or(0).to_string()} {options}
                                pick={ctx.link().callback(Message::Choose)} disabled={form.is_changed()} />
                        </Field>
                    }
                    if own {
                        <p class="small">{ if form.entered.is_empty() {
                            "No hours of their own: those of the business count."
                        } else {
                            "Within the hours of the business."
                        } }</p>
                    }
                    <div class="rows">
                        { for (0..DAYS.len()).map(|day| self::day(form, day, &send)) }
                    </div>
                    { foot(ctx, form, &send) }
                </section>
                <section class="card group">{ self.dates(ctx, &week.hours.dates) }</section>
            </>
        }
    }

    fn dates(&self, ctx: &Context<Self>, dates: &[DateHours]) -> Html {
        let typed = &self.date;
        let input = |change: fn(&mut DateInput<'_>, String)| {
            ctx.link()
                .callback(move |event: InputEvent| Message::Type(change, entered(&event)))
        };
        let open = ctx.link().callback(|_: yew::Event| {
            Message::Type(|date, _| date.0.open = !date.0.open, String::new())
        });
        html! {
            <>
                <header>
                    <h2>{ "Dates that differ" }</h2>
                    <p>{ "Holidays and long days: these hours count instead of the weekday's, for everybody." }</p>
                </header>
                <ul class="lines top">
                    { for dates.iter().map(|date| {
                        let (day, text) = (date.date.to_string(), words::weekday_and_date(date.date));
                        let spans = date.spans.iter().map(|span| format!("{} to {}", clock(span.opens_minute), clock(span.closes_minute)));
                        let spans: Vec<_> = spans.collect();
                        let hours = if spans.is_empty() { "Closed".to_owned() } else { spans.join(", ") };
                        let forget = {
                            ctx.link().callback(move |()| Message::Forget(day.clone()))
                        };
                        html! {
                            <li data-test="date">
                                <div><b>{ text.clone() }</b><small>{ hours }</small></div>
                                <div class="order">{ step(format!("Take {text} out"), Sign::Delete, false, true, &forget) }</div>
                            </li>
                        }
                    }) }
                </ul>
                <div class="pair">
                    <Field id="date" label="Date" error={typed.mistake.map(AttrValue::Static)}>
                        <input class="in" id="date" type="date" value={typed.date.clone()} aria-describedby="date-says"
                            oninput={input(|date, text| date.0.date = text)} />
                    </Field>
                    if typed.open {
                        <Field id="date-from" label="Open from">
                            <div class="span">
                                <input class="in" id="date-from" type="time" step="300" value={typed.from.clone()}
                                    oninput={input(|date, text| date.0.from = text)} />
                                <span aria-hidden="true">{ "to" }</span>
                                <input class="in" id="date-to" type="time" step="300" aria-label="to" value={typed.to.clone()}
                                    oninput={input(|date, text| date.0.to = text)} />
                            </div>
                        </Field>
                    }
                </div>
                <label class="tick">
                    <input type="checkbox" id="date-open" checked={typed.open} onchange={open} />
                    <span>{ "Open on that date, at other times" }</span>
                </label>
                <div><Button text={if typed.open { "Save this date" } else { "Close on this date" }} hook="save-date"
                    doing={typed.saving.then_some("Saving…")} press={ctx.link().callback(|()| Message::SaveDate)} /></div>
            </>
        }
    }
}

/// What a text changes.
type Change = Rc<dyn Fn(&mut HoursEntered, String)>;

/// The spans of a day.
fn day(form: &Form<HoursEntered>, day: usize, send: &Callback<Event<HoursEntered>>) -> Html {
    let change = |change: Change| {
        let (send, now) = (send.clone(), form.entered.clone());
        Callback::from(move |text: String| {
            let mut now = now.clone();
            change(&mut now, text);
            send.emit(Event::Set(Box::new(now)));
        })
    };
    let mistakes: Mistakes = form.mistakes();
    let name = DAYS[day];
    let add = change(Rc::new(move |it, _| it.add(day)));
    let add = Callback::from(move |()| add.emit(String::new()));
    let spans = &form.entered.days[day];
    html! {
        <div class="weekday" role="group" aria-label={name} data-test="day">
            <b>{ name }</b>
            <div class="rows">
                if spans.is_empty() {
                    <p class="closed">{ "Closed" }</p>
                }
                { for spans.iter().enumerate().map(|(place, span)| {
                    let id = format!("from-{day}-{place}");
                    let from = change(Rc::new(move |it, text| it.days[day][place].from = text));
                    let to = change(Rc::new(move |it, text| it.days[day][place].to = text));
                    let out = change(Rc::new(move |it, _| { it.days[day].remove(place); }));
                    let out = Callback::from(move |()| out.emit(String::new()));
                    html! {
                        <div>
                            <div class="times">
                                <input class="in" type="time" step="300" id={id.clone()} value={span.from.clone()}
                                    aria-label={format!("{name}, from")} aria-describedby={format!("{id}-says")}
                                    oninput={move |event: InputEvent| from.emit(entered(&event))} />
                                <span aria-hidden="true">{ "to" }</span>
                                <input class="in" type="time" step="300" value={span.to.clone()}
                                    aria-label={format!("{name}, to")}
                                    oninput={move |event: InputEvent| to.emit(entered(&event))} />
                                { step(format!("Take these hours of {name} out"), Sign::Delete, false, true, &out) }
                            </div>
                            <div id={format!("{id}-says")}>
                                if let Some(text) = mistakes.get(&id) {
                                    <p class="msg err" data-test="hours-error">{ icon(Sign::Shared(Icon::Alert)) }<span>{ text.clone() }</span></p>
                                }
                            </div>
                        </div>
                    }
                }) }
            </div>
            <Button text="Add hours" kind={Kind::Quiet} press={add} hook="add-hours" />
        </div>
    }
}

fn foot(
    ctx: &Context<HoursPage>,
    form: &Form<HoursEntered>,
    send: &Callback<Event<HoursEntered>>,
) -> Html {
    let to = |event: fn() -> Event<HoursEntered>| {
        let send = send.clone();
        Callback::from(move |()| send.emit(event()))
    };
    let copy = {
        let (send, now) = (send.clone(), form.entered.clone());
        Callback::from(move |()| {
            let mut now = now.clone();
            now.copy_monday();
            send.emit(Event::Set(Box::new(now)));
        })
    };
    html! {
        <>
            if let Stage::Failed(sentence) = &form.stage {
                <Notice tone={Tone::Bad} title="It is not saved yet" text={sentence.clone()} hook="not-saved" />
            }
            if form.is_stale {
                <Notice tone={Tone::Bad} title="Somebody changed the hours meanwhile" hook="stale"
                    text="Your changes are not saved. Look at the newer ones, then make them again.">
                    <Button text="Show the newer ones" press={ctx.link().callback(|()| Message::Load)} hook="take-theirs" />
                </Notice>
            }
            <div class="tools">
                <Button text="Save hours" kind={Kind::Main} press={to(|| Event::Save)} off={!form.is_changed()}
                    doing={(form.stage == Stage::Saving).then_some("Saving…")} hook="save" />
                if form.is_changed() {
                    <Button text="Discard changes" kind={Kind::Quiet} press={to(|| Event::Discard)} hook="discard" />
                }
                <Button text="Tuesday to Friday as Monday" kind={Kind::Quiet} press={copy} hook="copy-monday" />
            </div>
        </>
    }
}

/// What is booked outside of the new hours.
fn outside(bookings: &[OutsideBooking], zone: &str) -> Html {
    if bookings.is_empty() {
        return Html::default();
    }
    let count = u64::try_from(bookings.len()).unwrap_or(u64::MAX);
    let title = format!(
        "{} outside of these hours",
        words::count(count, "booking is", "bookings are")
    );
    html! {
        <Notice tone={Tone::Warn} {title} hook="outside"
            text="They stay as they are. Move them or call them off where you have to.">
            <ul class="outside">
                { for bookings.iter().map(|it| html! {
                    <li>{ format!("{}, {}", it.service, words::time_at(it.starts_at, zone)) }</li>
                }) }
            </ul>
        </Notice>
    }
}

async fn find(business: &str) -> Result<(Owners, BusinessHours), Failure> {
    let hours = client::get(&paths::all(business, "hours")).await?;
    let staff: StaffList = client::get(&paths::all(business, "staff")).await?;
    let locations: LocationList = client::get(&paths::all(business, "locations")).await?;
    let mut owners = vec![(HoursOf::Business, "The business".to_owned())];
    let staff = staff.staff.into_iter().filter(|it| it.active);
    owners.extend(staff.map(|it| (HoursOf::Staff(it.id), it.name)));
    let locations = locations.locations.into_iter().filter(|it| it.active);
    owners.extend(locations.map(|it| (HoursOf::Location(it.id), it.name)));
    Ok((owners, hours))
}

fn date_path(business: &str, date: &str) -> String {
    paths::one(business, "hours/dates", date)
}

fn tell(ctx: &Context<HoursPage>, text: String) {
    if let Some((site, _)) = ctx.link().context::<Site>(Callback::noop()) {
        say(&site.say, text);
    }
}

fn signed_out(ctx: &Context<HoursPage>) {
    if let Some((site, _)) = ctx.link().context::<Site>(Callback::noop()) {
        site.signed_out.emit(());
    }
}
