//! A wasm module, as far as its functions and their names go.

/// A module that was taken apart.
#[derive(Debug)]
pub(crate) struct Module<'a> {
    sections: Vec<Section<'a>>,
    /// The functions' bodies, without their sizes.
    bodies: Vec<&'a [u8]>,
    /// The name of each body's function; empty where it has none.
    names: Vec<&'a str>,
}

#[derive(Debug)]
struct Section<'a> {
    id: u8,
    content: &'a [u8],
}

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
/// No locals, `unreachable`, `end`: the least body, which fits any type.
const TRAP: [u8; 3] = [0x00, 0x00, 0x0B];

impl<'a> Module<'a> {
    /// Takes a module apart; none if it is not one, or has no names.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = Reader(bytes.strip_prefix(b"\0asm\x01\0\0\0")?);
        let mut sections = Vec::new();
        while !rest.0.is_empty() {
            let id = rest.byte()?;
            let content = rest.sized()?;
            sections.push(Section { id, content });
        }
        let of = |id| sections.iter().find(|s: &&Section| s.id == id);
        // Functions that come from outside are numbered before the module's own.
        let imported = of(IMPORT).map_or(Some(0), |section| imported(section.content))?;
        let mut code = Reader(of(CODE)?.content);
        let count = code.number()?;
        let bodies: Vec<&[u8]> = (0..count).map(|_| code.sized()).collect::<Option<_>>()?;
        let mut names = vec![""; bodies.len()];
        for section in sections.iter().filter(|section| section.id == CUSTOM) {
            let mut section = Reader(section.content);
            if section.sized()? == b"name" {
                name_functions(section, imported, &mut names)?;
            }
        }
        let module = Self {
            sections,
            bodies,
            names,
        };
        module
            .names
            .iter()
            .any(|name| !name.is_empty())
            .then_some(module)
    }

    /// The names and the bytes of all functions.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&str, usize)> {
        let sizes = self.bodies.iter().map(|body| body.len());
        self.names.iter().copied().zip(sizes)
    }

    /// The same module without what the chosen functions do: calling one is a trap.
    pub(crate) fn without(&self, chosen: impl Fn(&str) -> bool) -> Vec<u8> {
        let mut code = Vec::new();
        put_number(&mut code, self.bodies.len());
        for (name, body) in self.names.iter().zip(&self.bodies) {
            put_sized(&mut code, if chosen(name) { &TRAP } else { body });
        }
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        for section in &self.sections {
            bytes.push(section.id);
            put_sized(
                &mut bytes,
                if section.id == CODE {
                    &code
                } else {
                    section.content
                },
            );
        }
        bytes
    }
}

/// How many of the imports are functions.
fn imported(section: &[u8]) -> Option<usize> {
    let mut section = Reader(section);
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.sized()?;
        section.sized()?;
        match section.byte()? {
            0 => {
                functions += 1;
                section.number()?;
            }
            // A table and a memory have limits, with or without an upper one.
            kind @ (1 | 2) => {
                if kind == 1 {
                    section.byte()?;
                }
                let flags = section.byte()?;
                section.number()?;
                if flags & 1 == 1 {
                    section.number()?;
                }
            }
            3 => {
                section.byte()?;
                section.byte()?;
            }
            4 => {
                section.byte()?;
                section.number()?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn name_functions<'a>(
    mut section: Reader<'a>,
    imported: usize,
    names: &mut [&'a str],
) -> Option<()> {
    while !section.0.is_empty() {
        let kind = section.byte()?;
        let mut content = Reader(section.sized()?);
        if kind != 1 {
            continue;
        }
        for _ in 0..content.number()? {
            let function = content.number()?;
            let name = std::str::from_utf8(content.sized()?).ok()?;
            if let Some(slot) = function
                .checked_sub(imported)
                .and_then(|n| names.get_mut(n))
            {
                *slot = name;
            }
        }
    }
    Some(())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A number of 32 bits in LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0_u64;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    /// Bytes after their count.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let size = self.number()?;
        let (these, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(these)
    }
}

fn put_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        // The mask leaves seven bits.
        let low = u8::try_from(number & 0x7F).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

fn put_sized(bytes: &mut Vec<u8>, content: &[u8]) {
    put_number(bytes, content.len());
    bytes.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One imported function and two own ones, `a::one` with 4 bytes and `b::two` with 200.
    fn module() -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id, content: &[u8]| {
            bytes.push(id);
            put_sized(&mut bytes, content);
        };
        section(1, b"\x01\x60\0\0");
        section(IMPORT, b"\x02\x03env\x01f\0\0\x03env\x01m\x02\x01\x01\x02");
        section(3, b"\x02\0\0");
        let mut two = vec![0x01; 199];
        two[0] = 0x00;
        two.push(0x0B);
        let mut code = vec![2];
        put_sized(&mut code, b"\0\x01\x01\x0B");
        put_sized(&mut code, &two);
        section(CODE, &code);
        let mut names = b"\x03".to_vec();
        for (function, name) in [(0, "env::f"), (1, "a::one"), (2, "b::two")] {
            names.push(function);
            put_sized(&mut names, name.as_bytes());
        }
        let mut content = b"\x04name".to_vec();
        content.push(1);
        put_sized(&mut content, &names);
        section(CUSTOM, &content);
        bytes
    }

    #[test]
    fn functions_have_their_own_names_and_sizes() {
        let bytes = module();
        let module = Module::read(&bytes).expect("a module");
        let functions: Vec<_> = module.functions().collect();
        assert_eq!(functions, [("a::one", 4), ("b::two", 200)]);
    }

    #[test]
    fn what_is_taken_out_is_a_trap_and_the_rest_is_as_it_was() {
        let bytes = module();
        let module = Module::read(&bytes).expect("a module");
        assert_eq!(module.without(|_| false), bytes);
        let without = module.without(|name| name.starts_with("b::"));
        let without = Module::read(&without).expect("still a module");
        let functions: Vec<_> = without.functions().collect();
        assert_eq!(functions, [("a::one", 4), ("b::two", 3)]);
    }

    #[test]
    fn what_is_no_module_or_was_cut_short_is_none() {
        let bytes = module();
        assert!(Module::read(b"GIF89a").is_none());
        for end in [9, 30, bytes.len() - 1] {
            assert!(Module::read(&bytes[..end]).is_none(), "{end}");
        }
    }

    #[test]
    fn numbers_come_back_as_they_went() {
        for number in [0, 1, 127, 128, 300, 16_384, 4_000_000] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            assert_eq!(Reader(&bytes).number(), Some(number));
        }
    }
}
