//! One command of a longer piece of work: it is announced, it shows that it lives, and all that
//! it prints is kept.
//!
//! Every step runs in a process group of its own. When it ends, is interrupted or takes too long,
//! the whole group is ended: a test that dies leaves no browser behind.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, PipeReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::error::XtaskError;
use crate::interrupt;

/// A silent step says after this long that it is still at work, and again each time.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often a waiting loop looks at the process and at the interrupt flag.
const GLANCE: Duration = Duration::from_millis(100);
/// How long a process that was asked to end may take before it is killed.
const FAREWELL: Duration = Duration::from_secs(5);
/// A failed step shows this many of its last lines if they were not on the terminal already.
const TAIL_LINES: usize = 40;

/// How much of what a step prints goes to the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Echo {
    /// A line of life every 15 seconds, with the last line that was printed.
    Heartbeat,
    /// Every line as it comes.
    Lines,
}

/// How a step came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The process ended with success.
    Succeeded,
    /// The process ended with an exit code other than zero, or by a signal.
    Failed,
    /// The process was ended because it took longer than its limit.
    OverTime,
}

/// A step that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// How it ended.
    pub(crate) end: End,
    /// Standard output and standard error, in the order in which they came.
    pub(crate) output: String,
    /// Where the same text lies on disk.
    pub(crate) log: PathBuf,
    /// How long it took.
    pub(crate) took: Duration,
}

/// A command with the words that go with it.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    /// What the command is for, as the start of a sentence.
    pub(crate) title: &'a str,
    /// How much of its output is shown.
    pub(crate) echo: Echo,
    /// The step is ended after this time.
    pub(crate) limit: Duration,
    /// The folder for the log.
    pub(crate) logs: &'a Path,
}

impl Step<'_> {
    /// Runs the command to its end, whatever the end is.
    pub(crate) fn run(&self, mut command: Command) -> Result<Finished, XtaskError> {
        let program = command.get_program().to_string_lossy().into_owned();
        let log = self.logs.join(format!("{}.log", slug(self.title)));
        fs::create_dir_all(self.logs).map_err(XtaskError::file(self.logs))?;
        let mut log_file = File::create(&log).map_err(XtaskError::file(&log))?;

        let not_started = |source| XtaskError::NotStarted { program, source };
        let (reader, writer) = io::pipe().map_err(XtaskError::file("a pipe"))?;
        let second = writer.try_clone().map_err(XtaskError::file("a pipe"))?;
        let started = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(second)
            .process_group(0)
            .spawn()
            .map_err(not_started)?;
        // The command holds the writing ends; while they are open the reader sees no end.
        drop(command);

        let (end, output) = self.follow(child, &lines_of(reader), started, &mut log_file)?;
        Ok(Finished {
            end,
            output,
            log,
            took: started.elapsed(),
        })
    }

    /// Runs the command and stops with `advice` unless it succeeds.
    pub(crate) fn must(&self, command: Command, advice: &str) -> Result<Finished, XtaskError> {
        let finished = self.run(command)?;
        if finished.end == End::Succeeded {
            return Ok(finished);
        }
        if self.echo == Echo::Heartbeat {
            print_tail(&finished.output);
        }
        Err(XtaskError::StepFailed {
            title: self.title.to_owned(),
            log: finished.log,
            advice: advice.to_owned(),
        })
    }

    fn follow(
        &self,
        mut child: Child,
        lines: &Receiver<String>,
        started: Instant,
        log: &mut File,
    ) -> Result<(End, String), XtaskError> {
        let group = group_of(&child);
        let mut output = String::new();
        let mut last_line = String::new();
        let mut last_sign = Instant::now();
        // Set when the process has ended; what it left in the pipe is still read.
        let mut ended: Option<ExitStatus> = None;
        loop {
            let silent = match lines.recv_timeout(GLANCE) {
                Ok(line) => {
                    // A full disk must not stop the step: the text is in memory as well.
                    let _ = log.write_all(line.as_bytes());
                    if self.echo == Echo::Lines {
                        print!("{line}");
                        last_sign = Instant::now();
                    }
                    output.push_str(&line);
                    if !line.trim().is_empty() {
                        line.trim().clone_into(&mut last_line);
                    }
                    false
                }
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => {
                    thread::sleep(GLANCE);
                    true
                }
            };
            if interrupt::requested() {
                end_group(&mut child, group);
                return Err(XtaskError::Interrupted);
            }
            if started.elapsed() > self.limit {
                end_group(&mut child, group);
                println!("  ended: it took longer than {} s", self.limit.as_secs());
                return Ok((End::OverTime, output));
            }
            if !silent {
                continue;
            }
            if let Some(status) = ended {
                // Nothing came for a glance, so what is still open belongs to leftovers.
                let _ = killpg(group, Signal::SIGKILL);
                let end = if status.success() {
                    End::Succeeded
                } else {
                    End::Failed
                };
                return Ok((end, output));
            }
            ended = child.try_wait().map_err(XtaskError::file(self.title))?;
            if last_sign.elapsed() >= HEARTBEAT {
                last_sign = Instant::now();
                println!("  … {} s  {last_line}", started.elapsed().as_secs());
            }
        }
    }
}

/// Ends a child and everything that it started: first asked, then killed.
pub(crate) fn end_group(child: &mut Child, group: Pid) {
    // Both calls fail only when nobody is left in the group, which is what is wanted.
    let _ = killpg(group, Signal::SIGTERM);
    let asked = Instant::now();
    while asked.elapsed() < FAREWELL {
        if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
            break;
        }
        thread::sleep(GLANCE);
    }
    let _ = killpg(group, Signal::SIGKILL);
    let _ = child.wait();
}

/// The process group of a child that was started with `process_group(0)`.
pub(crate) fn group_of(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("process ids fit an i32 on every Unix"))
}

/// Reads lines, newline included, in a thread of its own until the last writer is gone.
pub(crate) fn lines_of(reader: PipeReader) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            if sender
                .send(String::from_utf8_lossy(&line).into_owned())
                .is_err()
            {
                break;
            }
            line.clear();
        }
    });
    receiver
}

/// Prints the last lines of a text, set off from xtask's own.
pub(crate) fn print_tail(text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    for line in &lines[lines.len().saturating_sub(TAIL_LINES)..] {
        println!("  | {line}");
    }
}

/// A title as a file name.
fn slug(title: &str) -> String {
    title
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(name: &str, script: &str, limit: Duration) -> Finished {
        let logs = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let finished = Step {
            title: "A shell script",
            echo: Echo::Heartbeat,
            limit,
            logs: &logs,
        }
        .run(command)
        .expect("a shell starts");
        let log = fs::read_to_string(&finished.log).expect("a log");
        assert_eq!(log, finished.output);
        fs::remove_dir_all(&logs).expect("the scratch folder goes");
        finished
    }

    #[test]
    fn both_streams_are_kept_in_the_order_in_which_they_came() {
        let finished = run(
            "order",
            "echo one; echo two >&2; printf three",
            Duration::from_mins(1),
        );
        assert_eq!(finished.end, End::Succeeded);
        assert_eq!(finished.output, "one\ntwo\nthree");
    }

    #[test]
    fn an_exit_code_is_a_failure() {
        let finished = run("code", "echo before; exit 7", Duration::from_mins(1));
        assert_eq!(finished.end, End::Failed);
        assert_eq!(finished.output, "before\n");
    }

    #[test]
    fn a_step_that_takes_too_long_is_ended() {
        let finished = run("limit", "echo on; sleep 600", Duration::from_millis(500));
        assert_eq!(finished.end, End::OverTime);
        assert!(finished.took < Duration::from_mins(1), "{finished:?}");
    }

    #[test]
    fn what_a_step_leaves_running_does_not_hold_it_up() {
        let finished = run("leftover", "sleep 600 & echo done", Duration::from_mins(1));
        assert_eq!(finished.end, End::Succeeded);
        assert_eq!(finished.output, "done\n");
        assert!(finished.took < Duration::from_secs(30), "{finished:?}");
    }

    #[test]
    fn a_title_becomes_a_file_name() {
        assert_eq!(slug("Build the bundle, twice"), "build-the-bundle--twice");
    }
}
