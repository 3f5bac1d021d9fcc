//! The gallery of every state: drawn from the real views, served by the demo, and photographed by
//! `cargo xtask shots`.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::error::XtaskError;
use crate::programs::Programs;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;

/// Drawing takes a second, compiling what draws some minutes at first.
const DRAW_LIMIT: Duration = Duration::from_mins(20);
/// Some thousand pictures take some minutes.
const SHOTS_LIMIT: Duration = Duration::from_mins(40);

/// Draws every state into `target/gallery`, and returns that folder.
pub(crate) fn draw(toolchain: &Toolchain) -> Result<PathBuf, XtaskError> {
    println!("Drawing every state of the widgets.");
    let folder = toolchain.target_dir().join("gallery");
    let mut command = toolchain.cargo();
    command
        .args(["run", "-p", "booking-widget", "--example", "gallery", "--"])
        .arg(&folder);
    let logs = toolchain.logs();
    let step = Step {
        title: "Draw the gallery",
        echo: Echo::Heartbeat,
        limit: DRAW_LIMIT,
        logs: &logs,
    };
    step.must(command, "Correct what the compiler says above.")?;
    Ok(folder)
}

/// A cargo command for what drives a browser against companion and double.
pub(crate) fn beside_a_browser(toolchain: &Toolchain) -> Result<Command, XtaskError> {
    let programs = Programs::build(toolchain)?;
    let browser = toolchain.browser()?;
    let mut command = toolchain.cargo();
    command
        .env("BOOKING_COMPANION", &programs.companion)
        .env("STRIPE_DOUBLE", &programs.stripe_double)
        .env("CHROMEDRIVER", browser.chromedriver)
        .env("CHROMIUM", browser.chromium)
        .env("GALLERY", toolchain.target_dir().join("gallery"));
    Ok(command)
}

/// Takes the pictures, into `target/shots`.
pub(crate) fn shots(toolchain: &Toolchain, only: Option<&str>) -> Result<(), XtaskError> {
    draw(toolchain)?;
    let mut command = beside_a_browser(toolchain)?;
    command
        .args(["run", "-p", "e2e", "--bin", "shots", "--"])
        .arg(toolchain.target_dir().join("shots"))
        .args(only);
    let logs = toolchain.logs();
    let step = Step {
        title: "Take pictures",
        echo: Echo::Lines,
        limit: SHOTS_LIMIT,
        logs: &logs,
    };
    step.must(command, "Correct what it says above.")?;
    Ok(())
}
