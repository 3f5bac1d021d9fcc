//! The look: the style sheet, and how it reaches the page.
//!
//! The rules lie in `sheets`; the build script turns them into one text, scoped by generated
//! classes on the widget's root. The page's content security policy lets no style into the
//! document but constructable style sheets, so the text becomes one that the document adopts.

#[cfg(target_arch = "wasm32")]
mod page;

use booking_contract::WidgetStyle;

/// All rules of both looks as the text of one style sheet.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/theme.css"));

/// The classes of the root element of a look.
pub fn root_class(look: WidgetStyle) -> &'static str {
    match look {
        WidgetStyle::Neo => concat!("bk neo ", env!("BOOKING_CLASS_NEO")),
        WidgetStyle::Classic => concat!("bk classic ", env!("BOOKING_CLASS_CLASSIC")),
    }
}

/// Lets the document adopt the rules, once; does nothing natively.
///
/// The owner's colours are custom properties of the document, from
/// [`booking_contract::colours`]: the companion writes them into the page, so that they are there
/// before the program is.
pub fn install() {
    #[cfg(target_arch = "wasm32")]
    page::install();
}
