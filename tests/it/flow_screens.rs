//! Every kind of screen can be reached, and none of them says anything unfinished.

use booking_contract::WidgetStyle;
use booking_widget::flow::{Body, Screen};

use crate::fixtures::{screens, table};

const STYLES: [WidgetStyle; 2] = [WidgetStyle::Neo, WidgetStyle::Classic];

fn kind(screen: &Screen) -> &'static str {
    match screen.body {
        Body::Failed(_) => "failed",
        Body::Services(_) => "services",
        Body::Time(_) => "time",
        Body::Details(_) => "details",
        Body::Payment(_) => "payment",
        Body::Leaving(_) => "leaving",
        Body::Held(_) => "held",
        Body::Waiting(_) => "waiting",
        Body::Booked(_) => "booked",
        Body::Move(_) => "move",
        Body::Ended(_) => "ended",
    }
}

#[test]
fn the_fixtures_reach_every_body() {
    for style in STYLES {
        let mut kinds: Vec<_> = screens(style).iter().map(|(_, s)| kind(s)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        assert_eq!(
            kinds,
            [
                "booked", "details", "ended", "failed", "held", "leaving", "move", "payment",
                "services", "time", "waiting"
            ]
        );
    }
}

#[test]
fn no_screen_shows_a_part_that_was_not_filled_in() {
    for style in STYLES {
        for (name, screen) in screens(style) {
            // The fixed texts hold the patterns, so only what is made from them is looked at.
            let Screen {
                header,
                progress,
                body,
                summary,
                notice,
                announcement,
                urgent,
                ..
            } = screen;
            let written = format!(
                "{progress:?}{notice:?}{announcement:?}{urgent:?}{header:?}{summary:?}{body:?}"
            );
            for pattern in crate_patterns() {
                assert!(
                    !written.contains(&pattern),
                    "{name}: {pattern} in {written}"
                );
            }
        }
    }
}

/// Every `{part}` that the texts hold.
fn crate_patterns() -> Vec<String> {
    let texts = table("en");
    let mut parts = vec![];
    let mut rest = texts;
    while let Some((_, after)) = rest.split_once('{') {
        let (part, tail) = after.split_once('}').unwrap_or((after, ""));
        if part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            parts.push(format!("{{{part}}}"));
        }
        rest = tail;
    }
    assert!(parts.len() > 40, "the texts hold parts to fill in");
    parts
}
