//! Putting a calendar on a site: the lines to copy, and what guests will see.

pub mod snippet;
mod view;

pub(crate) use view::EmbedPage;
