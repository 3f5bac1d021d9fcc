//! `booking-companion quote FILE`: replays prices with the types of the wire.

use std::path::Path;

use crate::serve::Failure;

/// Reads `{terms, request, now}` from the file, or standard input for `-`, and prints the
/// quotes.
pub fn run(_file: &Path) -> Result<(), Failure> {
    Err(Failure::Input("quotes cannot be replayed yet".into()))
}
