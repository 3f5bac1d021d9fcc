//! The contract's types into JSON.
//!
//! The writer of `serde_json` keeps for every list and object how far it is. This one looks at
//! what it wrote last: after a mark that begins something there is no comma. Tests hold it against
//! `serde_json`.

use std::fmt;

use serde::Serialize;
use serde::ser::{
    self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, Serializer,
};

/// Writes a body; nothing for what no body holds, such as fractions and keys that are no texts.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let mut writer = Writer(String::new());
    value.serialize(&mut writer).ok()?;
    Some(writer.0)
}

struct Writer(String);

impl Writer {
    /// A comma, where something else came before.
    fn next(&mut self) {
        if !self.0.ends_with(['{', '[', ':']) {
            self.0.push(',');
        }
    }

    fn key(&mut self, key: &str) {
        self.next();
        self.text(key);
        self.0.push(':');
    }

    fn text(&mut self, text: &str) {
        self.0.push('"');
        for char in text.chars() {
            match char {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(char);
                }
                '\n' => self.0.push_str("\\n"),
                '\0'..' ' => {
                    const DIGITS: [char; 16] = [
                        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e',
                        'f',
                    ];
                    let code = char as usize;
                    self.0.push_str("\\u00");
                    self.0.push(DIGITS[code >> 4]);
                    self.0.push(DIGITS[code & 15]);
                }
                _ => self.0.push(char),
            }
        }
        self.0.push('"');
    }

    fn open(&mut self, mark: char) -> &mut Self {
        self.0.push(mark);
        self
    }
}

/// The value is none that a body holds.
#[derive(Debug)]
struct Misfit;

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a value that bodies hold")
    }
}

impl std::error::Error for Misfit {}

impl ser::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Numbers are written as they are; each kind has a function of its own.
macro_rules! numbers {
    ($($name:ident $number:ty, $as:ty)*) => {
        $(fn $name(self, value: $number) -> Result<(), Misfit> {
            self.0.push_str(&<$as>::from(value).to_string());
            Ok(())
        })*
    };
}

/// What no body holds.
macro_rules! never {
    ($($name:ident $kind:ty)*) => {
        $(fn $name(self, _: $kind) -> Result<(), Misfit> {
            Err(Misfit)
        })*
    };
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Misfit;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Misfit>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_i8 i8, i64 serialize_i16 i16, i64 serialize_i32 i32, i64 serialize_i64 i64, i64
        serialize_u8 u8, u64 serialize_u16 u16, u64 serialize_u32 u32, u64 serialize_u64 u64, u64
    }

    never! { serialize_f32 f32 serialize_f64 f64 serialize_char char serialize_bytes &[u8] }

    fn serialize_bool(self, yes: bool) -> Result<(), Misfit> {
        self.0.push_str(if yes { "true" } else { "false" });
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Misfit> {
        self.text(text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Misfit> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Misfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Misfit> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Misfit> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Misfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Misfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Misfit> {
        self.0.push('{');
        self.key(variant);
        value.serialize(&mut *self)?;
        self.0.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Misfit> {
        Ok(self.open('['))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Misfit> {
        Ok(self.open('['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Misfit> {
        Ok(self.open('['))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Misfit> {
        Err(Misfit)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Misfit> {
        Ok(self.open('{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Misfit> {
        Ok(self.open('{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Misfit> {
        self.0.push('{');
        self.key(variant);
        Ok(self.open('{'))
    }
}

/// The kinds of lists.
macro_rules! lists {
    ($($kind:ident $element:ident)*) => {
        $(impl $kind for &mut Writer {
            type Ok = ();
            type Error = Misfit;

            fn $element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
                self.next();
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Misfit> {
                self.0.push_str("]");
                Ok(())
            }
        })*
    };
}

lists! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
}

/// The kinds of objects with names that the type knows.
macro_rules! objects {
    ($($kind:ident $end:literal)*) => {
        $(impl $kind for &mut Writer {
            type Ok = ();
            type Error = Misfit;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Misfit> {
                self.key(name);
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Misfit> {
                self.0.push_str($end);
                Ok(())
            }
        })*
    };
}

objects! { SerializeStruct "}" SerializeStructVariant "}}" }

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Misfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Misfit> {
        self.next();
        let before = self.0.len();
        key.serialize(&mut **self)?;
        // Keys are texts; no type of the contract has others.
        self.0[before..]
            .starts_with('"')
            .then_some(())
            .ok_or(Misfit)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        self.0.push(':');
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Misfit> {
        self.0.push('}');
        Ok(())
    }
}
