//! Taking an invitation, as it goes. Whoever has no account makes one; whoever has one signs in with
//! it here, unless they are signed in already.

use booking_contract::ProblemCode;
use booking_contract::owner::InvitationTo;

use crate::client::Failure;

/// The fewest characters of a password.
pub const PASSWORD_LENGTH_MIN: usize = 12;

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Join {
    /// What the invitation is to; none until the first answer.
    pub to: Option<InvitationTo>,
    /// The address of whoever is signed in here.
    pub signed_in: Option<String>,
    /// The name, as typed.
    pub name: String,
    /// The password, as typed.
    pub password: String,
    /// How far it came.
    pub stage: Stage,
}

/// How far it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// The companion is asked what the invitation is to.
    #[default]
    Looking,
    /// The link does not work, or not any more.
    Over,
    /// The companion could not say.
    Unknown(Failure),
    /// The form is there.
    Open,
    /// A field is missing.
    Missing(Field),
    /// It is sent.
    Sending,
    /// It was not taken.
    Failed(Failure),
    /// Whoever it is is in.
    In,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name of a new account.
    Name,
    /// The password, new or known.
    Password,
}

/// How somebody comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With a new account.
    New,
    /// With an account that has to be signed in with first.
    SignIn,
    /// With the account that is signed in.
    Signed,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened, or it is tried again.
    Look,
    /// What the invitation is to.
    Looked(Result<InvitationTo, Failure>),
    /// The name is another one.
    Name(String),
    /// The password is another one.
    Password(String),
    /// The form is sent.
    Submit,
    /// The companion has answered.
    Done(Result<(), Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask what the invitation is to.
    Look,
    /// Take it.
    Take(Way),
    /// Put the cursor into a field.
    Focus(Field),
    /// Go on to the business.
    Enter(String),
}

impl Join {
    /// The page, in a browser in which somebody may be signed in.
    pub fn new(signed_in: Option<String>) -> Self {
        Self {
            signed_in,
            ..Self::default()
        }
    }

    /// How whoever is there comes in.
    pub fn way(&self) -> Way {
        let Some(to) = &self.to else {
            return Way::New;
        };
        let is_theirs = |email: &String| email.eq_ignore_ascii_case(to.email.as_str());
        if !to.has_account {
            Way::New
        } else if self.signed_in.as_ref().is_some_and(is_theirs) {
            Way::Signed
        } else {
            Way::SignIn
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Look => {
                self.stage = Stage::Looking;
                vec![Effect::Look]
            }
            Event::Looked(Ok(to)) => {
                self.to = Some(to);
                self.stage = Stage::Open;
                match self.way() {
                    Way::New => vec![Effect::Focus(Field::Name)],
                    Way::SignIn => vec![Effect::Focus(Field::Password)],
                    Way::Signed => Vec::new(),
                }
            }
            Event::Looked(Err(failure)) => {
                self.stage = match failure.code() {
                    Some(ProblemCode::NotFound) => Stage::Over,
                    _ => Stage::Unknown(failure),
                };
                Vec::new()
            }
            Event::Name(name) => {
                self.name = name;
                self.changed()
            }
            Event::Password(password) => {
                self.password = password;
                self.changed()
            }
            Event::Submit => self.submit(),
            Event::Done(result) => self.done(result),
        }
    }

    fn changed(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Sending {
            self.stage = Stage::Open;
        }
        Vec::new()
    }

    fn submit(&mut self) -> Vec<Effect> {
        if matches!(self.stage, Stage::Sending | Stage::In) || self.to.is_none() {
            return Vec::new();
        }
        let way = self.way();
        let is_short = self.password.chars().count() < PASSWORD_LENGTH_MIN;
        let missing = match way {
            Way::New if self.name.trim().is_empty() => Some(Field::Name),
            Way::New if is_short => Some(Field::Password),
            Way::SignIn if self.password.is_empty() => Some(Field::Password),
            _ => None,
        };
        if let Some(field) = missing {
            self.stage = Stage::Missing(field);
            return vec![Effect::Focus(field)];
        }
        self.stage = Stage::Sending;
        vec![Effect::Take(way)]
    }

    fn done(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        let failure = match result {
            Ok(()) => {
                self.stage = Stage::In;
                self.password.clear();
                let business = self.to.as_ref().map(|to| to.business_id.clone());
                return business.map(Effect::Enter).into_iter().collect();
            }
            Err(failure) => failure,
        };
        match failure.code() {
            Some(ProblemCode::NotFound) => {
                self.stage = Stage::Over;
                Vec::new()
            }
            // Somebody made the account meanwhile: it is asked for its password.
            Some(ProblemCode::AlreadyHasAccount) => {
                self.password.clear();
                self.step(Event::Look)
            }
            _ => {
                self.stage = Stage::Failed(failure);
                Vec::new()
            }
        }
    }
}

/// Why it was not taken.
pub fn sentence(failure: &Failure) -> String {
    match failure.code() {
        Some(ProblemCode::WrongPassword) => {
            "The password is different from what we have for this address. Try again.".to_owned()
        }
        Some(ProblemCode::AlreadyMember) => {
            "You belong to this business already. Sign in to go on.".to_owned()
        }
        Some(ProblemCode::PasswordRefused) => {
            "A password has from 12 to 128 characters. Choose another one.".to_owned()
        }
        _ => failure.sentence(),
    }
}
