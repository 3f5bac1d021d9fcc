//! Promises of the widget, checked natively.
