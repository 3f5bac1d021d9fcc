//! Draws what the linter finds.

use booking_engine::{Finding, Severity};
use booking_widget::view::Icon;
use yew::prelude::*;

use super::findings_text::Speech;
use crate::parts::{Sign, icon};

/// What it finds, the worst first; nothing where it finds nothing.
pub(crate) fn findings(found: &[Finding], speech: &Speech<'_>) -> Html {
    let line = |finding: &Finding| {
        let (class, sign) = match finding.severity {
            Severity::Error => ("finding bad", Icon::Alert),
            Severity::Warning => ("finding warn", Icon::Alert),
            Severity::Notice => ("finding", Icon::Info),
        };
        html! {
            <li {class} data-test="finding">
                { icon(Sign::Shared(sign)) }<span>{ speech.finding(&finding.flaw) }</span>
            </li>
        }
    };
    html! {
        if !found.is_empty() {
            <ul class="card findings" aria-label="What to know about this coupon">
                { for found.iter().map(line) }
            </ul>
        }
    }
}
