//! The text of JSON, taken bit by bit. Nothing here knows a type, so guests load it once.

use super::{Misfit, misfit};

/// How deep a text may nest, so that a hostile one does not use up the stack.
const DEPTH_MAX: u8 = 64;

/// What of a text is still to be read.
pub(super) struct Text<'t> {
    rest: &'t str,
    depth: u8,
    /// The last string that could not be lent from the text, as something in it was escaped.
    unescaped: String,
}

/// Where a value begins.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    rest: &'t str,
    depth: u8,
}

impl<'t> Text<'t> {
    pub(super) fn new(rest: &'t str) -> Self {
        Self {
            rest,
            depth: 0,
            unescaped: String::new(),
        }
    }

    /// The next byte that is not a blank, which stays.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let blanks = [' ', '\n', '\r', '\t'];
        self.rest = self.rest.trim_start_matches(blanks);
        self.rest.bytes().next()
    }

    /// Takes a mark or a word, if it comes next.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        self.peek();
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes a mark or a word that has to come next.
    pub(super) fn expect(&mut self, wanted: &str) -> Result<(), Misfit> {
        self.take(wanted).then_some(()).map_or_else(misfit, Ok)
    }

    /// Takes the mark that a list or an object begins with.
    pub(super) fn open(&mut self, mark: &str) -> Result<(), Misfit> {
        self.expect(mark)?;
        self.depth += 1;
        (self.depth < DEPTH_MAX)
            .then_some(())
            .map_or_else(misfit, Ok)
    }

    /// Whether a list or an object goes on, its comma taken; else its end is.
    pub(super) fn goes_on(&mut self, first: &mut bool, end: &str) -> Result<bool, Misfit> {
        if self.take(end) {
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(",")?;
        }
        Ok(true)
    }

    /// Where the text is read now.
    pub(super) fn place(&self) -> Place<'t> {
        Place {
            rest: self.rest,
            depth: self.depth,
        }
    }

    /// Reads on from another place.
    pub(super) fn go_to(&mut self, place: Place<'t>) {
        self.rest = place.rest;
        self.depth = place.depth;
    }

    /// Passes over an object and tells where the values of these fields begin. None may come
    /// twice.
    pub(super) fn fields(&mut self, names: &[&str]) -> Result<Vec<Option<Place<'t>>>, Misfit> {
        let mut places = vec![None; names.len()];
        let mut first = true;
        self.open("{")?;
        while self.goes_on(&mut first, "}")? {
            let key = self.string()?;
            let field = names.iter().position(|name| *name == key);
            self.expect(":")?;
            let place = self.place();
            if let Some(field) = field
                && places[field].replace(place).is_some()
            {
                return misfit();
            }
            self.ignore()?;
        }
        Ok(places)
    }

    pub(super) fn string(&mut self) -> Result<&str, Misfit> {
        self.expect("\"")?;
        self.unescaped.clear();
        loop {
            let special = |c| c < ' ' || c == '"' || c == '\\';
            let end = self.rest.find(special).map_or_else(misfit, Ok)?;
            let part = self.skip(end)?;
            match self.skip(1)? {
                "\"" if self.unescaped.is_empty() => return Ok(part),
                "\"" => {
                    self.unescaped.push_str(part);
                    return Ok(&self.unescaped);
                }
                "\\" => {
                    self.unescaped.push_str(part);
                    let character = self.escape()?;
                    self.unescaped.push(character);
                }
                _ => return misfit(),
            }
        }
    }

    /// The character that an escape stands for, after its backslash.
    fn escape(&mut self) -> Result<char, Misfit> {
        Ok(match self.skip(1)? {
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                let unit = self.code_unit()?;
                // What lies beyond 16 bits is written as a pair of escapes.
                let second = match unit {
                    0xD800..0xDC00 if self.skip(2)? == "\\u" => Some(self.code_unit()?),
                    _ => None,
                };
                let mut characters = char::decode_utf16([unit].into_iter().chain(second));
                match (characters.next(), characters.next()) {
                    (Some(Ok(character)), None) => character,
                    _ => return misfit(),
                }
            }
            mark @ ("\"" | "\\" | "/") => char::from(mark.as_bytes()[0]),
            _ => return misfit(),
        })
    }

    fn code_unit(&mut self) -> Result<u16, Misfit> {
        let digits = self.skip(4)?;
        let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let unit = u16::from_str_radix(digits, 16).ok();
        unit.filter(|_| hexadecimal).map_or_else(misfit, Ok)
    }

    /// A number, as it is written. Numbers with fractions are only passed over: the tables that
    /// they are read with would be a large part of the bundle.
    pub(super) fn number(&mut self) -> Result<&'t str, Misfit> {
        self.peek();
        let start = self.rest;
        self.take_one(&['-']);
        let zero = self.rest.starts_with('0');
        if self.digits()? > 1 && zero {
            return misfit();
        }
        if self.take_one(&['.']) {
            self.digits()?;
        }
        if self.take_one(&['e', 'E']) {
            self.take_one(&['+', '-']);
            self.digits()?;
        }
        Ok(&start[..start.len() - self.rest.len()])
    }

    fn take_one(&mut self, of: &[char]) -> bool {
        let rest = self.rest.strip_prefix(of);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes digits, at least one, and counts them.
    fn digits(&mut self) -> Result<usize, Misfit> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        self.skip(count)?;
        (count > 0).then_some(count).map_or_else(misfit, Ok)
    }

    /// Passes over a value, checking its form.
    pub(super) fn ignore(&mut self) -> Result<(), Misfit> {
        let mut first = true;
        match self.peek().map_or_else(misfit, Ok)? {
            b'"' => {
                self.string()?;
            }
            b'{' => {
                self.open("{")?;
                while self.goes_on(&mut first, "}")? {
                    self.string()?;
                    self.expect(":")?;
                    self.ignore()?;
                }
            }
            b'[' => {
                self.open("[")?;
                while self.goes_on(&mut first, "]")? {
                    self.ignore()?;
                }
            }
            b't' => self.expect("true")?,
            b'f' => self.expect("false")?,
            b'n' => self.expect("null")?,
            _ => {
                self.number()?;
            }
        }
        Ok(())
    }

    /// Takes bytes that are whole characters.
    fn skip(&mut self, bytes: usize) -> Result<&'t str, Misfit> {
        let (part, rest) = self.rest.split_at_checked(bytes).map_or_else(misfit, Ok)?;
        self.rest = rest;
        Ok(part)
    }
}
