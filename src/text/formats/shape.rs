//! Which parts of a date are written.

/// What of a date is written; the examples are a British browser's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) enum DateShape {
    /// "December 2026".
    Month,
    /// "Tuesday 1 December".
    Day,
    /// "Tuesday, 1 December 2026".
    Date,
    /// "Tuesday".
    Weekday,
    /// "Tue".
    WeekdayShort,
    /// "T"; for languages whose short names are long.
    WeekdayNarrow,
}
