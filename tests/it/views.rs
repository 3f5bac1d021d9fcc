//! The views, drawn natively.
