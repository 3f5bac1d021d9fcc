//! Draws the reports and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, Report, ReportBy, ReportSpan};
use booking_widget::view::Icon;
use yew::prelude::*;

use super::chart::{Bars, highest};
use super::shown::{Chosen, Effect, Event, Preset, Reports};
use crate::client::{self, Failure, part};
use crate::parts::{Button, Field, Notice, Pick, Sign, Tone, entered, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct ReportsPageProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// Whether coupons can be looked at.
    pub(crate) coupons: bool,
}

/// The page's component.
pub(crate) struct ReportsPage {
    reports: Reports,
}

impl Component for ReportsPage {
    type Message = Event;
    type Properties = ReportsPageProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Reports – {}", ctx.props().business.name));
        ctx.link().send_message(Event::Load);
        let today = words::today().unwrap_or_default();
        Self {
            reports: Reports::until(today),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.reports.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let body = match &self.reports.report {
            Some(Ok(report)) => self.report(ctx, report),
            Some(Err(failure)) => html! {
                <Notice tone={Tone::Bad} title="The report could not be made" text={failure.sentence()} hook="report-failed">
                    <Button text="Try again" press={ctx.link().callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            None => html! { <div class="bone form-bone" aria-busy="true"></div> },
        };
        html! {
            <div class="page">
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ "Reports" }</h1>
                        <p>{ format!("What was booked and what coupons took off. Days are those of {}.", booking_widget::text::zone_place(&ctx.props().business.zone)) }</p>
                    </div>
                </header>
                { self.tools(ctx) }
                { body }
                { self.files(ctx) }
            </div>
        }
    }
}

impl ReportsPage {
    fn choose(&self, ctx: &Context<Self>, change: fn(&mut Chosen, String)) -> Callback<String> {
        let chosen = self.reports.chosen.clone();
        ctx.link().callback(move |text| {
            let mut chosen = chosen.clone();
            change(&mut chosen, text);
            Event::Choose(chosen)
        })
    }

    fn tools(&self, ctx: &Context<Self>) -> Html {
        let chosen = &self.reports.chosen;
        let preset = |which: Preset, text: &'static str, hook: &'static str| {
            let press = ctx
                .link()
                .callback(move |()| Event::Preset(which, words::today().unwrap_or_default()));
            html! { <Button {text} {press} {hook} /> }
        };
        let day = |id: &'static str, value: &str, change: fn(&mut Chosen, String)| {
            let set = self.choose(ctx, change);
            html! {
                <input class="in" type="date" {id} value={value.to_owned()} aria-describedby={format!("{id}-says")}
                    oninput={move |event: InputEvent| set.emit(entered(&event))} />
            }
        };
        let by = match chosen.by {
            ReportBy::Day => "day",
            ReportBy::Week => "week",
            ReportBy::Month => "month",
        };
        let spans: Vec<(AttrValue, AttrValue)> = vec![
            ("day".into(), "By day".into()),
            ("week".into(), "By week".into()),
            ("month".into(), "By month".into()),
        ];
        let test = self.choose(ctx, |it, _| it.test_mode = !it.test_mode);
        html! {
            <section class="card group" aria-label="Which days">
                <div class="tools">
                    { preset(Preset::Month, "30 days", "preset-month") }
                    { preset(Preset::Quarter, "13 weeks", "preset-quarter") }
                    { preset(Preset::Year, "12 months", "preset-year") }
                </div>
                <div class="thirds">
                    <Field id="report-from" label="From" error={self.reports.mistake}>
                        { day("report-from", &chosen.from, |it, text| it.from = text) }
                    </Field>
                    <Field id="report-to" label="To">
                        { day("report-to", &chosen.to, |it, text| it.to = text) }
                    </Field>
                    <Field id="report-by" label="Added up">
                        <Pick id="report-by" chosen={by} options={spans} pick={self.choose(ctx, |it, text| {
                            it.by = match text.as_str() {
                                "week" => ReportBy::Week,
                                "month" => ReportBy::Month,
                                _ => ReportBy::Day,
                            };
                        })} />
                    </Field>
                </div>
                <label class="tick">
                    <input type="checkbox" id="report-test" checked={chosen.test_mode} onchange={move |_| test.emit(String::new())} />
                    <span>{ "Bookings in test mode instead" }</span>
                </label>
            </section>
        }
    }

    fn report(&self, ctx: &Context<Self>, report: &Report) -> Html {
        let orders: u64 = report.spans.iter().map(|span| span.orders).sum();
        if orders == 0 {
            return html! {
                <section class="card empty" data-test="no-bookings">
                    { icon(Sign::Shared(Icon::Calendar)) }
                    <h2>{ "No bookings in these days" }</h2>
                    <p>{ "Bookings count here on the day on which they were made, once they are paid for or free." }</p>
                </section>
            };
        }
        html! {
            <div class={classes!("outcome", self.reports.loading.then_some("stale"))} data-test="report">
                { sums(report) }
                <section class="card group" aria-label="Value of bookings">{ value_chart(report) }</section>
                <section class="card group" aria-label="Bookings with a coupon">{ use_chart(report) }</section>
                { table(report) }
                { Self::coupons(ctx, report) }
                if report.other_currency > 0 {
                    <p class="small">{ format!("{} in other currencies are not added up.", words::count(report.other_currency, "booking", "bookings")) }</p>
                }
            </div>
        }
    }

    fn coupons(ctx: &Context<Self>, report: &Report) -> Html {
        let props = ctx.props();
        if report.coupons.is_empty() {
            return Html::default();
        }
        let named = |it: &booking_contract::owner::ReportCoupon| {
            let name = if it.code.is_empty() {
                it.name.clone()
            } else {
                it.code.clone()
            };
            let to = Route::CouponUses {
                business: props.business.id.clone(),
                coupon: it.coupon_id.to_string(),
            };
            if props.coupons {
                html! { <GoTo class="open" {to}>{ name }</GoTo> }
            } else {
                html! { { name } }
            }
        };
        html! {
            <section class="card" aria-labelledby="best-title">
                <header class="inner"><h2 id="best-title">{ "Coupons that took off the most" }</h2></header>
                <table class="table">
                    <thead><tr><th scope="col">{ "Coupon" }</th><th scope="col" class="num">{ "Uses" }</th><th scope="col" class="num">{ "Taken off" }</th></tr></thead>
                    <tbody>
                        { for report.coupons.iter().map(|it| html! {
                            <tr key={it.coupon_id.to_string()}>
                                <td>{ named(it) }</td>
                                <td class="num">{ words::whole(it.uses) }<span class="slim">{ " uses" }</span></td>
                                <td class="num">{ words::money(it.discount_minor, report.currency) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </section>
        }
    }

    fn files(&self, ctx: &Context<Self>) -> Html {
        let Ok(query) = self.reports.query() else {
            return Html::default();
        };
        let base = format!("/v1/businesses/{}/reports", part(&ctx.props().business.id));
        let days = format!(
            "from={}&to={}&test_mode={}",
            query.from, query.to, query.test_mode
        );
        html! {
            <section class="card group" aria-labelledby="files-title">
                <header>
                    <h2 id="files-title">{ "Take it along" }</h2>
                    <p>{ "The bookings of these days as CSV files, for bookkeeping or a spreadsheet." }</p>
                </header>
                <div class="tools">
                    <a class="btn side" href={format!("{base}/items/csv?{days}")} download="" data-test="file-items">{ "Invoice items" }</a>
                    <a class="btn side" href={format!("{base}/redemptions/csv?{days}")} download="" data-test="file-redemptions">{ "Uses of coupons" }</a>
                </div>
            </section>
        }
    }
}

fn sums(report: &Report) -> Html {
    let money = |minor: i64| words::money(minor, report.currency);
    let sum = |of: fn(&ReportSpan) -> i64| report.spans.iter().map(of).sum::<i64>();
    let count = |of: fn(&ReportSpan) -> u64| report.spans.iter().map(of).sum::<u64>();
    let (total, discount) = (sum(|it| it.total_minor), sum(|it| it.discount_minor));
    html! {
        <dl class="card facts" data-test="report-sums">
            <div><dt>{ "Bookings" }</dt><dd>{ words::whole(count(|it| it.orders)) }</dd></div>
            <div><dt>{ "With a coupon" }</dt><dd>{ words::whole(count(|it| it.uses)) }</dd></div>
            <div><dt>{ "Value after discounts" }</dt><dd>{ money(total) }</dd></div>
            <div><dt>{ "Taken off" }</dt><dd>{ money(discount) }</dd></div>
        </dl>
    }
}

fn ends(report: &Report) -> (String, String) {
    let first = report.spans.first().map(|span| words::date(span.from));
    let last = report.spans.last().map(|span| words::date(span.to));
    (first.unwrap_or_default(), last.unwrap_or_default())
}

fn named(span: &ReportSpan) -> String {
    if span.from == span.to {
        words::date(span.from)
    } else {
        format!("{} to {}", words::date(span.from), words::date(span.to))
    }
}

fn value_chart(report: &Report) -> Html {
    let money = |minor: i64| words::money(minor, report.currency);
    let spans = report.spans.iter().map(|span| {
        let said = format!(
            "{}: {}, {} taken off",
            named(span),
            money(span.total_minor),
            money(span.discount_minor)
        );
        (said, span.total_minor, span.discount_minor)
    });
    let heights = report.spans.iter();
    let top = highest(heights.map(|span| span.total_minor + span.discount_minor));
    Bars {
        name: "Value of bookings",
        spans: spans.collect(),
        top: money(top),
        ends: ends(report),
        parts: ("After discounts", "Taken off"),
    }
    .draw()
}

fn use_chart(report: &Report) -> Html {
    let small = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let spans = report.spans.iter().map(|span| {
        let uses = words::count(span.uses, "with a coupon", "with a coupon");
        let said = format!(
            "{}: {}, {uses}",
            named(span),
            words::count(span.orders, "booking", "bookings")
        );
        let without = span.orders.saturating_sub(span.uses);
        (said, small(span.uses), small(without))
    });
    let top = highest(report.spans.iter().map(|span| small(span.orders)));
    Bars {
        name: "Bookings",
        spans: spans.collect(),
        top: words::whole(u64::try_from(top).unwrap_or(0)),
        ends: ends(report),
        parts: ("With a coupon", "Without"),
    }
    .draw()
}

/// The same in numbers.
fn table(report: &Report) -> Html {
    let money = |minor: i64| words::money(minor, report.currency);
    let rows = report.spans.iter().filter(|span| span.orders > 0);
    html! {
        <details class="card numbers" data-test="numbers">
            <summary>{ "In numbers" }</summary>
            <table class="table">
                <thead><tr>
                    <th scope="col">{ "Days" }</th>
                    <th scope="col" class="num">{ "Bookings" }</th>
                    <th scope="col" class="num">{ "With a coupon" }</th>
                    <th scope="col" class="num">{ "Value" }</th>
                    <th scope="col" class="num">{ "Taken off" }</th>
                </tr></thead>
                <tbody>
                    { for rows.map(|span| html! {
                        <tr key={span.from.to_string()}>
                            <th scope="row">{ named(span) }</th>
                            <td class="num">{ words::whole(span.orders) }<span class="slim">{ " bookings" }</span></td>
                            <td class="num">{ words::whole(span.uses) }<span class="slim">{ " with a coupon" }</span></td>
                            <td class="num">{ money(span.total_minor) }</td>
                            <td class="num">{ money(span.discount_minor) }<span class="slim">{ " taken off" }</span></td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </details>
    }
}

fn perform(ctx: &Context<ReportsPage>, effect: Effect) {
    let link = ctx.link().clone();
    match effect {
        Effect::Load { ticket, query } => {
            let base = format!("/v1/businesses/{}/reports", part(&ctx.props().business.id));
            link.send_future(async move {
                let result = match yew_router::query::ToQuery::to_query(&query) {
                    Ok(query) => client::get(&format!("{base}?{query}")).await,
                    Err(_) => Err(Failure::Unreadable),
                };
                Event::Came { ticket, result }
            });
        }
        Effect::SignedOut => {
            if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                site.signed_out.emit(());
            }
        }
    }
}
