//! The sign-in, as it goes: plain data and transitions.

use crate::client::Failure;
use booking_contract::{EmailAddress, ProblemCode};

/// What is entered, and how far it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignIn {
    /// The e-mail address, as typed.
    pub email: String,
    /// The password, as typed.
    pub password: String,
    /// Whether the password is shown.
    pub shown: bool,
    /// How far it came.
    pub stage: Stage,
}

/// How far a sign-in came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nothing was sent since the last change.
    #[default]
    Ready,
    /// A field is empty, or holds no address.
    Missing(Field),
    /// The companion is asked.
    Sending,
    /// The pair is not known. Which of both it is, nobody is told.
    Wrong,
    /// There were too many tries; the next one is at this time.
    Waiting {
        /// Milliseconds since 1970, by the browser's clock.
        until_ms: f64,
        /// Whole seconds that are left.
        seconds: u32,
    },
    /// There was no useful answer.
    Failed(String),
    /// Whoever it is is in.
    In,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The e-mail address.
    Email,
    /// The password.
    Password,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The address is another one.
    Email(String),
    /// The password is another one.
    Password(String),
    /// The password is shown, or hidden again.
    Show,
    /// The form is sent.
    Submit,
    /// The companion has answered.
    Answered {
        /// What.
        result: Result<(), Failure>,
        /// When, in milliseconds since 1970.
        now_ms: f64,
    },
    /// A second has passed.
    Tick {
        /// The time, in milliseconds since 1970.
        now_ms: f64,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask the companion.
    Send,
    /// Come back with a tick in a second.
    Wait,
    /// Put the cursor into a field.
    Focus(Field),
    /// Go on to the dashboard.
    Enter,
}

impl SignIn {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Email(email) => {
                self.email = email;
                self.changed()
            }
            Event::Password(password) => {
                self.password = password;
                self.changed()
            }
            Event::Show => {
                self.shown = !self.shown;
                Vec::new()
            }
            Event::Submit => self.submit(),
            Event::Answered { result, now_ms } => self.answered(result, now_ms),
            Event::Tick { now_ms } => self.tick(now_ms),
        }
    }

    /// The address, where what was typed is one.
    pub fn address(&self) -> Option<EmailAddress> {
        self.email.parse().ok()
    }

    fn changed(&mut self) -> Vec<Effect> {
        // A wait is not shorter for another address.
        if !matches!(self.stage, Stage::Waiting { .. } | Stage::Sending) {
            self.stage = Stage::Ready;
        }
        Vec::new()
    }

    fn submit(&mut self) -> Vec<Effect> {
        if matches!(
            self.stage,
            Stage::Sending | Stage::Waiting { .. } | Stage::In
        ) {
            return Vec::new();
        }
        let missing = if self.address().is_none() {
            Some(Field::Email)
        } else if self.password.is_empty() {
            Some(Field::Password)
        } else {
            None
        };
        if let Some(field) = missing {
            self.stage = Stage::Missing(field);
            return vec![Effect::Focus(field)];
        }
        self.stage = Stage::Sending;
        self.shown = false;
        vec![Effect::Send]
    }

    fn answered(&mut self, result: Result<(), Failure>, now_ms: f64) -> Vec<Effect> {
        let failure = match result {
            Ok(()) => {
                self.stage = Stage::In;
                self.password.clear();
                return vec![Effect::Enter];
            }
            Err(failure) => failure,
        };
        let wait = match &failure {
            Failure::Refused(told) if told.problem.code == ProblemCode::TooManyTries => {
                Some(told.problem.retry_after_seconds.unwrap_or(30).max(1))
            }
            _ => None,
        };
        if let Some(seconds) = wait {
            self.stage = Stage::Waiting {
                until_ms: now_ms + f64::from(seconds) * 1_000.0,
                seconds,
            };
            return vec![Effect::Wait];
        }
        if failure.code() == Some(ProblemCode::WrongPassword) {
            self.stage = Stage::Wrong;
            return vec![Effect::Focus(Field::Password)];
        }
        self.stage = Stage::Failed(failure.sentence());
        Vec::new()
    }

    fn tick(&mut self, now_ms: f64) -> Vec<Effect> {
        let Stage::Waiting { until_ms, seconds } = &mut self.stage else {
            return Vec::new();
        };
        let left = ((*until_ms - now_ms) / 1_000.0).ceil();
        if left <= 0.0 {
            self.stage = Stage::Ready;
            return Vec::new();
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "above zero, and no more than what the companion said as a u32"
        )]
        let left = left as u32;
        // A clock that was set back does not make the wait longer.
        *seconds = left.min(*seconds);
        vec![Effect::Wait]
    }
}
