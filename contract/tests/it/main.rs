//! The wire, pinned.
