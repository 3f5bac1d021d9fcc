//! `cargo xtask mutants`: every line of the engine changed for the worse, one at a time, to see
//! whether a test notices. What nobody notices is listed at the end.
//!
//! What is changed, and what is run on it, stands in `.cargo/mutants.toml`.

use std::process::ExitCode;
use std::time::Duration;

use crate::error::XtaskError;
use crate::step::{Echo, End, Step};
use crate::toolchain::{Tool, Toolchain};

/// The whole engine takes an hour or two on 2 cores.
const LIMIT: Duration = Duration::from_hours(12);

/// Runs over the whole engine, or over the files that match a pattern.
pub(crate) fn run(toolchain: &Toolchain, file: Option<&str>) -> Result<ExitCode, XtaskError> {
    let cargo_mutants = toolchain.tool(Tool::CargoMutants)?;
    println!("Changing the engine one piece at a time; the results come below target/mutants.out.");
    let mut command = toolchain.command(&cargo_mutants);
    command
        .args(["mutants", "--package", "booking-engine", "--output"])
        .arg(toolchain.target_dir())
        // Every change meets the same random cases, so that two runs give the same answer. A case
        // that fails is neither made smaller nor kept: that it fails is all that is asked.
        .env("PROPTEST_RNG_SEED", "1")
        .env("PROPTEST_MAX_SHRINK_ITERS", "0")
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
        .env("RUST_BACKTRACE", "0");
    if let Some(file) = file {
        command.args(["--file", file]);
    }
    let logs = toolchain.logs();
    let finished = Step {
        title: "Mutants",
        echo: Echo::Lines,
        limit: LIMIT,
        logs: &logs,
    }
    .run(command)?;
    Ok(if finished.end == End::Succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
