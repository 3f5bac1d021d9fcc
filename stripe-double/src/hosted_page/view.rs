//! How the pages look. Every text from outside goes through the template's escaping.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Notice;
use crate::sessions::{Line, Session};

fn document(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/c/checkout.css";
            }
            body { (body) }
        }
    }
}

/// The open session: what is bought, and a test card.
pub(super) fn checkout(
    session: &Session,
    merchant: &str,
    notice: Option<Notice>,
    email: Option<&str>,
) -> Markup {
    let title = format!("Checkout · {merchant}");
    document(
        &title,
        &html! {
            main class="checkout" {
                (summary(session, merchant))
                (payment(session, notice, email))
            }
        },
    )
}

fn summary(session: &Session, merchant: &str) -> Markup {
    let terms = &session.terms;
    let money = |minor| terms.currency.format(minor);
    html! {
        section class="summary" aria-labelledby="due" {
            div class="inner" {
                header class="merchant" {
                    @if let Some(url) = session.cancel_url() {
                        a id="back" class="back" href=(url) {
                            (ARROW)
                            span { "Back" span class="unseen" { " to " (merchant) } }
                        }
                    }
                    span class="name" { (merchant) }
                    span class="badge" { "Test mode" }
                }
                h1 id="due" {
                    span class="what" { "Amount due" }
                    span class="amount" { (money(terms.totals.total_minor)) }
                }
                ul class="lines" {
                    @for line in &terms.lines { (line_of(line, &money)) }
                }
                dl class="sums" {
                    div {
                        dt { "Subtotal" }
                        dd id="subtotal" { (money(terms.totals.subtotal_minor)) }
                    }
                    @if let Some(discount) = &session.discount {
                        div class="discount" {
                            dt {
                                span class="unseen" { "Discount " }
                                span class="coupon" { (TAG) bdi { (discount.name) } }
                                @if let Some(benefit) = &discount.benefit { small { (benefit) } }
                            }
                            dd id="discount" { (money(-terms.totals.discount_minor)) }
                        }
                    }
                    div class="total" {
                        dt { "Total due" }
                        dd id="total" { (money(terms.totals.total_minor)) }
                    }
                }
            }
        }
    }
}

fn line_of(line: &Line, money: &impl Fn(i64) -> String) -> Markup {
    html! {
        li {
            div {
                span class="product" { (line.name) }
                @if let Some(description) = &line.description { small { (description) } }
                @if line.quantity > 1 {
                    small class="each" { (line.quantity) " × " (money(line.unit_minor)) }
                }
            }
            span class="amount" { (money(line.unit_minor * line.quantity)) }
        }
    }
}

fn payment(session: &Session, notice: Option<Notice>, email: Option<&str>) -> Markup {
    let terms = &session.terms;
    let action = |name: &str| format!("/c/pay/{}/{name}", session.id);
    let email_is_wrong = notice == Some(Notice::NotAnEmail);
    html! {
        section class="payment" aria-labelledby="payment" {
            @if session.takes_codes() {
                form class="inner" method="post" action=(action("code")) {
                    label for="code" { "Promotion code" }
                    input id="code" name="code" autocomplete="off";
                    button id="apply" { "Apply" }
                }
            }
            form class="inner" method="post" action=(action("pay")) {
                h2 id="payment" { "Payment details" }
                p class="test" {
                    (SHIELD)
                    span { strong { "Test payment, no card is charged." } " The card below is a test card." }
                }
                @if let Some(notice) = notice {
                    p id="notice" class="notice" role="alert" tabindex="-1" autofocus { (sentence(notice)) }
                }
                div class="field" {
                    label for="email" { "Email" }
                    @if let Some(given) = &terms.customer_email {
                        input id="email" name="email" type="email" value=(given) readonly;
                    } @else {
                        input id="email" name="email" type="email" value=[email] required
                            autocomplete="email" placeholder="you@example.com"
                            aria-invalid=[email_is_wrong.then_some("true")]
                            aria-describedby=[email_is_wrong.then_some("notice")];
                    }
                }
                fieldset class="card" {
                    legend { "Test card" }
                    div class="box" {
                        label class="number" {
                            span class="unseen" { "Card number" }
                            input value="4242 4242 4242 4242" readonly autocomplete="off";
                            span class="brand" aria-hidden="true" { "TEST" }
                        }
                        label {
                            span class="unseen" { "Expiry date" }
                            input value="12 / 34" readonly autocomplete="off";
                        }
                        label {
                            span class="unseen" { "Security code" }
                            input value="123" readonly autocomplete="off";
                        }
                    }
                }
                button id="pay" class="primary" type="submit" {
                    "Pay " (terms.currency.format(terms.totals.total_minor))
                }
                @if session.delayed_methods {
                    button id="debit" class="secondary" type="submit" formaction=(action("debit")) {
                        "Pay by bank debit"
                    }
                }
                button id="decline" class="secondary" type="submit" formaction=(action("decline")) formnovalidate {
                    "Decline"
                }
                p class="hint" { "Decline plays a card that its bank turns down." }
                (footer())
            }
        }
    }
}

fn sentence(notice: Notice) -> &'static str {
    match notice {
        Notice::Declined => "Your card was declined. Try another card.",
        Notice::NotAnEmail => "Enter a complete email address, for instance you@example.com.",
        Notice::NoSuchCode => "This code is invalid.",
        Notice::DiscountGone => {
            "This discount is no longer available. Go back to see the new price."
        }
    }
}

/// A session that ended without a payment.
pub(super) fn expired(session: &Session, merchant: &str) -> Markup {
    let link = session
        .cancel_url()
        .map(|url| (url, "back", format!("Back to {merchant}")));
    message(
        "This checkout has expired",
        "expired",
        &html! { p { "Nothing was charged. Go back to " (merchant) " to start again." } },
        link,
    )
}

/// A session that was paid before.
pub(super) fn paid(session: &Session, merchant: &str) -> Markup {
    let total = session
        .terms
        .currency
        .format(session.terms.totals.total_minor);
    message(
        "This is already paid",
        "paid",
        &html! { p { "The payment of " span id="total" { (total) } " to " (merchant) " went through. Nothing more was charged." } },
        Some((session.success_url(), "continue", "Continue".to_owned())),
    )
}

/// What a guest sees at an address of no session.
pub(super) fn not_found() -> Markup {
    message(
        "Checkout not found",
        "not-found",
        &html! { p { "There is no checkout at this address. It may have been mistyped, or the test service was started anew since." } },
        None,
    )
}

/// A page with one thing to say, and at most one way on: address, id and label.
fn message(title: &str, id: &str, body: &Markup, link: Option<(String, &str, String)>) -> Markup {
    document(
        title,
        &html! {
            main class="message" {
                section id=(id) {
                    span class="badge" { "Test mode" }
                    h1 { (title) }
                    (body)
                    @if let Some((address, id, label)) = link {
                        a id=(id) class="primary" href=(address) { (label) }
                    }
                    (footer())
                }
            }
        },
    )
}

fn footer() -> Markup {
    html! {
        footer { "A development stand-in for Stripe Checkout, not Stripe." }
    }
}

const ARROW: PreEscaped<&str> = PreEscaped(
    r#"<svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M13 8H3m4.5-4.5L3 8l4.5 4.5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>"#,
);
const TAG: PreEscaped<&str> = PreEscaped(
    r#"<svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14"><path d="M2.5 2.5h5l6 6-5 5-6-6z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/><circle cx="5.4" cy="5.4" r="1" fill="currentColor"/></svg>"#,
);
const SHIELD: PreEscaped<&str> = PreEscaped(
    r#"<svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20"><path d="M10 2.2 16 4.4v4.7c0 4-2.5 6.9-6 8.7-3.5-1.8-6-4.7-6-8.7V4.4z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/><path d="m7.3 9.9 2 2 3.6-3.9" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>"#,
);
