//! The look: the style sheet, and how it reaches the page.
//!
//! The rules lie in `sheets`; the build script turns them into one text, scoped by the
//! classes of the widget's root. The companion writes the rules of a calendar's look into its page,
//! so that they are there before the program is, and the program carries none.

use booking_contract::WidgetStyle;

/// All rules of both looks as the text of one style sheet.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/theme.css"));

/// The rules that come with the later part of the program.
pub const LATER: &str = include_str!(concat!(env!("OUT_DIR"), "/later.css"));

/// The tokens, and the rules of buttons, fields and notices: what the dashboard stands on, so that
/// owners and guests see the same hand. For elements in one with the class `bk`.
pub const GROUND: &str = include_str!(concat!(env!("OUT_DIR"), "/ground.css"));

/// The rules of one look, for all that a page begins with.
pub fn sheet(look: WidgetStyle) -> &'static str {
    match look {
        WidgetStyle::Neo => include_str!(concat!(env!("OUT_DIR"), "/neo.css")),
        WidgetStyle::Classic => include_str!(concat!(env!("OUT_DIR"), "/classic.css")),
    }
}

/// The classes of the root element of a look.
pub fn root_class(look: WidgetStyle) -> &'static str {
    match look {
        WidgetStyle::Neo => "bk neo bk-neo",
        WidgetStyle::Classic => "bk classic bk-classic",
    }
}
