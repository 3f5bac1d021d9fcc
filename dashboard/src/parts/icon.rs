//! Line icons: the widget's, and those that only a dashboard needs, on the same grid of 20.

use booking_widget::view::Icon;
use yew::{Html, html};

/// What is drawn.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Sign {
    /// One of the widget's.
    Shared(Icon),
    /// Three bars.
    Chart,
    /// Two sheets.
    Copy,
    /// A bin.
    Delete,
    /// Three dots.
    Dots,
    /// Three lines.
    Menu,
    /// Two upright lines.
    Pause,
    /// Head and shoulders.
    Person,
    /// A triangle.
    Play,
    /// A slip of paper.
    Receipt,
    /// A glass.
    Search,
    /// A door.
    Leave,
    /// Three sliders.
    Settings,
    /// Two arrows, up and down.
    Switch,
}

/// An icon; always beside a text or on a button with a name, so never read out.
pub(crate) fn icon(sign: Sign) -> Html {
    let path = match sign {
        Sign::Shared(icon) => icon.path(),
        Sign::Chart => "M4.5 16.5v-5m5.5 5v-13m5.5 13v-8",
        Sign::Copy => "M7 7h9.5v9.5H7ZM4 13H3.5V3.5H13V4",
        Sign::Delete => "M3.5 5.5h13M8 5.5v-2h4v2m2.5 0-.7 11H6.2l-.7-11M8.5 9v4.5m3-4.5v4.5",
        Sign::Dots => "M4.5 10h.01m5.49 0h.01m5.49 0h.01",
        Sign::Menu => "M3 5.5h14M3 10h14M3 14.5h14",
        Sign::Pause => "M7 4.5v11m6-11v11",
        Sign::Person => {
            "M10 9.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5M4 16.5c.6-2.8 3-4 6-4s5.4 1.2 6 4"
        }
        Sign::Play => "M6.5 4v12l9-6Z",
        Sign::Receipt => "M4.5 2.5h11v15l-2.75-2-2.75 2-2.75-2-2.75 2ZM7.5 6.5h5m-5 3.5h5",
        Sign::Search => "m13 13 4 4M8.5 14.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12",
        Sign::Leave => "M12.5 6V3H3.5v14h9v-3M8 10h9.5m-3-3 3 3-3 3",
        Sign::Settings => "M3 5h6m4 0h4M3 10h2m4 0h8M3 15h8m4 0h2M11 3.5v3m-4 2v3m6 2v3",
        Sign::Switch => "m6.5 8 3.5-3.5L13.5 8m-7 4 3.5 3.5 3.5-3.5",
    };
    let class = matches!(sign, Sign::Dots).then_some("dots");
    html! {
        <svg {class} viewBox="0 0 20 20" aria-hidden="true"><path d={path} /></svg>
    }
}
