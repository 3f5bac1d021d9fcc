//! What a request brings, in its address and in its body.

use booking_contract::Passed;

/// The most of them that are read.
const COUNT_MAX: usize = 400;

/// Names and values, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// Those of an address and a body of a form. What is in the body counts first.
    pub(super) fn read(query: &str, body: &[u8]) -> Self {
        let both = [body, query.as_bytes()].into_iter();
        let pairs = both.flat_map(form_urlencoded::parse).take(COUNT_MAX);
        // Browsers end the lines of forms as letters once did.
        let owned = pairs.map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n")));
        Self(owned.collect())
    }

    /// The first value of a name; an empty one is none.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next().filter(|value| !value.is_empty())
    }

    /// Every value of a name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let pairs = self.0.iter();
        pairs.filter_map(move |(known, value)| (known == name).then_some(value.as_str()))
    }

    /// The step that the guest wants to see.
    pub(super) fn go(&self) -> Option<&str> {
        let said = self.said().map(|(_, at)| at).filter(|at| !at.is_empty());
        said.or(self.get("go"))
    }

    /// The language that the guest changed to, and the step to show in it.
    pub(super) fn said(&self) -> Option<(&str, &str)> {
        self.get("say")?.split_once('.')
    }

    /// What is kept with an order of what the address passed on.
    pub(super) fn passed(&self) -> Vec<Passed> {
        Passed::of(self.those(|_| true), self.get("pass").unwrap_or_default())
    }

    /// The token by which the business says which of its members books.
    pub(super) fn member(&self) -> Option<&str> {
        self.get("member")
    }

    /// Those whose names fit.
    pub(super) fn those(&self, fits: impl Fn(&str) -> bool) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter().map(|(name, value)| (&**name, &**value));
        pairs.filter(move |(name, _)| fits(name))
    }
}
