//! Draws the list of orders and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, OrderRow, OrderStanding, SimulationMenu};
use booking_widget::view::Icon;
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use super::list::{Asked, Effect, Event, List, Mode, Order};
use super::{paths, said};
use crate::client::{self, Failure};
use crate::paged::Stage;
use crate::parts::{Button, Kind, Notice, Pick, Said, Sign, Tone, entered, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::words;

/// How long nothing is typed before the list is asked for, in milliseconds.
const PAUSE_MS: u32 = 250;
/// How many rows are drawn in outline until the first answer.
const BONES: usize = 6;

#[derive(Properties, PartialEq)]
pub(crate) struct OrdersProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The list's component.
pub(crate) struct OrdersPage {
    list: List,
    timer: Option<Timeout>,
}

impl Component for OrdersPage {
    type Message = Event;
    type Properties = OrdersProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Orders – {}", ctx.props().business.name));
        let asked = ctx
            .link()
            .location()
            .and_then(|at| at.query::<Asked>().ok());
        ctx.link()
            .send_message(Event::Open(asked.unwrap_or_default()));
        Self {
            list: List::default(),
            timer: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.list.step(event) {
            self.perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let untouched = self.list.paged.total == Some(0) && !self.list.asked.is_narrow();
        html! {
            <div class="page">
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ "Orders" }</h1>
                        <p>{ "Who booked what, and what was paid of it." }</p>
                    </div>
                    <div class="tools">
                        { self.mode(ctx) }
                        <GoTo class="btn main" hook="book-for" to={Route::NewOrder { business: ctx.props().business.id.clone() }}>
                            { icon(Sign::Shared(Icon::More)) }{ "Book for a customer" }
                        </GoTo>
                    </div>
                </header>
                if !untouched {
                    { self.tools(ctx) }
                }
                { self.body(ctx) }
            </div>
        }
    }
}

impl OrdersPage {
    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        let business = ctx.props().business.id.clone();
        match effect {
            Effect::Load { ticket, query } => link.send_future(async move {
                let asked = yew_router::query::ToQuery::to_query(&query);
                let result = match asked {
                    Ok(asked) => client::get(&format!("{}?{asked}", paths::all(&business))).await,
                    Err(_) => Err(Failure::Unreadable),
                };
                Event::Came { ticket, result }
            }),
            Effect::LoadCalendars => link.send_future(async move {
                // Without them orders of all calendars are listed.
                let menu = client::get::<SimulationMenu>(&paths::calendars(&business)).await;
                let calendars = menu.map(|menu| menu.calendars).unwrap_or_default();
                let named = calendars.into_iter().map(|it| (it.id, it.title));
                Event::Calendars(named.collect())
            }),
            Effect::Pause { ticket } => {
                self.timer = Some(Timeout::new(PAUSE_MS, move || {
                    link.send_message(Event::Typed { ticket });
                }));
            }
            Effect::Address(asked) => {
                if let Some(navigator) = link.navigator() {
                    let here = Route::Orders { business };
                    // A query of texts can always be written.
                    let _ = navigator.replace_with_query(&here, &asked);
                }
            }
            Effect::Say(text) => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    let text = text.into();
                    site.say.emit(Said { text, undo: None });
                }
            }
            Effect::SignedOut => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    site.signed_out.emit(());
                }
            }
        }
    }

    /// Asks for something else of what is asked for.
    fn asking<T: 'static>(
        &self,
        ctx: &Context<Self>,
        change: impl Fn(&mut Asked, T) + 'static,
    ) -> Callback<T> {
        let asked = self.list.asked.clone();
        ctx.link().callback(move |value| {
            let mut asked = asked.clone();
            change(&mut asked, value);
            Event::Ask(asked)
        })
    }

    /// Live or test: two books that are never mixed.
    fn mode(&self, ctx: &Context<Self>) -> Html {
        let shown = self.list.asked.mode.unwrap_or(Mode::Live);
        let option = |mode: Mode, text: &'static str, hook: &'static str| {
            let pick = self.asking(ctx, move |asked, _: Event_| asked.mode = Some(mode));
            html! {
                <label>
                    <input type="radio" name="mode" checked={shown == mode} data-test={hook}
                        onchange={pick} />
                    <span>{ text }</span>
                </label>
            }
        };
        html! {
            <div class="seg" role="radiogroup" aria-label="Payments">
                { option(Mode::Live, "Live", "mode-live") }
                { option(Mode::Test, "Test", "mode-test") }
            </div>
        }
    }

    fn tools(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let asked = &self.list.asked;
        let states = std::iter::once(("".into(), "All states".into()))
            .chain(STATES.map(|one| (one.as_str().into(), said::state(one).into())));
        let pick_state = self.asking(ctx, |asked, word: String| {
            asked.state = STATES.into_iter().find(|one| one.as_str() == word);
        });
        let orders = ORDERS.map(|(_, word, name)| (word.into(), name.into()));
        let order = ORDERS.iter().find(|(order, ..)| *order == asked.order);
        let pick_order = self.asking(ctx, |asked, word: String| {
            let order = ORDERS.iter().find(|(_, one, _)| *one == word);
            asked.order = order.map(|(order, ..)| *order).unwrap_or_default();
        });
        let from = self.asking(ctx, |asked, event: InputEvent| {
            asked.from = entered(&event).parse().ok();
        });
        let to = self.asking(ctx, |asked, event: InputEvent| {
            asked.to = entered(&event).parse().ok();
        });
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        html! {
            <>
                <div class="filters" role="search">
                    <div class="seek">
                        { icon(Sign::Search) }
                        <input class="in" type="search" aria-label="Search by guest or order number"
                            placeholder="Name, e-mail or order" value={asked.search.clone()}
                            autocomplete="off" spellcheck="false" data-test="search"
                            oninput={link.callback(|event| Event::Type(entered(&event)))} />
                    </div>
                    <Pick id="state" label="State" pick={pick_state}
                        chosen={asked.state.map_or("", OrderStanding::as_str)}
                        options={states.collect::<Vec<_>>()} />
                    { self.calendars(ctx) }
                    <div class="range">
                        <label><span>{ "From" }</span>
                            <input class="in" type="date" id="from" value={day(asked.from).unwrap_or_default()}
                                oninput={from} /></label>
                        <label><span>{ "to" }</span>
                            <input class="in" type="date" id="to" value={day(asked.to).unwrap_or_default()}
                                oninput={to} /></label>
                    </div>
                    <Pick id="sort" label="Sorted by" chosen={order.map_or("", |(_, word, _)| *word)}
                        pick={pick_order} options={orders.to_vec()} />
                </div>
                <div class="filters">
                    { self.chips(ctx) }
                    <p class="tally" role="status" data-test="tally">{ self.tally() }</p>
                </div>
            </>
        }
    }

    /// What was chosen on another page, each with a way out.
    fn chips(&self, ctx: &Context<Self>) -> Html {
        let asked = &self.list.asked;
        let chip = |text: String, clear: Callback<()>, hook: &'static str| {
            html! {
                <Button {text} sign={Sign::Shared(Icon::Close)} kind={Kind::Quiet} press={clear} {hook} />
            }
        };
        html! {
            <>
                if let Some(calendar) = asked.calendar.as_ref().filter(|id| !self.list.is_listed(id)) {
                    { chip(
                        format!("Calendar: {}", self.list.calendar_name(calendar).unwrap_or(calendar.as_str())),
                        self.asking(ctx, |asked, ()| asked.calendar = None),
                        "clear-calendar",
                    ) }
                }
                if asked.coupon.is_some() {
                    { chip(
                        "With one coupon".to_owned(),
                        self.asking(ctx, |asked, ()| asked.coupon = None),
                        "clear-coupon",
                    ) }
                }
            </>
        }
    }

    /// The calendars, where there is a choice.
    fn calendars(&self, ctx: &Context<Self>) -> Html {
        let list = &self.list;
        if list.calendars.len() < 2 {
            return Html::default();
        }
        let chosen = list.asked.calendar.as_ref();
        let all = std::iter::once(("".into(), "All calendars".into()));
        let listed = list.calendars.iter();
        let options = all.chain(listed.map(|(id, title)| {
            let id: AttrValue = id.to_string().into();
            (id, AttrValue::from(title.clone()))
        }));
        let pick = self.asking(ctx, |asked, id: String| asked.calendar = id.parse().ok());
        html! {
            <Pick id="calendar" label="Calendar" {pick} options={options.collect::<Vec<_>>()}
                chosen={chosen.map(ToString::to_string).unwrap_or_default()} />
        }
    }

    fn tally(&self) -> String {
        let shown = self.list.paged.rows.len() as u64;
        match self.list.paged.total {
            None => String::new(),
            Some(total) if self.list.uncounted => format!(
                "{} of more than {} orders",
                words::whole(shown),
                words::whole(total)
            ),
            Some(total) if total > shown => format!(
                "{} of {}",
                words::whole(shown),
                words::count(total, "order", "orders")
            ),
            Some(total) => words::count(total, "order", "orders"),
        }
    }

    fn body(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        if let Stage::Failed(failure) = &self.list.paged.stage {
            let again = self.list.asked.clone();
            let again = link.callback(move |()| Event::Ask(again.clone()));
            return html! {
                <Notice tone={Tone::Bad} title="The orders could not be loaded"
                    text={failure.sentence()} hook="list-failed">
                    <Button text="Try again" press={again} hook="again" />
                </Notice>
            };
        }
        let loading = self.list.paged.stage == Stage::Loading;
        if self.list.paged.rows.is_empty() && !loading {
            return self.empty(ctx);
        }
        let bones = self.list.paged.rows.is_empty();
        html! {
            <section class="card" aria-busy={loading.then_some("true")}>
                <table class="table of-guests" data-test="orders">
                    <thead><tr>
                        <th scope="col">{ "Guest" }</th>
                        <th scope="col">{ "When" }</th>
                        <th scope="col">{ "State" }</th>
                        <th scope="col">{ "Booked" }</th>
                        <th scope="col" class="num">{ "Total" }</th>
                    </tr></thead>
                    <tbody>
                        if bones {
                            { for (0..BONES).map(|_| bone_row()) }
                        } else {
                            { for self.list.paged.rows.iter().map(|row| Self::row(ctx, row)) }
                        }
                    </tbody>
                </table>
                if self.list.paged.next.is_some() {
                    <div class="more">
                        <Button text="Show more" kind={Kind::Quiet} hook="more"
                            doing={(self.list.paged.stage == Stage::LoadingMore).then_some("Loading…")}
                            press={link.callback(|()| Event::More)} />
                    </div>
                }
            </section>
        }
    }

    fn empty(&self, ctx: &Context<Self>) -> Html {
        if self.list.asked.is_narrow() {
            let all = self.asking(ctx, |asked, ()| {
                *asked = Asked {
                    mode: asked.mode,
                    ..Asked::default()
                };
            });
            return html! {
                <section class="card empty" data-test="none-found">
                    { icon(Sign::Search) }
                    <h2>{ "No order fits" }</h2>
                    <p>{ "Try the beginning of a name or an e-mail address, another state, or more days." }</p>
                    <div class="tools"><Button text="Show all orders" press={all} hook="show-all" /></div>
                </section>
            };
        }
        html! {
            <section class="card empty" data-test="no-orders">
                { icon(Sign::Shared(Icon::Calendar)) }
                <h2>{ "No orders yet" }</h2>
                <p>{ "Every booking of a calendar that takes payments becomes an order, also one for free. It shows here with the guest, the coupon and what was paid." }</p>
            </section>
        }
    }

    fn row(ctx: &Context<Self>, row: &OrderRow) -> Html {
        let business = &ctx.props().business;
        let to = Route::Order {
            business: business.id.clone(),
            order: row.id.clone(),
        };
        let off = !row.state.has_place();
        let dim = off.then_some("off");
        html! {
            <tr key={row.id.clone()} data-test="order" data-order={row.id.clone()}>
                <td>
                    <GoTo class="open" {to}>{ row.name.as_str().to_owned() }</GoTo>
                    <small>{ row.email.as_str().to_owned() }</small>
                </td>
                <td class={dim}>{ words::time_at(row.starts_at, &business.zone) }</td>
                <td class="at-end">{ state(row.state) }</td>
                <td class={dim}>
                    { row.services.join(", ") }
                    <small>{ particulars(row) }</small>
                </td>
                <td class="num">
                    if row.recorded {
                        { words::money(row.total_minor, row.currency) }
                    } else {
                        <span class="off">{ "No payment" }</span>
                    }
                    if let Some(beside) = beside(row) {
                        <small>{ beside }</small>
                    }
                </td>
            </tr>
        }
    }
}

/// An event of a control, whatever it is.
type Event_ = web_sys::Event;

/// How many take part, and by which code.
fn particulars(row: &OrderRow) -> String {
    let people = words::count(u64::from(row.attendees), "attendee", "attendees");
    match &row.code {
        Some(code) => format!("{people} · {code}"),
        None => people,
    }
}

/// What is to be said of the money beside the total; nothing where all of it is paid, or none could
/// be.
fn beside(row: &OrderRow) -> Option<String> {
    let money = |minor| words::money(minor, row.currency);
    if row.refunded_minor > 0 {
        Some(format!(" {} given back", money(row.refunded_minor)))
    } else if row.paid_minor > 0 && row.paid_minor < row.total_minor {
        Some(format!(" {} paid", money(row.paid_minor)))
    } else {
        None
    }
}

const STATES: [OrderStanding; 9] = [
    OrderStanding::Paid,
    OrderStanding::Awaiting,
    OrderStanding::Quarantine,
    OrderStanding::Disputed,
    OrderStanding::RefundPending,
    OrderStanding::Refunded,
    OrderStanding::Cancelled,
    OrderStanding::PaidLate,
    OrderStanding::Expired,
];

const ORDERS: [(Order, &str, &str); 3] = [
    (Order::Newest, "newest", "Newest first"),
    (Order::Soonest, "soonest", "Earliest time first"),
    (Order::Latest, "latest", "Latest time first"),
];

/// An order's state, in words and a colour.
pub(super) fn state(state: OrderStanding) -> Html {
    html! {
        <span class={said::state_class(state)} data-test="state">
            <i aria-hidden="true"></i>{ said::state(state) }
        </span>
    }
}

/// The shape of a row.
fn bone_row() -> Html {
    html! {
        <tr class="wait" aria-hidden="true">
            <td><span class="bone w1"></span></td>
            <td><span class="bone w2"></span></td>
            <td><span class="bone w3"></span></td>
            <td><span class="bone w2"></span></td>
            <td><span class="bone w3"></span></td>
        </tr>
    }
}
