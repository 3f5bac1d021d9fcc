//! One's own appointments, for whoever performs services.

use std::rc::Rc;

use booking_contract::owner::{
    AppointmentsPage as Answer, AppointmentsQuery, BusinessDetails, OwnAppointment,
};
use booking_widget::view::Icon;
use yew::prelude::*;

use super::paths;
use crate::client::{self, Failure};
use crate::paged::{Came, Page, Paged, Stage};
use crate::parts::{Button, Kind, Notice, Said, Sign, Tone, icon};
use crate::session::Site;
use crate::shell::set_title;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct AppointmentsProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// What happens.
pub(crate) enum Event {
    Ask,
    More,
    Came {
        ticket: u32,
        result: Result<Answer, Failure>,
    },
}

/// The page's component.
pub(crate) struct AppointmentsPage {
    paged: Paged<OwnAppointment>,
    /// Whether the account is that of a member of staff; not known before the first answer.
    is_staff: Option<bool>,
}

impl Component for AppointmentsPage {
    type Message = Event;
    type Properties = AppointmentsProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Appointments – {}", ctx.props().business.name));
        ctx.link().send_message(Event::Ask);
        Self {
            paged: Paged::default(),
            is_staff: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Ask => {
                let ticket = self.paged.ask();
                load(ctx, ticket, None);
            }
            Event::More => {
                if let Some((ticket, after)) = self.paged.more() {
                    load(ctx, ticket, Some(after));
                }
            }
            Event::Came { ticket, result } => self.came(ctx, ticket, result),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="page">
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ "Your appointments" }</h1>
                        <p>{ "What is booked with you, from today on." }</p>
                    </div>
                </header>
                { self.body(ctx) }
            </div>
        }
    }
}

impl AppointmentsPage {
    fn came(&mut self, ctx: &Context<Self>, ticket: u32, result: Result<Answer, Failure>) {
        if let Ok(answer) = &result {
            self.is_staff = Some(answer.staff_id.is_some());
        }
        let page = result.map(|answer| Page {
            rows: answer.appointments,
            total: None,
            next: answer.next,
        });
        let same = |a: &OwnAppointment, b: &OwnAppointment| {
            a.order_id == b.order_id && a.starts_at == b.starts_at
        };
        let came = self.paged.came(ticket, page, same);
        let site = ctx.link().context::<Site>(Callback::noop());
        match (came, site) {
            (Came::NoMore(failure), Some((site, _))) => site.say.emit(Said {
                text: failure.sentence().into(),
                undo: None,
            }),
            (Came::SignedOut, Some((site, _))) => site.signed_out.emit(()),
            _ => {}
        }
    }

    fn body(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        if let Stage::Failed(failure) = &self.paged.stage {
            return html! {
                <Notice tone={Tone::Bad} title="Your appointments could not be loaded"
                    text={failure.sentence()} hook="list-failed">
                    <Button text="Try again" press={link.callback(|()| Event::Ask)} hook="again" />
                </Notice>
            };
        }
        if self.paged.rows.is_empty() {
            return if self.paged.stage == Stage::Loading {
                html! { <div class="card bone form-bone" aria-busy="true"></div> }
            } else {
                self.empty()
            };
        }
        let zone = &ctx.props().business.zone;
        html! {
            <section class="card">
                <table class="table" data-test="appointments">
                    <thead><tr>
                        <th scope="col">{ "When" }</th>
                        <th scope="col">{ "What" }</th>
                        <th scope="col">{ "State" }</th>
                        <th scope="col">{ "Guest" }</th>
                        <th scope="col" class="num">{ "Attendees" }</th>
                    </tr></thead>
                    <tbody>{ for self.paged.rows.iter().map(|one| row(one, zone)) }</tbody>
                </table>
                if self.paged.next.is_some() {
                    <div class="more">
                        <Button text="Show more" kind={Kind::Quiet} hook="more"
                            doing={(self.paged.stage == Stage::LoadingMore).then_some("Loading…")}
                            press={link.callback(|()| Event::More)} />
                    </div>
                }
            </section>
        }
    }

    fn empty(&self) -> Html {
        let (title, text) = if self.is_staff == Some(false) {
            (
                "Your account is not linked to a calendar",
                "An owner or admin of the business links it to you among the staff. Then what is \
                 booked with you shows here.",
            )
        } else {
            (
                "Nothing is booked with you",
                "As soon as a guest books one of your services, it shows here with its time.",
            )
        };
        html! {
            <section class="card empty" data-test="no-appointments">
                { icon(Sign::Shared(Icon::Calendar)) }
                <h2>{ title }</h2>
                <p>{ text }</p>
            </section>
        }
    }
}

fn row(one: &OwnAppointment, zone: &str) -> Html {
    let (class, word) = if one.unpaid {
        ("state soon", "Waiting for payment")
    } else {
        ("state good", "Booked")
    };
    html! {
        <tr key={format!("{} {}", one.order_id, one.starts_at)} data-test="appointment">
            <td><b>{ words::time_at(one.starts_at, zone) }</b></td>
            <td>
                { &one.service }
                if !one.add_ons.is_empty() {
                    <small>{ one.add_ons.join(", ") }</small>
                }
            </td>
            <td class="at-end"><span {class}><i aria-hidden="true"></i>{ word }</span></td>
            <td>
                { one.name.as_str().to_owned() }
                if let Some(notes) = &one.notes {
                    <small>{ notes.as_str().to_owned() }</small>
                }
            </td>
            <td class="num">{ words::whole(u64::from(one.seats)) }
                <span class="slim">{ if one.seats == 1 { " attendee" } else { " attendees" } }</span>
            </td>
        </tr>
    }
}

fn load(ctx: &Context<AppointmentsPage>, ticket: u32, after: Option<String>) {
    let path = paths::appointments(&ctx.props().business.id);
    let query = AppointmentsQuery {
        after,
        ..AppointmentsQuery::default()
    };
    ctx.link().send_future(async move {
        let asked = yew_router::query::ToQuery::to_query(&query);
        let result = match asked {
            Ok(asked) => client::get(&format!("{path}?{asked}")).await,
            Err(_) => Err(Failure::Unreadable),
        };
        Event::Came { ticket, result }
    });
}
