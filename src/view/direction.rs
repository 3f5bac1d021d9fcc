//! Which way text runs on the page.

/// Whether the page's text runs from right to left; never natively.
pub(super) fn runs_right_to_left() -> bool {
    #[cfg(target_arch = "wasm32")]
    {
        let document = web_sys::window().and_then(|window| window.document());
        let root = document.and_then(|document| document.document_element());
        root.and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl")
    }
    #[cfg(not(target_arch = "wasm32"))]
    false
}
