//! JSON into the contract's types, and back.
//!
//! The reader of `serde_json` says where and why a text is wrong, which nobody here reads, and
//! takes forms that no body has: structs as lists, and fractions with their tables. Compiled into
//! every type that it reads, it made up a third of what guests download. This one takes the same
//! texts; tests hold it against `serde_json`. A number that is no integer is refused, as no body
//! has one.
//!
//! An object is looked through once for the fields that its type has, and then read in the order
//! of the type, as if it were a list: what serde makes of a type for lists is half of what it makes
//! for maps. Fields that are not known are passed over, also in types that the companion reads
//! strictly.

mod attempt;
mod text;
mod write;

use std::{fmt, vec};

use serde::de::value::U32Deserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use attempt::{attempt, give_up};
use text::{Place, Text};
pub use write::write;

/// Reads a body; nothing where the text is not JSON or not of this type.
pub fn read<T: DeserializeOwned + 'static>(text: &str) -> Option<T> {
    let text = text.to_owned();
    attempt(move || {
        let mut text = Text::new(&text);
        let Ok(value) = T::deserialize(&mut text);
        text.peek().is_none().then_some(value)
    })?
}

/// The text does not fit the type. There is no such value: guests are told the same whatever the
/// reason, and reading is given up at once.
#[derive(Debug)]
enum Misfit {}

/// Gives up reading.
#[cold]
fn misfit<T>() -> Result<T, Misfit> {
    give_up()
}

impl fmt::Display for Misfit {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        give_up()
    }

    // The reasons that serde would put into words, which would bring the words along.
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        give_up()
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        give_up()
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        give_up()
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        give_up()
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        give_up()
    }

    fn missing_field(_: &'static str) -> Self {
        give_up()
    }

    fn duplicate_field(_: &'static str) -> Self {
        give_up()
    }
}

/// Every kind of number is read in the same way.
macro_rules! numbers {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let number = self.number()?;
            match (number.parse(), number.parse::<i64>()) {
                (Ok(number), _) => visitor.visit_u64(number),
                (Err(_), Ok(number @ ..0)) => visitor.visit_i64(number),
                _ => misfit(),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Text<'_> {
    type Error = Misfit;

    /// Whole numbers; no type of the contract asks for whatever comes.
    /// Asked for by maps that take lists of pairs as well.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let yes = self.take("true");
        if !yes {
            self.expect("false")?;
        }
        visitor.visit_bool(yes)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.take("null") {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.open("[")?;
        visitor.visit_seq(Inside::of(self))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.open("{")?;
        visitor.visit_map(Inside::of(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let fields = self.fields(names)?;
        let end = self.place();
        let value = visitor.visit_seq(Fields {
            text: &mut *self,
            places: fields.into_iter(),
        })?;
        self.go_to(end);
        Ok(value)
    }

    /// A variant is its name, or an object of its name and what it holds.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let holds = self.peek() == Some(b'{');
        if holds {
            self.open("{")?;
        }
        let value = visitor.visit_enum(Variant {
            text: self,
            names,
            holds,
        })?;
        if holds && self.goes_on(&mut false, "}")? {
            return misfit();
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.ignore()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// What a list or an object holds.
struct Inside<'r, 't> {
    text: &'r mut Text<'t>,
    first: bool,
}

impl<'r, 't> Inside<'r, 't> {
    fn of(text: &'r mut Text<'t>) -> Self {
        Self { text, first: true }
    }

    fn next<'de, S: DeserializeSeed<'de>>(
        &mut self,
        end: &str,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        if self.text.goes_on(&mut self.first, end)? {
            seed.deserialize(&mut *self.text).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> SeqAccess<'de> for Inside<'_, '_> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        self.next("]", seed)
    }
}

impl<'de> MapAccess<'de> for Inside<'_, '_> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        self.next("}", seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        self.text.expect(":")?;
        seed.deserialize(&mut *self.text)
    }
}

/// The fields of an object, in the order of its type.
struct Fields<'r, 't> {
    text: &'r mut Text<'t>,
    places: vec::IntoIter<Option<Place<'t>>>,
}

impl<'de> SeqAccess<'de> for Fields<'_, '_> {
    type Error = Misfit;

    /// Nothing for a field that is not there; the type knows whether it may be missing.
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        let Some(Some(place)) = self.places.next() else {
            return Ok(None);
        };
        self.text.go_to(place);
        seed.deserialize(&mut *self.text).map(Some)
    }
}

/// A variant of an enum.
struct Variant<'r, 't> {
    text: &'r mut Text<'t>,
    /// The names of all variants.
    names: &'static [&'static str],
    holds: bool,
}

impl<'r, 't> Variant<'r, 't> {
    fn held(self) -> Result<&'r mut Text<'t>, Misfit> {
        self.holds.then_some(self.text).map_or_else(misfit, Ok)
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Misfit> {
        let name = self.text.string()?;
        // By its number, so that no type needs code of its own for its names.
        let number = self.names.iter().position(|known| *known == name);
        let number =
            u32::try_from(number.map_or_else(misfit, Ok)?).map_or_else(|_| misfit(), Ok)?;
        if self.holds {
            self.text.expect(":")?;
        }
        let variant = seed.deserialize(U32Deserializer::new(number))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        if self.holds {
            self.text.expect("null")?;
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(self.held()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.held()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.held()?.deserialize_struct("", names, visitor)
    }
}
