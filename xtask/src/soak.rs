//! `cargo xtask soak`: the long campaigns of `companion/proof/`, on a PostgreSQL server of their own
//! and on `SQLite`.

use std::time::Duration;

use crate::error::XtaskError;
use crate::postgres::Postgres;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;

/// The campaigns' package and program.
pub(crate) const PACKAGE: &str = "booking-proof";
/// Compiling it from nothing takes some minutes on 2 cores.
const BUILD_LIMIT: Duration = Duration::from_mins(40);
/// What a round that has begun may take beyond the time that was asked for.
const ROUND_LIMIT: Duration = Duration::from_mins(15);

/// How long, from which seed, and on what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SoakOptions {
    /// How long, in minutes.
    pub(crate) minutes: u32,
    /// The seed; another one each time if none.
    pub(crate) seed: Option<u64>,
    /// `sqlite`, `postgres` or `both`.
    pub(crate) database: String,
}

impl Default for SoakOptions {
    fn default() -> Self {
        Self {
            minutes: 10,
            seed: None,
            database: "both".to_owned(),
        }
    }
}

/// Builds and runs the campaigns; fails where one broke a law.
pub(crate) fn run(toolchain: &Toolchain, options: &SoakOptions) -> Result<(), XtaskError> {
    let logs = toolchain.logs();
    let mut build = toolchain.cargo();
    // Fail points are refused in a release, so that the dev profile it is.
    build.args(["build", "-p", PACKAGE]);
    Step {
        title: "Build the campaigns",
        echo: Echo::Heartbeat,
        limit: BUILD_LIMIT,
        logs: &logs,
    }
    .must(build, "Correct what the compiler says above.")?;
    let server = match options.database.as_str() {
        "sqlite" => None,
        _ => Some(Postgres::start(toolchain)?),
    };
    let mut soak = toolchain.command(toolchain.target_dir().join("debug").join(PACKAGE));
    soak.args(["soak", "--minutes", &options.minutes.to_string()])
        .args(["--database", &options.database]);
    if let Some(seed) = options.seed {
        soak.args(["--seed", &seed.to_string()]);
    }
    if let Some(server) = &server {
        soak.env("TEST_POSTGRES_URL", server.url());
    }
    Step {
        title: "Soak",
        echo: Echo::Lines,
        limit: Duration::from_mins(options.minutes.into()) + ROUND_LIMIT,
        logs: &logs,
    }
    .must(
        soak,
        "Run it again with the seed of the round that broke a law; books and log of that round \
         are kept where it says.",
    )?;
    Ok(())
}
