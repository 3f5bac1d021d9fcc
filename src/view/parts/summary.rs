//! The price, line by line, with the coupon field.

use yew::{Callback, Html, Properties, component, html, use_mut_ref, use_state_eq};

use super::aria;
use super::button::amount;
use super::coupon::coupon;
use super::icon::Icon;
use crate::flow::{Event, MoneyRow, Summary};
use crate::text::Texts;

/// What the summary gets.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SummaryProps {
    pub(crate) summary: Summary,
    pub(crate) text: &'static Texts,
    pub(crate) send: Callback<Event>,
    /// Whether it starts unfolded where there is room for one column only.
    #[prop_or_default]
    pub(crate) open: bool,
}

/// Service, time, lines, discount, total and coupon. On a narrow page Neo folds it into a bar
/// with the total; the fold is a matter of looks, so it is kept here.
#[component]
pub(crate) fn PriceSummary(props: &SummaryProps) -> Html {
    let SummaryProps {
        summary,
        text,
        send,
        open,
    } = props;
    let unfolded = use_state_eq(|| *open);
    let toggle = {
        let unfolded = unfolded.clone();
        move |_| unfolded.set(!*unfolded)
    };
    let line = |row: &MoneyRow| amount("line", &row.label, (&row.amount).into(), None);
    // Below a single line the subtotal would only say the same again.
    let several = summary.lines.len() > 1;
    let subtotal = summary.subtotal.iter().filter(|_| several);

    // The total lights up for a moment whenever it changes, by being a new element each time.
    let shown = use_mut_ref(|| (summary.total.amount.clone(), 0_u32));
    let mut shown = shown.borrow_mut();
    if shown.0 != summary.total.amount {
        *shown = (summary.total.amount.clone(), shown.1.wrapping_add(1));
    }
    let changes = shown.1;
    let fresh = (changes > 0).then_some("fresh");
    let total = html! { <span key={changes} class={fresh}>{ &summary.total.amount }</span> };
    html! {
        <section class={if *unfolded { "sum open" } else { "sum" }} aria-labelledby="booking-summary">
            <h2 class="vh" id="booking-summary">{ text.summary() }</h2>
            if !*open {
                <button type="button" class="toggle" aria-expanded={aria(*unfolded)} data-test="summary-toggle" onclick={toggle}>
                    <span>{ &summary.total.label }</span>
                    <span>{ &summary.total.amount }{ Icon::Down.draw() }</span>
                </button>
            }
            <div class="fold">
                <p class="what">
                    <strong><bdi>{ &summary.service }</bdi></strong>
                    <span>{ summary.when.as_deref().unwrap_or(text.choose_time()) }</span>
                </p>
                <dl class="lines">
                    { for summary.lines.iter().chain(subtotal).map(line) }
                    if let Some(off) = &summary.discount {
                        <div class="line off">
                            <dt><bdi class="code">{ &off.label }</bdi>{ " " }<span class="detail">{ &off.detail }</span></dt>
                            <dd data-test="summary-discount">{ &off.amount }</dd>
                        </div>
                    }
                    { amount("line total", &summary.total.label, total, Some("summary-total")) }
                </dl>
                if let Some(field) = &summary.coupon {
                    { coupon(field, text, send) }
                }
            </div>
        </section>
    }
}
