//! Answers one question about this build of the engine: how fast it is, or what it makes of
//! random cases. `cargo xtask bench` asks the native program, Node and a browser the same.
//!
//! ```text
//! booking-bench time MILLISECONDS                   time 1-line 500000 100123456
//! booking-bench digests FIRST COUNT CHUNK [SPOILT]  digest 0 9f2c… 601 233 41 125
//! booking-bench hashes FIRST COUNT [SPOILT]         9f2c0a…
//! booking-bench lines FIRST COUNT [SPOILT]          {"case":…,"quote":…}
//! ```

#[cfg(not(target_arch = "wasm32"))]
mod command;
#[cfg(target_arch = "wasm32")]
mod exports;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    command::run()
}

/// Nothing happens by itself: the script that loads the module calls what it exports.
#[cfg(target_arch = "wasm32")]
fn main() {}
