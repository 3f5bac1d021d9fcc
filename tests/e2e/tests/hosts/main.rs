//! Pages of businesses, and what else a widget is put into, in all three engines.
//!
//! The tests come from tables: one for each scene and engine, named after both. An engine's tests
//! share a browser and a stack, see [`house`].
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod checkout;
mod dashboard;
mod engines;
mod house;
mod inline;
mod pages;
mod site;
mod webview;

use std::process::ExitCode;

use libtest_mimic::Arguments;

use house::House;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let scenes = [
        engines::scenes(),
        dashboard::scenes(),
        checkout::scenes(),
        webview::scenes(),
        inline::scenes(),
        pages::scenes(),
    ];
    House::play(&arguments, scenes.into_iter().flatten().collect())
}
