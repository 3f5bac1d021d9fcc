//! Draws a booking that was made: what to send to the customer, and the ways on.

use booking_contract::owner::{BookedForCustomer, BusinessDetails};
use booking_widget::view::Icon;
use yew::prelude::*;

use crate::client::said;
use crate::parts::{Button, Copy, Kind, Notice, Sign, Tone, icon};
use crate::route::Route;
use crate::side::GoTo;
use crate::words;

/// It is booked.
pub(super) fn booked(
    made: &BookedForCustomer,
    business: &BusinessDetails,
    sees_orders: bool,
    another: Callback<()>,
) -> Html {
    let order = &made.order;
    let money = |minor| words::money(minor, order.payments.currency);
    let names: Vec<&str> = order.items.iter().map(|item| item.name.as_str()).collect();
    let until = |at| words::minute_at(at, &business.zone);
    html! {
        <>
            <section class="card group" data-test="booked">
                <div class="verdict good" role="status">
                    { icon(Sign::Shared(Icon::Check)) }
                    <div>
                        <h1 tabindex="-1">{ format!("{} is booked", order.guest.name.as_str()) }</h1>
                        <p>{ format!("{}, {}", names.join(", "), words::time_at(order.starts_at, &business.zone)) }</p>
                    </div>
                </div>
                if order.recorded {
                    <dl class="sums" data-test="booked-sums">
                        if order.payments.discount_minor > 0 {
                            <div><dt>{ "Discount" }</dt><dd>{ format!("−{}", money(order.payments.discount_minor)) }</dd></div>
                        }
                        <div><dt>{ "Total" }</dt><dd>{ money(order.payments.total_minor) }</dd></div>
                        <div class="all"><dt>{ "Left to be paid" }</dt><dd>{ money(order.payments.balance_minor) }</dd></div>
                    </dl>
                }
                if let Some(link) = &order.payment_link {
                    <Copy id="desk-link" label={format!("Payment link, until {}", until(link.until))}
                        text={link.url.clone()} hook="copy-link" />
                }
                if let Some(problem) = &made.no_link {
                    <Notice tone={Tone::Warn} title="It is booked, but there is no payment link yet"
                        text={said(problem)} hook="no-link" />
                }
                <Copy id="desk-page" label="Page of the booking, for the customer" text={made.guest_page.clone()} hook="copy-page" />
                <p class="small">{ "Nothing was sent to the customer by itself. Whoever has the address of the page can look at the booking and cancel it." }</p>
            </section>
            <div class="tools">
                <Button text="Book another" kind={Kind::Main} press={another} hook="another" />
                if sees_orders {
                    <GoTo class="btn side" hook="to-order" to={Route::Order {
                        business: business.id.clone(),
                        order: order.id.clone(),
                    }}>{ "Open the order" }</GoTo>
                }
            </div>
        </>
    }
}
