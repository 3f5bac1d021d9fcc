//! An owner's lists in large books: how long each page takes, over HTTP, on `SQLite`.

use crate::bench::answer;
use crate::bench::crowds::{self, Crowds, verdict};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;
use crate::toolchain::Toolchain;

/// How long 95 of 100 pages may take, in microseconds.
const AIM_P95_US: u64 = 100_000;

/// A page that was asked for again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    /// Which.
    name: String,
    /// How often.
    answers: u64,
    /// How long half of them took at most, 95 of 100 and all, in microseconds.
    p50_us: u64,
    p95_us: u64,
    max_us: u64,
    /// How many rows it has.
    rows: u64,
}

/// Builds the release, fills books and goes through the lists.
pub(super) fn measure(toolchain: &Toolchain) -> Result<Table, XtaskError> {
    let crowds = Crowds::build(toolchain)?;
    println!("Making 100,000 coupons and 1,000,000 orders, then asking for lists (a few minutes).");
    let lines = crowds.meet("lists", &crowds.sqlite("lists"), &["--lists"])?;
    let [coupons, orders, _] = crowds::numbers(&lines, "multiplied")?;
    let pages: Vec<String> = (lines.iter())
        .filter(|line| line.starts_with("list "))
        .cloned()
        .collect();
    let pages = answer::all(&pages, Page::read)?;
    let mut table = Table::of(&["list", "rows", "p50_us", "p95_us", "max_us"]);
    for page in &pages {
        table.row([
            Cell::word(&page.name),
            Cell::Whole(page.rows),
            Cell::Whole(page.p50_us),
            Cell::Whole(page.p95_us),
            Cell::Whole(page.max_us),
        ]);
    }
    print!("{}", table.text());
    println!("  {coupons} coupons, {orders} orders");
    println!("  {}", aim(&pages));
    for line in &lines {
        if let Some(job) = Job::read(line) {
            println!("  {}", job.sentence());
        }
    }
    Ok(table)
}

fn aim(pages: &[Page]) -> String {
    let slow: Vec<&str> = (pages.iter())
        .filter(|page| page.p95_us >= AIM_P95_US)
        .map(|page| page.name.as_str())
        .collect();
    let held = verdict(slow.is_empty());
    format!(
        "aim: 95 of 100 below {AIM_P95_US} us: {held} {}",
        slow.join(", ")
    )
    .trim_end()
    .to_owned()
}

impl Page {
    /// `list ANSWERS P50_US P95_US MAX_US ROWS NAME`
    fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("list ")?.splitn(6, ' ');
        let mut number = || words.next()?.parse().ok();
        let (answers, p50_us, p95_us, max_us, rows) =
            (number()?, number()?, number()?, number()?, number()?);
        Some(Self {
            name: words.next()?.to_owned(),
            answers,
            p50_us,
            p95_us,
            max_us,
            rows,
        })
        .filter(|page| page.answers > 0)
    }
}

/// A long job.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Job {
    /// Which.
    name: String,
    /// How long it took, in microseconds.
    took_us: u64,
    /// By how much the companion's memory grew at most, in kB.
    grew_kb: u64,
    /// How many things were done.
    things: u64,
}

impl Job {
    /// `job MICROSECONDS RESTED_KB PEAK_KB THINGS NAME`
    fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("job ")?.splitn(5, ' ');
        let mut number = || words.next()?.parse::<u64>().ok();
        let (took_us, rested_kb, peak_kb, things) = (number()?, number()?, number()?, number()?);
        Some(Self {
            name: words.next()?.to_owned(),
            took_us,
            grew_kb: peak_kb.saturating_sub(rested_kb),
            things,
        })
    }

    fn sentence(&self) -> String {
        format!(
            "{} {} in {} ms; the companion grew by {} kB",
            self.things,
            self.name,
            self.took_us / 1_000,
            self.grew_kb
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_tells_how_long_it_took_and_what_memory() {
        let job = Job::read("job 2500900 30000 31024 100000 codes made").expect("a job");
        let sentence = "100000 codes made in 2500 ms; the companion grew by 1024 kB";
        assert_eq!(job.sentence(), sentence);
        assert_eq!(Job::read("job 2500900 30000 31024 codes made"), None);
    }

    fn page(p95_us: u64) -> Page {
        let line = format!("list 21 900 {p95_us} 120000 50 orders, newest");
        Page::read(&line).expect("a page")
    }

    #[test]
    fn the_aim_is_held_below_its_limit_and_slow_pages_are_named() {
        assert!(aim(&[page(99_999)]).ends_with(": held"));
        let aim = aim(&[page(99_999), page(100_000)]);
        assert!(aim.ends_with("NOT held orders, newest"), "{aim}");
    }

    #[test]
    fn what_is_no_page_is_not_taken_for_one() {
        assert_eq!(page(1_000).rows, 50);
        assert_eq!(Page::read("list 0 1 1 1 1 none asked"), None);
        assert_eq!(Page::read("list 21 900 1000 2000 50"), None);
        assert_eq!(Page::read("load 21 900 1000 2000 50 x"), None);
    }
}
