//! The companion that is measured, as a process of its own.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

use crate::Failure;

/// A companion that takes longer has a defect.
const READY_MAX: Duration = Duration::from_secs(20);

/// A serving companion; it ends when this is dropped.
pub(crate) struct Companion {
    child: Child,
    /// Where it answers.
    pub(crate) port: u16,
    /// How long it took from its start until it took a connection.
    pub(crate) ready_after: Duration,
}

/// Runs one of its other commands to the end.
pub(crate) fn run(program: &Path, command: &str, database_url: &str) -> Result<(), Failure> {
    let output = Command::new(program)
        .args([command, "--database-url", database_url])
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!(
        "`{command}` failed: {said}{}",
        String::from_utf8_lossy(&output.stdout)
    )
    .into())
}

impl Companion {
    /// Serves these books, with further arguments.
    pub(crate) async fn start(
        program: &Path,
        database_url: &str,
        arguments: &[&str],
    ) -> Result<Self, Failure> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let url = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let child = Command::new(program)
            .args(["serve", "--port", &port.to_string(), "--public-url", &url])
            .args(["--database-url", database_url])
            .args(arguments)
            .stdout(Stdio::null())
            .spawn()?;
        let mut companion = Self {
            child,
            port,
            ready_after: Duration::ZERO,
        };
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_err()
        {
            if started.elapsed() > READY_MAX {
                return Err("the companion is not ready after 20 s".into());
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        companion.ready_after = started.elapsed();
        Ok(companion)
    }

    /// How much of the processors' time it has used so far.
    pub(crate) fn processor_time(&self) -> Result<Duration, Failure> {
        let mut used = Duration::ZERO;
        // Per thread and in nanoseconds; the figure of the whole process counts in hundredths.
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let told = fs::read_to_string(thread?.path().join("schedstat"))?;
            let nanoseconds = told.split(' ').next().ok_or("no processor time")?;
            used += Duration::from_nanos(nanoseconds.parse()?);
        }
        Ok(used)
    }

    /// A figure of its memory, such as `VmRSS`, in kB.
    pub(crate) fn memory_kb(&self, figure: &str) -> Result<u64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kb = status
            .lines()
            .find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .ok_or("the system does not tell the memory of a process")?;
        Ok(kb.parse()?)
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
