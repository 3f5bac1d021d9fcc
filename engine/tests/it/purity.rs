//! The engine is a pure function: no float, no clock, no randomness, no hash order, no memory
//! between calls, no world and no panic.
//!
//! The lints of `engine/src/lib.rs` see most of it by type. This reads the sources as text and
//! sees what they do not: a literal, a word inside a macro, a module of the standard library.
//! Each rule is a function from text to findings, so that it can be shown to find something.

use std::fs;
use std::path::{Path, PathBuf};

use crate::source::{code_of, float_literals, is_name, words_at};

/// What no source of the engine may say, and why. A word stands between characters that no
/// name has, so that `now(` is not in `known(`.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "a clock",
        &["now(", "::now", "Instant", "SystemTime", "Local"],
    ),
    (
        "hash order",
        &[
            "HashMap",
            "HashSet",
            "hash_map",
            "hash_set",
            "RandomState",
            "DefaultHasher",
        ],
    ),
    (
        "randomness",
        &["rand", "getrandom", "fastrand", "random", "thread_rng"],
    ),
    (
        "memory between calls",
        &[
            "static",
            "thread_local",
            "Cell",
            "RefCell",
            "UnsafeCell",
            "OnceCell",
            "OnceLock",
            "LazyCell",
            "LazyLock",
            "Mutex",
            "RwLock",
            "thread",
        ],
    ),
    (
        "the world",
        &[
            "env!",
            "option_env!",
            "include!",
            "include_str!",
            "include_bytes!",
            "print!",
            "println!",
            "eprint!",
            "eprintln!",
            "dbg!",
            "extern",
            "unsafe",
        ],
    ),
    (
        "a panic",
        &[
            "unwrap(",
            "unwrap_err(",
            "unwrap_unchecked(",
            ".expect(",
            "::expect",
            "expect_err(",
            "panic!",
            "unreachable!",
            "todo!",
            "unimplemented!",
            "assert!",
            "assert_eq!",
            "assert_ne!",
        ],
    ),
    (
        "a cast, which cuts what does not fit",
        &[
            "as _", "as char", "as i8", "as i16", "as i32", "as i64", "as i128", "as isize",
            "as u8", "as u16", "as u32", "as u64", "as u128", "as usize",
        ],
    ),
];

/// What no name in the engine may contain: `from_f64_retain` and `1_f64` are floats, too.
const FORBIDDEN_PARTS: &[(&str, &[&str])] = &[
    ("a float", &["f16", "f32", "f64", "f128"]),
    ("memory between calls", &["Atomic"]),
];

/// What of the standard library computes and does nothing else, one path to a line of `use`.
const STD_PATHS: &[&str] = &[
    "borrow",
    "cmp",
    "collections",
    "convert",
    "error",
    "fmt",
    "iter",
    "mem",
    "num",
    "ops",
    "slice",
    "str",
    "string",
    // Shares what never changes; the rest of the module is memory between calls.
    "sync::Arc",
    "vec",
];

/// What is said of any other path of the standard library.
const NOT_PURE_STD: &str = "not on the list of what only computes";

/// A word that a file may say so many times although it is forbidden.
struct Allowed {
    file: &'static str,
    word: &'static str,
    times: usize,
    /// Why it does no harm there.
    why: &'static str,
}

/// The exceptions; there are none so far.
const ALLOWED: &[Allowed] = &[];

/// A forbidden word in a source.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    line: usize,
    word: String,
    what: &'static str,
}

#[test]
fn the_sources_are_pure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in rust_files(&root) {
        let file = path.strip_prefix(&root).unwrap().display().to_string();
        let findings = findings(&fs::read_to_string(&path).unwrap());
        found.extend(beyond(ALLOWED, &file, findings));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    for Allowed { file, .. } in ALLOWED {
        assert!(root.join(file).exists(), "{file} is allowed but not there");
    }
}

/// Positive control: every forbidden word is found where it is planted, and only in code.
#[test]
fn every_forbidden_word_is_found() {
    let words = FORBIDDEN.iter().flat_map(|(what, words)| {
        let planted = words.iter().map(|word| (format!("({word})"), *word));
        planted.map(move |(code, word)| (code, word, *what))
    });
    let parts = FORBIDDEN_PARTS.iter().flat_map(|(what, parts)| {
        let planted = parts.iter().map(|part| (format!("to_{part}_x"), *part));
        planted.map(move |(code, part)| (code, part, *what))
    });
    for (code, word, what) in words.chain(parts) {
        let text = format!("fn a() {{\n    b({code});\n}}\n");
        let line = Finding {
            line: 2,
            word: word.to_owned(),
            what,
        };
        assert!(findings(&text).contains(&line), "{word}");
        for hidden in [
            format!("// {code}"),
            format!("/* {code} /* {code} */ {code} */"),
            format!("let a = \"\\\"{code}\";"),
            format!("let a = r#\"\"{code}\"#;"),
        ] {
            assert_eq!(findings(&hidden), [], "{hidden}");
        }
        let after_quotes = format!("['\"', '\\'', b'\"', c::<'a>()]; {code}");
        assert!(!findings(&after_quotes).is_empty(), "{after_quotes}");
    }
}

#[test]
fn words_inside_other_words_are_not_found() {
    let innocent = "known(now, unwrap_or(0), &'static str, brand, operand(x), has_u8, last, \
        r#as) #[expect(clippy::a)]";
    assert_eq!(findings(innocent), []);
}

#[test]
fn float_literals_are_found_and_ranges_and_fields_are_not() {
    for float in [
        "a(1.5)",
        "a(1_000.25)",
        "a(1e9)",
        "a(2E-3)",
        "a(1.)",
        "[1., 2]",
    ] {
        let found = findings(float);
        assert!(found.iter().any(|f| f.what == "a float"), "{float}");
    }
    let integers = "0..5; 1..=9; pair.0.1; 1.max(2); 0xE5; 0x1e9; 10_i64.pow(3); a1.b; [1, 2]";
    assert_eq!(findings(integers), []);
}

#[test]
fn only_what_computes_is_let_through_of_the_standard_library() {
    for planted in [
        "use std::time::Duration;",
        "use core::sync::atomic;",
        "std::fs::read(path)",
        "std::env::var(name)",
        "use std::net::*;",
        "use std::{fmt, io};",
        "use ::std::thread;",
        "use std::sync::{Arc, mpsc};",
        "use std::strange;",
    ] {
        let found = findings(planted);
        assert!(found.iter().any(|f| f.what == NOT_PURE_STD), "{planted}");
    }
    let pure = "use std::fmt; use std::sync::Arc; std::str::from_utf8(b)";
    assert_eq!(findings(pure), []);
}

#[test]
fn an_exception_covers_so_many_uses_in_one_file_and_no_more() {
    let allowed = [Allowed {
        file: "a.rs",
        word: ".expect(",
        times: 1,
        why: "an example",
    }];
    let twice = || findings("a.expect(b);\na.expect(b);");
    assert_eq!(beyond(&allowed, "a.rs", findings("a.expect(b);")).len(), 0);
    assert_eq!(beyond(&allowed, "a.rs", twice()).len(), 2, "one too many");
    assert_eq!(beyond(&allowed, "b.rs", twice()).len(), 2, "another file");
    let stale = beyond(&allowed, "a.rs", findings(""));
    assert_eq!(stale.len(), 1, "an exception that nothing needs");
}

/// The Rust files of a folder and the folders in it.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    assert!(!files.is_empty(), "no Rust files in {}", folder.display());
    files
}

/// What is wrong in a file beyond its exceptions, or with the exceptions themselves.
fn beyond(allowed: &[Allowed], file: &str, mut findings: Vec<Finding>) -> Vec<String> {
    let mut wrong = Vec::new();
    for exception in allowed.iter().filter(|allowed| allowed.file == file) {
        let uses = findings.iter().filter(|f| f.word == exception.word).count();
        if uses == exception.times {
            findings.retain(|finding| finding.word != exception.word);
        } else if uses < exception.times {
            let Allowed {
                word, times, why, ..
            } = exception;
            wrong.push(format!(
                "{file}: {word} is allowed {times} times ({why}) and used {uses}"
            ));
        }
    }
    let named = |f: Finding| format!("{file}:{}: {} is {}", f.line, f.word, f.what);
    wrong.extend(findings.into_iter().map(named));
    wrong
}

/// What is wrong in a source.
fn findings(text: &str) -> Vec<Finding> {
    let code = code_of(text);
    let mut found = Vec::new();
    let mut note = |at: usize, word: &str, what| {
        found.push(Finding {
            line: code[..at].lines().count().max(1),
            word: word.to_owned(),
            what,
        });
    };
    for (what, words) in FORBIDDEN {
        for word in *words {
            words_at(&code, word).for_each(|at| note(at, word, *what));
        }
    }
    for (what, parts) in FORBIDDEN_PARTS {
        for part in *parts {
            let all = code.match_indices(part);
            all.for_each(|(at, _)| note(at, part, *what));
        }
    }
    for library in ["std::", "core::", "alloc::"] {
        for at in words_at(&code, library) {
            let path = &code[at + library.len()..];
            let pure = STD_PATHS.iter().any(|pure| {
                let rest = path.strip_prefix(pure);
                rest.is_some_and(|rest| !rest.starts_with(is_name))
            });
            if !pure {
                let module = path.split(|c| !is_name(c)).next().unwrap_or_default();
                note(at, &format!("{library}{module}"), NOT_PURE_STD);
            }
        }
    }
    for at in float_literals(&code) {
        note(at, "a literal", "a float");
    }
    found
}
