//! The style sheets, for the build script alone: guests download the text that comes of them.

mod calendar;
mod classic;
mod controls;
mod coupon;
mod fields;
mod form;
mod menu;
mod narrow;
mod neo;
mod notes;
mod outcome;
mod summary;
mod tokens;

use stylist::StyleSource;

/// What both looks share, in the order of the text.
pub(crate) fn shared() -> Vec<StyleSource> {
    vec![
        tokens::tokens(),
        controls::controls(),
        fields::fields(),
        menu::menu(),
        notes::notes(),
        calendar::calendar(),
        summary::summary(),
        narrow::narrow(),
    ]
}

/// What the later part of the program draws, in the order of the text.
pub(crate) fn later() -> Vec<StyleSource> {
    vec![form::form(), coupon::coupon(), outcome::outcome()]
}

/// What pages of other programs of the product stand on.
pub(crate) fn ground() -> Vec<StyleSource> {
    vec![
        tokens::tokens(),
        controls::controls(),
        fields::fields(),
        form::form(),
        notes::notes(),
    ]
}

pub(crate) use classic::classic;
pub(crate) use neo::neo;
