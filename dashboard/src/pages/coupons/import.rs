//! Codes from a file: sent in parts that the companion takes at once, with a report of every line.

use booking_contract::owner::{CodesImported, IMPORT_LINES_MAX, ImportOutcome};

use crate::client::Failure;

/// How long a part may be, in bytes; the companion takes a little more.
const PART_BYTES_MAX: usize = 30_000;
/// How many lines that were not made are shown.
pub const SHOWN_MAX: usize = 200;
/// What the columns of a file are called.
const COLUMNS: [&str; 6] = [
    "code",
    "expires",
    "max_redemptions",
    "customer",
    "uses",
    "created",
];

/// An import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// The file; none: none was chosen.
    pub file: Option<File>,
    /// How far it is.
    pub stage: Stage,
    /// What became of the lines so far.
    pub report: Report,
    batch: Option<String>,
    ticket: u32,
}

/// A file that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// How many lines it has that may be codes.
    pub lines: u64,
    parts: Vec<Part>,
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// What is sent: the header, where the file has one, and lines.
    text: String,
    /// What has to be added to a line's number in the part for its number in the file.
    offset: i64,
}

/// How far an import is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// It has not begun.
    #[default]
    Ready,
    /// A part is on its way.
    Sending {
        /// Which, from 0.
        part: usize,
    },
    /// All parts were taken in.
    Done,
    /// It stands still before this part; what was taken in stays.
    Stopped {
        /// Which, from 0.
        part: usize,
        /// Why; none: it was stopped.
        failure: Option<Failure>,
    },
}

/// What became of the lines so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many were looked at.
    pub looked: u64,
    /// How many codes were made.
    pub made: u64,
    /// How many texts were taken already.
    pub duplicates: u64,
    /// How many lines have something wrong.
    pub bad: u64,
    /// Lines that were not made: their numbers, codes and why. The first [`SHOWN_MAX`].
    pub others: Vec<(i64, String, ImportOutcome)>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A file was chosen and read.
    File {
        /// Its name.
        name: String,
        /// What it holds.
        text: String,
    },
    /// It is to begin, or to go on.
    Begin,
    /// It is to stop after the part that is on its way.
    Stop,
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// What became of a part.
        result: Result<CodesImported, Failure>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a part.
    Send {
        /// To be handed back with the answer.
        ticket: u32,
        /// The batch of the parts before.
        batch: Option<String>,
        /// The part.
        text: String,
    },
    /// There are new codes to show.
    Changed,
    /// Nobody is signed in any more.
    SignedOut,
}

impl Import {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::File { name, text } if !self.is_sending() => {
                *self = Self {
                    file: Some(File::read(name, &text)),
                    ticket: self.ticket + 1,
                    ..Self::default()
                };
                Vec::new()
            }
            Event::Begin => match self.stage {
                Stage::Ready => self.send(0),
                Stage::Stopped { part, .. } => self.send(part),
                Stage::Sending { .. } | Stage::Done => Vec::new(),
            },
            Event::Stop => {
                if let Stage::Sending { part } = self.stage {
                    self.stage = Stage::Stopped {
                        part,
                        failure: None,
                    };
                }
                Vec::new()
            }
            Event::Came { ticket, result } if ticket == self.ticket => self.came(result),
            Event::File { .. } | Event::Came { .. } => Vec::new(),
        }
    }

    /// Whether a part is on its way.
    pub fn is_sending(&self) -> bool {
        matches!(self.stage, Stage::Sending { .. })
    }

    fn send(&mut self, part: usize) -> Vec<Effect> {
        let parts = self.file.as_ref().map_or(&[][..], |file| &file.parts);
        let Some(next) = parts.get(part) else {
            self.stage = Stage::Done;
            return vec![Effect::Changed];
        };
        self.ticket += 1;
        let effect = Effect::Send {
            ticket: self.ticket,
            batch: self.batch.clone(),
            text: next.text.clone(),
        };
        self.stage = Stage::Sending { part };
        vec![effect]
    }

    fn came(&mut self, result: Result<CodesImported, Failure>) -> Vec<Effect> {
        // What was stopped meanwhile is told of all the same: its lines were looked at.
        let (part, goes_on) = match self.stage {
            Stage::Sending { part } => (part, true),
            Stage::Stopped { part, .. } => (part, false),
            Stage::Ready | Stage::Done => return Vec::new(),
        };
        match result {
            Ok(imported) => {
                self.add(part, &imported);
                self.batch = Some(imported.batch);
                if goes_on {
                    return self.send(part + 1);
                }
                self.stage = Stage::Stopped {
                    part: part + 1,
                    failure: None,
                };
                vec![Effect::Changed]
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                self.stage = Stage::Stopped {
                    part,
                    failure: Some(failure),
                };
                vec![Effect::Changed]
            }
        }
    }

    fn add(&mut self, part: usize, imported: &CodesImported) {
        let parts = self.file.as_ref().map_or(&[][..], |file| &file.parts);
        let offset = parts.get(part).map_or(0, |part| part.offset);
        let report = &mut self.report;
        report.looked += imported.lines.len() as u64;
        for line in &imported.lines {
            match line.outcome {
                ImportOutcome::Made => {
                    report.made += 1;
                    continue;
                }
                ImportOutcome::Duplicate => report.duplicates += 1,
                ImportOutcome::BadCode
                | ImportOutcome::BadExpiry
                | ImportOutcome::BadLimit
                | ImportOutcome::BadCustomer => report.bad += 1,
            }
            if report.others.len() < SHOWN_MAX {
                let number = i64::try_from(line.line).unwrap_or(i64::MAX) + offset;
                report
                    .others
                    .push((number, line.code.clone(), line.outcome));
            }
        }
    }
}

impl File {
    /// Cuts a file into parts. A code has no line breaks, so that a line is a row.
    fn read(name: String, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().peekable();
        let header = lines.next_if(|line| is_header(line));
        let first = if header.is_some() { 2 } else { 1 };
        let begin = |number: i64| Part {
            text: header
                .map(|header| format!("{header}\n"))
                .unwrap_or_default(),
            offset: number - first,
        };
        let (mut parts, mut counted) = (Vec::new(), 0);
        let (mut part, mut in_part) = (begin(first), 0);
        for (number, line) in (first..).zip(lines) {
            let is_full =
                in_part == IMPORT_LINES_MAX || part.text.len() + line.len() > PART_BYTES_MAX;
            if in_part > 0 && is_full {
                parts.push(std::mem::replace(&mut part, begin(number)));
                in_part = 0;
            }
            part.text.push_str(line);
            part.text.push('\n');
            in_part += 1;
            counted += u64::from(!line.trim().is_empty());
        }
        if in_part > 0 {
            parts.push(part);
        }
        Self {
            name,
            lines: counted,
            parts,
        }
    }
}

fn is_header(line: &str) -> bool {
    let cell = line.split([',', ';']).next().unwrap_or_default();
    let name = cell.trim().trim_matches('"').to_ascii_lowercase();
    COLUMNS.contains(&name.as_str())
}
