//! Reads the companion's JSON.
//!
//! `serde_json` does it as well, and the companion uses it. In the bundle it costs 22 kB more
//! (brotli), because it tells where and why a text is wrong, which nobody here reads, and takes
//! forms that the contract does not have: structs as arrays, and floats with their tables. This
//! reader knows one error and takes exactly the contract's forms; tests hold it against
//! `serde_json`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, Visitor};
use serde::forward_to_deserialize_any;

/// How deep a text may nest.
const DEPTH_MAX: u8 = 64;

/// The text is not the JSON of the asked type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Reads a whole text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Unreadable),
    }
}

struct Reader<'t> {
    text: &'t str,
    /// The next byte; never past the end.
    at: usize,
    depth: u8,
}

impl<'t> Reader<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not a blank.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Takes a byte after blanks, if it is the next one.
    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Unreadable> {
        if self.take(wanted) {
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Unreadable> {
        self.peek();
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    /// A string: a part of the text where nothing in it is escaped.
    fn string(&mut self) -> Result<Cow<'t, str>, Unreadable> {
        self.expect(b'"')?;
        let mut start = self.at;
        let mut unescaped = String::new();
        loop {
            let byte = self.byte().ok_or(Unreadable)?;
            match byte {
                b'"' | b'\\' => {
                    // Both are ASCII, so the part ends between two characters.
                    let part = &self.text[start..self.at];
                    self.at += 1;
                    if byte == b'\\' {
                        unescaped.push_str(part);
                        unescaped.push(self.escape()?);
                        start = self.at;
                    } else if unescaped.is_empty() {
                        return Ok(Cow::Borrowed(part));
                    } else {
                        unescaped.push_str(part);
                        return Ok(Cow::Owned(unescaped));
                    }
                }
                0..0x20 => return Err(Unreadable),
                _ => self.at += 1,
            }
        }
    }

    /// The character of an escape, after its backslash.
    fn escape(&mut self) -> Result<char, Unreadable> {
        let byte = self.byte().ok_or(Unreadable)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.code_unit()?;
                let units = if (0xD800..0xDC00).contains(&first) {
                    let escaped = self.text[self.at..].starts_with("\\u");
                    self.at += if escaped { 2 } else { return Err(Unreadable) };
                    vec![first, self.code_unit()?]
                } else {
                    vec![first]
                };
                let mut chars = char::decode_utf16(units);
                match (chars.next(), chars.next()) {
                    (Some(Ok(c)), None) => c,
                    _ => return Err(Unreadable),
                }
            }
            _ => return Err(Unreadable),
        })
    }

    fn code_unit(&mut self) -> Result<u16, Unreadable> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Unreadable);
        }
        self.at += 4;
        u16::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// A whole number, as it is written.
    fn integer(&mut self) -> Result<&'t str, Unreadable> {
        self.peek();
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        let zero = self.byte() == Some(b'0');
        let digits = self.digits()?;
        if zero && digits > 1 {
            return Err(Unreadable);
        }
        Ok(&self.text[start..self.at])
    }

    /// Takes digits, at least one, and counts them.
    fn digits(&mut self) -> Result<usize, Unreadable> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        match self.at - start {
            0 => Err(Unreadable),
            count => Ok(count),
        }
    }

    /// Passes over a number of any form. Its value is never made: the tables that floats are
    /// read with would be a twentieth of the bundle.
    fn skip_number(&mut self) -> Result<(), Unreadable> {
        self.integer()?;
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// Passes over a value, checking its form.
    fn skip(&mut self) -> Result<(), Unreadable> {
        match self.peek().ok_or(Unreadable)? {
            b'"' => self.string().map(drop),
            b'{' => self.nested(|reader| {
                reader.at += 1;
                let mut first = true;
                while reader.next_of(b'}', &mut first)? {
                    reader.string()?;
                    reader.expect(b':')?;
                    reader.skip()?;
                }
                Ok(())
            }),
            b'[' => self.nested(|reader| {
                reader.at += 1;
                let mut first = true;
                while reader.next_of(b']', &mut first)? {
                    reader.skip()?;
                }
                Ok(())
            }),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.skip_number(),
        }
    }

    fn nested<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        if self.depth == DEPTH_MAX {
            return Err(Unreadable);
        }
        self.depth += 1;
        let value = inside(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Whether a list goes on, its comma taken; else its end is taken.
    fn next_of(&mut self, end: u8, first: &mut bool) -> Result<bool, Unreadable> {
        if self.take(end) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(b',')?;
        }
        Ok(true)
    }

    fn visit_map<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Unreadable> {
        self.expect(b'{')?;
        self.nested(|reader| {
            let mut entries = Entries {
                reader,
                first: true,
                ended: false,
            };
            let value = visitor.visit_map(&mut entries)?;
            // A visitor that leaves entries behind has not read the whole text.
            if entries.ended {
                Ok(value)
            } else {
                Err(Unreadable)
            }
        })
    }

    fn visit_string<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn visit_integer<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Unreadable> {
        let number = self.integer()?;
        if number == "-0" {
            Err(Unreadable)
        } else if number.starts_with('-') {
            visitor.visit_i64(number.parse().map_err(|_| Unreadable)?)
        } else {
            visitor.visit_u64(number.parse().map_err(|_| Unreadable)?)
        }
    }
}

macro_rules! deserialize {
    ($($method:ident => $visit:ident,)*) => {
        $(
            fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
                self.$visit(visitor)
            }
        )*
    };
}

impl<'t> de::Deserializer<'t> for &mut Reader<'t> {
    type Error = Unreadable;

    deserialize! {
        deserialize_i8 => visit_integer,
        deserialize_i16 => visit_integer,
        deserialize_i32 => visit_integer,
        deserialize_i64 => visit_integer,
        deserialize_u8 => visit_integer,
        deserialize_u16 => visit_integer,
        deserialize_u32 => visit_integer,
        deserialize_u64 => visit_integer,
        deserialize_str => visit_string,
        deserialize_string => visit_string,
        deserialize_identifier => visit_string,
        deserialize_map => visit_map,
    }

    /// No type of the contract asks for whatever comes.
    fn deserialize_any<V: Visitor<'t>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.peek() == Some(b't') {
            self.word("true")?;
            visitor.visit_bool(true)
        } else {
            self.word("false")?;
            visitor.visit_bool(false)
        }
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.peek() == Some(b'n') {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.expect(b'[')?;
        self.nested(|reader| {
            let mut items = Items {
                reader,
                first: true,
                ended: false,
            };
            let value = visitor.visit_seq(&mut items)?;
            if items.ended {
                Ok(value)
            } else {
                Err(Unreadable)
            }
        })
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.visit_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if self.peek() == Some(b'"') {
            return visitor.visit_enum(Variant {
                reader: self,
                content: false,
            });
        }
        self.expect(b'{')?;
        self.nested(|reader| {
            let value = visitor.visit_enum(Variant {
                reader,
                content: true,
            })?;
            reader.expect(b'}')?;
            Ok(value)
        })
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// The entries of an object.
struct Entries<'r, 't> {
    reader: &'r mut Reader<'t>,
    first: bool,
    ended: bool,
}

impl<'t> de::MapAccess<'t> for &mut Entries<'_, 't> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'t>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        if self.reader.next_of(b'}', &mut self.first)? {
            // Keys are strings, whatever type they are read into.
            if self.reader.peek() != Some(b'"') {
                return Err(Unreadable);
            }
            return seed.deserialize(&mut *self.reader).map(Some);
        }
        self.ended = true;
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The items of an array.
struct Items<'r, 't> {
    reader: &'r mut Reader<'t>,
    first: bool,
    ended: bool,
}

impl<'t> de::SeqAccess<'t> for &mut Items<'_, 't> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        if self.reader.next_of(b']', &mut self.first)? {
            return seed.deserialize(&mut *self.reader).map(Some);
        }
        self.ended = true;
        Ok(None)
    }
}

/// A variant: its name alone, or its name with its content.
struct Variant<'r, 't> {
    reader: &'r mut Reader<'t>,
    content: bool,
}

impl<'t> de::EnumAccess<'t> for Variant<'_, 't> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Self), Unreadable> {
        let name = seed.deserialize(&mut *self.reader)?;
        if self.content {
            self.reader.expect(b':')?;
        }
        Ok((name, self))
    }
}

impl<'t> de::VariantAccess<'t> for Variant<'_, 't> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.content {
            self.reader.word("null")
        } else {
            Ok(())
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<S::Value, Unreadable> {
        if self.content {
            seed.deserialize(self.reader)
        } else {
            Err(Unreadable)
        }
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if self.content {
            self.reader.visit_map(visitor)
        } else {
            Err(Unreadable)
        }
    }
}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not the JSON that is asked for")
    }
}

impl std::error::Error for Unreadable {}
