//! The folder of the same name in the widget, without what asks a browser.

#[path = "../../../src/text/formats/plain/mod.rs"]
#[allow(dead_code, reason = "what guesses a guest's country is not compared")]
mod plain;
#[path = "../../../src/text/formats/shape.rs"]
mod shape;

pub(super) use plain::Formats;
pub(super) use shape::DateShape;
