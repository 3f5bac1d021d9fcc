//! Fail points end the program on purpose; they are for campaigns and never for guests.

use std::env;

/// Stops the build of a release that would have them.
pub(crate) fn stay_out_of_releases() {
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    assert!(
        !release || env::var_os("CARGO_FEATURE_FAIL_POINTS").is_none(),
        "a release has no fail points: build booking-proof without --release"
    );
}
