//! Draws a trial and does what it wants done: as a page of its own for codes, and beside the form of
//! a coupon for its draft.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, SimulationCalendar, SimulationMenu, TriedDraft};
use booking_engine::AddOnId;
use booking_widget::view::Icon;
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use super::booking::{Booking, Question};
use super::outcome_view::{Shown, outcome};
use super::preview::Subject as Previewed;
use super::preview_view::Preview;
use super::trial::{Effect, Event, Subject, Trial as Machine};
use crate::client::{self, Failure, part};
use crate::pages::coupons::findings;
use crate::pages::coupons::findings_text::Speech;
use crate::parts::{Button, Field, Notice, Pick, Sign, Tone, entered, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::use_title;
use crate::side::GoTo;
use crate::words;

/// How long nothing is typed before it is tried, in milliseconds.
const SETTLE_MS: u32 = 400;

#[derive(Properties, PartialEq)]
pub(crate) struct TrialProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// A draft from the form beside; none: a code is typed here.
    #[prop_or_default]
    pub(crate) draft: Option<Drafted>,
    /// The code to begin with.
    #[prop_or_default]
    pub(crate) code: String,
    /// The customer to begin with.
    #[prop_or_default]
    pub(crate) customer: String,
}

/// What the form beside says; none inside: it cannot be read yet.
#[derive(Clone, PartialEq)]
pub(crate) struct Drafted(pub(crate) Option<TriedDraft>);

/// The trial's component.
pub(crate) struct Trial {
    machine: Machine,
    timer: Option<Timeout>,
}

/// A change of the booking.
type Change = fn(&mut Booking, String);

impl Component for Trial {
    type Message = Event;
    type Properties = TrialProps;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let subject = match &props.draft {
            Some(Drafted(draft)) => Subject::Draft(draft.clone().map(Box::new)),
            None => Subject::Code,
        };
        let booking = Booking {
            code: props.code.clone(),
            customer: props.customer.clone(),
            ..Booking::default()
        };
        ctx.link().send_message(Event::Open);
        Self {
            machine: Machine::new(subject, booking),
            timer: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TrialProps) -> bool {
        let props = ctx.props();
        if props.draft != old.draft
            && let Some(Drafted(draft)) = &props.draft
        {
            let draft = draft.clone().map(Box::new);
            ctx.link().send_message(Event::Draft(draft));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.machine.step(event) {
            self.perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        match &self.machine.menu {
            Some(Ok(menu)) if menu.calendars.iter().any(|it| !it.services.is_empty()) => {
                self.trial(ctx, menu)
            }
            Some(Ok(_)) => html! {
                <section class="card empty" data-test="nothing-sold">
                    { icon(Sign::Shared(Icon::Calendar)) }
                    <h2>{ "There is nothing to book yet" }</h2>
                    <p>{ "Once a calendar has a service, any coupon can be tried on it here." }</p>
                </section>
            },
            Some(Err(failure)) => html! {
                <Notice tone={Tone::Bad} title="What can be booked could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={ctx.link().callback(|()| Event::Open)} hook="again" />
                </Notice>
            },
            None => html! {
                <div aria-busy="true">
                    <p class="vh" role="status">{ "Loading" }</p>
                    <div class="bone form-bone"></div>
                </div>
            },
        }
    }
}

impl Trial {
    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        let base = format!(
            "/v1/businesses/{}/simulations",
            part(&ctx.props().business.id)
        );
        match effect {
            Effect::LoadMenu => {
                link.send_future(
                    async move { Event::Menu(client::get(&format!("{base}/menu")).await) },
                );
            }
            Effect::Settle { ticket } => {
                self.timer = Some(Timeout::new(SETTLE_MS, move || {
                    link.send_message(Event::Settled { ticket });
                }));
            }
            Effect::Simulate { ticket, asked } => link.send_future(async move {
                let result = Box::new(client::send(Method::POST, &base, &asked).await);
                Event::Came { ticket, result }
            }),
            Effect::Advise { coupon_id } => {
                let business = part(&ctx.props().business.id);
                let path = format!(
                    "/v1/businesses/{business}/coupons/{}",
                    part(coupon_id.as_str())
                );
                link.send_future(async move {
                    let result = Box::new(client::get(&path).await);
                    Event::Advised { coupon_id, result }
                });
            }
            Effect::SignedOut => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    site.signed_out.emit(());
                }
            }
        }
    }

    fn trial(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        html! {
            <div class="trial">
                // Beside a form, what comes of it is what one looks at.
                if self.machine.subject == Subject::Code {
                    { self.questions(ctx, menu) }
                    <div class="found">
                        { self.answer(ctx, menu) }
                        { self.advice(ctx) }
                        <Preview business={ctx.props().business.clone()} rank={2}
                            subject={Previewed::Code(self.machine.booking.code.trim().to_owned())} />
                    </div>
                } else {
                    { self.answer(ctx, menu) }{ self.questions(ctx, menu) }
                }
            </div>
        }
    }

    fn answer(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let zone = &ctx.props().business.zone;
        let machine = &self.machine;
        let body = match &machine.outcome {
            Some(Ok(simulation)) => {
                let shown = Shown {
                    stale: machine.asking,
                    checks: machine.subject == Subject::Code,
                };
                outcome(simulation, menu, zone, shown)
            }
            Some(Err(failure)) => Self::failed(ctx, failure),
            None if machine.subject == Subject::Draft(None) => html! {
                <p class="small" data-test="not-yet">{ "Fill in the coupon, and what a booking costs with it is shown here." }</p>
            },
            None if machine.mistake.is_some() => html! {
                <p class="small">{ "The price is shown as soon as the booking can be read." }</p>
            },
            None => html! { <div class="bone form-bone" aria-busy="true"></div> },
        };
        html! {
            <section class="card group answer" aria-label="What comes of it">{ body }</section>
        }
    }

    /// What the linter finds in the coupon that the code leads to.
    fn advice(&self, ctx: &Context<Self>) -> Html {
        let business = &ctx.props().business;
        let Some(advice) = &self.machine.advice else {
            return Html::default();
        };
        let day = |at| words::day_at(at, &business.zone);
        let speech = Speech {
            currency: business.currency,
            day: &day,
        };
        let to = Route::Coupon {
            business: business.id.clone(),
            coupon: advice.coupon_id.to_string(),
        };
        html! {
            <div class="found" data-test="advice">
                { findings(&advice.findings, &speech) }
                <GoTo class="btn side" {to} hook="open-coupon"><span>{ "Open the coupon" }</span></GoTo>
            </div>
        }
    }

    fn failed(ctx: &Context<Self>, failure: &Failure) -> Html {
        html! {
            <Notice tone={Tone::Bad} title="It could not be tried" text={failure.sentence()} hook="trial-failed">
                <Button text="Try again" press={ctx.link().callback(|()| Event::Again)} hook="try-again" />
            </Notice>
        }
    }

    fn set(&self, ctx: &Context<Self>, change: Change) -> Callback<String> {
        let booking = self.machine.booking.clone();
        ctx.link().callback(move |text| {
            let mut booking = booking.clone();
            change(&mut booking, text);
            Event::Set(Box::new(booking))
        })
    }

    fn input(
        &self,
        ctx: &Context<Self>,
        id: &'static str,
        kind: &'static str,
        value: &str,
        change: Change,
    ) -> Html {
        let set = self.set(ctx, change);
        let oninput = move |event: InputEvent| set.emit(entered(&event));
        html! {
            <input class="in" {id} name={id} type={kind} value={value.to_owned()} autocomplete="off"
                spellcheck="false" autocapitalize="none" aria-describedby={format!("{id}-says")} {oninput} />
        }
    }

    fn error(&self, question: Question) -> Option<AttrValue> {
        let mistake = self.machine.mistake.filter(|(of, _)| *of == question);
        mistake.map(|(_, text)| AttrValue::Static(text))
    }

    /// A day and a time of it.
    fn when(
        &self,
        ctx: &Context<Self>,
        (date_id, time_id, name): (&'static str, &'static str, &'static str),
        (date, time): (&str, &str),
        (set_date, set_time): (Change, Change),
    ) -> Html {
        let set = self.set(ctx, set_time);
        html! {
            <div class="when">
                { self.input(ctx, date_id, "date", date, set_date) }
                <input class="in" type="time" id={time_id} aria-label={name} value={time.to_owned()}
                    oninput={move |event: InputEvent| set.emit(entered(&event))} />
            </div>
        }
    }

    fn questions(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let booking = &self.machine.booking;
        let by_code = self.machine.subject == Subject::Code;
        html! {
            <section class="card group" aria-label="The booking">
                if by_code {
                    <Field id="try-code" label="Code" error={self.error(Question::Code)}
                        help="As a guest types it. Leave it empty to see the price without one.">
                        { self.input(ctx, "try-code", "text", &booking.code, |it, text| it.code = text) }
                    </Field>
                }
                { self.what(ctx, menu) }
                <div class="pair">
                    <Field id="try-date" label="Appointment" optional=true class="wide" error={self.error(Question::Date)}
                        help="Without one, rules about the time wait.">
                        { self.when(ctx, ("try-date", "try-time", "Time of the appointment"), (&booking.date, &booking.time),
                            (|it, text| it.date = text, |it, text| it.time = text)) }
                    </Field>
                    <Field id="try-books" label="Booked on" optional=true class="wide" error={self.error(Question::Books)}
                        help="Now, unless you choose another moment.">
                        { self.when(ctx, ("try-books", "try-books-time", "Time of the booking"), (&booking.books_date, &booking.books_time),
                            (|it, text| it.books_date = text, |it, text| it.books_time = text)) }
                    </Field>
                    <Field id="try-customer" label="Customer" optional=true class="wide" error={self.error(Question::Customer)}
                        help="An e-mail address, or member: and your own id of a member. Shows what has been used by them.">
                        { self.input(ctx, "try-customer", "text", &booking.customer, |it, text| it.customer = text) }
                    </Field>
                </div>
            </section>
        }
    }

    /// What is booked.
    fn what(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let booking = &self.machine.booking;
        let Some(calendar) = booking.calendar(menu) else {
            return Html::default();
        };
        let service = booking.service(menu);
        let calendars: Vec<_> = (menu.calendars.iter())
            .map(|it| (it.id.to_string().into(), it.title.clone().into()))
            .collect();
        let services: Vec<_> = (calendar.services.iter())
            .map(|it| (it.info.id.to_string().into(), it.info.name.clone().into()))
            .collect();
        let attendees_max = service.map_or(1, |it| it.attendees_max);
        html! {
            <>
                <div class="pair">
                    if calendars.len() > 1 {
                        <Field id="try-calendar" label="Calendar" class="wide">
                            <Pick id="try-calendar" chosen={booking.calendar.clone()} options={calendars}
                                pick={self.set(ctx, |it, text| it.calendar = text)} />
                        </Field>
                    }
                    <Field id="try-service" label="Service">
                        <Pick id="try-service" chosen={booking.service.clone()} options={services}
                            pick={self.set(ctx, |it, text| it.service = text)} />
                    </Field>
                    <Field id="try-attendees" label="Attendees" error={self.error(Question::Attendees)}
                        help={format!("At most {attendees_max}.")}>
                        { self.input(ctx, "try-attendees", "text", &booking.attendees, |it, text| it.attendees = text) }
                    </Field>
                    { self.details(ctx, calendar) }
                </div>
                { self.add_ons(ctx, menu) }
            </>
        }
    }

    /// The form of the service, who performs it and where, where there is a choice.
    fn details(&self, ctx: &Context<Self>, calendar: &SimulationCalendar) -> Html {
        let booking = &self.machine.booking;
        let mut services = calendar.services.iter();
        let Some(service) = services.find(|it| it.info.id.as_str() == booking.service) else {
            return Html::default();
        };
        let forms: Vec<_> = (service.info.variations.iter())
            .map(|it| (it.id.to_string().into(), it.name.clone().into()))
            .collect();
        let mut staff = vec![("".into(), "Anyone".into())];
        let performs = calendar
            .staff
            .iter()
            .filter(|it| service.staff.contains(&it.id));
        staff.extend(performs.map(|it| (it.id.to_string().into(), it.name.clone().into())));
        let locations: Vec<_> = (calendar.locations.iter())
            .map(|it| (it.id.to_string().into(), it.name.clone().into()))
            .collect();
        html! {
            <>
                if !forms.is_empty() {
                    <Field id="try-form" label="Form">
                        <Pick id="try-form" chosen={booking.variation.clone()} options={forms}
                            pick={self.set(ctx, |it, text| it.variation = text)} />
                    </Field>
                }
                if staff.len() > 1 {
                    <Field id="try-staff" label="With">
                        <Pick id="try-staff" chosen={booking.staff.clone()} options={staff}
                            pick={self.set(ctx, |it, text| it.staff = text)} />
                    </Field>
                }
                if locations.len() > 1 {
                    <Field id="try-location" label="Location">
                        <Pick id="try-location" chosen={booking.location.clone()} options={locations}
                            pick={self.set(ctx, |it, text| it.location = text)} />
                    </Field>
                }
            </>
        }
    }

    fn add_ons(&self, ctx: &Context<Self>, menu: &SimulationMenu) -> Html {
        let booking = &self.machine.booking;
        let Some(service) = booking.service(menu) else {
            return Html::default();
        };
        let tick = |id: &AddOnId, name: &str| {
            let on = booking.add_ons.contains(id);
            let (booking, id) = (booking.clone(), id.clone());
            let onchange = ctx.link().callback(move |_| {
                let mut booking = booking.clone();
                if on {
                    booking.add_ons.retain(|it| *it != id);
                } else {
                    booking.add_ons.push(id.clone());
                }
                Event::Set(Box::new(booking))
            });
            html! {
                <label class="tick"><input type="checkbox" checked={on} {onchange} /><span>{ name.to_owned() }</span></label>
            }
        };
        if service.info.add_ons.is_empty() {
            return Html::default();
        }
        html! {
            <div class="checks" role="group" aria-label="Add-ons">
                { for service.info.add_ons.iter().map(|it| tick(&it.id, &it.name)) }
            </div>
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct TrialPageProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// What an address may ask to be tried.
#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    code: String,
    #[serde(default)]
    customer: String,
}

/// Tries codes that are there.
#[component]
pub(crate) fn TrialPage(props: &TrialPageProps) -> Html {
    use_title(format!("Try a code – {}", props.business.name));
    let location = use_location();
    let asked = location.and_then(|location| location.query::<Asked>().ok());
    let (code, customer) = asked.map(|it| (it.code, it.customer)).unwrap_or_default();
    let list = Route::Coupons {
        business: props.business.id.clone(),
    };
    html! {
        <div class="page">
            <header class="head">
                <div>
                    <GoTo class="crumb" to={list}>{ icon(Sign::Shared(Icon::Back)) }{ "Coupons" }</GoTo>
                    <h1 tabindex="-1">{ "Try a code" }</h1>
                    <p>{ "See what a guest would pay, and why a code works or does not. Nothing is booked and no use is counted." }</p>
                </div>
            </header>
            <Trial business={props.business.clone()} {code} {customer} />
        </div>
    }
}
