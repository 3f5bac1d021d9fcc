//! How many tests passed and failed, from what test runners print.

/// Passed and failed tests of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
}

impl Counts {
    /// The sum of two runs.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// Counts of Rust's test harness and of wasm-bindgen's, which prints the same line. One run has
/// one such line for every test binary; none at all means that nothing ran.
pub(crate) fn of_rust(output: &str) -> Option<Counts> {
    output
        .lines()
        .filter_map(|line| {
            // A test that prints without a newline may stand before it on the same line.
            let (_, result) = line.split_once("test result: ")?;
            let (_, counts) = result.split_once(". ")?;
            let mut parts = counts.split("; ");
            Some(Counts {
                passed: parts.next()?.strip_suffix(" passed")?.parse().ok()?,
                failed: parts.next()?.strip_suffix(" failed")?.parse().ok()?,
            })
        })
        .reduce(Counts::plus)
}

/// Counts of Node's test runner, in either of its two formats: `# pass 5` and `ℹ pass 5`.
pub(crate) fn of_node(output: &str) -> Option<Counts> {
    let number = |word: &str| {
        output.lines().rev().find_map(|line| {
            let rest = line
                .strip_prefix("# ")
                .or_else(|| line.strip_prefix("ℹ "))?;
            rest.strip_prefix(word)?.trim().parse::<u64>().ok()
        })
    };
    Some(Counts {
        passed: number("pass ")?,
        // A cancelled test (its file ended before it) is no pass.
        failed: number("fail ")? + number("cancelled ").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn several_rust_test_binaries_are_summed() {
        let output = "
running 2 tests
test a ... ok
test b ... ok

test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

     Running tests/it/main.rs (target/debug/deps/it-1)

test result: FAILED. 40 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s
";
        assert_eq!(of_rust(output), Some(counts(42, 3)));
    }

    #[test]
    fn wasm_bindgen_s_result_line_is_the_same() {
        let output = "running 1 test\ntest main::adds ... ok\n\n\
            test result: ok. 1 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.01s\n";
        assert_eq!(of_rust(output), Some(counts(1, 0)));
    }

    #[test]
    fn output_without_a_result_has_no_counts() {
        assert_eq!(of_rust("error: could not compile `x`\n"), None);
        assert_eq!(of_rust("test result: who knows\n"), None);
        assert_eq!(of_node("node: bad option\n"), None);
    }

    #[test]
    fn both_formats_of_node_are_read() {
        let spec =
            "✔ loads once (1.2ms)\nℹ tests 6\nℹ suites 0\nℹ pass 5\nℹ fail 1\nℹ cancelled 0\n";
        assert_eq!(of_node(spec), Some(counts(5, 1)));
        let tap =
            "ok 1 - loads once\n1..1\n# tests 7\n# pass 5\n# fail 0\n# cancelled 2\n# skipped 0\n";
        assert_eq!(of_node(tap), Some(counts(5, 2)));
    }

    #[test]
    fn the_last_summary_of_node_counts() {
        let output = "# pass 1\n# fail 1\nsomething a test printed\nℹ pass 9\nℹ fail 0\n";
        assert_eq!(of_node(output), Some(counts(9, 0)));
    }
}
