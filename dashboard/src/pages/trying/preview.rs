//! The real widget with a coupon that is not saved, or with a code as it is: whose widget is shown,
//! and what of.

use booking_contract::owner::{
    NewPreview, PreviewMade, SimulationCalendar, SimulationMenu, TriedDraft,
};

use crate::client::Failure;

/// A preview.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// What can be shown; none until it has come.
    pub menu: Option<SimulationMenu>,
    /// The id of the calendar that is chosen; empty until there is a menu.
    pub calendar: String,
    /// What is to be shown; none: it cannot be read yet.
    pub subject: Option<Subject>,
    /// What is shown.
    pub shown: Option<Shown>,
    /// How far it came.
    pub stage: Stage,
    /// What was asked for last.
    asked: Option<Subject>,
    ticket: u32,
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A coupon as it stands in a form.
    Draft(Box<TriedDraft>),
    /// A code as it is typed; empty: none.
    Code(String),
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What stands in the place of the calendar's id.
    pub token: String,
    /// The code that is filled in.
    pub code: String,
    subject: Subject,
}

/// How far it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nothing is asked for: the widget loads a page of its own, which nobody has to wait for.
    #[default]
    Closed,
    /// It is asked for; what was shown before stays in sight.
    Asking,
    /// It is shown, or there is nothing to show.
    Open,
    /// It did not come.
    Failed(Failure),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It is to be shown, again or for the first time.
    Show,
    /// The menu has come.
    Menu(Result<SimulationMenu, Failure>),
    /// Another calendar is chosen.
    Pick(String),
    /// Something else is to be shown.
    Subject(Option<Subject>),
    /// It is there, or not.
    Made {
        /// What it answers.
        ticket: u32,
        /// What came of it.
        result: Result<PreviewMade, Failure>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask what can be shown.
    LoadMenu,
    /// Ask for a preview.
    Make {
        /// To be handed back.
        ticket: u32,
        /// Of what.
        new: Box<NewPreview>,
    },
    /// Nobody is signed in any more.
    SignedOut,
}

impl Preview {
    /// A preview that nobody has asked for yet.
    pub fn of(subject: Option<Subject>) -> Self {
        Self {
            menu: None,
            calendar: String::new(),
            subject,
            shown: None,
            stage: Stage::Closed,
            asked: None,
            ticket: 0,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Show if self.menu.is_none() => {
                self.stage = Stage::Asking;
                vec![Effect::LoadMenu]
            }
            Event::Show => self.make(),
            Event::Menu(Ok(menu)) => {
                let first = calendars(&menu).next();
                self.calendar = first.map(|it| it.id.to_string()).unwrap_or_default();
                self.menu = Some(menu);
                self.make()
            }
            Event::Menu(Err(failure)) => self.failed(failure),
            Event::Pick(calendar) => {
                self.calendar = calendar;
                self.make()
            }
            Event::Subject(subject) => {
                self.subject = subject;
                Vec::new()
            }
            Event::Made { ticket, .. } if ticket != self.ticket => Vec::new(),
            Event::Made { result, .. } => match result {
                Ok(made) => self.made(made),
                Err(failure) => self.failed(failure),
            },
        }
    }

    /// The calendars to choose from.
    pub fn calendars(&self) -> Vec<&SimulationCalendar> {
        self.menu.iter().flat_map(calendars).collect()
    }

    /// Whether something else is to be shown than what is.
    pub fn is_stale(&self) -> bool {
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| self.subject.as_ref().is_some_and(|it| *it != shown.subject))
    }

    fn make(&mut self) -> Vec<Effect> {
        self.ticket += 1;
        self.asked = self.subject.clone();
        let chosen = self.calendars().into_iter();
        let chosen = chosen
            .map(|it| &it.id)
            .find(|id| id.as_str() == self.calendar);
        let (Some(calendar_id), Some(subject)) = (chosen.cloned(), &self.subject) else {
            self.stage = Stage::Open;
            return Vec::new();
        };
        let draft = match subject {
            Subject::Draft(draft) => Some(draft.clone()),
            Subject::Code(_) => None,
        };
        self.stage = Stage::Asking;
        vec![Effect::Make {
            ticket: self.ticket,
            new: Box::new(NewPreview { calendar_id, draft }),
        }]
    }

    fn made(&mut self, made: PreviewMade) -> Vec<Effect> {
        self.stage = Stage::Open;
        if let Some(subject) = self.asked.take() {
            let code = match (made.code, &subject) {
                (Some(code), _) => code.to_string(),
                (None, Subject::Code(code)) => code.trim().to_owned(),
                (None, Subject::Draft(_)) => String::new(),
            };
            let token = made.token.to_string();
            self.shown = Some(Shown {
                token,
                code,
                subject,
            });
        }
        Vec::new()
    }

    fn failed(&mut self, failure: Failure) -> Vec<Effect> {
        if failure == Failure::SignedOut {
            return vec![Effect::SignedOut];
        }
        self.stage = Stage::Failed(failure);
        Vec::new()
    }
}

/// Whose widgets can show a coupon: those that guests see, that take codes and sell something.
fn calendars(menu: &SimulationMenu) -> impl Iterator<Item = &SimulationCalendar> {
    let fits = |it: &&SimulationCalendar| it.takes_codes && !it.archived && !it.services.is_empty();
    menu.calendars.iter().filter(fits)
}
