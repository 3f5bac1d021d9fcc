//! The release of the companion, and the crowd of `companion/load/` that measures it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::bench::answer;
use crate::error::XtaskError;
use crate::programs;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;

/// The crowd's package and program.
const CROWD: &str = "booking-load";
/// Compiling both from nothing takes ten minutes on 2 cores.
const BUILD_LIMIT: Duration = Duration::from_mins(40);
/// All of a crowd's measurements on one database, the audit at the end included.
const CROWD_LIMIT: Duration = Duration::from_mins(15);

/// What a crowd's measurements are run with.
#[derive(Debug)]
pub(super) struct Crowds<'a> {
    toolchain: &'a Toolchain,
    /// Where the databases lie that are files.
    folder: PathBuf,
}

impl<'a> Crowds<'a> {
    /// Builds companion and crowd as they are delivered, with an empty folder for databases.
    pub(super) fn build(toolchain: &'a Toolchain) -> Result<Self, XtaskError> {
        // The companion embeds the bundle, and is built without one as well.
        let dist = toolchain.checkout().join("dist");
        fs::create_dir_all(&dist).map_err(XtaskError::file(&dist))?;
        let folder = toolchain.target_dir().join("bench/crowds");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        }
        fs::create_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        println!("Building the companion for release (ten minutes when nothing is built yet).");
        let mut build = toolchain.cargo();
        build.args(["build", "--release", "-p", programs::COMPANION, "-p", CROWD]);
        Step {
            title: "Build the release",
            echo: Echo::Heartbeat,
            limit: BUILD_LIMIT,
            logs: &toolchain.logs(),
        }
        .must(build, "Correct what the compiler says above.")?;
        Ok(Self { toolchain, folder })
    }

    /// The address of a new database in a file.
    pub(super) fn sqlite(&self, name: &str) -> String {
        programs::sqlite_url(&self.folder.join(format!("{name}.db")))
    }

    /// What a crowd prints that meets a companion on this database, which must be empty.
    pub(super) fn meet(
        &self,
        title: &str,
        database_url: &str,
        arguments: &[&str],
    ) -> Result<Vec<String>, XtaskError> {
        let release = self.toolchain.target_dir().join("release");
        let mut crowd = self.toolchain.command(release.join(CROWD));
        crowd
            .arg("--companion")
            .arg(release.join(programs::COMPANION))
            .args(["--database-url", database_url])
            .args(arguments);
        let finished = Step {
            title,
            echo: Echo::Heartbeat,
            limit: CROWD_LIMIT,
            logs: &self.toolchain.logs(),
        }
        .must(crowd, "See what the crowd says above.")?;
        Ok(finished.output.lines().map(str::to_owned).collect())
    }
}

/// The numbers of the line of one kind, which must be there exactly once.
pub(super) fn numbers<const N: usize>(
    lines: &[String],
    kind: &str,
) -> Result<[u64; N], XtaskError> {
    let read = |line: &String| {
        let words = answer::words::<N>(line, kind)?;
        let numbers: Option<Vec<u64>> = words.iter().map(|word| word.parse().ok()).collect();
        numbers?.try_into().ok()
    };
    let mut found = lines.iter().filter_map(read);
    match (found.next(), found.next()) {
        (Some(numbers), None) => Ok(numbers),
        _ => Err(answer::not_understood(&lines.join("\n"))),
    }
}

/// How a measurement stands to what was aimed at.
pub(super) fn verdict(held: bool) -> &'static str {
    if held { "held" } else { "NOT held" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_numbers_is_read_where_it_is_there_once() {
        let lines = ["started 5000 9000", "loaded 30000"].map(str::to_owned);
        assert_eq!(numbers(&lines, "started").ok(), Some([5_000, 9_000]));
        assert_eq!(numbers(&lines, "loaded").ok(), Some([30_000]));
        numbers::<1>(&lines, "checked").expect_err("it is not there");
        numbers::<1>(&lines, "started").expect_err("it has more numbers");
        let twice = ["loaded 1", "loaded 2"].map(str::to_owned);
        numbers::<1>(&twice, "loaded").expect_err("it is there twice");
    }
}
