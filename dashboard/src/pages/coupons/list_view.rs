//! Draws the list of coupons and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, CouponRow, CouponSaved, CouponSort, CouponStatus, SwitchCoupon,
};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use yew::prelude::*;
use yew_router::prelude::*;

use super::list::{Asked, Deed as What, Effect, Event, List, Question, title};
use super::{paths, sold};
use crate::client::{self, Failure, Nothing};
use crate::paged::Stage;
use crate::parts::{Ask, Button, Deed, Kind, Menu, Notice, Pick, Said, Sign, Tone, entered, icon};
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
pub(crate) struct CouponsProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// Whether the role may change coupons.
    pub(crate) changes: bool,
}

/// The list's component.
pub(crate) struct CouponsPage {
    list: List,
    timer: Option<Timeout>,
}

impl Component for CouponsPage {
    type Message = Event;
    type Properties = CouponsProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Coupons – {}", ctx.props().business.name));
        let asked = ctx
            .link()
            .location()
            .and_then(|at| at.query::<Asked>().ok());
        ctx.link()
            .send_message(Event::Ask(asked.unwrap_or_default()));
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
        let props = ctx.props();
        let new = Route::NewCoupon {
            business: props.business.id.clone(),
        };
        let untouched = self.list.paged.total == Some(0) && !self.list.asked.is_narrow();
        html! {
            <div class="page">
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ "Coupons" }</h1>
                        <p>{ "What guests can take off their bookings, and who has." }</p>
                    </div>
                    if !untouched {
                        <div class="tools">
                            <GoTo class="btn side" to={Route::TryCode { business: props.business.id.clone() }} hook="try-code">
                                { icon(Sign::Play) }<span>{ "Try a code" }</span>
                            </GoTo>
                            if props.changes {
                                <GoTo class="btn main" to={new.clone()} hook="add-coupon">
                                    { icon(Sign::Shared(Icon::More)) }<span>{ "Add coupon" }</span>
                                </GoTo>
                            }
                        </div>
                    }
                </header>
                if !untouched {
                    { self.tools(ctx) }
                }
                { self.body(ctx, new) }
                { self.question(ctx) }
            </div>
        }
    }
}

impl CouponsPage {
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
            Effect::Name => {
                link.send_future(
                    async move { Event::Named(Box::new(sold::read(&business).await)) },
                );
            }
            Effect::Pause { ticket } => {
                self.timer = Some(Timeout::new(PAUSE_MS, move || {
                    link.send_message(Event::Typed { ticket });
                }));
            }
            Effect::Address(asked) => {
                if let Some(navigator) = link.navigator() {
                    let here = Route::Coupons { business };
                    // A query of texts can always be written.
                    let _ = navigator.replace_with_query(&here, &asked);
                }
            }
            Effect::Do(deed, row) => link.send_future(async move {
                let result = perform(&business, deed, &row).await;
                Event::Done { deed, row, result }
            }),
            Effect::Say { text, undo } => {
                let undo = undo.map(|(deed, row)| {
                    let link = link.clone();
                    Callback::from(move |()| link.send_message(Event::Do(deed, row.clone())))
                });
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    let text = text.into();
                    site.say.emit(Said { text, undo });
                }
            }
            Effect::SignedOut => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    site.signed_out.emit(());
                }
            }
        }
    }

    fn tools(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let asked = &self.list.asked;
        let status = asked.status.map_or("", status_word);
        let statuses = std::iter::once(("".into(), "All".into()))
            .chain(STATUSES.map(|one| (status_word(one).into(), words::status(one).into())));
        let sorts = SORTS.map(|(_, word, name)| (word.into(), name.into()));
        let sort = SORTS.iter().find(|(sort, ..)| *sort == asked.sort);
        let pick_status = {
            let asked = asked.clone();
            link.callback(move |word: String| {
                let status = STATUSES.into_iter().find(|one| status_word(*one) == word);
                Event::Ask(Asked {
                    status,
                    ..asked.clone()
                })
            })
        };
        let pick_sort = {
            let asked = asked.clone();
            link.callback(move |word: String| {
                let sort = SORTS.iter().find(|(_, one, _)| *one == word);
                Event::Ask(Asked {
                    sort: sort.map(|(sort, ..)| *sort).unwrap_or_default(),
                    ..asked.clone()
                })
            })
        };
        html! {
            <div class="filters" role="search">
                <div class="seek">
                    { icon(Sign::Search) }
                    <input class="in" type="search" aria-label="Search by code or name"
                        placeholder="Code or name" value={asked.search.clone()} autocomplete="off"
                        spellcheck="false" data-test="search"
                        oninput={link.callback(|event| Event::Type(entered(&event)))} />
                </div>
                <Pick id="status" label="Status" chosen={status} pick={pick_status}
                    options={statuses.collect::<Vec<_>>()} />
                <Pick id="sort" label="Sorted by" chosen={sort.map_or("", |(_, word, _)| *word)}
                    pick={pick_sort} options={sorts.to_vec()} />
                <p class="tally" role="status" data-test="tally">{ self.tally() }</p>
            </div>
        }
    }

    fn tally(&self) -> String {
        match self.list.paged.total {
            None => String::new(),
            Some(total) if total > self.list.paged.rows.len() as u64 => format!(
                "{} of {}",
                words::whole(self.list.paged.rows.len() as u64),
                words::count(total, "coupon", "coupons")
            ),
            Some(total) => words::count(total, "coupon", "coupons"),
        }
    }

    fn body(&self, ctx: &Context<Self>, new: Route) -> Html {
        let link = ctx.link();
        if let Stage::Failed(failure) = &self.list.paged.stage {
            let again = self.list.asked.clone();
            let again = link.callback(move |()| Event::Ask(again.clone()));
            return html! {
                <Notice tone={Tone::Bad} title="The coupons could not be loaded"
                    text={failure.sentence()} hook="list-failed">
                    <Button text="Try again" press={again} hook="again" />
                </Notice>
            };
        }
        let loading = self.list.paged.stage == Stage::Loading;
        if self.list.paged.rows.is_empty() && !loading {
            return self.empty(ctx, new);
        }
        let bones = self.list.paged.rows.is_empty();
        html! {
            <section class="card" aria-busy={loading.then_some("true")}>
                <table class="table" data-test="coupons">
                    <thead><tr>
                        <th scope="col">{ "Code" }</th>
                        <th scope="col">{ "Takes off" }</th>
                        <th scope="col">{ "Status" }</th>
                        <th scope="col">{ "Usable" }</th>
                        <th scope="col" class="num">{ "Uses" }</th>
                        if ctx.props().changes {
                            <th scope="col" class="end"><span class="vh">{ "Actions" }</span></th>
                        }
                    </tr></thead>
                    <tbody>
                        if bones {
                            { for (0..BONES).map(|_| bone_row(ctx.props().changes)) }
                        } else {
                            { for self.list.paged.rows.iter().map(|row| self.row(ctx, row)) }
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

    fn empty(&self, ctx: &Context<Self>, new: Route) -> Html {
        if self.list.asked.is_narrow() {
            let all = ctx.link().callback(|()| Event::Ask(Asked::default()));
            return html! {
                <section class="card empty" data-test="none-found">
                    { icon(Sign::Search) }
                    <h2>{ "No coupon fits" }</h2>
                    <p>{ "Try a part of the code or of the name, or look at all of them." }</p>
                    <div class="tools"><Button text="Show all coupons" press={all} hook="show-all" /></div>
                </section>
            };
        }
        html! {
            <section class="card empty" data-test="no-coupons">
                { icon(Sign::Shared(Icon::Tag)) }
                <h2>{ "Make your first coupon" }</h2>
                <p>{ "Guests type its code after they have chosen a service and a time, and see at once what they save. You decide what it takes off, how long it holds and how often it can be used." }</p>
                if ctx.props().changes {
                    <div class="tools">
                        <GoTo class="btn main" to={new} hook="add-coupon">
                            { icon(Sign::Shared(Icon::More)) }<span>{ "Add coupon" }</span>
                        </GoTo>
                    </div>
                } else {
                    <p>{ "An owner or admin of the business can make one." }</p>
                }
            </section>
        }
    }

    fn row(&self, ctx: &Context<Self>, row: &CouponRow) -> Html {
        let props = ctx.props();
        let to = Route::Coupon {
            business: props.business.id.clone(),
            coupon: row.id.to_string(),
        };
        let off = matches!(row.status, CouponStatus::Inactive | CouponStatus::Expired);
        let shown = row.code.as_ref().map_or_else(
            || html! { { title(row) } },
            |code| html! { <span class="code">{ code.to_string() }</span> },
        );
        html! {
            <tr key={row.id.to_string()} data-test="coupon" data-code={row.code.as_ref().map(ToString::to_string)}>
                <td>
                    <GoTo class="open" {to}>{ shown }</GoTo>
                    if row.code.is_some() && !row.name.as_str().is_empty() {
                        <small>{ row.name.as_str().to_owned() }</small>
                    }
                </td>
                <td class={off.then_some("off")}>
                    { words::benefit(&row.benefit, props.business.currency) }
                    if let Some(line) = self.list.line(row) {
                        <small data-test="for">{ line }</small>
                    }
                </td>
                <td class="at-end">{ state(row.status) }</td>
                <td class={off.then_some("off")}>{ window(row, &props.business.zone) }</td>
                <td class="num">{ uses(row) }</td>
                if props.changes {
                    <td class="end">{ self.menu(ctx, row) }</td>
                }
            </tr>
        }
    }

    fn menu(&self, ctx: &Context<Self>, row: &CouponRow) -> Html {
        if self.list.busy.as_ref() == Some(&row.id) {
            return html! { <span class="icon"><span class="spin" role="status" aria-label="Working"></span></span> };
        }
        let deed = |what, text, sign, hook| Deed {
            text: AttrValue::Static(text),
            sign,
            bad: what == What::Delete,
            press: {
                let row = row.clone();
                ctx.link().callback(move |()| Event::Do(what, row.clone()))
            },
            hook,
        };
        let switch = if row.status == CouponStatus::Inactive {
            deed(What::Activate, "Switch on", Sign::Play, "activate")
        } else {
            deed(What::Deactivate, "Switch off", Sign::Pause, "deactivate")
        };
        let deeds = vec![
            switch,
            deed(What::Duplicate, "Duplicate", Sign::Copy, "duplicate"),
            deed(What::Delete, "Delete", Sign::Delete, "delete"),
        ];
        html! {
            <Menu label={format!("Actions for {}", title(row))} {deeds} hook="row-menu">
                { icon(Sign::Dots) }
            </Menu>
        }
    }

    fn question(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let (yes, no) = (
            link.callback(|()| Event::Sure),
            link.callback(|()| Event::Never),
        );
        let busy = self.list.busy.is_some();
        match &self.list.question {
            None => Html::default(),
            Some(Question::Delete(row)) => html! {
                <Ask title={format!("Delete {}?", title(row))}
                    text="It has to be made again if it is wanted again. Its code is free afterwards."
                    deed="Delete" doing={busy.then_some("Deleting…")} {yes} {no} />
            },
            Some(Question::CannotDelete { row, orders }) => {
                let text = format!(
                    "{} it, and their prices refer to it. Switch it off instead: nobody can use it \
                     any more, and what was booked stays as it is.",
                    words::count(
                        *orders,
                        "order has used or held",
                        "orders have used or held"
                    )
                );
                let on = row.status != CouponStatus::Inactive;
                html! {
                    <Ask title={format!("{} cannot be deleted", title(row))} {text}
                        deed={on.then_some("Switch off")} leave={if on { "Keep it on" } else { "Close" }}
                        {yes} {no} />
                }
            }
        }
    }
}

async fn perform(business: &str, deed: What, row: &CouponRow) -> Result<(), Failure> {
    let id = row.id.as_str();
    // Whichever writing it is: what is wanted is plain, and undoing must not fail for what was just
    // done.
    let switch = SwitchCoupon { version: None };
    match deed {
        What::Activate => {
            let path = paths::deed(business, id, "activate");
            client::tell(Method::POST, &path, &switch).await
        }
        What::Deactivate => {
            let path = paths::deed(business, id, "deactivate");
            client::tell(Method::POST, &path, &switch).await
        }
        What::Duplicate => {
            let path = paths::deed(business, id, "duplicate");
            let copied = client::send::<CouponSaved>(Method::POST, &path, &Nothing {}).await;
            copied.map(drop)
        }
        What::Delete => client::tell(Method::DELETE, &paths::one(business, id), &Nothing {}).await,
    }
}

const STATUSES: [CouponStatus; 5] = [
    CouponStatus::Active,
    CouponStatus::Scheduled,
    CouponStatus::UsedUp,
    CouponStatus::Expired,
    CouponStatus::Inactive,
];

const SORTS: [(CouponSort, &str, &str); 4] = [
    (CouponSort::Created, "created", "Newest first"),
    (CouponSort::Code, "code", "Code, A to Z"),
    (CouponSort::Uses, "uses", "Most used"),
    (CouponSort::Ends, "ends", "Ending soonest"),
];

fn status_word(status: CouponStatus) -> &'static str {
    match status {
        CouponStatus::Active => "active",
        CouponStatus::Scheduled => "scheduled",
        CouponStatus::UsedUp => "used_up",
        CouponStatus::Expired => "expired",
        CouponStatus::Inactive => "inactive",
    }
}

/// A coupon's state, in words and a colour.
pub(super) fn state(status: CouponStatus) -> Html {
    let class = match status {
        CouponStatus::Active => "state good",
        CouponStatus::Scheduled => "state soon",
        CouponStatus::UsedUp => "state warn",
        CouponStatus::Expired | CouponStatus::Inactive => "state",
    };
    html! { <span {class} data-test="state"><i aria-hidden="true"></i>{ words::status(status) }</span> }
}

/// From when until when.
fn window(row: &CouponRow, zone: &str) -> String {
    let day = |at| words::day_at(at, zone);
    match (row.starts_at, row.ends_at) {
        (None, None) => "At any time".to_owned(),
        (Some(from), None) => format!("From {}", day(from)),
        (None, Some(to)) => format!("Until {}", day(to)),
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
    }
}

/// "12 of 100", with what is held beneath.
fn uses(row: &CouponRow) -> Html {
    let used = u64::from(row.uses.redeemed);
    let text = match row.max_redemptions {
        Some(limit) => format!("{} of {}", words::whole(used), words::whole(limit.into())),
        None => words::whole(used),
    };
    html! {
        <>
            { text }<span class="slim">{ if used == 1 && row.max_redemptions.is_none() { " use" } else { " uses" } }</span>
            if row.uses.reserved > 0 {
                <small>{ format!(" {} being paid", words::whole(row.uses.reserved.into())) }</small>
            }
        </>
    }
}

/// The shape of a row.
fn bone_row(actions: bool) -> Html {
    html! {
        <tr class="wait" aria-hidden="true">
            <td><span class="bone w1"></span></td>
            <td><span class="bone w2"></span></td>
            <td><span class="bone w3"></span></td>
            <td><span class="bone w2"></span></td>
            <td><span class="bone w3"></span></td>
            if actions { <td class="end"></td> }
        </tr>
    }
}
