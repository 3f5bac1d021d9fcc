//! What can stop a command of xtask, each told in one sentence that ends with what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why xtask stopped.
#[derive(Debug)]
pub(crate) enum XtaskError {
    /// The command line was not understood; holds the sentence that says why.
    Usage(String),
    /// A program could not be started at all.
    NotStarted {
        /// The program as it was asked for.
        program: String,
        /// Why the system refused.
        source: io::Error,
    },
    /// A step ran and failed; its last lines were printed before.
    StepFailed {
        /// What the step was for.
        title: String,
        /// Everything that it printed.
        log: PathBuf,
        /// What the reader can do about it.
        advice: String,
    },
    /// Something that xtask needs is not there and cannot be installed from here.
    Missing {
        /// What is missing.
        what: String,
        /// What the reader can do about it.
        advice: String,
    },
    /// A file could not be read or written.
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why the system refused.
        source: io::Error,
    },
    /// Somebody listens on the port that the demo was told to use.
    PortInUse(u16),
    /// A process of the demo ended by itself; its last lines were printed before.
    ProcessEnded {
        /// The name of the program.
        name: &'static str,
        /// How it ended, in words.
        how: String,
    },
    /// A process of the demo did not answer in time.
    NotReady {
        /// The name of the program.
        name: &'static str,
        /// How long xtask waited, in seconds.
        waited_seconds: u64,
    },
    /// The user, or the system, asked xtask to stop.
    Interrupted,
}

impl XtaskError {
    /// Wraps an input or output error with the file that it is about.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |source| Self::File { path, source }
    }
}

impl fmt::Display for XtaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(reason) => write!(f, "{reason}; see `cargo xtask help`"),
            Self::NotStarted { program, source } => {
                write!(f, "`{program}` could not be started: {source}")
            }
            Self::StepFailed { title, log, advice } => write!(
                f,
                "{title}: failed. {advice} (everything it printed: {})",
                log.display()
            ),
            Self::Missing { what, advice } => write!(f, "{what}. {advice}"),
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::PortInUse(port) => write!(
                f,
                "port {port} is in use; stop what is listening there or choose another with --port"
            ),
            Self::ProcessEnded { name, how } => {
                write!(f, "{name} ended by itself ({how}), so the demo was stopped")
            }
            Self::NotReady {
                name,
                waited_seconds,
            } => write!(
                f,
                "{name} did not answer within {waited_seconds} s, so the demo was stopped"
            ),
            Self::Interrupted => write!(f, "stopped"),
        }
    }
}

impl std::error::Error for XtaskError {}
