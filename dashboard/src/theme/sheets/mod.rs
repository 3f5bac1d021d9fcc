//! The dashboard's own style sheets, for the build script alone.

mod catalog;
mod desk;
mod forms;
mod frame;
mod lists;
mod orders;
mod overlays;
mod settings;
mod trying;

use stylist::StyleSource;

/// All of them, in the order of the text.
pub(crate) fn all() -> Vec<StyleSource> {
    vec![
        frame::frame(),
        lists::lists(),
        forms::forms(),
        catalog::catalog(),
        orders::orders(),
        overlays::overlays(),
        trying::trying(),
        settings::settings(),
        desk::desk(),
    ]
}
