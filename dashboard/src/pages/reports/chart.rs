//! Bars over time. The table below each says the same in numbers, so that readers of the screen go
//! to that.

use yew::prelude::*;

/// Bars of two parts, the one standing on the other.
pub(super) struct Bars<'b> {
    /// What the chart is called.
    pub(super) name: &'b str,
    /// What each bar says when it is pointed at, and its lower and upper part.
    pub(super) spans: Vec<(String, i64, i64)>,
    /// The highest value, as it is written.
    pub(super) top: String,
    /// What stands below the first and the last bar.
    pub(super) ends: (String, String),
    /// What the lower and the upper part are called.
    pub(super) parts: (&'b str, &'b str),
}

/// The highest bar.
pub(super) fn highest(bars: impl Iterator<Item = i64>) -> i64 {
    bars.max().unwrap_or(0).max(1)
}

impl Bars<'_> {
    /// The chart.
    pub(super) fn draw(&self) -> Html {
        let top = highest(self.spans.iter().map(|(_, low, high)| low + high));
        let count = i64::try_from(self.spans.len()).unwrap_or(1).max(1);
        // Whole thousandths of the chart: attributes with decimals need no float for it.
        let share = |value: i64, of: i64| value.saturating_mul(100_000) / of;
        let percent =
            |thousandths: i64| format!("{}.{:03}%", thousandths / 1_000, thousandths % 1_000);
        let bar = |(place, (said, low, high)): (usize, &(String, i64, i64))| {
            let place = i64::try_from(place).unwrap_or(0);
            let (low, high) = (share(*low, top), share(*high, top));
            let x = percent(share(place, count) + share(1, count) / 10);
            let width = percent(share(1, count) * 8 / 10);
            html! {
                <g>
                    <title>{ said }</title>
                    <rect class="all" x={percent(share(place, count))} y="0" width={percent(share(1, count))} height="100%" />
                    <rect class="low" x={x.clone()} y={percent(100_000 - low)} {width} height={percent(low)} />
                    <rect class="high" {x} y={percent(100_000 - low - high)} width={percent(share(1, count) * 8 / 10)} height={percent(high)} />
                </g>
            }
        };
        html! {
            <figure class="chart">
                <figcaption>
                    <b>{ self.name }</b>
                    <span class="key low">{ self.parts.0 }</span>
                    <span class="key high">{ self.parts.1 }</span>
                </figcaption>
                <div class="plot" aria-hidden="true">
                    <small>{ &self.top }</small>
                    <svg>{ for self.spans.iter().enumerate().map(bar) }</svg>
                    <div class="ends"><small>{ &self.ends.0 }</small><small>{ &self.ends.1 }</small></div>
                </div>
            </figure>
        }
    }
}
