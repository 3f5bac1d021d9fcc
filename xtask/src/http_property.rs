//! The companion's HTTP surface asked by Schemathesis: for every operation of `/openapi.json`
//! values that its description allows and values that it does not, one operation after another
//! and in chains. No answer may be a 5xx, or of a status or a shape that is not described.

use std::time::Duration;

use crate::counts::Counts;
use crate::error::XtaskError;
use crate::programs::{self, Programs};
use crate::step::{Echo, End, Step};
use crate::stripe_gates::World;
use crate::toolchain::{Tool, Toolchain};

/// The same questions each time: a failure is one of the change, and comes back.
const SEED: &str = "20261121";
/// Questions for each operation and phase.
const EXAMPLES: &str = "60";
/// A description cannot say which services a calendar sells or what a quote comes to: that a
/// body which fits it is refused for such a reason is no breach.
const NOT_CHECKED: &str = "positive_data_acceptance";

/// Installs what is missing and asks.
pub(crate) fn run(toolchain: &Toolchain, limit: Duration) -> Result<Counts, XtaskError> {
    let python = toolchain.tool(Tool::Schemathesis)?;
    let programs = Programs::build(toolchain)?;
    let world = World::start(toolchain, &programs, "http-property")?;
    let mut command = toolchain.command(python);
    command
        // It leaves notes of its own where it runs.
        .current_dir(toolchain.logs())
        // The program that pip makes names the folder that it was installed in, before the move.
        .args([
            "-c",
            "from schemathesis.cli import schemathesis; schemathesis()",
        ])
        .arg("run")
        .arg(format!(
            "{}/openapi.json",
            programs::origin(world.companion_port)
        ))
        .args(["--checks", "all", "--exclude-checks", NOT_CHECKED])
        .args(["--seed", SEED, "--max-examples", EXAMPLES])
        .args(["--generation-database", "none", "--no-color"]);
    let finished = Step {
        title: "http-property",
        echo: Echo::Lines,
        limit,
        logs: &toolchain.logs(),
    }
    .run(command)?;
    let asked = tested(&finished.output).unwrap_or(0);
    Ok(match finished.end {
        End::Succeeded if asked > 0 => Counts {
            passed: asked,
            failed: 0,
        },
        _ => Counts {
            passed: 0,
            failed: 1,
        },
    })
}

/// How many operations were asked: the number after `Tested:`.
fn tested(output: &str) -> Option<u64> {
    output
        .lines()
        .find_map(|line| line.trim().strip_prefix("Tested:"))?
        .trim()
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operations_that_were_asked_are_counted() {
        let output = "API Operations:\n  Selected: 9/9\n  Tested: 9\n";
        assert_eq!(tested(output), Some(9));
        assert_eq!(tested("Failed to load the schema\n"), None);
    }
}
