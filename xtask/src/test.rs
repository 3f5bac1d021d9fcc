//! `cargo xtask test`: every suite, one after the other, and their sum as the last line.
//!
//! A suite that fails does not keep the others from running. A suite whose counts cannot be read,
//! in which nothing ran, or that ended badly although every test passed, counts as one failed.

mod tally;

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use free_port::free_port;

use crate::counts::{self, Counts};
use crate::error::XtaskError;
use crate::postgres::Postgres;
use crate::process::Process;
use crate::programs::{self, Payments, Programs};
use crate::step::{Echo, Finished, Step};
use crate::suites::Suite;
use crate::toolchain::{Tool, Toolchain, WasmTarget};
use crate::{bundle, gallery, http, http_property, ledger, soak, stripe_gates};
use tally::{FAILED, PASSED, Report, is_unreachable, print_summary, verdict};

pub(crate) use tally::tested;

/// A suite that takes longer than this hangs.
pub(crate) const SUITE_LIMIT: Duration = Duration::from_mins(30);
/// How many tests at once where a test waits for disks and servers most of its time.
const PATIENT_TESTS: &str = "6";
/// A clone of the advisory database that takes longer than this does not come.
const ADVISORIES_LIMIT: Duration = Duration::from_mins(2);
/// How many random requests are priced natively and again in wasm.
const DIFFERENTIAL_CASES: &str = "20000";

/// Runs all suites, or one, and says how many tests passed and failed.
pub(crate) fn run(toolchain: &Toolchain, only: Option<Suite>) -> Result<ExitCode, XtaskError> {
    // The companion embeds this folder, and its sources are looked at before it is filled.
    let dist = toolchain.checkout().join("dist");
    fs::create_dir_all(&dist).map_err(XtaskError::file(&dist))?;

    let _ahead = match only {
        None => Some(bundle_ahead(toolchain)?),
        Some(_) => None,
    };
    let mut run = Run {
        toolchain,
        logs: toolchain.logs(),
        alone: only.is_some(),
        notes: Vec::new(),
    };
    let mut reports = Vec::new();
    for suite in Suite::ALL {
        if only.is_some_and(|only| only != suite) {
            continue;
        }
        println!("\n== {} ==", suite.name());
        let started = Instant::now();
        let counts = match run.suite(suite) {
            Ok(counts) => counts,
            Err(XtaskError::Interrupted) => return Err(XtaskError::Interrupted),
            Err(error) => {
                println!("{error}");
                FAILED
            }
        };
        reports.push(Report {
            suite,
            counts,
            took: started.elapsed(),
        });
    }
    let sum = print_summary(&reports, &run.notes);
    Ok(if sum.failed == 0 && sum.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Builds the bundle beside the first suites: linking it takes some minutes of one core, and they
/// leave the other. The suite that needs it waits, and tells what is wrong where this fails.
fn bundle_ahead(toolchain: &Toolchain) -> Result<Process, XtaskError> {
    let program = env::current_exe().map_err(XtaskError::file("xtask itself"))?;
    let mut command = toolchain.command(program);
    command.arg("bundle");
    println!("The bundle is built beside the first suites.");
    Process::start("bundle-ahead", command, &toolchain.logs())
}

/// What the suites share while they run.
struct Run<'a> {
    toolchain: &'a Toolchain,
    logs: PathBuf,
    /// Whether one suite was asked for.
    alone: bool,
    /// What the reader must know beside the counts: checks that were left out, and why.
    notes: Vec<String>,
}

impl Run<'_> {
    fn suite(&mut self, suite: Suite) -> Result<Counts, XtaskError> {
        match suite {
            Suite::Fmt => self.check(suite, &["fmt", "--all", "--check"]),
            Suite::Clippy => self.check(
                suite,
                &[
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--",
                    "-D",
                    "warnings",
                ],
            ),
            Suite::ClippyWasm => self.clippy_wasm(),
            Suite::Deny => self.deny(),
            Suite::Engine => self.packages(suite, &["booking-engine", "booking-bench"]),
            Suite::Contract => self.package(suite, "booking-contract"),
            Suite::Widget => self.packages(suite, &["booking-widget", "booking-texts"]),
            Suite::Dashboard => self.package(suite, "booking-dashboard"),
            Suite::Xtask => self.packages(suite, &["xtask", "free-port"]),
            Suite::StripeDouble => self.package(suite, "stripe-double"),
            Suite::StripeGates => stripe_gates::run(self.toolchain, SUITE_LIMIT),
            Suite::Loader => self.loader(),
            Suite::Bundle => self.bundle(),
            Suite::Companion => {
                bundle::build(self.toolchain)?;
                self.patient(suite, "booking-companion")
            }
            Suite::CompanionPostgres => self.companion_on_postgres(),
            Suite::Proof => self.proof(),
            Suite::HttpProperty => {
                bundle::build(self.toolchain)?;
                http_property::run(self.toolchain, SUITE_LIMIT)
            }
            Suite::Browser => self.browser(),
            Suite::Gallery => self.gallery(),
            Suite::E2e => self.e2e(),
            Suite::Hosts => self.hosts(),
        }
    }

    /// A cargo command that only passes or fails.
    fn check(&self, suite: Suite, arguments: &[&str]) -> Result<Counts, XtaskError> {
        let mut command = self.toolchain.cargo();
        command.args(arguments);
        Ok(verdict(self.step(suite.name(), command)?.end))
    }

    fn clippy_wasm(&self) -> Result<Counts, XtaskError> {
        let wasm = self.toolchain.wasm_target()?;
        let mut command = wasm.applied_to(self.toolchain.cargo());
        command
            .arg("clippy")
            .args(["-p", "booking-widget", "-p", "booking-dashboard", "-p"])
            .arg("booking-bench")
            .arg(WasmTarget::OPTION)
            .args(["--lib", "--bins", "--", "-D", "warnings"]);
        let step = self.step(Suite::ClippyWasm.name(), command)?;
        Ok(verdict(step.end))
    }

    /// The tests of one package.
    fn package(&self, suite: Suite, package: &str) -> Result<Counts, XtaskError> {
        self.packages(suite, &[package])
    }

    /// The tests of a package that wait more than they reckon.
    fn patient(&self, suite: Suite, package: &str) -> Result<Counts, XtaskError> {
        let mut command = self.toolchain.cargo();
        command.env("RUST_TEST_THREADS", PATIENT_TESTS);
        self.tests_of(suite, &[package], command)
    }

    /// The tests of some packages, as one suite.
    fn packages(&self, suite: Suite, packages: &[&str]) -> Result<Counts, XtaskError> {
        self.tests_of(suite, packages, self.toolchain.cargo())
    }

    fn tests_of(
        &self,
        suite: Suite,
        packages: &[&str],
        mut command: Command,
    ) -> Result<Counts, XtaskError> {
        // The same random cases each time: a failure is one of the change, and comes back. Other
        // cases are for those who run the tests by themselves.
        command
            .env("PROPTEST_RNG_SEED", "20261120")
            .args(["test", "--no-fail-fast"]);
        for package in packages {
            command.args(["-p", package]);
        }
        let finished = self.step(suite.name(), command)?;
        Ok(tested(&finished, counts::of_rust(&finished.output)))
    }

    fn deny(&mut self) -> Result<Counts, XtaskError> {
        let cargo_deny = self.toolchain.tool(Tool::CargoDeny)?;
        let deny = |checks: &[&str]| {
            let mut command = self.toolchain.command(&cargo_deny);
            command.args(["--workspace", "check", "--hide-inclusion-graph"]);
            command.args(checks);
            command
        };
        let rules = self.step("deny rules", deny(&["bans", "licenses", "sources"]))?;
        let advisories = Step {
            title: "deny advisories",
            echo: Echo::Lines,
            limit: ADVISORIES_LIMIT,
            logs: &self.logs,
        }
        .run(deny(&["advisories"]))?;
        let counts = verdict(rules.end);
        if is_unreachable(&advisories) {
            self.notes.push(
                "deny: known vulnerabilities were NOT checked, as the advisory database could not \
                 be fetched from here."
                    .to_owned(),
            );
            return Ok(counts);
        }
        Ok(counts.plus(verdict(advisories.end)))
    }

    fn companion_on_postgres(&self) -> Result<Counts, XtaskError> {
        bundle::build(self.toolchain)?;
        let server = Postgres::start(self.toolchain)?;
        let mut command = self.toolchain.cargo();
        command
            .args(["test", "--no-fail-fast", "-p", "booking-companion"])
            .args(["--test", "it"])
            .env("RUST_TEST_THREADS", PATIENT_TESTS)
            .env("TEST_POSTGRES_URL", server.url());
        let finished = self.step(Suite::CompanionPostgres.name(), command)?;
        Ok(tested(&finished, counts::of_rust(&finished.output)))
    }

    /// The same campaigns on both databases.
    fn proof(&self) -> Result<Counts, XtaskError> {
        let on_sqlite = self.patient(Suite::Proof, soak::PACKAGE)?;
        let server = Postgres::start(self.toolchain)?;
        let mut command = self.toolchain.cargo();
        command
            .args([
                "test",
                "--no-fail-fast",
                "-p",
                soak::PACKAGE,
                "--test",
                "it",
            ])
            .env("RUST_TEST_THREADS", PATIENT_TESTS)
            .env("TEST_POSTGRES_URL", server.url());
        let finished = self.step("proof on PostgreSQL", command)?;
        Ok(on_sqlite.plus(tested(&finished, counts::of_rust(&finished.output))))
    }

    fn loader(&self) -> Result<Counts, XtaskError> {
        let folder = self.toolchain.checkout().join("widget-loader");
        let mut tests = Vec::new();
        for entry in fs::read_dir(&folder).map_err(XtaskError::file(&folder))? {
            let path = entry.map_err(XtaskError::file(&folder))?.path();
            if path.to_string_lossy().ends_with(".test.mjs") {
                tests.push(path);
            }
        }
        tests.sort();
        let mut command = self.toolchain.command(self.toolchain.node()?);
        // Named one by one: what Node makes of a folder differs between its versions.
        command
            .args(["--test", "--test-reporter=spec"])
            .args(&tests)
            .env("TSC", self.toolchain.tool(Tool::TypeScript)?);
        let finished = self.step(Suite::Loader.name(), command)?;
        Ok(tested(&finished, counts::of_node(&finished.output)))
    }

    /// Builds the bundle and weighs a first visit with the frame's page as the companion sends
    /// it.
    fn bundle(&self) -> Result<Counts, XtaskError> {
        let mut ledger = bundle::build(self.toolchain)?;
        let programs = Programs::build(self.toolchain)?;
        let folder = self.logs.join("first-visit");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        }
        let port = free_port();
        let database_url = programs::sqlite_url(&folder.join("booking.db"));
        // Nothing is paid here, so nobody has to listen where payments would go.
        let payments = Payments::Double { port: 9 };
        let command = programs.companion(self.toolchain, port, &database_url, payments);
        let mut companion = Process::start(programs::COMPANION, command, &folder)?;
        companion.wait_until_ready(port, Some(programs::READY_PATH))?;
        for entry in served(port)? {
            ledger.add(entry);
        }
        ledger.print();
        for part in ledger.missing() {
            println!("The {part} is missing from the bundle.");
        }
        if !ledger.fits() {
            println!(
                "The loader has more than {} bytes, a first visit transfers more than {}, what \
                 comes later more than {}, or the dashboard more than {}.",
                ledger::LOADER_BYTES_MAX,
                ledger::FIRST_VISIT_BYTES_MAX,
                ledger::LATER_BYTES_MAX,
                ledger::DASHBOARD_BYTES_MAX
            );
        }
        let passes = ledger.fits() && ledger.missing().is_empty();
        Ok(if passes { PASSED } else { FAILED })
    }

    /// Prices random requests natively, and then runs the tests that were compiled to wasm,
    /// which price the same requests and compare.
    fn browser(&self) -> Result<Counts, XtaskError> {
        let wasm = self.toolchain.wasm_target()?;
        let runner = self.toolchain.tool(Tool::WasmTestRunner)?;
        let browser = self.toolchain.browser()?;
        let hashes = self.native_hashes()?;

        let mut command = wasm.applied_to(self.toolchain.cargo());
        command
            .args([
                "test",
                "--no-fail-fast",
                "-p",
                "booking-widget",
                "--test",
                "browser",
            ])
            .arg(WasmTarget::OPTION)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", browser.chromedriver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
            .env("BOOKING_DIFFERENTIAL", hashes);
        let finished = self.step(Suite::Browser.name(), command)?;
        Ok(tested(&finished, counts::of_rust(&finished.output)))
    }

    /// A file with the hash of what the native build makes of each random request.
    fn native_hashes(&self) -> Result<PathBuf, XtaskError> {
        let mut build = self.toolchain.cargo();
        build.args(["build", "-p", "booking-bench"]);
        self.must("random quotes, build", build)?;

        let file = self.toolchain.target_dir().join("differential/hashes.txt");
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(XtaskError::file(folder))?;
        }
        let output = File::create(&file).map_err(XtaskError::file(&file))?;
        let program = self.toolchain.target_dir().join("debug/booking-bench");
        let status = Command::new(&program)
            .args(["hashes", "0", DIFFERENTIAL_CASES])
            .stdout(Stdio::from(output))
            .status()
            .map_err(|source| XtaskError::NotStarted {
                program: program.display().to_string(),
                source,
            })?;
        if status.success() {
            println!(
                "The hashes of {DIFFERENTIAL_CASES} random quotes are in {}",
                file.display()
            );
            return Ok(file);
        }
        Err(XtaskError::StepFailed {
            title: "Price random requests natively".to_owned(),
            log: file,
            advice: "Correct what it says above.".to_owned(),
        })
    }

    /// Draws every state and looks at each with axe-core and a ruler.
    fn gallery(&self) -> Result<Counts, XtaskError> {
        gallery::draw(self.toolchain)?;
        let command = gallery::beside_a_browser(self.toolchain)?;
        self.end_to_end(Suite::Gallery, command, "gallery", &[])
    }

    fn e2e(&self) -> Result<Counts, XtaskError> {
        bundle::build(self.toolchain)?;
        let command = gallery::beside_a_browser(self.toolchain)?;
        self.end_to_end(Suite::E2e, command, "it", &[])
    }

    /// The engines work beside each other, each with a browser and a stack of its own. Alone, the suite
    /// visits every page in every engine, which takes half as long again.
    fn hosts(&self) -> Result<Counts, XtaskError> {
        bundle::build(self.toolchain)?;
        let mut command = gallery::beside_a_browser(self.toolchain)?;
        let firefox = self.toolchain.firefox()?;
        command
            .env("FIREFOX", firefox.firefox)
            .env("GECKODRIVER", firefox.geckodriver)
            .env("WEBKIT_DRIVER", self.toolchain.webkit()?.driver);
        if self.alone {
            command.env("HOST_PAGES_IN", "all");
        }
        self.end_to_end(Suite::Hosts, command, "hosts", &["--test-threads=3"])
    }

    fn end_to_end(
        &self,
        suite: Suite,
        mut command: Command,
        tests: &str,
        options: &[&str],
    ) -> Result<Counts, XtaskError> {
        command
            .args(["test", "--no-fail-fast", "-p", "e2e", "--test", tests])
            .arg("--")
            .args(options)
            .env("AXE", self.toolchain.tool(Tool::AxeCore)?)
            .env("E2E_PICTURES", self.toolchain.target_dir().join("e2e"));
        let finished = self.step(suite.name(), command)?;
        Ok(tested(&finished, counts::of_rust(&finished.output)))
    }

    fn step(&self, title: &str, command: Command) -> Result<Finished, XtaskError> {
        self.as_step(title).run(command)
    }

    fn must(&self, title: &str, command: Command) -> Result<Finished, XtaskError> {
        self.as_step(title)
            .must(command, "Correct what is said above.")
    }

    fn as_step<'a>(&'a self, title: &'a str) -> Step<'a> {
        Step {
            title,
            echo: Echo::Lines,
            limit: SUITE_LIMIT,
            logs: &self.logs,
        }
    }
}

/// The frame's page, and the rules and texts that it names for later, as they go over the wire to a
/// browser that takes brotli.
fn served(port: u16) -> Result<Vec<ledger::Entry>, XtaskError> {
    let (page, body) = weighed(port, programs::FRAME_PATH, ledger::Part::FramePage)?;
    let mut entries = vec![page];
    for name in ["data-looks", "data-texts"] {
        let path = attribute(&body, name).ok_or_else(|| XtaskError::Missing {
            what: format!("{} has no {name}", programs::FRAME_PATH),
            advice: "See companion/src/pages/document.rs for what the page names.".to_owned(),
        })?;
        entries.push(weighed(port, path, ledger::Part::LaterServed)?.0);
    }
    Ok(entries)
}

/// What the companion answers to a path, as it goes over the wire and as it is read.
fn weighed(
    port: u16,
    path: &str,
    kind: ledger::Part,
) -> Result<(ledger::Entry, String), XtaskError> {
    let ask = |encoding| http::get(port, path, encoding).map_err(XtaskError::file(path));
    let (plain, sent) = (ask("identity")?, ask("br")?);
    if plain.status != 200 || sent.status != 200 {
        return Err(XtaskError::Missing {
            what: format!("the companion answered {} to {path}", plain.status),
            advice: "See why in its log below target/xtask/first-visit.".to_owned(),
        });
    }
    let entry = ledger::Entry {
        part: kind,
        name: path.to_owned(),
        raw_bytes: plain.body.len() as u64,
        sent_bytes: sent.body.len() as u64,
    };
    Ok((entry, String::from_utf8_lossy(&plain.body).into_owned()))
}

fn attribute<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}
