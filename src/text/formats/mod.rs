//! How amounts, numbers, dates and times are written: by the browser's `Intl`, or natively from
//! tables of three languages, for tests and the gallery, or not at all, by marks. Both have the same functions, and nothing
//! else in the widget knows which of them runs. The browser's tests compare the two.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod marks;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod plain;
mod shape;

#[cfg(target_arch = "wasm32")]
pub(super) use browser::Formats;
#[cfg(not(target_arch = "wasm32"))]
pub(super) use native::Formats;
pub(super) use shape::DateShape;
