//! Draws a back-test and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{BacktestResult, BusinessDetails, LeftOut};
use booking_engine::Currency;
use chrono::NaiveDate;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::backtest::{Backtesting, Effect, Event, Stage};
use super::checks_text::why_not;
use super::trial_view::Drafted;
use crate::client::part;
use crate::parts::{Button, Field, Kind, Notice, Tone, entered};
use crate::session::Site;
use crate::stream::{self, Under};
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct BacktestProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) draft: Drafted,
}

/// The back-test's component. What is under way ends with it.
pub(crate) struct BacktestPanel {
    machine: Backtesting,
    under: Option<Under>,
}

impl Component for BacktestPanel {
    type Message = Event;
    type Properties = BacktestProps;

    fn create(ctx: &Context<Self>) -> Self {
        let Drafted(draft) = ctx.props().draft.clone();
        let today = words::today().unwrap_or(NaiveDate::MIN);
        Self {
            machine: Backtesting::until(today, draft.map(Box::new)),
            under: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &BacktestProps) -> bool {
        let Drafted(draft) = &ctx.props().draft;
        if ctx.props().draft != old.draft {
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
        let machine = &self.machine;
        html! {
            <section class="card group" aria-labelledby="backtest-title" data-test="backtest">
                <header>
                    <h3 id="backtest-title">{ "Over past bookings" }</h3>
                    <p>{ "What it would have taken off, had everybody used it who could." }</p>
                </header>
                { self.days(ctx) }
                { self.tools(ctx) }
                { match &machine.stage {
                    Stage::Idle => Html::default(),
                    Stage::Running { orders, of } => progress(*orders, *of),
                    Stage::Failed(failure) => html! {
                        <Notice tone={Tone::Bad} title="It could not be worked out" text={failure.sentence()} hook="backtest-failed" />
                    },
                    Stage::Done { result, current } => done(result, *current),
                } }
            </section>
        }
    }
}

impl BacktestPanel {
    fn perform(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        match effect {
            Effect::Begin { ticket, asked } => {
                let under = Under::new();
                let signal = under.signal();
                self.under = Some(under);
                let path = format!(
                    "/v1/businesses/{}/backtests",
                    part(&ctx.props().business.id)
                );
                spawn_local(async move {
                    let hear = |told| {
                        let told = Event::Told {
                            ticket,
                            line: Box::new(told),
                        };
                        link.send_message(told);
                    };
                    let result = stream::read(&path, &asked, signal.as_ref(), hear).await;
                    link.send_message(Event::Ended { ticket, result });
                });
            }
            Effect::Stop => self.under = None,
            Effect::SignedOut => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    site.signed_out.emit(());
                }
            }
        }
    }

    fn days(&self, ctx: &Context<Self>) -> Html {
        let machine = &self.machine;
        let day = |id: &'static str, value: &str, first: bool| {
            let (from, to) = (machine.from.clone(), machine.to.clone());
            let oninput = ctx.link().callback(move |event: InputEvent| {
                let (from, to) = (from.clone(), to.clone());
                let day = entered(&event);
                if first {
                    Event::Days { from: day, to }
                } else {
                    Event::Days { from, to: day }
                }
            });
            html! {
                <input class="in" type="date" {id} value={value.to_owned()} {oninput}
                    aria-describedby={format!("{id}-says")} />
            }
        };
        let test = machine.test_mode;
        let mode = ctx.link().callback(move |_| Event::Mode { test: !test });
        html! {
            <>
                <div class="pair">
                    <Field id="backtest-from" label="From" error={machine.mistake}>{ day("backtest-from", &machine.from, true) }</Field>
                    <Field id="backtest-to" label="To">{ day("backtest-to", &machine.to, false) }</Field>
                </div>
                <label class="tick">
                    <input type="checkbox" id="backtest-test" checked={test} onchange={mode} />
                    <span>{ "Bookings in test mode instead" }</span>
                </label>
            </>
        }
    }

    fn tools(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        if self.machine.is_running() {
            return html! {
                <div class="tools">
                    <Button text="Stop" press={link.callback(|()| Event::Stop)} hook="backtest-stop" />
                </div>
            };
        }
        let readable = self.machine.draft.is_some();
        html! {
            <div class="tools">
                <Button text="Work it out" kind={Kind::Side} off={!readable}
                    press={link.callback(|()| Event::Begin)} hook="backtest-begin" />
                if !readable {
                    <p class="small">{ "Fill in the coupon first." }</p>
                }
            </div>
        }
    }
}

fn progress(orders: u64, of: Option<u64>) -> Html {
    let said = match of {
        Some(of) => format!("{} of {} orders", words::whole(orders), words::whole(of)),
        None => "Beginning…".to_owned(),
    };
    html! {
        <div class="progress" data-test="backtest-progress">
            <progress aria-label="How far it is" value={orders.to_string()}
                max={of.unwrap_or(1).max(1).to_string()}></progress>
            <p class="small" role="status">{ said }</p>
        </div>
    }
}

fn done(result: &BacktestResult, current: bool) -> Html {
    let money = |minor: i64| words::money(minor, result.currency);
    let cost = result.before_minor - result.after_minor;
    let bookings = words::count(result.bookings, "booking", "bookings");
    let hit = if result.bookings == 0 {
        "There were no bookings to work it out on in these days.".to_owned()
    } else {
        format!(
            "{} of {bookings} could have used it.",
            words::whole(result.hit)
        )
    };
    html! {
        <div class={classes!("outcome", (!current).then_some("stale"))} data-test="backtest-result">
            if !current {
                <Notice tone={Tone::Warn} title="The coupon was changed since" text="These figures are of what it said before." />
            }
            <p role="status">{ hit }</p>
            if result.bookings > 0 {
                <dl class="sums">
                    <div><dt>{ "Paid without it" }</dt><dd>{ money(result.before_minor) }</dd></div>
                    <div><dt>{ "It would have taken off" }</dt><dd data-test="backtest-cost">{ format!("−{}", money(cost)) }</dd></div>
                    <div class="all"><dt>{ "Left" }</dt><dd>{ money(result.after_minor) }</dd></div>
                    if result.hit > 0 {
                        <div><dt>{ "The most off one booking" }</dt><dd>{ money(result.largest_minor) }</dd></div>
                    }
                </dl>
            }
            { by_service(result, result.currency) }
            { missed(result) }
            { left_out(&result.left_out) }
        </div>
    }
}

fn by_service(result: &BacktestResult, currency: Currency) -> Html {
    if result.services.is_empty() {
        return Html::default();
    }
    html! {
        <table class="table plain">
            <caption>{ "By service" }</caption>
            <thead><tr><th scope="col">{ "Service" }</th><th scope="col" class="num">{ "Bookings" }</th><th scope="col" class="num">{ "Off" }</th></tr></thead>
            <tbody>
                { for result.services.iter().map(|it| html! {
                    <tr key={it.service_id.to_string()}>
                        <td>{ it.name.clone() }</td>
                        <td class="num">{ words::whole(it.hit) }</td>
                        <td class="num">{ words::money(it.discount_minor, currency) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn missed(result: &BacktestResult) -> Html {
    if result.missed.is_empty() {
        return Html::default();
    }
    html! {
        <div>
            <b class="cap">{ "Why the others could not" }</b>
            <ul class="tally-list">
                { for result.missed.iter().map(|it| html! {
                    <li><span>{ why_not(it.check) }</span><b>{ words::whole(it.orders) }</b></li>
                }) }
            </ul>
        </div>
    }
}

fn left_out(left: &LeftOut) -> Html {
    let reasons = [
        (left.not_booked, "Never paid, or not yet"),
        (left.called_off, "Called off or given back"),
        (left.other_coupon, "Booked with another coupon"),
        (left.other_currency, "In another currency"),
        (left.no_price, "No price by today’s rules"),
    ];
    if left.total() == 0 {
        return Html::default();
    }
    let some = reasons.into_iter().filter(|(count, _)| *count > 0);
    html! {
        <div>
            <b class="cap">{ "Left out" }</b>
            <ul class="tally-list">
                { for some.map(|(count, why)| html! { <li><span>{ why }</span><b>{ words::whole(count) }</b></li> }) }
            </ul>
            <p class="small">{ "Start and end of the coupon play no part here: it is taken as running all the while." }</p>
        </div>
    }
}
