//! Draws one order and does what it wants done.

use std::rc::Rc;

use booking_contract::BookedItem;
use booking_contract::owner::{
    BusinessDetails, Feature, OrderDetails, OrderRefund, Permission, RefundProgress,
};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;

use super::deeds::{Deed as What, Plan};
use super::deeds_view::panel;
use super::list_view::state;
use super::order::{Effect, Event, Page, Stage};
use super::{money, paths, said};
use crate::client::{self, Failure, Nothing};
use crate::parts::{Button, Deed, Kind, Menu, Notice, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct OrderProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// The order's id, as the address has it.
    pub(crate) order: String,
}

/// The page's component.
pub(crate) struct OrderPage {
    page: Page,
}

impl Component for OrderPage {
    type Message = Event;
    type Properties = OrderProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Order – {}", ctx.props().business.name));
        ctx.link().send_message(Event::Ask);
        Self {
            page: Page::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.page.step(event) {
            Self::perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let all = Route::Orders {
            business: props.business.id.clone(),
        };
        html! {
            <div class="page">
                <GoTo class="crumb" to={all} hook="back">
                    { icon(Sign::Shared(Icon::Back)) }{ "Orders" }
                </GoTo>
                { match &self.page.stage {
                    Stage::Loading => html! {
                        <div class="card bone form-bone" aria-busy="true">
                            <p class="vh" role="status">{ "Loading" }</p>
                        </div>
                    },
                    Stage::Failed(failure) => failed(ctx, failure),
                    Stage::Shown(order) => Self::shown(ctx, order),
                } }
                { panel(&self.page, &ctx.link().callback(|event| event)) }
            </div>
        }
    }
}

impl OrderPage {
    fn perform(ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        let props = ctx.props();
        match effect {
            Effect::Load => {
                let path = paths::one(&props.business.id, &props.order);
                link.send_future(async move {
                    Event::Came(client::get::<OrderDetails>(&path).await.map(Box::new))
                });
            }
            Effect::Do(deed) => {
                let path = paths::one(&props.business.id, &props.order);
                link.send_future(async move {
                    let result = perform(&path, &deed).await.map(Box::new);
                    Event::Done(deed, result)
                });
            }
            Effect::Say(text) => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    say(&site.say, text);
                }
            }
            Effect::SignedOut => {
                if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                    site.signed_out.emit(());
                }
            }
        }
    }
}

fn failed(ctx: &Context<OrderPage>, failure: &Failure) -> Html {
    let again = ctx.link().callback(|()| Event::Ask);
    if failure.code() == Some(booking_contract::ProblemCode::NotFound) {
        return html! {
            <section class="card empty" data-test="no-such-order">
                { icon(Sign::Search) }
                <h1 tabindex="-1">{ "There is no such order" }</h1>
                <p>{ "Its address may have been cut off on the way. Look for the guest in the list." }</p>
            </section>
        };
    }
    html! {
        <Notice tone={Tone::Bad} title="The order could not be loaded" text={failure.sentence()}>
            <Button text="Try again" press={again} hook="again" />
        </Notice>
    }
}

impl OrderPage {
    fn shown(ctx: &Context<Self>, order: &OrderDetails) -> Html {
        let business = &ctx.props().business;
        html! {
            <>
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ order.guest.name.as_str().to_owned() }{ state(order.state) }</h1>
                        <p>{ format!("{}, {}", names(&order.items), words::time_at(order.starts_at, &business.zone)) }</p>
                    </div>
                    { Self::tools(ctx, order) }
                </header>
                if order.test_mode {
                    <Notice tone={Tone::Calm} title="A test booking"
                        text="No real money is moved by it." hook="test-order" />
                }
                if let Some(meaning) = said::meaning(order.state) {
                    <p class="meaning">{ meaning }</p>
                }
                { Self::link(ctx, order) }
                { Self::handing_over(ctx, order) }
                <div class="order-parts">
                    if order.recorded {
                    { money::payments(order, &business.zone) }
                } else {
                    <Notice tone={Tone::Calm} title="An appointment without a payment"
                        text="Its calendar takes no payments, so there is no price and no order." />
                }
                    <div class="sheet">
                        { appointment(order, business) }
                        { guest(order, business) }
                        { answers(order) }
                        { origin(order, business) }
                    </div>
                </div>
            </>
        }
    }
}

impl OrderPage {
    /// What can be done now, by whoever looks.
    fn tools(ctx: &Context<Self>, order: &OrderDetails) -> Html {
        let permissions = &ctx.props().business.permissions;
        let may = |permission| permissions.contains(&permission);
        let plan = |plan: Plan| ctx.link().callback(move |()| Event::Plan(plan.clone()));
        let (manages, refunds) = (may(Permission::ManageOrders), may(Permission::Refund));
        let deeds = &order.deeds;
        let mut more = Vec::new();
        if refunds && deeds.refundable_minor > 0 && !deeds.decide {
            more.push(Deed {
                text: "Give money back".into(),
                sign: Sign::Shared(Icon::Back),
                bad: false,
                press: plan(Plan::refund()),
                hook: "refund",
            });
        }
        if manages && deeds.cancel {
            more.push(Deed {
                text: "Call it off".into(),
                sign: Sign::Shared(Icon::Close),
                bad: true,
                press: plan(Plan::call_off(order)),
                hook: "call-off",
            });
        }
        html! {
            <div class="tools">
                if manages && deeds.decide {
                    <Button text="Accept the payment" kind={Kind::Main} press={plan(Plan::Accept)} hook="accept" />
                }
                if refunds && deeds.decide {
                    <Button text="Give it back" kind={Kind::Bad} press={plan(Plan::refund())} hook="give-back" />
                }
                if manages && deeds.collect && order.payment_link.is_none() {
                    <Button text="Payment link" press={plan(Plan::Collect)} hook="collect" />
                }
                if manages && deeds.record_least_minor.is_some() {
                    <Button text="Record payment" press={plan(Plan::record(order))} hook="record" />
                }
                if order.recorded {
                    <a class="btn side" href={paths::receipt(&ctx.props().business.id, &order.id)}
                        target="_blank" rel="noopener" data-test="receipt">{ "Receipt" }</a>
                }
                if !more.is_empty() {
                    <Menu label="More to do with this order" deeds={more} hook="order-menu">
                        { icon(Sign::Dots) }
                    </Menu>
                }
            </div>
        }
    }

    /// The page on which the guest can pay, for whoever sends it to them.
    fn link(ctx: &Context<Self>, order: &OrderDetails) -> Html {
        let Some(link) = &order.payment_link else {
            return Html::default();
        };
        let zone = &ctx.props().business.zone;
        let until = words::time_at(link.until, zone);
        let amount = words::money(link.amount_minor, order.payments.currency);
        let copy = {
            let (send, url) = (ctx.link().clone(), link.url.clone());
            Callback::from(move |()| {
                let (send, url) = (send.clone(), url.clone());
                send.clone().send_future(async move {
                    let copied = match web_sys::window() {
                        Some(window) => {
                            let writing = window.navigator().clipboard().write_text(&url);
                            wasm_bindgen_futures::JsFuture::from(writing).await.is_ok()
                        }
                        None => false,
                    };
                    Event::Copied(copied)
                });
            })
        };
        html! {
            <section class="card link-card" aria-labelledby="link-title" data-test="payment-link">
                <h2 id="link-title">{ if link.for_balance {
                    format!("Payment link for {amount}")
                } else {
                    format!("The guest\u{2019}s payment page, for {amount}")
                } }</h2>
                <p>{ format!("Can be paid until {until}. Send it to the guest only: whoever has it can pay.") }</p>
                <div class="with">
                    <input class="in code" readonly={true} value={link.url.clone()} aria-label="Address of the payment page"
                        data-test="link-url" />
                    <Button text="Copy" sign={Sign::Copy} press={copy} hook="copy-link" />
                </div>
            </section>
        }
    }

    /// Refunds that wait for somebody to hand them over.
    fn handing_over(ctx: &Context<Self>, order: &OrderDetails) -> Html {
        let waits = order
            .refunds
            .iter()
            .filter(|refund| refund.by_hand && refund.state == RefundProgress::Pending);
        let notice = |refund: &OrderRefund| {
            let number = refund.number;
            let plan = ctx
                .link()
                .callback(move |()| Event::Plan(Plan::HandOver(number)));
            let amount = words::money(refund.amount_minor, order.payments.currency);
            html! {
                <Notice tone={Tone::Warn} title={format!("Give {amount} back by hand")}
                    text="The guest called off what they had paid by hand." hook="waits-for-hand">
                    <Button text="They have it" press={plan} hook="hand-over" />
                </Notice>
            }
        };
        html! { <>{ for waits.map(notice) }</> }
    }
}

async fn perform(path: &str, deed: &What) -> Result<OrderDetails, Failure> {
    let to = |deed: &str| format!("{path}/{deed}");
    match deed {
        What::Record(body) => client::send(Method::POST, &to("payments"), body).await,
        What::Collect(body) => client::send(Method::POST, &to("payment-link"), body).await,
        What::Refund(body) => client::send(Method::POST, &to("refunds"), body).await,
        What::CallOff(body) => client::send(Method::POST, &to("cancel"), body).await,
        What::Accept => client::send(Method::POST, &to("accept"), &Nothing {}).await,
        What::HandOver(number) => {
            let path = to(&format!("refunds/{number}/handed-over"));
            client::send(Method::POST, &path, &Nothing {}).await
        }
    }
}

fn names(items: &[BookedItem]) -> String {
    let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
    names.join(", ")
}

/// What takes place, when, where and with whom.
fn appointment(order: &OrderDetails, business: &BusinessDetails) -> Html {
    let item = |item: &BookedItem| {
        html! {
            <li>
                <b>{ &item.name }</b>
                <small>{ words::time_at(item.starts_at, &business.zone) }
                    if let Some(staff) = &item.staff_name { { " · " }{ staff } }
                </small>
                if !item.add_ons.is_empty() {
                    <small>{ "With " }{ item.add_ons.join(", ") }</small>
                }
            </li>
        }
    };
    html! {
        <section class="card facts-card">
            <h2>{ "Appointment" }</h2>
            <ul class="plain">{ for order.items.iter().map(item) }</ul>
            <dl>
                { fact("Calendar", html! { { &order.calendar } }) }
                if let Some(place) = &order.location {
                    { fact("Where", html! { <>{ &place.name }<small>{ &place.address }</small></> }) }
                }
                if let Some(until) = order.hold_until {
                    { fact("Kept until", html! { { words::time_at(until, &business.zone) } }) }
                }
                if !order.attendees.is_empty() {
                    { fact("Who takes part", html! {
                        { for order.attendees.iter().map(|one| html! {
                            <span class="line">{ one.name.as_str().to_owned() }
                                if let Some(email) = &one.email { <small>{ email.as_str().to_owned() }</small> }
                            </span>
                        }) }
                    }) }
                }
            </dl>
        </section>
    }
}

/// Who booked, and how to reach them.
fn guest(order: &OrderDetails, business: &BusinessDetails) -> Html {
    let email = order.guest.email.as_str().to_owned();
    html! {
        <section class="card facts-card">
            <h2>{ "Guest" }</h2>
            <dl>
                { fact("Name", html! { { order.guest.name.as_str().to_owned() } }) }
                { fact("E-mail", html! { <a href={format!("mailto:{email}")}>{ email.clone() }</a> }) }
                if let Some(phone) = &order.guest.phone {
                    { fact("Phone", html! { { phone.as_str().to_owned() } }) }
                }
                if let Some(notes) = &order.guest.notes {
                    { fact("Notes", html! { <span class="said">{ notes.as_str().to_owned() }</span> }) }
                }
                if order.guest_zone != business.zone {
                    { fact("Time zone", html! { { &order.guest_zone } }) }
                }
                if let Some(name) = &order.booked_by {
                    { fact("Booked for them by", html! { <span data-test="booked-by">{ name }</span> }) }
                }
                if let Some(member) = &order.member_id {
                    { fact("Member", html! { { member.as_str().to_owned() } }) }
                }
            </dl>
        </section>
    }
}

/// What the guest answered and agreed to.
fn answers(order: &OrderDetails) -> Html {
    if order.answers.is_empty() && order.consent.is_none() {
        return Html::default();
    }
    html! {
        <section class="card facts-card">
            <h2>{ "Answers" }</h2>
            <dl>
                { for order.answers.iter().map(|answer| {
                    fact_of(&answer.question, html! { <span class="said">{ answer.values.join(", ") }</span> })
                }) }
                if let Some(consent) = &order.consent {
                    { fact("Agreed to", html! { <span class="said">{ consent }</span> }) }
                }
            </dl>
        </section>
    }
}

/// Where the order came from.
fn origin(order: &OrderDetails, business: &BusinessDetails) -> Html {
    html! {
        <section class="card facts-card">
            <h2>{ "Order" }</h2>
            <dl>
                { fact("Number", html! { <span class="code" data-test="order-id">{ &order.id }</span> }) }
                { fact("Booked", html! { { words::time_at(order.created_at, &business.zone) } }) }
                { for order.passed.iter().map(|one| fact_of(&one.name, html! { { &one.value } })) }
            </dl>
            if business.permissions.contains(&Permission::ViewCoupons)
                && business.features.contains(&Feature::Coupons)
            {
                { try_code(order, business) }
            }
        </section>
    }
}

/// The way to why a code worked for this guest, or did not.
fn try_code(order: &OrderDetails, business: &BusinessDetails) -> Html {
    let to = Route::TryCode {
        business: business.id.clone(),
    };
    let coupon = order.payments.coupon.as_ref();
    let code = coupon.and_then(|coupon| coupon.code.as_ref());
    let mut query = vec![("customer", order.guest.email.as_str().to_owned())];
    query.extend(code.map(|code| ("code", code.to_string())));
    html! {
        <p><GoTo class="link" {to} {query} hook="try-as">{ "Did a code not work? Try it as this guest" }</GoTo></p>
    }
}

fn fact(name: &str, value: Html) -> Html {
    html! { <div><dt>{ name.to_owned() }</dt><dd>{ value }</dd></div> }
}

fn fact_of(name: &str, value: Html) -> Html {
    fact(name, value)
}
