//! Tells cargo when the files inside a release have changed.
//!
//! A debug build reads them when it starts, so only a release watches the folders; there, one
//! that is missing counts as changed until it is made.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        for folder in ["../dist", "../assets/covers", "../assets/demo"] {
            println!("cargo::rerun-if-changed={folder}");
        }
    }
}
