//! The products of a business as they go: listed, and deleted where nothing stands on them.

use booking_contract::owner::{CatalogRefusal, ProductList, ProductView};

use crate::client::Failure;

/// The products.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Products {
    /// Those that are there; none until the first answer.
    pub list: Option<Vec<ProductView>>,
    /// Why they did not come.
    pub failure: Option<Failure>,
    /// The one of which is asked whether it shall go.
    pub question: Option<ProductView>,
    /// Whether it is going.
    pub doing: bool,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// The products have come, or not.
    Loaded(Result<ProductList, Failure>),
    /// One shall go.
    Ask(ProductView),
    /// Yes.
    Sure,
    /// No.
    Never,
    /// It is gone, or not.
    Deleted(Result<(), Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the products.
    Load,
    /// Delete one.
    Delete(String),
    /// Say something.
    Say(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Products {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.failure = None;
                vec![Effect::Load]
            }
            Event::Loaded(Ok(list)) => {
                self.list = Some(list.products);
                Vec::new()
            }
            Event::Loaded(Err(Failure::SignedOut)) | Event::Deleted(Err(Failure::SignedOut)) => {
                vec![Effect::SignedOut]
            }
            Event::Loaded(Err(failure)) => {
                self.failure = Some(failure);
                Vec::new()
            }
            Event::Ask(product) => {
                self.question = Some(product);
                Vec::new()
            }
            Event::Sure if self.doing => Vec::new(),
            Event::Sure => match &self.question {
                Some(product) => {
                    self.doing = true;
                    vec![Effect::Delete(product.id.clone())]
                }
                None => Vec::new(),
            },
            Event::Never => {
                self.question = None;
                Vec::new()
            }
            Event::Deleted(result) => self.deleted(result),
        }
    }

    fn deleted(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        self.doing = false;
        let Some(product) = self.question.take() else {
            return Vec::new();
        };
        let text = match result {
            Ok(()) => format!("{} is deleted.", product.name),
            Err(failure) => format!("{} stays. {}", product.name, why(&failure)),
        };
        // What is known of it is old by now, however it went.
        vec![Effect::Say(text), Effect::Load]
    }
}

/// Why a product stays.
fn why(failure: &Failure) -> String {
    match failure {
        Failure::Refused(told) if told.catalog == Some(CatalogRefusal::ProductInUse) => {
            "Its calendar takes payments by it. Switch those off first.".to_owned()
        }
        failure => failure.sentence(),
    }
}
