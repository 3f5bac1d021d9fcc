//! Processes that leave nothing behind: a WebDriver server and the browsers that it starts.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A program with all that it starts. It ends when this is dropped, and also when this process ends
/// in whatever way.
pub(super) struct Guarded {
    shell: Child,
    /// The shell waits until nobody holds this end any more.
    leash: Option<ChildStdin>,
}

/// A command for a program that will be guarded: a shell starts it, and ends the whole process
/// group once the leash is let go. Nothing that the program prints is kept unless the command says
/// otherwise.
pub(super) fn guarded(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", "\"$@\" & read -r _; kill -9 0", "guard"])
        .arg(program)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

impl Guarded {
    /// Starts what [`guarded`] has made.
    pub(super) fn start(mut command: Command) -> Self {
        let mut shell = command.spawn().expect("a shell");
        let leash = shell.stdin.take();
        Self { shell, leash }
    }

    /// What the program prints, if the command keeps it.
    pub(super) fn output(&mut self) -> Option<ChildStdout> {
        self.shell.stdout.take()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.leash = None;
        let _ = self.shell.wait();
    }
}
