//! The Payments view of an order: what it costs, what was paid, what is left, and the same for each
//! attendee. Figures stand below each other, digit by digit.

use booking_contract::owner::{
    AttendeePayments, OrderDetails, OrderTransaction, PaymentsView, RefundProgress, TransactionKind,
};
use booking_engine::Currency;
use yew::{Html, html};

use super::said;
use crate::words;

/// The whole view.
pub(super) fn payments(order: &OrderDetails, zone: &str) -> Html {
    let view = &order.payments;
    html! {
        <section class="card" aria-labelledby="payments" data-test="payments">
            <div class="inner"><h2 id="payments">{ "Payments" }</h2></div>
            { sums(view) }
            if view.attendees.len() > 1 {
                { attendees(view) }
            }
            { movements(order, zone) }
        </section>
    }
}

/// From the price to the balance.
fn sums(view: &PaymentsView) -> Html {
    let money = |minor| words::money(minor, view.currency);
    let line = |name: Html, figure: String, strong: bool, hook: &'static str| {
        html! {
            <div class={strong.then_some("strong")} data-test={hook}>
                <dt>{ name }</dt><dd>{ figure }</dd>
            </div>
        }
    };
    let coupon = view.coupon.as_ref().map(|coupon| match &coupon.code {
        Some(code) => html! { <>{ "Coupon " }<span class="code">{ code.to_string() }</span></> },
        None => html! { <>{ "Coupon " }{ &coupon.name }</> },
    });
    let discount = coupon.unwrap_or_else(|| html! { "Discount" });
    html! {
        <dl class="payments">
            { line(html! { "Price" }, money(view.subtotal_minor), false, "sum-price") }
            if view.discount_minor > 0 || view.coupon.is_some() {
                { line(discount, money(-view.discount_minor), false, "sum-discount") }
            }
            if view.tax_minor > 0 {
                { line(html! { "Tax" }, money(view.tax_minor), false, "sum-tax") }
            }
            { line(html! { "Adjusted total" }, money(view.total_minor), true, "sum-total") }
            { line(html! { "Paid" }, money(view.paid_minor), false, "sum-paid") }
            if view.refunded_minor > 0 {
                { line(html! { "Given back" }, money(-view.refunded_minor), false, "sum-back") }
            }
            { line(html! { "Remaining balance" }, money(view.balance_minor), true, "sum-balance") }
        </dl>
    }
}

/// The same for each attendee; each column sums to the figure above.
fn attendees(view: &PaymentsView) -> Html {
    let (tax, back) = (view.tax_minor > 0, view.refunded_minor > 0);
    let discount = view.discount_minor > 0;
    let cell = |name: &'static str, minor: i64| {
        html! {
            <td class="num"><span class="slim">{ name }{ " " }</span>{ words::money(minor, view.currency) }</td>
        }
    };
    let row = |one: &AttendeePayments| {
        let name = one.name.clone();
        html! {
            <tr key={one.number} class={one.called_off.then_some("off")} data-test="attendee">
                <th scope="row">
                    { name.unwrap_or_else(|| format!("Attendee {}", one.number)) }
                    <small>{ if one.called_off { "Called off" } else { one.service.as_str() } }</small>
                </th>
                { cell("Price", one.subtotal_minor) }
                if discount { { cell("Discount", -one.discount_minor) } }
                if tax { { cell("Tax", one.tax_minor) } }
                { cell("Total", one.total_minor) }
                { cell("Paid", one.paid_minor) }
                if back { { cell("Given back", -one.refunded_minor) } }
                { cell("Balance", one.balance_minor) }
            </tr>
        }
    };
    let head = |name: &'static str| html! { <th scope="col" class="num">{ name }</th> };
    html! {
        <table class="table shares">
            <thead><tr>
                <th scope="col">{ "Attendee" }</th>
                { head("Price") }
                if discount { { head("Discount") } }
                if tax { { head("Tax") } }
                { head("Total") }
                { head("Paid") }
                if back { { head("Given back") } }
                { head("Balance") }
            </tr></thead>
            <tbody>{ for view.attendees.iter().map(row) }</tbody>
        </table>
    }
}

/// What moved, the oldest first, and what is on its way.
fn movements(order: &OrderDetails, zone: &str) -> Html {
    let row = |one: &OrderTransaction| {
        let amount = one.currency.parse::<Currency>().map_or_else(
            |_| format!("{} {}", one.amount_minor, one.currency),
            |currency| words::money(one.amount_minor, currency),
        );
        html! {
            <li key={one.id.clone()} data-test="movement">
                <span>
                    <b>{ said::movement(one) }</b>
                    <small>{ words::time_at(one.at, zone) }
                        if one.kind != TransactionKind::Created {
                            { " · " }<span class="code">{ &one.id }</span>
                        }
                        if !one.note.is_empty() {
                            { " · " }{ &one.note }
                        }
                    </small>
                </span>
                <span class="figure">{ amount }</span>
            </li>
        }
    };
    let under_way = order.refunds.iter().filter(|refund| {
        // What succeeded is a movement above; nothing was moved for an amount of 0.
        refund.amount_minor > 0 && refund.state != RefundProgress::Succeeded
    });
    html! {
        <>
            <div class="inner"><h3>{ "What moved" }</h3></div>
            <ul class="moves">
                { for order.transactions.iter().map(row) }
                { for under_way.map(|refund| html! {
                    <li key={format!("refund {}", refund.number)} data-test="refund-under-way">
                        <span>
                            <b>{ "Refund " }{ said::progress(refund.state) }</b>
                            <small>{ words::time_at(refund.at, zone) }</small>
                        </span>
                        <span class="figure off">{ words::money(-refund.amount_minor, order.payments.currency) }</span>
                    </li>
                }) }
            </ul>
        </>
    }
}
