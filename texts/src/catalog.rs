//! The texts of one language as they are written down.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::language::{Category, Language};

/// The texts of one language in the order of its file.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The language's tag; that of the pseudo-locale is not among [`crate::LANGUAGES`].
    pub tag: String,
    /// What is known of the language.
    pub language: &'static Language,
    /// The texts by key.
    pub entries: Vec<(String, Entry)>,
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The same whatever the count.
    Plain(String),
    /// One for each plural category.
    Plural(Vec<(Category, String)>),
}

impl Catalog {
    /// Reads a file. The error is a plain half sentence.
    pub fn parse(language: &'static Language, text: &str) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let pairs: Pairs<Raw> = reader
            .deserialize_map(PairsVisitor::new())
            .and_then(|pairs| reader.end().map(|()| pairs))
            .map_err(|error| format!("this is not an object of texts: {error}"))?;
        let mut entries: Vec<(String, Entry)> = Vec::new();
        for (key, raw) in pairs.0 {
            if entries.iter().any(|(known, _)| *known == key) {
                return Err(format!("the key {key} is there twice"));
            }
            let entry = match raw {
                Raw::Plain(text) => Entry::Plain(text),
                Raw::Plural(forms) => Entry::Plural(
                    forms
                        .0
                        .into_iter()
                        .map(|(name, text)| Ok((category(&name, &key)?, text)))
                        .collect::<Result<_, String>>()?,
                ),
            };
            entries.push((key, entry));
        }
        Ok(Self {
            tag: language.tag.to_owned(),
            language,
            entries,
        })
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        let found = self.entries.iter().find(|(known, _)| known == key);
        found.map(|(_, entry)| entry)
    }
}

impl Entry {
    /// Every sentence of it.
    pub fn sentences(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Plural(forms) => forms.iter().map(|(_, text)| text.as_str()).collect(),
        }
    }
}

/// The names in braces of a sentence, sorted, each once.
pub(crate) fn parts(sentence: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(part, _)| part))
        .collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

fn category(name: &str, key: &str) -> Result<Category, String> {
    Category::ALL
        .into_iter()
        .find(|category| category.name() == name)
        .ok_or_else(|| format!("{key} has the form {name}, which is no plural category"))
}

/// What stands in a file: a text or an object of texts.
enum Raw {
    Plain(String),
    Plural(Pairs<String>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or its plural forms")
            }

            fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Raw, A::Error> {
                PairsVisitor::new().visit_map(map).map(Raw::Plural)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// An object in the order in which it is written, with every key that is there twice.
struct Pairs<T>(Vec<(String, T)>);

struct PairsVisitor<T>(std::marker::PhantomData<T>);

impl<T> PairsVisitor<T> {
    fn new() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for PairsVisitor<T> {
    type Value = Pairs<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}
