//! A program that runs beside xtask until it is dropped: started with its output in a file, asked
//! whether it answers, and ended together with everything that it started.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::Pid;

use crate::error::XtaskError;
use crate::{http, interrupt, step};

/// How often a waiting loop asks again.
const GLANCE: Duration = Duration::from_millis(50);
/// A companion that has to migrate and fill a new database is ready well within this time.
const READY_LIMIT: Duration = Duration::from_mins(1);

/// A running program.
#[derive(Debug)]
pub(crate) struct Process {
    name: &'static str,
    child: Child,
    group: Pid,
    log: PathBuf,
}

impl Process {
    /// Starts a program with its output in `folder/name.log`.
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        folder: &Path,
    ) -> Result<Self, XtaskError> {
        fs::create_dir_all(folder).map_err(XtaskError::file(folder))?;
        let log = folder.join(format!("{name}.log"));
        let file = File::create(&log).map_err(XtaskError::file(&log))?;
        let second = file.try_clone().map_err(XtaskError::file(&log))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(second)
            .process_group(0)
            .spawn()
            .map_err(|source| XtaskError::NotStarted {
                program: name.to_owned(),
                source,
            })?;
        let group = step::group_of(&child);
        Ok(Self {
            name,
            child,
            group,
            log,
        })
    }

    /// Where its output goes.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }

    /// Waits until the program answers on its port: 200 on `path`, or anything at all if the
    /// path is none.
    pub(crate) fn wait_until_ready(
        &mut self,
        port: u16,
        path: Option<&str>,
    ) -> Result<(), XtaskError> {
        let started = Instant::now();
        while started.elapsed() < READY_LIMIT {
            self.must_run()?;
            let ready = match path {
                Some(path) => http::get(port, path, "identity").is_ok_and(|a| a.status == 200),
                None => !http::is_free(port),
            };
            if ready {
                return Ok(());
            }
            thread::sleep(GLANCE);
        }
        self.print_log();
        Err(XtaskError::NotReady {
            name: self.name,
            waited_seconds: READY_LIMIT.as_secs(),
        })
    }

    /// Stops with an error if xtask was interrupted or the program has ended by itself.
    pub(crate) fn must_run(&mut self) -> Result<(), XtaskError> {
        if interrupt::requested() {
            return Err(XtaskError::Interrupted);
        }
        let ended = self.child.try_wait().map_err(XtaskError::file(self.name))?;
        let Some(status) = ended else {
            return Ok(());
        };
        self.print_log();
        Err(XtaskError::ProcessEnded {
            name: self.name,
            how: status.to_string(),
        })
    }

    fn print_log(&self) {
        let text = fs::read(&self.log).unwrap_or_default();
        println!("The last lines of {}:", self.log.display());
        step::print_tail(&String::from_utf8_lossy(&text));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        step::end_group(&mut self.child, self.group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()))
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_program_that_ends_by_itself_is_noticed_and_its_log_is_kept() {
        let folder = scratch("ends");
        let mut process = Process::start("short", shell("echo port taken; exit 3"), &folder)
            .expect("a shell starts");
        let started = Instant::now();
        let error = loop {
            match process.must_run() {
                Ok(()) if started.elapsed() < Duration::from_secs(10) => thread::sleep(GLANCE),
                Ok(()) => panic!("its end was not noticed"),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains("exit status: 3"), "{error}");
        let log = fs::read_to_string(process.log()).expect("a log");
        assert_eq!(log, "port taken\n");
        fs::remove_dir_all(&folder).expect("the scratch folder goes");
    }

    #[test]
    fn dropping_a_program_ends_what_it_started_as_well() {
        let folder = scratch("group");
        let process = Process::start("parent", shell("sleep 600 & echo $!; wait"), &folder)
            .expect("a shell starts");
        let started = Instant::now();
        let grandchild = loop {
            let log = fs::read_to_string(process.log()).expect("a log");
            if let Ok(id) = log.trim().parse::<i32>() {
                break id;
            }
            assert!(started.elapsed() < Duration::from_secs(10), "no process id");
            thread::sleep(GLANCE);
        };
        let alive = || {
            // A killed process stays as a zombie until somebody waits for it.
            fs::read_to_string(format!("/proc/{grandchild}/stat"))
                .is_ok_and(|stat| !stat.contains(") Z "))
        };
        if Path::new("/proc/self/stat").exists() {
            assert!(alive());
        }
        drop(process);
        let started = Instant::now();
        while alive() {
            assert!(started.elapsed() < Duration::from_secs(5), "still alive");
            thread::sleep(GLANCE);
        }
        fs::remove_dir_all(&folder).expect("the scratch folder goes");
    }
}
