//! Starts the widget in a page.
fn main() {}
