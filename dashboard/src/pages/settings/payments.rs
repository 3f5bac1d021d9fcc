//! The Stripe accounts of a business, as they go: a key is entered, checked, connected; the webhook's
//! secret follows; accounts are taken out of use and forgotten.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    CheckStripe, ConnectStripe, PaymentMode, SigningSecret, StripeAccounts, StripeCheck, StripeKey,
    StripeSide,
};

use super::payments_text as text;
use crate::client::Failure;

/// The accounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// What there is; none until the first answer.
    pub accounts: Option<StripeAccounts>,
    /// Why it did not come.
    pub failure: Option<Failure>,
    /// What is done about test payments.
    pub test: Desk,
    /// What is done about live payments.
    pub live: Desk,
    /// What is asked before it is done.
    pub question: Option<Question>,
    /// What is being done.
    pub doing: Option<Job>,
}

/// What is typed and said about one mode.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Whether a key is being entered although there is one.
    pub replacing: bool,
    /// The key as it is typed.
    pub key: String,
    /// What is wrong with it.
    pub key_mistake: Option<String>,
    /// The signing secret as it is typed.
    pub secret: String,
    /// What is wrong with it.
    pub secret_mistake: Option<String>,
    /// What Stripe said last, or why it said nothing.
    pub said: Option<Result<StripeCheck, String>>,
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Shall the account of this mode be taken out of use?
    Disconnect(PaymentMode),
    /// Shall the keys of this earlier account be forgotten? With its name.
    Forget(String, String),
}

/// What takes a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Stripe is asked about a key.
    Check(PaymentMode),
    /// A key is saved.
    Connect(PaymentMode),
    /// A signing secret is saved.
    Sign(PaymentMode),
    /// An account is taken out of use.
    Disconnect(PaymentMode),
    /// Keys are forgotten.
    Forget,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// The accounts have come, or not.
    Loaded(Result<StripeAccounts, Failure>),
    /// Another key is to be entered, or not after all.
    Replace(PaymentMode, bool),
    /// The key is another one.
    Key(PaymentMode, String),
    /// The signing secret is another one.
    Secret(PaymentMode, String),
    /// Stripe shall be asked about the key that is typed, or about the one that is connected.
    Check(PaymentMode),
    /// Stripe has said something, or not.
    Checked(PaymentMode, Result<StripeCheck, Failure>),
    /// The key is sent.
    Connect(PaymentMode),
    /// The signing secret is sent.
    Sign(PaymentMode),
    /// Something is asked first.
    Ask(Question),
    /// Not after all.
    Never,
    /// Yes.
    Sure,
    /// What was being done is done, or not.
    Done(Result<StripeAccounts, Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the accounts.
    Load,
    /// Ask Stripe.
    Check(PaymentMode, CheckStripe),
    /// Save a key or a secret.
    Save(PaymentMode, ConnectStripe),
    /// Take an account out of use.
    Disconnect(PaymentMode),
    /// Forget the keys of an earlier account.
    Forget(String),
    /// Say something.
    Say(String),
    /// Put the cursor into a field.
    Focus(&'static str),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Page {
    /// What is typed and said about a mode.
    pub fn desk(&self, mode: PaymentMode) -> &Desk {
        match mode {
            PaymentMode::Test => &self.test,
            PaymentMode::Live => &self.live,
        }
    }

    fn desk_mut(&mut self, mode: PaymentMode) -> &mut Desk {
        match mode {
            PaymentMode::Test => &mut self.test,
            PaymentMode::Live => &mut self.live,
        }
    }

    /// How payments of a mode are made.
    pub fn side(&self, mode: PaymentMode) -> Option<&StripeSide> {
        let accounts = self.accounts.as_ref()?;
        Some(match mode {
            PaymentMode::Test => &accounts.test,
            PaymentMode::Live => &accounts.live,
        })
    }

    /// Whether a key is entered for a mode.
    pub fn takes_key(&self, mode: PaymentMode) -> bool {
        let connected = self.side(mode).and_then(|side| side.account.as_ref());
        connected.is_none_or(|account| !account.readable) || self.desk(mode).replacing
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.failure = None;
                vec![Effect::Load]
            }
            Event::Loaded(Ok(accounts)) => {
                self.accounts = Some(accounts);
                Vec::new()
            }
            Event::Loaded(Err(Failure::SignedOut))
            | Event::Checked(_, Err(Failure::SignedOut))
            | Event::Done(Err(Failure::SignedOut)) => vec![Effect::SignedOut],
            Event::Loaded(Err(failure)) => {
                self.failure = Some(failure);
                Vec::new()
            }
            Event::Replace(mode, replacing) => {
                *self.desk_mut(mode) = Desk {
                    replacing,
                    ..Desk::default()
                };
                if replacing {
                    vec![Effect::Focus(key_field(mode))]
                } else {
                    Vec::new()
                }
            }
            Event::Key(mode, typed) => {
                let desk = self.desk_mut(mode);
                desk.key = typed;
                desk.key_mistake = None;
                // What was said was said of another key.
                desk.said = None;
                Vec::new()
            }
            Event::Secret(mode, typed) => {
                let desk = self.desk_mut(mode);
                desk.secret = typed;
                desk.secret_mistake = None;
                Vec::new()
            }
            Event::Check(mode) => self.check(mode),
            Event::Checked(mode, said) => {
                self.doing = None;
                let said = said.map_err(|failure| failure.sentence());
                self.desk_mut(mode).said = Some(said);
                Vec::new()
            }
            Event::Connect(mode) => self.connect(mode),
            Event::Sign(mode) => self.sign(mode),
            Event::Ask(question) => {
                self.question = Some(question);
                Vec::new()
            }
            Event::Never => {
                self.question = None;
                Vec::new()
            }
            Event::Sure => self.sure(),
            Event::Done(Ok(accounts)) => self.done(accounts),
            Event::Done(Err(failure)) => self.undone(&failure),
        }
    }

    /// The key that is typed, or what is wrong with it.
    fn typed_key(&mut self, mode: PaymentMode) -> Option<StripeKey> {
        let desk = self.desk_mut(mode);
        match text::key(&desk.key, mode) {
            Ok(key) => Some(key),
            Err(mistake) => {
                desk.key_mistake = Some(mistake);
                None
            }
        }
    }

    fn check(&mut self, mode: PaymentMode) -> Vec<Effect> {
        let mut asked = CheckStripe::default();
        if self.takes_key(mode) {
            asked.key = self.typed_key(mode);
            if asked.key.is_none() {
                return vec![Effect::Focus(key_field(mode))];
            }
        }
        self.begin(Job::Check(mode), Effect::Check(mode, asked))
    }

    fn connect(&mut self, mode: PaymentMode) -> Vec<Effect> {
        let Some(key) = self.typed_key(mode) else {
            return vec![Effect::Focus(key_field(mode))];
        };
        let body = ConnectStripe {
            key: Some(key),
            signing_secret: None,
        };
        self.begin(Job::Connect(mode), Effect::Save(mode, body))
    }

    fn sign(&mut self, mode: PaymentMode) -> Vec<Effect> {
        let desk = self.desk_mut(mode);
        let Ok(secret) = desk.secret.parse::<SigningSecret>() else {
            desk.secret_mistake = Some(text::NO_SECRET.to_owned());
            return vec![Effect::Focus(secret_field(mode))];
        };
        let body = ConnectStripe {
            key: None,
            signing_secret: Some(secret),
        };
        self.begin(Job::Sign(mode), Effect::Save(mode, body))
    }

    fn sure(&mut self) -> Vec<Effect> {
        match self.question.clone() {
            Some(Question::Disconnect(mode)) => {
                self.begin(Job::Disconnect(mode), Effect::Disconnect(mode))
            }
            Some(Question::Forget(id, _)) => self.begin(Job::Forget, Effect::Forget(id)),
            None => Vec::new(),
        }
    }

    /// One thing at a time.
    fn begin(&mut self, job: Job, effect: Effect) -> Vec<Effect> {
        if self.doing.is_some() {
            return Vec::new();
        }
        self.doing = Some(job);
        vec![effect]
    }

    fn done(&mut self, accounts: StripeAccounts) -> Vec<Effect> {
        self.question = None;
        self.accounts = Some(accounts);
        let Some(job) = self.doing.take() else {
            return Vec::new();
        };
        let said = text::done(job).to_owned();
        match job {
            Job::Connect(mode) | Job::Sign(mode) => {
                *self.desk_mut(mode) = Desk::default();
                // What is still missing is said at once.
                let mut effects = vec![Effect::Say(said)];
                effects.extend(self.check(mode));
                effects
            }
            Job::Disconnect(mode) => {
                *self.desk_mut(mode) = Desk::default();
                vec![Effect::Say(said)]
            }
            Job::Forget | Job::Check(_) => vec![Effect::Say(said)],
        }
    }

    fn undone(&mut self, failure: &Failure) -> Vec<Effect> {
        let job = self.doing.take();
        self.question = None;
        let sentence = text::sentence(failure);
        match (job, failure.code()) {
            (Some(Job::Connect(mode)), Some(ProblemCode::StripeKeyRefused)) => {
                self.desk_mut(mode).key_mistake = Some(sentence);
                vec![Effect::Focus(key_field(mode))]
            }
            _ => vec![Effect::Say(format!("Nothing was changed. {sentence}"))],
        }
    }
}

/// The id of the field of a mode's key.
pub const fn key_field(mode: PaymentMode) -> &'static str {
    match mode {
        PaymentMode::Test => "test-key",
        PaymentMode::Live => "live-key",
    }
}

/// The id of the field of a mode's signing secret.
pub const fn secret_field(mode: PaymentMode) -> &'static str {
    match mode {
        PaymentMode::Test => "test-secret",
        PaymentMode::Live => "live-secret",
    }
}
