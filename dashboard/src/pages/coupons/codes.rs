//! The promotion codes of a coupon as they go: listed, made, archived. None of them ever changes.

use booking_contract::owner::{
    CodeRules, CodeSaved, CodeView, CodesPage, CodesQuery, NewCode, SimulationMenu,
};

use crate::client::Failure;

/// How many rows come at once.
const ROWS: u32 = 25;

/// The codes of a coupon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codes {
    /// Whether those that have ended are shown.
    pub archived: bool,
    /// The codes that are there.
    pub rows: Vec<CodeView>,
    /// How many there are in all; none until the first answer.
    pub total: Option<u64>,
    /// What to ask the next page after.
    pub next: Option<String>,
    /// How far the list came.
    pub stage: Stage,
    /// The code that is being made; none where nobody makes one.
    pub draft: Option<Draft>,
    /// Whether it shall be archived.
    pub question: Option<CodeView>,
    /// Whether one is being archived.
    pub archiving: bool,
    /// What stands open beside the list.
    pub tool: Option<Tool>,
    /// The calendars whose pages take codes: their ids and titles.
    pub calendars: Vec<(String, String)>,
    ticket: u32,
}

/// What makes many codes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// By chance.
    Many,
    /// From a file.
    Import,
}

/// How far a list came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// It is asked for.
    #[default]
    Loading,
    /// It is there.
    Shown,
    /// It did not come.
    Failed(Failure),
}

/// A code that is being made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What is typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub mistake: Option<(Question, &'static str)>,
    /// Whether the companion is asked.
    pub saving: bool,
    /// Why it was not made.
    pub failure: Option<Failure>,
}

/// What is typed of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The text; empty: by chance.
    pub code: String,
    /// How many orders may use it.
    pub limit: String,
    /// The last day.
    pub expires: String,
}

/// A question about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a field of what is typed")]
pub enum Question {
    Code,
    Limit,
    Expires,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The list is opened, of codes in use or of those that have ended.
    Show {
        /// Which.
        archived: bool,
    },
    /// More rows are wanted.
    More,
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// The codes.
        result: Result<CodesPage, Failure>,
    },
    /// A code is to be made.
    Add,
    /// Something is typed.
    Type(Typed),
    /// It is given up.
    Leave,
    /// It is sent.
    Make,
    /// The companion has answered.
    Made(Result<CodeSaved, Failure>),
    /// A code is to end.
    Archive(CodeView),
    /// The question is answered with yes.
    Sure,
    /// The question is answered with no.
    Never,
    /// It has ended, or not.
    Archived(Result<(), Failure>),
    /// A tool is opened, or none any more.
    Tool(Option<Tool>),
    /// A tool has made codes.
    Changed,
    /// What guests can book has come, or not.
    Menu(Result<SimulationMenu, Failure>),
    /// A link is wanted that brings a code along.
    Share {
        /// The code.
        code: String,
        /// The calendar that it leads to.
        calendar: String,
    },
    /// The link was copied, or not.
    Shared {
        /// The code.
        code: String,
        /// The link, where the browser did not take it.
        link: Option<String>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for codes.
    Load {
        /// To be handed back with the answer.
        ticket: u32,
        /// Which codes.
        query: CodesQuery,
    },
    /// Make one.
    Make(NewCode),
    /// Let one end.
    Archive(CodeView),
    /// Put the address of a calendar's page with a code where it can be pasted from.
    Share {
        /// The code.
        code: String,
        /// The calendar.
        calendar: String,
    },
    /// Say something.
    Say(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Codes {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Show { archived } => {
                self.archived = archived;
                self.rows.clear();
                self.total = None;
                self.load(None)
            }
            Event::More => match self.next.clone() {
                Some(next) if self.stage != Stage::Loading => self.load(Some(next)),
                _ => Vec::new(),
            },
            Event::Came { ticket, result } if ticket == self.ticket => self.came(result),
            Event::Add => {
                self.tool = None;
                self.draft = Some(Draft::default());
                Vec::new()
            }
            Event::Type(typed) => {
                self.draft = Some(Draft {
                    typed,
                    ..Draft::default()
                });
                Vec::new()
            }
            Event::Leave => {
                self.draft = None;
                Vec::new()
            }
            Event::Make => self.make(),
            Event::Made(result) => self.made(result),
            Event::Archive(code) => {
                self.question = Some(code);
                Vec::new()
            }
            Event::Sure => match &self.question {
                Some(code) if !self.archiving => {
                    self.archiving = true;
                    vec![Effect::Archive(code.clone())]
                }
                _ => Vec::new(),
            },
            Event::Never => {
                self.question = None;
                Vec::new()
            }
            Event::Archived(result) => self.ended(result),
            Event::Tool(tool) => {
                self.tool = tool;
                self.draft = None;
                Vec::new()
            }
            Event::Changed => {
                self.archived = false;
                self.load(None)
            }
            Event::Menu(Ok(menu)) => {
                let takes = menu.calendars.into_iter().filter(|it| it.takes_codes);
                self.calendars = takes.map(|it| (it.id.to_string(), it.title)).collect();
                Vec::new()
            }
            Event::Menu(Err(Failure::SignedOut)) => vec![Effect::SignedOut],
            // Without calendars there are no links; the list is there all the same.
            // What was asked for before the last change is not wanted any more.
            Event::Came { .. } | Event::Menu(Err(_)) => Vec::new(),
            Event::Share { code, calendar } => vec![Effect::Share { code, calendar }],
            Event::Shared { code, link: None } => {
                vec![Effect::Say(format!("The link with {code} is copied."))]
            }
            Event::Shared {
                link: Some(link), ..
            } => vec![Effect::Say(format!("Copy this link: {link}"))],
        }
    }

    fn load(&mut self, after: Option<String>) -> Vec<Effect> {
        self.ticket += 1;
        self.stage = Stage::Loading;
        if after.is_none() {
            self.next = None;
        }
        let query = CodesQuery {
            archived: self.archived,
            after,
            limit: Some(ROWS),
        };
        vec![Effect::Load {
            ticket: self.ticket,
            query,
        }]
    }

    fn came(&mut self, result: Result<CodesPage, Failure>) -> Vec<Effect> {
        match result {
            Ok(page) => {
                // Without a place to go on from, these were the first.
                if self.next.is_none() {
                    self.rows.clear();
                }
                self.rows.extend(page.codes);
                self.total = Some(page.total);
                self.next = page.next;
                self.stage = Stage::Shown;
                Vec::new()
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) if self.rows.is_empty() => {
                self.stage = Stage::Failed(failure);
                Vec::new()
            }
            // Those that are there stay.
            Err(failure) => {
                self.stage = Stage::Shown;
                vec![Effect::Say(failure.sentence())]
            }
        }
    }

    fn make(&mut self) -> Vec<Effect> {
        let Some(draft) = &mut self.draft else {
            return Vec::new();
        };
        if draft.saving {
            return Vec::new();
        }
        match draft.typed.read() {
            Ok(new) => {
                draft.saving = true;
                draft.failure = None;
                vec![Effect::Make(new)]
            }
            Err(mistake) => {
                draft.mistake = Some(mistake);
                Vec::new()
            }
        }
    }

    fn made(&mut self, result: Result<CodeSaved, Failure>) -> Vec<Effect> {
        match result {
            Ok(saved) => {
                self.draft = None;
                self.archived = false;
                let mut effects = vec![Effect::Say(format!("{} is there.", saved.code.code))];
                effects.extend(self.load(None));
                effects
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                if let Some(draft) = &mut self.draft {
                    draft.saving = false;
                    draft.failure = Some(failure);
                }
                Vec::new()
            }
        }
    }

    fn ended(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        self.archiving = false;
        let Some(code) = self.question.take() else {
            return Vec::new();
        };
        match result {
            Ok(()) => {
                let mut effects = vec![Effect::Say(format!("{} has ended.", code.code))];
                effects.extend(self.load(None));
                effects
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                let why = failure.sentence();
                vec![Effect::Say(format!(
                    "{} was not archived. {why}",
                    code.code
                ))]
            }
        }
    }
}

impl Typed {
    /// The code that is meant.
    pub fn read(&self) -> Result<NewCode, (Question, &'static str)> {
        let text = self.code.trim();
        let code = if text.is_empty() {
            None
        } else {
            let code = text.parse().map_err(|_| {
                (
                    Question::Code,
                    "Use letters A to Z, digits and hyphens, without blanks: at most 64.",
                )
            })?;
            Some(code)
        };
        let limit = self.limit.trim();
        let max_redemptions = if limit.is_empty() {
            None
        } else {
            let limit = limit.parse().ok().filter(|limit| *limit > 0);
            let wrong = (Question::Limit, "Enter a whole number above 0, or nothing.");
            Some(limit.ok_or(wrong)?)
        };
        let expires = if self.expires.is_empty() {
            None
        } else {
            let wrong = (Question::Expires, "Choose a day of the calendar.");
            Some(self.expires.parse().map_err(|_| wrong)?)
        };
        let rules = CodeRules {
            expires,
            max_redemptions,
            ..CodeRules::default()
        };
        Ok(NewCode { code, rules })
    }
}
