//! The booking widget.
