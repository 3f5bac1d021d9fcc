//! The pieces that both looks are made of: plain data in, events out.

mod button;
mod choices;
mod coupon;
mod form;
mod header;
mod icon;
mod languages;
mod menu;
mod month;
mod notice;
mod outcome;
mod payment;
mod slots;
mod steps;
mod summary;

pub(super) use choices::{attendees, choices, go_on};
pub(super) use coupon::coupon;
pub(super) use form::details;
pub(super) use header::{cover, intro, test_banner};
pub(super) use languages::languages;
pub(super) use menu::menu;
pub(super) use month::month;
pub(super) use notice::notice;
pub(super) use outcome::{outcome, receipt};
pub(super) use payment::payment;
pub(super) use slots::slots;
pub(super) use steps::{heading, marks};
pub(super) use summary::{Fold, Place, summary, tally, total_row};

use super::pen::Pen;
pub use icon::Icon;

/// A line with a sign before it; `dressed` sets what else it has.
fn message(pen: &mut Pen, class: &'static str, icon: Icon, text: &str, dressed: &dyn Fn(&mut Pen)) {
    pen.el("p", class, |pen| {
        dressed(pen);
        icon.draw(pen);
        pen.line("span", "", text);
    });
}

/// How many signs of a text take room: marks of direction do not.
fn signs(text: &str) -> usize {
    let is_mark = |sign: &char| matches!(sign, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|sign| !is_mark(sign)).count()
}

/// `true` and `false` as attributes of ARIA are written.
fn aria(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}
