//! What the widget will ask for first, so that its page can bring the answers along.
//!
//! The widget's own flow runs here as it will in the browser: it starts, asks for the free times of
//! a month, perhaps of the next one, and settles. Nothing of that is written a second time. The flow
//! is the one part of the widget that the companion reaches, and this crate the one way to it.
//!
//! Texts and flow belong to one thread, as they do in a browser, so a thread of its own looks.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use booking_contract::{CalendarPage, SlotsPage, SlotsQuery};
use booking_engine::CalendarId;
use booking_widget::flow::{Asked, Effect, Flow, News, Started, Ticket};
use booking_widget::text;
use tokio::sync::{mpsc, oneshot};

/// How many pages may wait for the thread. It takes less than a millisecond for each.
const WAITING_MAX: usize = 64;

/// Who comes to which page.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The calendar.
    pub page: CalendarPage,
    /// The table of the texts of the guest's language.
    pub texts: Cow<'static, str>,
    /// The service that the address names.
    pub service: Option<String>,
    /// The guest's time zone by its IANA name, as far as it is known; else the business's.
    pub zone: String,
}

/// What is free, as it was asked for.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub query: SlotsQuery,
    /// The slots.
    pub slots: SlotsPage,
}

impl Answer {
    /// The address that the widget would ask at.
    pub fn address(&self, calendar: &CalendarId) -> String {
        let SlotsQuery {
            items,
            from,
            to,
            zone,
            ..
        } = &self.query;
        let (items, zone) = (encoded(&items.to_string()), encoded(zone));
        format!("/v1/calendars/{calendar}/slots?items={items}&from={from}&to={to}&zone={zone}")
    }
}

/// As `encodeURIComponent` has it.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            encoded.push(byte.into());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The thread that looks; it ends with its last handle.
#[derive(Clone, Debug)]
pub struct Looks(mpsc::Sender<Job>);

/// A visit to look at, and where to say what it wants.
struct Job {
    visit: Arc<Visit>,
    known: Vec<Answer>,
    wants: oneshot::Sender<Option<SlotsQuery>>,
}

impl Looks {
    /// Starts the thread.
    pub fn start() -> Self {
        let (send, mut jobs) = mpsc::channel::<Job>(WAITING_MAX);
        thread::spawn(move || {
            while let Some(job) = jobs.blocking_recv() {
                // Whoever asked may have gone.
                let _ = job.wants.send(wants(&job.visit, &job.known));
            }
        });
        Self(send)
    }

    /// What the widget will ask for next on a visit, when this much is known already. None where it
    /// has all it needs for its first screen, and where too many pages wait.
    pub async fn wants(&self, visit: &Arc<Visit>, known: &[Answer]) -> Option<SlotsQuery> {
        let (wants, wanted) = oneshot::channel();
        let job = Job {
            visit: visit.clone(),
            known: known.to_vec(),
            wants,
        };
        self.0.try_send(job).ok()?;
        wanted.await.ok().flatten()
    }
}

fn wants(visit: &Visit, known: &[Answer]) -> Option<SlotsQuery> {
    let (mut flow, effects) = Flow::start(started(visit)?);
    let mut asked = question(effects);
    // Every answer is given once at most.
    for _ in known {
        let (ticket, query) = asked?;
        let Some(answer) = known.iter().find(|answer| answer.query == query) else {
            return Some(query);
        };
        let slots = Ok(answer.slots.clone());
        asked = question(flow.step(News::SlotsArrived(ticket, slots)));
    }
    asked.map(|(_, query)| query)
}

/// As the widget starts in the browser, with what the address says; what the browser remembers is
/// not known here.
fn started(visit: &Visit) -> Option<Started> {
    Some(Started {
        page: visit.page.clone(),
        text: text::take(&visit.texts)?,
        languages: Rc::default(),
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
