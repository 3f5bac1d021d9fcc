//! What a run of suites comes to: what each counts for, and the sum as the last line.

use std::time::Duration;

use crate::counts::Counts;
use crate::step::{End, Finished};
use crate::suites::Suite;

/// What a check that passed counts for.
pub(super) const PASSED: Counts = Counts {
    passed: 1,
    failed: 0,
};
/// What a check that failed counts for.
pub(super) const FAILED: Counts = Counts {
    passed: 0,
    failed: 1,
};

/// One suite that has run.
pub(super) struct Report {
    /// Which.
    pub(super) suite: Suite,
    /// How many of its tests passed and failed.
    pub(super) counts: Counts,
    /// How long it took.
    pub(super) took: Duration,
}

/// Prints a line for each suite, what the reader must know beside, and the sum.
pub(super) fn print_summary(reports: &[Report], notes: &[String]) -> Counts {
    println!(
        "\n  {:<20} {:>7} {:>7} {:>8}",
        "suite", "passed", "failed", "time"
    );
    for report in reports {
        println!(
            "  {:<20} {:>7} {:>7} {:>6} s",
            report.suite.name(),
            report.counts.passed,
            report.counts.failed,
            report.took.as_secs()
        );
    }
    let took: Duration = reports.iter().map(|report| report.took).sum();
    println!(
        "  {:<20} {:>7} {:>7} {:>6} s\n",
        "all",
        "",
        "",
        took.as_secs()
    );
    for note in notes {
        println!("{note}");
    }
    let sum = reports
        .iter()
        .map(|report| report.counts)
        .fold(Counts::default(), Counts::plus);
    println!("{} passed, {} failed", sum.passed, sum.failed);
    sum
}

/// A check without tests in it counts as one.
pub(super) fn verdict(end: End) -> Counts {
    match end {
        End::Succeeded => PASSED,
        End::Failed | End::OverTime => FAILED,
    }
}

/// What a run of tests counts for.
pub(crate) fn tested(finished: &Finished, counts: Option<Counts>) -> Counts {
    let counted = counts.unwrap_or_default();
    let nothing_ran = counted == Counts::default();
    let ended_badly = finished.end != End::Succeeded && counted.failed == 0;
    if nothing_ran || ended_badly {
        return counted.plus(FAILED);
    }
    counted
}

/// Whether cargo-deny had no advisories to check against, as opposed to having found some.
pub(super) fn is_unreachable(advisories: &Finished) -> bool {
    advisories.end == End::OverTime
        || advisories
            .output
            .contains("failed to fetch advisory database")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn finished(end: End) -> Finished {
        Finished {
            end,
            output: String::new(),
            log: PathBuf::new(),
            took: Duration::ZERO,
        }
    }

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn tests_that_ran_count_for_themselves() {
        let ok = finished(End::Succeeded);
        assert_eq!(tested(&ok, Some(counts(5, 0))), counts(5, 0));
        let failed = finished(End::Failed);
        assert_eq!(tested(&failed, Some(counts(5, 2))), counts(5, 2));
    }

    #[test]
    fn a_suite_in_which_nothing_ran_is_one_failed() {
        let ok = finished(End::Succeeded);
        assert_eq!(tested(&ok, None), FAILED);
        assert_eq!(tested(&ok, Some(counts(0, 0))), FAILED);
    }

    #[test]
    fn a_crash_after_passed_tests_is_one_failed() {
        let crashed = finished(End::Failed);
        assert_eq!(tested(&crashed, Some(counts(5, 0))), counts(5, 1));
        let hung = finished(End::OverTime);
        assert_eq!(tested(&hung, Some(counts(5, 0))), counts(5, 1));
    }

    #[test]
    fn advisories_are_left_out_only_when_they_cannot_be_had() {
        let with = |end, output: &str| Finished {
            output: output.to_owned(),
            ..finished(end)
        };
        assert!(is_unreachable(&with(
            End::Failed,
            "2026-11-20 [ERROR] failed to fetch advisory database https://github.com/rustsec"
        )));
        assert!(is_unreachable(&with(End::OverTime, "")));
        assert!(!is_unreachable(&with(
            End::Failed,
            "error[vulnerability]: a bug\nadvisories FAILED"
        )));
    }
}
