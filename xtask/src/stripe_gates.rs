//! What the Stripe double is measured by: Stripe's own SDKs for Node and Python and Stripe's own
//! command line, which must find nothing amiss in it, and whose signatures the companion must
//! accept. The scripts are in `stripe-double/gates/`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use free_port::free_port;

use crate::counts::{self, Counts};
use crate::error::XtaskError;
use crate::process::Process;
use crate::programs::{self, DEMO_SECRET_KEY, DEMO_WEBHOOK_SECRET, Payments, Programs};
use crate::step::{Echo, Finished, Step};
use crate::test::tested;
use crate::toolchain::{Tool, Toolchain};

/// One script.
#[derive(Clone, Copy, Debug)]
enum Gate {
    Node,
    CommandLine,
    Python,
}

/// Installs what is missing and runs every gate against a double of its own.
pub(crate) fn run(toolchain: &Toolchain, limit: Duration) -> Result<Counts, XtaskError> {
    let programs = Programs::build(toolchain)?;
    let mut sum = Counts::default();
    for gate in [Gate::Node, Gate::CommandLine, Gate::Python] {
        let world = World::start(toolchain, &programs, gate.folder())?;
        let command = world.applied_to(gate.command(toolchain)?);
        let finished = Step {
            title: gate.title(),
            echo: Echo::Lines,
            limit,
            logs: &toolchain.logs(),
        }
        .run(command)?;
        let counts = tested(&finished, gate.counts(&finished));
        println!(
            "  {}: {} passed, {} failed, {} s",
            gate.title(),
            counts.passed,
            counts.failed,
            finished.took.as_secs()
        );
        sum = sum.plus(counts);
    }
    Ok(sum)
}

impl Gate {
    fn title(self) -> &'static str {
        match self {
            Self::Node => "Stripe's SDK for Node",
            Self::CommandLine => "Stripe's command line",
            Self::Python => "Stripe's SDK for Python",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Node => "gate-node",
            Self::CommandLine => "gate-cli",
            Self::Python => "gate-python",
        }
    }

    fn command(self, toolchain: &Toolchain) -> Result<Command, XtaskError> {
        let scripts = toolchain.checkout().join("stripe-double/gates");
        let node = |script: &str| -> Result<Command, XtaskError> {
            let mut command = toolchain.command(toolchain.node()?);
            command
                .args(["--test", "--test-reporter=spec"])
                .arg(scripts.join(script));
            Ok(command)
        };
        Ok(match self {
            Self::Node => {
                let sdk = toolchain.tool(Tool::StripeNode)?;
                let mut command = node("node.test.mjs")?;
                command.env("STRIPE_NODE_SDK", sdk);
                command
            }
            Self::CommandLine => {
                let program = toolchain.tool(Tool::StripeCli)?;
                let mut command = node("cli.test.mjs")?;
                command.env("STRIPE_CLI", program);
                command
            }
            Self::Python => {
                let mut command = toolchain.command(toolchain.tool(Tool::StripePython)?);
                command.arg("-B").arg(scripts.join("gate_python.py"));
                command
            }
        })
    }

    fn counts(self, finished: &Finished) -> Option<Counts> {
        match self {
            Self::Node | Self::CommandLine => counts::of_node(&finished.output),
            Self::Python => of_unittest(&finished.output),
        }
    }
}

/// A double and a companion that pays with it. Dropping it ends both.
pub(crate) struct World {
    _double: Process,
    _companion: Process,
    double_port: u16,
    /// Where the companion answers.
    pub(crate) companion_port: u16,
}

impl World {
    /// Starts both on an empty SQLite, with the demo's data and their logs in this folder.
    pub(crate) fn start(
        toolchain: &Toolchain,
        programs: &Programs,
        folder: &str,
    ) -> Result<Self, XtaskError> {
        let folder = fresh(&toolchain.logs().join(folder))?;
        let (double_port, companion_port) = (free_port(), free_port());

        let command = programs.stripe_double(toolchain, double_port, companion_port);
        let mut double = Process::start(programs::STRIPE_DOUBLE, command, &folder)?;
        double.wait_until_ready(double_port, None)?;

        let database_url = programs::sqlite_url(&folder.join("booking.db"));
        let payments = Payments::Double { port: double_port };
        let command = programs.companion(toolchain, companion_port, &database_url, payments);
        let mut companion = Process::start(programs::COMPANION, command, &folder)?;
        companion.wait_until_ready(companion_port, Some(programs::READY_PATH))?;
        Ok(Self {
            _double: double,
            _companion: companion,
            double_port,
            companion_port,
        })
    }

    fn applied_to(&self, mut command: Command) -> Command {
        command
            .env("STRIPE_DOUBLE_URL", programs::origin(self.double_port))
            .env("COMPANION_URL", programs::origin(self.companion_port))
            .env(programs::SECRET_KEY_VARIABLE, DEMO_SECRET_KEY)
            .env(programs::WEBHOOK_SECRET_VARIABLE, DEMO_WEBHOOK_SECRET);
        command
    }
}

/// An empty folder.
fn fresh(folder: &Path) -> Result<PathBuf, XtaskError> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(XtaskError::file(folder))?;
    }
    std::fs::create_dir_all(folder).map_err(XtaskError::file(folder))?;
    Ok(folder.to_path_buf())
}

/// Counts of Python's unittest: `Ran 14 tests in 1.8s`, then `OK` or
/// `FAILED (failures=1, errors=2)`. A test that is skipped is none that passed.
fn of_unittest(output: &str) -> Option<Counts> {
    let mut lines = output.lines().rev();
    let verdict = lines.find(|line| line.starts_with("OK") || line.starts_with("FAILED"))?;
    let ran: u64 = lines
        .find_map(|line| line.strip_prefix("Ran "))?
        .split(' ')
        .next()?
        .parse()
        .ok()?;
    let number = |name: &str| {
        verdict
            .split(['(', ')', ',', ' '])
            .filter_map(|part| part.split_once('='))
            .find(|(word, _)| *word == name)
            .and_then(|(_, number)| number.parse::<u64>().ok())
            .unwrap_or(0)
    };
    let failed = number("failures") + number("errors");
    Some(Counts {
        passed: ran.saturating_sub(failed + number("skipped")),
        failed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, expected: Option<(u64, u64)>) {
        let counts = expected.map(|(passed, failed)| Counts { passed, failed });
        assert_eq!(of_unittest(output), counts);
    }

    #[test]
    fn what_unittest_prints_is_counted() {
        check("....\n-----\nRan 14 tests in 1.8s\n\nOK\n", Some((14, 0)));
        let bad = "F.E\nRan 14 tests in 1.8s\n\nFAILED (failures=5, errors=2)\n";
        check(bad, Some((7, 7)));
        check("Ran 3 tests in 0s\n\nOK (skipped=1)\n", Some((2, 0)));
    }

    #[test]
    fn a_script_that_dies_first_has_no_counts() {
        check("KeyError: 'STRIPE_DOUBLE_URL'\n", None);
        check("OK\n", None);
    }
}
