//! The command line.

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::bench::{BenchOptions, Part};
use crate::error::XtaskError;
use crate::soak::SoakOptions;
use crate::suites::Suite;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
Usage: cargo xtask <command>

  demo [--port 8080] [--database-url URL]
           Install what is missing, build, and start the companion with demo data.
           Without STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET in the environment, a
           stand-in for Stripe is started with it; with both, it talks to Stripe.
  test [--only SUITE]
           Install what is missing and run everything that CI runs, or one suite of it.
  bench [--only PART] [--cases 1000000]
           Measure the engine natively, in Node and in Chromium (speed, allocations, bytes, and
           the differential of so many random requests); the widget, up to its painted price
           (widget), and first visits on a slow network (visits); and the companion: its load on
           both databases, its siege by 5,000 idle sockets, and an owner's lists in large books
           (load, siege, lists). 10 to 30 minutes.
  fuzz [--seconds 60]
           Throw random bytes at the engine's JSON and at its reader of codes, so many
           seconds each.
  mutants [--file GLOB]
           Change the engine piece by piece, or one file of it, and list the changes that no
           test notices.
  soak [--minutes 10] [--seed N] [--database sqlite|postgres|both]
           Kill, flood, cut off and confuse the companion for so long, and check that nothing it
           acknowledged is lost, doubled or stuck. The seed is printed.
  shots [--only PART]
           Take a picture of every state of both widgets, in two themes, three widths and four
           languages, or of those whose name contains the part, such as neo-de or payment. What
           looks wrong is listed. 10 minutes for all of them.
  bundle   Build the files that guests download, and print what they weigh.
  tools    Only install what the other commands need.
  help     Print this.

Suites: fmt clippy clippy-wasm deny engine contract widget dashboard xtask stripe-double loader
        bundle companion companion-postgres proof stripe-gates http-property browser
        gallery e2e hosts";

const DEFAULT_PORT: u16 = 8080;
const DEFAULT_BENCH_CASES: u32 = 1_000_000;
const DEFAULT_FUZZ_SECONDS: u32 = 60;

/// What xtask was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Start the demo.
    Demo(DemoOptions),
    /// Run the suites, or one of them.
    Test {
        /// The only suite to run; all if none.
        only: Option<Suite>,
    },
    /// Measure engine and companion.
    Bench(BenchOptions),
    /// Fuzz the engine's doors.
    Fuzz {
        /// How long each target runs.
        seconds: u32,
    },
    /// Test the engine's tests.
    Mutants {
        /// The only files to change; all of the engine if none.
        file: Option<String>,
    },
    /// Try the companion for long.
    Soak(SoakOptions),
    /// Take pictures of every state.
    Shots {
        /// What the name of a picture has to contain; all if none.
        only: Option<String>,
    },
    /// Build the bundle.
    Bundle,
    /// Install everything.
    Tools,
    /// Print the help.
    Help,
}

/// How the demo is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DemoOptions {
    /// The port of the companion.
    pub(crate) port: u16,
    /// The database; a file below `target/demo` if none.
    pub(crate) database_url: Option<String>,
}

/// Parses the command line.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let name = match parser.next().map_err(usage)? {
        Some(Value(name)) => name.string().map_err(usage)?,
        Some(Short('h') | Long("help")) | None => return Ok(Task::Help),
        Some(other) => return Err(usage(other.unexpected())),
    };
    let task = match name.as_str() {
        "demo" => return demo(parser),
        "test" => return test(parser),
        "bench" => return bench(parser),
        "fuzz" => return fuzz(parser),
        "mutants" => return mutants(parser),
        "soak" => return soak(parser),
        "shots" => return shots(parser),
        "bundle" => Task::Bundle,
        "tools" => Task::Tools,
        "help" => Task::Help,
        other => return Err(XtaskError::Usage(format!("there is no command `{other}`"))),
    };
    match parser.next().map_err(usage)? {
        Some(other) => Err(usage(other.unexpected())),
        None => Ok(task),
    }
}

fn demo(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut options = DemoOptions {
        port: DEFAULT_PORT,
        database_url: None,
    };
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("port") => options.port = parser.value().and_then(|v| v.parse()).map_err(usage)?,
            Long("database-url") => {
                let url = parser.value().and_then(ValueExt::string).map_err(usage)?;
                options.database_url = Some(url);
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Demo(options))
}

fn test(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut only = None;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("only") => {
                let name = parser.value().and_then(ValueExt::string).map_err(usage)?;
                let suite = Suite::named(&name)
                    .ok_or_else(|| XtaskError::Usage(format!("there is no suite `{name}`")))?;
                only = Some(suite);
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Test { only })
}

fn bench(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut options = BenchOptions {
        only: None,
        cases: DEFAULT_BENCH_CASES,
    };
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("only") => {
                let name = parser.value().and_then(ValueExt::string).map_err(usage)?;
                let part = Part::named(&name)
                    .ok_or_else(|| XtaskError::Usage(format!("there is no part `{name}`")))?;
                options.only = Some(part);
            }
            Long("cases") => {
                options.cases = parser.value().and_then(|v| v.parse()).map_err(usage)?;
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Bench(options))
}

fn fuzz(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut seconds = DEFAULT_FUZZ_SECONDS;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("seconds") => {
                seconds = parser.value().and_then(|v| v.parse()).map_err(usage)?;
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Fuzz { seconds })
}

fn mutants(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut file = None;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("file") => {
                file = Some(parser.value().and_then(ValueExt::string).map_err(usage)?);
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Mutants { file })
}

fn shots(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut only = None;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("only") => {
                only = Some(parser.value().and_then(ValueExt::string).map_err(usage)?);
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Shots { only })
}

fn soak(mut parser: lexopt::Parser) -> Result<Task, XtaskError> {
    let mut options = SoakOptions::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Long("minutes") => {
                options.minutes = parser.value().and_then(|v| v.parse()).map_err(usage)?;
            }
            Long("seed") => {
                let seed = parser.value().and_then(|v| v.parse()).map_err(usage)?;
                options.seed = Some(seed);
            }
            Long("database") => {
                options.database = parser.value().and_then(ValueExt::string).map_err(usage)?;
                if !["sqlite", "postgres", "both"].contains(&&*options.database) {
                    let name = &options.database;
                    return Err(XtaskError::Usage(format!("there is no database `{name}`")));
                }
            }
            Short('h') | Long("help") => return Ok(Task::Help),
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Task::Soak(options))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err asks for"
)]
fn usage(error: lexopt::Error) -> XtaskError {
    XtaskError::Usage(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Task, String> {
        parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_demo_listens_on_8080_unless_told_otherwise() {
        let options = |port, database_url: Option<&str>| {
            Ok(Task::Demo(DemoOptions {
                port,
                database_url: database_url.map(str::to_owned),
            }))
        };
        assert_eq!(parsed(&["demo"]), options(8080, None));
        assert_eq!(parsed(&["demo", "--port", "9000"]), options(9000, None));
        assert_eq!(
            parsed(&["demo", "--port=9000", "--database-url=postgres://x/y"]),
            options(9000, Some("postgres://x/y"))
        );
    }

    #[test]
    fn a_single_suite_is_chosen_by_name() {
        assert_eq!(parsed(&["test"]), Ok(Task::Test { only: None }));
        assert_eq!(
            parsed(&["test", "--only", "clippy-wasm"]),
            Ok(Task::Test {
                only: Some(Suite::ClippyWasm)
            })
        );
        assert!(parsed(&["test", "--only", "nothing"]).is_err());
    }

    #[test]
    fn all_of_the_bench_runs_unless_one_part_is_named() {
        let options = |only, cases| Ok(Task::Bench(BenchOptions { only, cases }));
        assert_eq!(parsed(&["bench"]), options(None, 1_000_000));
        assert_eq!(
            parsed(&["bench", "--only", "bytes", "--cases", "20"]),
            options(Some(Part::Bytes), 20)
        );
        assert!(parsed(&["bench", "--only", "taste"]).is_err());
        for part in Part::ALL {
            assert!(HELP.contains(part.name()), "{}", part.name());
        }
    }

    #[test]
    fn fuzzing_takes_its_seconds_and_mutants_take_a_file() {
        assert_eq!(parsed(&["fuzz"]), Ok(Task::Fuzz { seconds: 60 }));
        assert_eq!(
            parsed(&["fuzz", "--seconds", "5"]),
            Ok(Task::Fuzz { seconds: 5 })
        );
        assert_eq!(parsed(&["mutants"]), Ok(Task::Mutants { file: None }));
        let file = Some("code.rs".to_owned());
        assert_eq!(
            parsed(&["mutants", "--file", "code.rs"]),
            Ok(Task::Mutants { file })
        );
    }

    #[test]
    fn pictures_are_of_all_states_unless_a_part_is_named() {
        assert_eq!(parsed(&["shots"]), Ok(Task::Shots { only: None }));
        let only = Some("neo-de".to_owned());
        assert_eq!(
            parsed(&["shots", "--only", "neo-de"]),
            Ok(Task::Shots { only })
        );
    }

    #[test]
    fn a_soak_takes_its_minutes_its_seed_and_its_database() {
        assert_eq!(parsed(&["soak"]), Ok(Task::Soak(SoakOptions::default())));
        let options = SoakOptions {
            minutes: 90,
            seed: Some(7),
            database: "sqlite".to_owned(),
        };
        let arguments = [
            "soak",
            "--minutes",
            "90",
            "--seed",
            "7",
            "--database=sqlite",
        ];
        assert_eq!(parsed(&arguments), Ok(Task::Soak(options)));
        assert!(parsed(&["soak", "--database", "oracle"]).is_err());
    }

    #[test]
    fn every_suite_is_in_the_help() {
        let suites = HELP
            .split("Suites:")
            .nth(1)
            .expect("the help lists the suites");
        let listed: Vec<&str> = suites.split_whitespace().collect();
        let all: Vec<&str> = Suite::ALL.iter().map(|suite| suite.name()).collect();
        assert_eq!(listed, all);
    }

    #[test]
    fn what_is_not_understood_is_named_and_points_to_the_help() {
        for (arguments, named) in [
            (&["run"][..], "`run`"),
            (&["demo", "--port", "many"], "many"),
            (&["demo", "--port", "70000"], "70000"),
            (&["demo", "--color"], "--color"),
            (&["bundle", "now"], "now"),
        ] {
            let error = parsed(arguments).expect_err("must be refused");
            assert!(error.contains(named), "{error}");
            assert!(error.contains("cargo xtask help"), "{error}");
        }
    }

    #[test]
    fn nothing_at_all_asks_for_help() {
        assert_eq!(parsed(&[]), Ok(Task::Help));
        assert_eq!(parsed(&["--help"]), Ok(Task::Help));
        assert_eq!(parsed(&["demo", "--help"]), Ok(Task::Help));
    }
}
