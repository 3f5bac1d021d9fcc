//! `cargo xtask fuzz`: bytes that nobody wrote, thrown at the engine's doors.
//!
//! The targets are in `engine/fuzz/`. They run on the stable compiler, with the instrumentation
//! that it has and without a sanitizer: the engine has no unsafe code that one could watch.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::error::XtaskError;
use crate::step::{Echo, Step};
use crate::toolchain::{Tool, Toolchain};

/// The folder of the targets, in the checkout.
const FOLDER: &str = "engine/fuzz";
/// The targets, each with the longest input that is worth trying, in bytes.
const TARGETS: [(&str, u32); 2] = [("json_door", 8_192), ("code_parser", 512)];
/// Building both targets takes a minute or two on 2 cores; what comes on top is the fuzzing.
const BUILD_LIMIT: Duration = Duration::from_mins(20);
const ADVICE: &str = "The input that broke a promise lies below target/fuzz/artifacts; make it a test in \
     engine/tests/it/doors.rs, and correct the engine.";

/// Runs every target for so many seconds each; stops at the first broken promise.
pub(crate) fn run(toolchain: &Toolchain, seconds: u32) -> Result<(), XtaskError> {
    let cargo_fuzz = toolchain.tool(Tool::CargoFuzz)?;
    println!(
        "Building the fuzz targets (a minute or two at first), then {seconds} s of fuzzing each: {}.",
        TARGETS.map(|(name, _)| name).join(", ")
    );
    let logs = toolchain.logs();
    for (target, length_max) in TARGETS {
        let folders = Folders::make(toolchain, target)?;
        let title = format!("Fuzz {target}");
        let finished = Step {
            title: &title,
            echo: Echo::Heartbeat,
            limit: BUILD_LIMIT + Duration::from_secs(seconds.into()),
            logs: &logs,
        }
        .must(
            command(
                toolchain,
                &cargo_fuzz,
                target,
                length_max,
                seconds,
                &folders,
            ),
            ADVICE,
        )?;
        let Some(Tried { inputs, edges }) = tried(&finished.output) else {
            return Err(XtaskError::Missing {
                what: format!("the fuzzer of {target} does not say what it tried"),
                advice: format!("See {}.", finished.log.display()),
            });
        };
        println!("  {target}: {inputs} inputs, {edges} branches reached, every promise kept");
    }
    Ok(())
}

/// What a fuzzer did.
#[derive(Debug, PartialEq, Eq)]
struct Tried {
    inputs: u64,
    edges: u64,
}

/// Reads the fuzzer's last words; none if it tried nothing.
fn tried(output: &str) -> Option<Tried> {
    let inputs = output
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    let done = output.lines().rev().find(|line| line.contains("DONE"))?;
    let (_, after) = done.split_once("cov: ")?;
    let tried = Tried {
        inputs: inputs.trim().parse().ok()?,
        edges: after.split_whitespace().next()?.parse().ok()?,
    };
    (tried.inputs > 0).then_some(tried)
}

/// Where inputs come from and go to.
struct Folders {
    /// Grows from run to run; outside the sources.
    corpus: PathBuf,
    /// Inputs that are part of the repository.
    seeds: PathBuf,
    /// Words for the fuzzer, where a target has some.
    words: Option<PathBuf>,
    /// Inputs that broke a promise.
    artifacts: PathBuf,
}

impl Folders {
    fn make(toolchain: &Toolchain, target: &str) -> Result<Self, XtaskError> {
        let work = toolchain.target_dir().join("fuzz");
        let seeds = toolchain.checkout().join(FOLDER).join("seeds");
        let words = seeds.join(format!("{target}.dict"));
        let folders = Self {
            corpus: work.join("corpus").join(target),
            seeds: seeds.join(target),
            words: words.is_file().then_some(words),
            artifacts: work.join("artifacts").join(target),
        };
        for folder in [&folders.corpus, &folders.artifacts] {
            fs::create_dir_all(folder).map_err(XtaskError::file(folder))?;
        }
        Ok(folders)
    }
}

fn command(
    toolchain: &Toolchain,
    cargo_fuzz: &PathBuf,
    target: &str,
    length_max: u32,
    seconds: u32,
    folders: &Folders,
) -> Command {
    let mut command = toolchain.command(cargo_fuzz);
    command
        .args(["run", "--fuzz-dir", FOLDER, "--sanitizer", "none"])
        // Overflows of the engine's own arithmetic are to be seen, at the speed of a release.
        .args(["--release", "--debug-assertions"])
        .args(["--features", "libfuzzer", "--target-dir"])
        .arg(toolchain.target_dir().join("fuzz/build"))
        .arg(target)
        .args([&folders.corpus, &folders.seeds])
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={length_max}"))
        .arg(format!("-artifact_prefix={}/", folders.artifacts.display()))
        .args(["-timeout=10", "-print_final_stats=1"]);
    if let Some(words) = &folders.words {
        command.arg(format!("-dict={}", words.display()));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_tried_is_read_from_the_last_words() {
        let output = "#2 INITED cov: 90 ft: 91 corp: 1/1b\n\
                      #900 DONE   cov: 102 ft: 328 corp: 143/3352b lim: 512 exec/s: 627553\n\
                      stat::number_of_executed_units: 900\n";
        let expected = Tried {
            inputs: 900,
            edges: 102,
        };
        assert_eq!(tried(output), Some(expected));
    }

    #[test]
    fn a_fuzzer_that_tried_nothing_is_no_success() {
        assert_eq!(
            tried("#0 DONE cov: 1 ft: 1\nstat::number_of_executed_units: 0\n"),
            None
        );
        assert_eq!(tried("Done 0 runs in 1 second(s)\n"), None);
    }
}
