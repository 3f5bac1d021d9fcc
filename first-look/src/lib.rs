//! The first screen of the widget before its program runs: what it will ask for, and how it looks.
//!
//! The widget's own flow runs here as it will in the browser: it starts, asks for the free times of
//! a month, perhaps of the next one, and settles. Its own views draw what comes of that. Nothing is
//! written a second time. This crate is the one way from the companion to the widget.
//!
//! Amounts, numbers, dates and times are marks in what is drawn: how they are written only the
//! guest's browser knows, and a script of the page puts them in. See [`booking_widget::text::marking`].
//!
//! Texts, flow and views belong to one thread, as they do in a browser, so a thread of its own
//! draws.

mod answer;

use std::rc::Rc;
use std::sync::Arc;
use std::{io, thread};

use booking_contract::{CalendarPage, SlotsQuery, WidgetStyle};
use booking_widget::flow::{Asked, Effect, Flow, LanguageOption, News, Started, Ticket, screen};
use booking_widget::text;
use booking_widget::view::{Ahead, Widget, WidgetProps, theme};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::task::LocalSet;
use yew::{Callback, LocalServerRenderer};

pub use answer::Answer;

/// How many pages may wait for the thread. It takes a millisecond or two for each.
const WAITING_MAX: usize = 64;

/// Who comes to which page.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The calendar.
    pub page: CalendarPage,
    /// The table of the texts of the guest's language.
    pub texts: &'static str,
    /// The locale, such as `de-AT`.
    pub locale: String,
    /// A line for each language to choose from: tag, address and name.
    pub languages: &'static str,
    /// The service that the address names.
    pub service: Option<String>,
    /// The guest's time zone by its IANA name, as far as it is known; else the business's.
    pub zone: String,
}

/// What is known of a first screen.
#[derive(Clone, Debug)]
pub enum Look {
    /// This has to be known first.
    Asks(Box<SlotsQuery>),
    /// The screen is there.
    Drawn {
        /// Its markup.
        markup: String,
        /// The day that its weeks begin with, 1 for Monday to 7.
        week_start: u32,
    },
}

/// The thread that looks; it ends with its last handle.
#[derive(Clone, Debug)]
pub struct Looks(mpsc::Sender<Job>);

/// A visit to look at, and where to say how it looks.
struct Job {
    visit: Arc<Visit>,
    known: Vec<Answer>,
    look: oneshot::Sender<Option<Look>>,
}

/// The rules of a look, for the pages that show it.
pub fn sheet(look: WidgetStyle) -> &'static str {
    theme::sheet(look)
}

/// The rules that come with the later part of the program.
pub fn later_sheet() -> &'static str {
    theme::LATER
}

impl Looks {
    /// Starts the thread.
    pub fn start() -> io::Result<Self> {
        let (send, mut jobs) = mpsc::channel::<Job>(WAITING_MAX);
        let runtime = Builder::new_current_thread().build()?;
        thread::Builder::new()
            .name("first-look".to_owned())
            .spawn(move || {
                while let Some(job) = jobs.blocking_recv() {
                    // Whoever asked may have gone.
                    let _ = job.look.send(look(&runtime, &job.visit, &job.known));
                }
            })?;
        Ok(Self(send))
    }

    /// How a visit begins, when this much is known. None where the program has to see for itself,
    /// and where too many pages wait.
    pub async fn look(&self, visit: &Arc<Visit>, known: &[Answer]) -> Option<Look> {
        let (look, looked) = oneshot::channel();
        let job = Job {
            visit: visit.clone(),
            known: known.to_vec(),
            look,
        };
        self.0.try_send(job).ok()?;
        looked.await.ok().flatten()
    }
}

fn look(runtime: &Runtime, visit: &Visit, known: &[Answer]) -> Option<Look> {
    let started = started(visit)?;
    let begins_later = started.begins_later();
    let (mut flow, effects) = Flow::start(started);
    let mut asked = question(effects);
    while let Some((ticket, query)) = asked {
        let Some(answer) = known.iter().find(|answer| answer.query == query) else {
            return Some(Look::Asks(Box::new(query)));
        };
        let slots = Ok(answer.slots.clone());
        asked = question(flow.step(News::SlotsArrived(ticket, slots)));
    }
    (!begins_later).then(|| Look::Drawn {
        markup: drawn(runtime, &flow),
        week_start: screen(&flow).text.week_start() + 1,
    })
}

/// As the widget starts in the browser, with what the address says; what the browser remembers is
/// not known here.
fn started(visit: &Visit) -> Option<Started> {
    let languages = visit.languages.lines();
    Some(Started {
        page: visit.page.clone(),
        text: text::marking(visit.texts, &visit.locale)?,
        languages: languages.filter_map(LanguageOption::read).collect(),
        zone: visit.zone.clone(),
        zones: Vec::new(),
        asked: Asked {
            service: visit.service.clone(),
            ..Asked::default()
        },
        remembered: None,
        kept: None,
        seed: [0; 16],
        return_to: None,
        online: true,
        later: false,
    })
}

fn question(effects: Vec<Effect>) -> Option<(Ticket, SlotsQuery)> {
    effects.into_iter().find_map(|effect| match effect {
        Effect::LoadSlots { ticket, query, .. } => Some((ticket, query)),
        _ => None,
    })
}

fn drawn(runtime: &Runtime, flow: &Flow) -> String {
    let props = WidgetProps {
        screen: Rc::new(screen(flow)),
        ahead: Ahead::default(),
        send: Callback::noop(),
    };
    let renderer = LocalServerRenderer::<Widget>::with_props(props).hydratable(false);
    runtime.block_on(LocalSet::new().run_until(renderer.render()))
}
