//! How amounts, numbers, dates and times are written: by the browser's `Intl`, or natively in
//! plain English for tests. Both have the same functions, and nothing else in the widget knows
//! which of them runs.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod plain;

#[cfg(target_arch = "wasm32")]
pub(super) use browser::Formats;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use plain::Formats;

/// What of a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateShape {
    /// "December 2026".
    Month,
    /// "Tuesday 1 December".
    Day,
    /// "Tuesday 1 December 2026".
    Date,
    /// "Tuesday".
    Weekday,
    /// "Tue".
    WeekdayShort,
    /// "T"; for languages whose short names are long.
    WeekdayNarrow,
}
