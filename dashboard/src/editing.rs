//! The form of one thing as it goes: what is typed, what is wrong with it, how it is saved. What the
//! thing is, is its own matter ([`Entered`]).

use std::collections::BTreeMap;

use booking_contract::owner::{CatalogProblem, CatalogRefusal};

use booking_engine::Currency;

use crate::client::Failure;

/// What is wrong, by the id of the control.
pub type Mistakes = BTreeMap<String, String>;

/// All that is typed and chosen in a form: texts until they are read.
pub trait Entered: Clone + PartialEq {
    /// What is sent.
    type Draft: Clone + PartialEq;
    /// What comes back.
    type View: Clone + PartialEq;

    /// What would have been typed for what is there, at a business with this currency.
    fn of(view: &Self::View, currency: Currency) -> Self;

    /// What is meant, where all of it can be read.
    fn draft(&self) -> Result<Self::Draft, Mistakes>;

    /// Which control the companion means, and what to say of it.
    fn meant(&self, problem: &CatalogProblem) -> (String, String);
}

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form<E: Entered> {
    /// The thing as it was read; none for a new one.
    pub view: Option<E::View>,
    /// What is typed.
    pub entered: E,
    /// How far saving came.
    pub stage: Stage,
    /// Somebody else has changed it meanwhile.
    pub is_stale: bool,
    currency: Currency,
    initial: E,
    refused: Mistakes,
    tried: bool,
}

/// How far saving came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nothing is under way.
    #[default]
    Ready,
    /// It is being saved.
    Saving,
    /// It was not saved.
    Failed(String),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<E: Entered> {
    /// Something is typed or chosen.
    Set(Box<E>),
    /// It is to be saved.
    Save,
    /// The companion has answered.
    Saved(Box<Result<E::View, Failure>>),
    /// Changes are given up.
    Discard,
    /// The thing has come anew, such as after a deed beside the form.
    Renewed(Box<E::View>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect<E: Entered> {
    /// Send it.
    Send(Box<E::Draft>),
    /// It is saved.
    Done(Box<E::View>),
    /// Put the cursor into a control.
    Focus(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl<E: Entered> Form<E> {
    /// The form of something that is there.
    pub fn of(view: E::View, currency: Currency) -> Self {
        let initial = E::of(&view, currency);
        Self {
            view: Some(view),
            ..Self::new(initial, currency)
        }
    }

    /// The form of something new.
    pub fn new(initial: E, currency: Currency) -> Self {
        Self {
            currency,
            view: None,
            entered: initial.clone(),
            initial,
            stage: Stage::Ready,
            is_stale: false,
            refused: Mistakes::new(),
            tried: false,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event<E>) -> Vec<Effect<E>> {
        match event {
            Event::Set(_) if self.stage == Stage::Saving => Vec::new(),
            Event::Set(entered) => {
                self.entered = *entered;
                self.refused.clear();
                self.stage = Stage::Ready;
                Vec::new()
            }
            Event::Save => self.save(),
            Event::Saved(result) => self.saved(*result),
            Event::Discard => {
                self.begin_again(self.initial.clone());
                Vec::new()
            }
            Event::Renewed(view) => {
                let changed = self.is_changed().then(|| self.entered.clone());
                self.renew(*view);
                if let Some(entered) = changed {
                    self.entered = entered;
                }
                Vec::new()
            }
        }
    }

    /// Whether something was changed and not saved.
    pub fn is_changed(&self) -> bool {
        self.entered != self.initial
    }

    /// What is to be shown as wrong: nothing before it was tried to be saved.
    pub fn mistakes(&self) -> Mistakes {
        let mut all = self.refused.clone();
        if self.tried {
            all.extend(self.entered.draft().err().unwrap_or_default());
        }
        all
    }

    fn save(&mut self) -> Vec<Effect<E>> {
        if self.stage == Stage::Saving {
            return Vec::new();
        }
        self.tried = true;
        match self.entered.draft() {
            Ok(draft) => {
                self.stage = Stage::Saving;
                vec![Effect::Send(Box::new(draft))]
            }
            Err(mistakes) => Self::to_first(&mistakes),
        }
    }

    fn to_first(mistakes: &Mistakes) -> Vec<Effect<E>> {
        let first = mistakes.keys().next();
        first
            .map(|id| Effect::Focus(id.clone()))
            .into_iter()
            .collect()
    }

    fn saved(&mut self, result: Result<E::View, Failure>) -> Vec<Effect<E>> {
        self.stage = Stage::Ready;
        let failure = match result {
            Ok(view) => {
                self.renew(view.clone());
                return vec![Effect::Done(Box::new(view))];
            }
            Err(failure) => failure,
        };
        let refusal = match &failure {
            Failure::SignedOut => return vec![Effect::SignedOut],
            Failure::Refused(told) => told.catalog.clone(),
            _ => None,
        };
        match refusal {
            Some(CatalogRefusal::Fields { fields }) => {
                let meant = fields.iter().map(|problem| self.entered.meant(problem));
                self.refused = meant.collect();
                return Self::to_first(&self.refused);
            }
            Some(CatalogRefusal::Changed) => self.is_stale = true,
            Some(CatalogRefusal::TooMany { max }) => {
                self.stage = Stage::Failed(format!(
                    "There are {max} of them already, which is as many as there can be."
                ));
            }
            Some(CatalogRefusal::ProductInUse) | None => {
                self.stage = Stage::Failed(failure.sentence());
            }
        }
        Vec::new()
    }

    fn renew(&mut self, view: E::View) {
        let initial = E::of(&view, self.currency);
        self.view = Some(view);
        self.initial = initial.clone();
        self.begin_again(initial);
    }

    fn begin_again(&mut self, entered: E) {
        self.entered = entered;
        self.stage = Stage::Ready;
        self.is_stale = false;
        self.refused.clear();
        self.tried = false;
    }
}
