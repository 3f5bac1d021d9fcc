//! Many promotion codes by chance: asked for, followed, and taken along as a file.

use booking_contract::owner::{CODES_AT_ONCE_MAX, CodesProgress, GenerateCodes};

use super::codes::{Question, Typed};
use crate::client::Failure;

/// Many codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Many {
    /// How many, as it is typed.
    pub count: String,
    /// What else is typed; a text has none of them.
    pub typed: Typed,
    /// What is wrong with it.
    pub mistake: Option<(ManyQuestion, &'static str)>,
    /// How far it is.
    pub stage: Stage,
    ticket: u32,
}

/// A question about many codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a field of what is typed")]
pub enum ManyQuestion {
    Count,
    Limit,
    Expires,
}

/// How far making many codes is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// They are not asked for yet.
    #[default]
    Ready,
    /// They are being made.
    Making {
        /// How many there are.
        made: u32,
        /// How many there will be.
        of: u32,
    },
    /// They are there.
    Made {
        /// How many.
        made: u32,
        /// What they were made with.
        batch: String,
    },
    /// Not all of them were made, or it is not known.
    Failed {
        /// How many there are at least.
        made: u32,
        /// What they were made with, where that is known.
        batch: Option<String>,
        /// Why.
        failure: Failure,
    },
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something is typed.
    Type {
        /// How many.
        count: String,
        /// What else.
        typed: Typed,
    },
    /// They are to be made.
    Make,
    /// A line of the answer.
    Told {
        /// What it answers.
        ticket: u32,
        /// The line.
        line: Box<CodesProgress>,
    },
    /// The answer is at its end.
    Ended {
        /// What it answers.
        ticket: u32,
        /// Whether it came to its end.
        result: Result<(), Failure>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Make them, and hand on every line.
    Make {
        /// To be handed back with each.
        ticket: u32,
        /// What is asked.
        asked: Box<GenerateCodes>,
    },
    /// There are new codes to show.
    Changed,
    /// Nobody is signed in any more.
    SignedOut,
}

impl Many {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Type { count, typed } => {
                (self.count, self.typed) = (count, typed);
                self.mistake = None;
                Vec::new()
            }
            Event::Make if matches!(self.stage, Stage::Making { .. }) => Vec::new(),
            Event::Make => self.make(),
            Event::Told { ticket, line } if ticket == self.ticket => self.told(*line),
            Event::Ended { ticket, result } if ticket == self.ticket => self.ended(result),
            Event::Told { .. } | Event::Ended { .. } => Vec::new(),
        }
    }

    fn make(&mut self) -> Vec<Effect> {
        let count = self.count.trim().replace([',', '.', ' '], "");
        let count = count.parse().ok();
        let fits = |count: &u32| (1..=CODES_AT_ONCE_MAX).contains(count);
        let Some(count) = count.filter(fits) else {
            let text = "Enter a whole number from 1 to 100,000.";
            self.mistake = Some((ManyQuestion::Count, text));
            return Vec::new();
        };
        let rules = match self.typed.read() {
            Ok(new) => new.rules,
            Err((question, text)) => {
                let question = match question {
                    Question::Expires => ManyQuestion::Expires,
                    Question::Code | Question::Limit => ManyQuestion::Limit,
                };
                self.mistake = Some((question, text));
                return Vec::new();
            }
        };
        self.ticket += 1;
        self.stage = Stage::Making { made: 0, of: count };
        let asked = Box::new(GenerateCodes { count, rules });
        let ticket = self.ticket;
        vec![Effect::Make { ticket, asked }]
    }

    fn told(&mut self, line: CodesProgress) -> Vec<Effect> {
        let of = match self.stage {
            Stage::Making { of, .. } => of,
            _ => 0,
        };
        match line {
            CodesProgress::Made { made } => {
                self.stage = Stage::Making { made, of };
                Vec::new()
            }
            CodesProgress::Done { made, batch } => {
                self.stage = Stage::Made { made, batch };
                vec![Effect::Changed]
            }
            CodesProgress::Failed {
                made,
                batch,
                problem,
            } => {
                let told = (*problem).into();
                self.stage = Stage::Failed {
                    made,
                    batch: Some(batch),
                    failure: Failure::Refused(Box::new(told)),
                };
                vec![Effect::Changed]
            }
        }
    }

    fn ended(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        let Stage::Making { made, .. } = self.stage else {
            return Vec::new();
        };
        let failure = match result {
            Err(Failure::SignedOut) => return vec![Effect::SignedOut],
            Err(failure) => failure,
            // Without its last line, an answer broke off.
            Ok(()) => Failure::Unreachable,
        };
        self.stage = Stage::Failed {
            made,
            batch: None,
            failure,
        };
        vec![Effect::Changed]
    }
}
