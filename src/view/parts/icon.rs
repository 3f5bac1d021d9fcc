//! Line icons, drawn in the text's colour on a grid of 20.

use crate::view::pen::{Attr, Pen};

/// An icon; always beside a text or on a button with a name, so never read out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after what it shows")]
pub enum Icon {
    Alert,
    Back,
    Calendar,
    Check,
    Close,
    Down,
    Globe,
    Info,
    Language,
    Less,
    More,
    Next,
    Pin,
    Tag,
    Wait,
}

impl Icon {
    /// What is drawn, as the `d` of an SVG path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Alert => "M10 6.5v4m0 3h.01M10 2.5 1.8 17h16.4Z",
            Self::Back => "m12 4.5-5.5 5.5 5.5 5.5",
            Self::Calendar => "M3 8h14M6.5 2.5V5m7-2.5V5M3 4.5h14V17H3Z",
            Self::Check => "m4 10.5 4 4 8-9",
            Self::Close => "m5.5 5.5 9 9m0-9-9 9",
            Self::Down => "m5 7.5 5 5 5-5",
            Self::Globe => {
                "M2.5 10h15M10 2.5c5 4.7 5 10.3 0 15-5-4.7-5-10.3 0-15a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15"
            }
            Self::Info => "M10 9.5v4m0-7h.01M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15",
            Self::Language => {
                "M2.5 5h9M7 2.5V5c0 4-1.5 6-4.5 7.5M4.5 8c1 2 3 3.6 5 4.5m1.5 5 3.5-9 3.5 9m-6-3h5"
            }
            Self::Less => "M5 10h10",
            Self::More => "M5 10h10m-5-5v10",
            Self::Next => "m8 4.5 5.5 5.5-5.5 5.5",
            Self::Pin => {
                "M10 17.5c3.7-3.6 5.5-6.6 5.5-9a5.5 5.5 0 0 0-11 0c0 2.4 1.8 5.4 5.5 9m0-7a2 2 0 1 0 0-4 2 2 0 0 0 0 4"
            }
            Self::Tag => "M3 3h6.5l7.5 7.5-6.5 6.5L3 9.5Zm3.7 3.7h.01",
            Self::Wait => "M10 5.5V10l3 2m-3-9.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15",
        }
    }

    /// The icon.
    pub(in crate::view) fn draw(self, pen: &mut Pen) {
        self.draw_as(pen, "");
    }

    /// An arrow, which points the other way where text runs from right to left.
    pub(in crate::view) fn draw_along(self, pen: &mut Pen) {
        self.draw_as(pen, "flip");
    }

    /// The icon with a class of its own.
    pub(in crate::view) fn draw_as(self, pen: &mut Pen, class: &'static str) {
        pen.el("svg", class, |pen| {
            pen.set(Attr::ViewBox, "0 0 20 20");
            pen.set(Attr::Hidden, "true");
            pen.el("path", "", |pen| {
                pen.set(Attr::Path, self.path());
                pen.set(Attr::PathLength, "1");
            });
        });
    }
}
