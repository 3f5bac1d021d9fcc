//! Short names for what the wasm file and its glue take from each other.
//!
//! wasm-bindgen names every import after what it does and adds a hash. Guests would download
//! each name twice, and hashes do not compress: together 4 kB. The names follow from the order of
//! the imports alone, so the same build always gets the same pair of files. What the glue takes
//! from the wasm file is named after whole types: another half kilobyte.

/// The section of a wasm file that lists what it imports.
pub(crate) const IMPORTS: u8 = 2;
/// The section that lists what a wasm file offers.
const EXPORTS: u8 = 7;
/// The kind of an export that is a memory.
const MEMORY: u8 = 2;
/// What starts the program. `widget-loader/inline.js` asks for it as well, so it keeps its name.
const START: &str = "__wbindgen_start";
/// Magic number and version.
pub(crate) const HEADER_LENGTH: usize = 8;

/// Both files with short names for all imports, and for all exports that the glue asks for as
/// `wasm.name`; nothing where they are not of the form that
/// wasm-bindgen gives them: functions only, each once in the glue as `name: function`.
pub(crate) fn shorten(wasm: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let (header, mut rest) = wasm.split_at_checked(HEADER_LENGTH)?;
    let (mut wasm, mut glue) = (header.to_vec(), glue.to_owned());
    while let [id, after @ ..] = rest {
        rest = after;
        let section = bytes(&mut rest)?;
        wasm.push(*id);
        if *id == IMPORTS {
            let section = shorten_imports(section, &mut glue)?;
            put_bytes(&mut wasm, &section);
        } else if *id == EXPORTS {
            let section = shorten_exports(section, &mut glue)?;
            put_bytes(&mut wasm, &section);
        } else {
            put_bytes(&mut wasm, section);
        }
    }
    Some((wasm, glue))
}

fn shorten_imports(mut section: &[u8], glue: &mut String) -> Option<Vec<u8>> {
    let count = number(&mut section)?;
    let mut shortened = Vec::new();
    put_number(&mut shortened, count);
    for index in 0..count {
        let module = bytes(&mut section)?;
        let name = std::str::from_utf8(bytes(&mut section)?).ok()?;
        let (kind, after) = section.split_first()?;
        section = after;
        let signature = number(&mut section)?;
        if *kind != 0 {
            return None;
        }
        let short = short_name(index);
        let long = format!("{name}: function");
        if glue.matches(&long).count() != 1 {
            return None;
        }
        *glue = glue.replace(&long, &format!("{short}: function"));
        put_bytes(&mut shortened, module);
        put_bytes(&mut shortened, short.as_bytes());
        shortened.push(*kind);
        put_number(&mut shortened, signature);
    }
    section.is_empty().then_some(shortened)
}

fn shorten_exports(mut section: &[u8], glue: &mut String) -> Option<Vec<u8>> {
    let count = number(&mut section)?;
    let mut shortened = Vec::new();
    put_number(&mut shortened, count);
    for index in 0..count {
        let name = std::str::from_utf8(bytes(&mut section)?).ok()?;
        let (kind, after) = section.split_first()?;
        section = after;
        let exported = number(&mut section)?;
        let short = format!("_{}", short_name(index));
        // The memory has a name that may be asked for from anywhere, and a short one.
        let shorter = short.len() < name.len() && *kind != MEMORY && name != START;
        let renamed = shorter && rename(glue, name, &short);
        put_bytes(
            &mut shortened,
            if renamed { &short } else { name }.as_bytes(),
        );
        shortened.push(*kind);
        put_number(&mut shortened, exported);
    }
    section.is_empty().then_some(shortened)
}

/// Puts one name for another wherever the glue asks the wasm file for it, and tells whether it
/// does.
fn rename(glue: &mut String, name: &str, short: &str) -> bool {
    let asked = format!("wasm.{name}");
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let (mut renamed, mut rest) = (String::new(), glue.as_str());
    let mut found = false;
    while let Some((before, after)) = rest.split_once(&asked) {
        renamed.push_str(before);
        renamed.push_str("wasm.");
        // The name may be the beginning of a longer one.
        let whole = !goes_on(after);
        renamed.push_str(if whole { short } else { name });
        found |= whole;
        rest = after;
    }
    renamed.push_str(rest);
    *glue = renamed;
    found
}

/// `a` to `z`, then `a1`, `b1` and so on.
fn short_name(index: u32) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

/// Takes a length and as many bytes.
pub(crate) fn bytes<'w>(rest: &mut &'w [u8]) -> Option<&'w [u8]> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

/// Takes a number: seven bits a byte, the lowest first, the eighth where more follow (LEB128).
pub(crate) fn number(rest: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

pub(crate) fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    // No part of a file that wasm allows is longer than 4 GiB.
    put_number(to, u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    to.extend(bytes);
}

pub(crate) fn put_number(to: &mut Vec<u8>, mut value: u32) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            to.push(low & 0x7f);
            return;
        }
        to.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    /// A file with two imports of one module and a section after them that is left alone.
    fn wasm(names: [&str; 2], kind: u8) -> Vec<u8> {
        let mut imports = vec![2];
        for (signature, name) in (0..).zip(names) {
            put_bytes(&mut imports, b"./glue.js");
            put_bytes(&mut imports, name.as_bytes());
            imports.extend([kind, signature]);
        }
        let mut wasm = HEADER.to_vec();
        wasm.push(IMPORTS);
        put_bytes(&mut wasm, &imports);
        wasm.push(10);
        put_bytes(&mut wasm, &[7; 300]);
        wasm
    }

    #[test]
    fn imports_get_one_short_name_in_both_files() {
        let long = wasm(["__wbg_now_741ff2bb612836f5", "__wbg_then_1"], 0);
        let glue = "{ __wbg_now_741ff2bb612836f5: function() {}, __wbg_then_1: function(a) {} }";
        let (short, glue) = shorten(&long, glue).expect("both imports are in the glue");
        assert_eq!(short, wasm(["a", "b"], 0));
        assert_eq!(glue, "{ a: function() {}, b: function(a) {} }");
    }

    #[test]
    fn files_of_another_form_are_refused() {
        let names = ["__wbg_now_1", "__wbg_then_1"];
        let glue = "{ __wbg_now_1: function() {}, __wbg_then_1: function() {} }";
        assert!(shorten(&wasm(names, 0), glue).is_some());
        assert_eq!(shorten(&wasm(names, 2), glue), None, "a memory");
        assert_eq!(shorten(&wasm(names, 0), "{}"), None, "not in the glue");
        let twice = format!("{glue}{glue}");
        assert_eq!(shorten(&wasm(names, 0), &twice), None, "twice in the glue");
        let file = wasm(names, 0);
        assert_eq!(shorten(&file[..file.len() - 1], glue), None, "cut off");
        assert_eq!(shorten(b"\0asm", glue), None);
    }

    #[test]
    fn exports_get_short_names_where_the_glue_asks_for_them() {
        let wasm = |names: [&str; 5]| {
            let mut exports = vec![5];
            for (index, name) in (0..).zip(names) {
                put_bytes(&mut exports, name.as_bytes());
                let kind = if name == "memory" { MEMORY } else { 0 };
                exports.extend([kind, index]);
            }
            let mut wasm = HEADER.to_vec();
            wasm.push(EXPORTS);
            put_bytes(&mut wasm, &exports);
            wasm
        };
        let long = wasm([
            "memory",
            "invoke_true",
            "invoke_true_2",
            "not_asked_for",
            START,
        ]);
        let glue = "invoke_true(wasm.invoke_true, wasm.invoke_true_2(wasm.memory), not_asked_for); \
                    wasm.__wbindgen_start()";
        let (short, glue) = shorten(&long, glue).expect("it is of the form");
        assert_eq!(short, wasm(["memory", "_b", "_c", "not_asked_for", START]));
        assert_eq!(
            glue,
            "invoke_true(wasm._b, wasm._c(wasm.memory), not_asked_for); wasm.__wbindgen_start()"
        );
    }

    #[test]
    fn no_two_imports_share_a_name() {
        let names: std::collections::BTreeSet<_> = (0..1_000).map(short_name).collect();
        assert_eq!(names.len(), 1_000);
    }

    #[test]
    fn numbers_come_back_the_same() {
        for value in [0, 1, 127, 128, 300, 16_384, u32::MAX] {
            let mut written = Vec::new();
            put_number(&mut written, value);
            assert_eq!(number(&mut written.as_slice()), Some(value));
        }
    }
}
