//! Tells cargo when the files inside a release have changed, and keeps fail points out of it.
//!
//! A debug build reads them when it starts, so only a release watches the folders; there, one
//! that is missing counts as changed until it is made.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    assert!(
        !release || std::env::var_os("CARGO_FEATURE_FAIL_POINTS").is_none(),
        "a release has no fail points: build booking-proof without --release"
    );
    if release {
        for folder in ["../dist", "../assets/covers", "../assets/demo"] {
            println!("cargo::rerun-if-changed={folder}");
        }
    }
}
