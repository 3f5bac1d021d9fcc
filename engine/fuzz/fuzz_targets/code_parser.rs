//! Any text as a promotion code.
//!
//! `cargo xtask fuzz` runs it with a fuzzer; without one it tries the files that it is given:
//! `cargo run -p booking-fuzz --bin code_parser -- FILE…`
#![cfg_attr(feature = "libfuzzer", no_main)]

#[path = "../../tests/it/promises.rs"]
#[allow(dead_code, reason = "the other door has a target of its own")]
mod promises;

fn run(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        promises::code_parser(text);
    }
}

#[cfg(feature = "libfuzzer")]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| run(bytes));

#[cfg(not(feature = "libfuzzer"))]
fn main() -> std::io::Result<()> {
    for file in std::env::args_os().skip(1) {
        run(&std::fs::read(file)?);
    }
    Ok(())
}
