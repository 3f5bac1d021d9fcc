//! The look: the style sheet, and how it reaches the page.
//!
//! The rules lie in `sheets`; the build script turns them into one text, scoped by generated
//! classes on the widget's root. The page's content security policy lets no style into the
//! document but constructable style sheets, so the text becomes one that the document adopts.

mod accent;
#[cfg(target_arch = "wasm32")]
mod page;

use booking_contract::WidgetStyle;

pub use accent::properties as accent_properties;

/// All rules of both looks as the text of one style sheet.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/theme.css"));

/// The classes of the root element of a look.
pub fn root_class(look: WidgetStyle) -> &'static str {
    match look {
        WidgetStyle::Neo => concat!("bk neo ", env!("BOOKING_CLASS_NEO")),
        WidgetStyle::Classic => concat!("bk classic ", env!("BOOKING_CLASS_CLASSIC")),
    }
}

/// Lets the document adopt the rules and sets the owner's colour; does nothing natively.
///
/// Safe to call again, for instance when a preview changes the colour.
pub fn install(accent: Option<&str>) {
    #[cfg(target_arch = "wasm32")]
    page::install(accent);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = accent;
}
