//! A receipt as a page: for the screen in light and dark, and for print in black on white. It runs
//! nothing; browsers print it by themselves.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Line, Receipt};
use crate::Problem;
use crate::pages::lean;
use crate::pages::policy::{self, Doing, Framing, Nonce};

static STYLE: LazyLock<String> = LazyLock::new(|| lean::style(include_str!("page.css")));

/// The page, with the address of the file beside it.
pub(crate) fn page(receipt: &Receipt, file: &str) -> Result<Response, Problem> {
    let nonce = Nonce::new().map_err(|_| Problem::Internal("no randomness".into()))?;
    let markup = document(receipt, file, &nonce);
    Ok(policy::page(
        StatusCode::OK,
        &nonce,
        Framing::Nobody,
        Doing::Asking,
        markup,
    ))
}

fn document(receipt: &Receipt, file: &str, nonce: &Nonce) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "Receipt · " (receipt.business) }
                link rel="icon" href="data:,";
                style nonce=(nonce.as_str()) { (PreEscaped(STYLE.as_str())) }
            }
            body {
                main {
                    header {
                        p.name { bdi { (receipt.business) } }
                        h1 { "Receipt" }
                    }
                    dl.facts {
                        div { dt { "Order" } dd { (receipt.order) } }
                        div { dt { "Booked" } dd { (receipt.booked) } }
                        div { dt { "For" } dd { @for line in &receipt.guest { bdi { (line) } } } }
                    }
                    (table("What it costs", &receipt.price))
                    (table("What was paid", &receipt.paid))
                    @for note in &receipt.notes { p.note { (note) } }
                    p.ways { a href=(file) { "As a PDF file" } }
                }
            }
        }
    }
}

fn table(name: &str, lines: &[Line]) -> Markup {
    html! {
        table {
            caption { (name) }
            tbody {
                @for line in lines {
                    tr.sum[line.is_sum] {
                        th scope="row" {
                            bdi { (line.name) }
                            @if !line.detail.is_empty() { small { bdi { (line.detail) } } }
                        }
                        td { (line.amount) }
                    }
                }
            }
        }
    }
}
