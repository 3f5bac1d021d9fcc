//! What a first visit transfers, item by item, what is fetched later, and the limits on both.

use std::fmt::Write as _;

/// What a guest's first visit may transfer at most, in bytes: loader, frame page, wasm, glue and
/// styles, as they go over the wire.
pub(crate) const FIRST_VISIT_BYTES_MAX: u64 = 150_000;

/// What comes later may transfer at most, in bytes, as it goes over the wire: the later part of the
/// program with its rules and texts, and the loader's windows. A guest loads it who begins to choose.
pub(crate) const LATER_BYTES_MAX: u64 = 81_000;

/// What the loader may transfer at most, in bytes: every visit of every page of a site pays for it.
pub(crate) const LOADER_BYTES_MAX: u64 = 3_000;

/// What a widget without a frame takes more from the loader at most, in bytes: only the pages that ask
/// for one pay for it.
pub(crate) const INLINE_BYTES_MAX: u64 = 4_000;

/// What the dashboard may transfer at most, in bytes, when an owner opens it for the first time.
pub(crate) const DASHBOARD_BYTES_MAX: u64 = 750_000;

/// One file that guests or owners load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What it is for.
    pub(crate) part: Part,
    /// The name of the file, or the path of the page.
    pub(crate) name: String,
    /// Bytes before compression.
    pub(crate) raw_bytes: u64,
    /// Bytes on the wire.
    pub(crate) sent_bytes: u64,
}

/// What a transferred file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The script on the host's page.
    Loader,
    /// The page in the frame.
    FramePage,
    /// The JavaScript between browser and wasm.
    Glue,
    /// The widget itself.
    Wasm,
    /// Style sheets.
    Styles,
    /// What of the widget is fetched later.
    Later,
    /// The rules and the texts that come with it.
    LaterServed,
    /// What of the loader is fetched where a page asks for it.
    LoaderLater,
    /// What is fetched where a page asks for the widget without a frame.
    LoaderInline,
    /// What owners load.
    Dashboard,
}

/// What is weighed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    FirstVisit,
    Later,
    Inline,
    Dashboard,
}

impl Group {
    const ALL: [Self; 4] = [Self::FirstVisit, Self::Later, Self::Inline, Self::Dashboard];

    fn total_and_limit(self) -> (&'static str, u64) {
        match self {
            Self::FirstVisit => ("total", FIRST_VISIT_BYTES_MAX),
            Self::Later => ("later", LATER_BYTES_MAX),
            Self::Inline => ("inline", INLINE_BYTES_MAX),
            Self::Dashboard => ("dashboard", DASHBOARD_BYTES_MAX),
        }
    }
}

/// All that a first visit transfers, and what is fetched later.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Part {
    fn label(self) -> &'static str {
        match self {
            Self::Loader => "loader",
            Self::FramePage => "frame page",
            Self::Glue => "glue",
            Self::Wasm => "wasm",
            Self::Styles => "styles",
            Self::Later => "later wasm",
            Self::LaterServed => "with it",
            Self::LoaderLater => "windows",
            Self::LoaderInline => "no frame",
            Self::Dashboard => "dashboard",
        }
    }

    fn group(self) -> Group {
        match self {
            Self::Later | Self::LaterServed | Self::LoaderLater => Group::Later,
            Self::LoaderInline => Group::Inline,
            Self::Dashboard => Group::Dashboard,
            _ => Group::FirstVisit,
        }
    }
}

impl Ledger {
    /// Adds one file, in the order of parts.
    pub(crate) fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.entries
            .sort_by(|a, b| (a.part, &a.name).cmp(&(b.part, &b.name)));
    }

    /// The bytes of a first visit on the wire.
    pub(crate) fn sent_bytes(&self) -> u64 {
        self.sum(Group::FirstVisit, |entry| entry.sent_bytes)
    }

    /// The bytes on the wire of what is fetched later.
    pub(crate) fn later_bytes(&self) -> u64 {
        self.sum(Group::Later, |entry| entry.sent_bytes)
    }

    /// The bytes on the wire of the dashboard.
    pub(crate) fn dashboard_bytes(&self) -> u64 {
        self.sum(Group::Dashboard, |entry| entry.sent_bytes)
    }

    fn sum(&self, group: Group, bytes: impl Fn(&Entry) -> u64) -> u64 {
        let entries = self.entries.iter();
        let of_it = entries.filter(|entry| entry.part.group() == group);
        of_it.map(bytes).sum()
    }

    /// Whether the loader and every group stay within their limits.
    pub(crate) fn fits(&self) -> bool {
        let loaders = self
            .entries
            .iter()
            .filter(|entry| entry.part == Part::Loader);
        loaders.map(|entry| entry.sent_bytes).sum::<u64>() <= LOADER_BYTES_MAX
            && self.sent_bytes() <= FIRST_VISIT_BYTES_MAX
            && self.later_bytes() <= LATER_BYTES_MAX
            && self.sum(Group::Inline, |entry| entry.sent_bytes) <= INLINE_BYTES_MAX
            && self.dashboard_bytes() <= DASHBOARD_BYTES_MAX
    }

    /// The parts that every guest or owner loads and that are missing: what was not weighed would fit any limit.
    /// Styles are not among them, as a bundle may carry them inside another part.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        [
            Part::Loader,
            Part::FramePage,
            Part::Glue,
            Part::Wasm,
            Part::Later,
            Part::Dashboard,
        ]
        .into_iter()
        .filter(|part| !self.entries.iter().any(|entry| entry.part == *part))
        .map(Part::label)
        .collect()
    }

    /// Prints the ledger as a table.
    pub(crate) fn print(&self) {
        print!("{}", self.table());
    }

    fn table(&self) -> String {
        let mut table = format!(
            "  {:<11} {:>9} {:>9}  {}\n",
            "first visit", "bytes", "sent", ""
        );
        for group in Group::ALL {
            let (total, limit) = group.total_and_limit();
            let entries = self.entries.iter();
            for entry in entries.filter(|entry| entry.part.group() == group) {
                // Writing to a String cannot fail.
                let _ = writeln!(
                    table,
                    "  {:<11} {:>9} {:>9}  {}",
                    entry.part.label(),
                    entry.raw_bytes,
                    entry.sent_bytes,
                    entry.name
                );
            }
            let _ = writeln!(
                table,
                "  {:<11} {:>9} {:>9}  limit {limit}",
                total,
                self.sum(group, |entry| entry.raw_bytes),
                self.sum(group, |entry| entry.sent_bytes),
            );
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(part: Part, sent_bytes: u64) -> Entry {
        Entry {
            part,
            name: part.label().to_owned(),
            raw_bytes: sent_bytes * 3,
            sent_bytes,
        }
    }

    #[test]
    fn a_first_visit_of_exactly_the_limit_fits_and_one_byte_more_does_not() {
        let mut ledger = Ledger::default();
        ledger.add(entry(Part::Wasm, FIRST_VISIT_BYTES_MAX - 1_000));
        ledger.add(entry(Part::Loader, 1_000));
        assert!(ledger.fits());
        ledger.add(entry(Part::Styles, 1));
        assert!(!ledger.fits());
    }

    #[test]
    fn what_is_fetched_later_has_a_limit_of_its_own_and_is_no_part_of_a_first_visit() {
        let mut ledger = Ledger::default();
        ledger.add(entry(Part::Wasm, FIRST_VISIT_BYTES_MAX));
        ledger.add(entry(Part::Later, LATER_BYTES_MAX));
        assert!(ledger.fits());
        assert_eq!(ledger.sent_bytes(), FIRST_VISIT_BYTES_MAX);
        ledger.add(entry(Part::Later, 1));
        assert!(!ledger.fits());
    }

    #[test]
    fn the_loader_has_a_limit_of_its_own_and_its_windows_are_fetched_later() {
        let mut ledger = Ledger::default();
        ledger.add(entry(Part::Loader, LOADER_BYTES_MAX));
        ledger.add(entry(Part::LoaderLater, 2_500));
        assert!(ledger.fits());
        assert_eq!(ledger.sent_bytes(), LOADER_BYTES_MAX);
        assert_eq!(ledger.later_bytes(), 2_500);
        ledger.add(entry(Part::Loader, 1));
        assert!(!ledger.fits());
    }

    #[test]
    fn what_only_a_widget_without_a_frame_takes_has_a_limit_of_its_own() {
        let mut ledger = Ledger::default();
        ledger.add(entry(Part::Wasm, FIRST_VISIT_BYTES_MAX));
        ledger.add(entry(Part::Later, LATER_BYTES_MAX));
        ledger.add(entry(Part::LoaderInline, INLINE_BYTES_MAX));
        assert!(ledger.fits());
        ledger.add(entry(Part::LoaderInline, 1));
        assert!(!ledger.fits());
    }

    #[test]
    fn the_dashboard_has_a_limit_of_its_own_and_is_nothing_that_guests_load() {
        let mut ledger = Ledger::default();
        ledger.add(entry(Part::Wasm, FIRST_VISIT_BYTES_MAX));
        ledger.add(entry(Part::Dashboard, DASHBOARD_BYTES_MAX));
        assert!(ledger.fits());
        assert_eq!(ledger.sent_bytes(), FIRST_VISIT_BYTES_MAX);
        ledger.add(entry(Part::Dashboard, 1));
        assert!(!ledger.fits());
    }

    #[test]
    fn a_part_that_was_not_weighed_is_named() {
        let mut ledger = Ledger::default();
        for part in [
            Part::Loader,
            Part::Glue,
            Part::FramePage,
            Part::Later,
            Part::Dashboard,
        ] {
            ledger.add(entry(part, 10));
        }
        assert_eq!(ledger.missing(), ["wasm"]);
        ledger.add(entry(Part::Wasm, 10));
        assert!(ledger.missing().is_empty());
    }

    #[test]
    fn the_table_adds_up_and_states_the_limit() {
        let mut ledger = Ledger::default();
        ledger.add(entry(Part::Wasm, 100_000));
        ledger.add(entry(Part::Loader, 2_000));
        let table = ledger.table();
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[1].contains("loader"), "{table}");
        assert!(lines[2].contains("wasm"), "{table}");
        assert!(
            lines[3].contains("306000    102000  limit 150000"),
            "{table}"
        );
    }
}
