//! What `booking-bench`, `run.js` and `booking-load` print, read back.

use crate::error::XtaskError;

/// One basket, timed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timing {
    /// The basket.
    pub(crate) basket: String,
    /// How many quotes were made.
    pub(crate) quotes: u64,
    /// How long they took, in nanoseconds.
    pub(crate) nanoseconds: u64,
}

/// What one quote of a basket allocates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allocations {
    /// The basket.
    pub(crate) basket: String,
    /// How many times.
    pub(crate) count: u64,
    /// How many bytes in all.
    pub(crate) bytes: u64,
}

/// What became of some cases in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    /// The number of the first case.
    pub(crate) first: u32,
    /// The hash of them all.
    pub(crate) hash: String,
    /// How many got a discount, were rejected, had no code, had no price.
    pub(crate) covered: [u64; 4],
}

impl Timing {
    /// `time BASKET QUOTES NANOSECONDS`
    pub(crate) fn read(line: &str) -> Option<Self> {
        let [basket, quotes, nanoseconds] = words(line, "time")?;
        let timing = Self {
            basket: basket.to_owned(),
            quotes: quotes.parse().ok()?,
            nanoseconds: nanoseconds.parse().ok()?,
        };
        // What took no time was not measured.
        (timing.quotes > 0 && timing.nanoseconds > 0).then_some(timing)
    }
}

impl Allocations {
    /// `allocations BASKET COUNT BYTES`
    pub(crate) fn read(line: &str) -> Option<Self> {
        let [basket, count, bytes] = words(line, "allocations")?;
        Some(Self {
            basket: basket.to_owned(),
            count: count.parse().ok()?,
            bytes: bytes.parse().ok()?,
        })
    }
}

impl Digest {
    /// `digest FIRST HASH DISCOUNTS REJECTIONS PLAIN ERRORS`
    pub(crate) fn read(line: &str) -> Option<Self> {
        let [first, hash, covered @ ..] = words::<6>(line, "digest")?;
        let mut numbers = [0; 4];
        for (number, word) in numbers.iter_mut().zip(covered) {
            *number = word.parse().ok()?;
        }
        Some(Self {
            first: first.parse().ok()?,
            hash: hash.to_owned(),
            covered: numbers,
        })
    }
}

/// Reads every line, or says which one cannot be read. No line at all is no answer.
pub(crate) fn all<T>(
    lines: &[String],
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, XtaskError> {
    if lines.is_empty() {
        return Err(not_understood("nothing at all"));
    }
    let read = |line: &String| read(line).ok_or_else(|| not_understood(line));
    lines.iter().map(read).collect()
}

/// The answer in a page that `chromium --dump-dom` printed, line by line.
pub(crate) fn of_page(dump: &str) -> Option<Vec<String>> {
    let (_, answer) = dump.split_once("<pre id=\"answer\">\n")?;
    // Without its end the answer was cut short.
    let (answer, _) = answer.split_once("end\n</pre>")?;
    Some(answer.lines().map(unescaped).collect())
}

/// A text as it stood before it was written as HTML.
fn unescaped(html: &str) -> String {
    html.replace("&nbsp;", "\u{A0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Exactly so many words after the first, which must be the given one.
pub(super) fn words<'a, const N: usize>(line: &'a str, kind: &str) -> Option<[&'a str; N]> {
    let rest = line.strip_prefix(kind)?.strip_prefix(' ')?;
    rest.split(' ').collect::<Vec<_>>().try_into().ok()
}

/// The error for what is no result.
pub(super) fn not_understood(line: &str) -> XtaskError {
    XtaskError::Missing {
        what: format!("a measurement printed {line:?}, which is no result"),
        advice: "See the logs below target/xtask.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_line_is_read() {
        let timing = Timing::read("time 1-line 500000 100123456").expect("a timing");
        assert_eq!(
            (timing.basket.as_str(), timing.quotes, timing.nanoseconds),
            ("1-line", 500_000, 100_123_456)
        );
        let allocations = Allocations::read("allocations 1-line 0 0").expect("a count");
        assert_eq!((allocations.count, allocations.bytes), (0, 0));
        let digest = Digest::read("digest 2000 00ab 600 250 25 125").expect("a digest");
        assert_eq!(digest.first, 2_000);
        assert_eq!(digest.hash, "00ab");
        assert_eq!(digest.covered, [600, 250, 25, 125]);
    }

    #[test]
    fn what_is_no_result_is_not_taken_for_one() {
        assert_eq!(Timing::read("time 1-line 0 100"), None);
        assert_eq!(Timing::read("time 1-line 100 0"), None);
        assert_eq!(Timing::read("time 1-line 100"), None);
        assert_eq!(Timing::read("timer 1-line 100 100"), None);
        assert_eq!(Digest::read("digest 0 ab 1 2 3"), None);
        assert_eq!(Digest::read("digest 0 ab 1 2 3 4 5"), None);
        let lines = [
            "time 1-line 1 1".to_owned(),
            "failed out of memory".to_owned(),
        ];
        let error = all(&lines, Timing::read).expect_err("must be refused");
        assert!(error.to_string().contains("out of memory"), "{error}");
        all(&[], Timing::read).expect_err("no answer is none");
    }

    #[test]
    fn a_page_s_answer_is_whole_or_none() {
        let dump = "[1:2] noise\n<html><body><pre id=\"answer\">\ntime a 1 1\n{\"a\":\"&lt;&amp;lt;\"}\nend\n</pre></body>";
        let expected = ["time a 1 1".to_owned(), "{\"a\":\"<&lt;\"}".to_owned()];
        assert_eq!(of_page(dump), Some(expected.to_vec()));
        assert_eq!(of_page(&dump.replace("end\n", "")), None);
        assert_eq!(of_page(""), None);
    }
}
