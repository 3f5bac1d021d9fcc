//! The companion as a process that can be killed.

use std::fs::OpenOptions;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::Failure;
use crate::stripe::{SECRET_KEY, WEBHOOK_SECRET};

/// One that takes longer has a defect, even on a machine that does much else.
const READY_MAX: Duration = Duration::from_secs(30);

/// How one life of the companion begins.
#[derive(Clone, Debug)]
pub struct Start {
    /// This package's program.
    pub program: PathBuf,
    /// Where it answers.
    pub port: u16,
    /// Its books.
    pub database_url: String,
    /// Where its Stripe is.
    pub stripe_api: String,
    /// How far its clock is ahead.
    pub clock_file: PathBuf,
    /// Where it writes what it has to say.
    pub log: PathBuf,
}

/// A serving companion; it is killed when this is dropped.
#[derive(Debug)]
pub struct Companion {
    child: Child,
}

impl Start {
    /// Starts it and waits until it takes connections; none where it died before. It kills
    /// itself at the fail point, such as `settle:before-commit:2`, where there is one.
    pub async fn serve(&self, fail_point: Option<&str>) -> Result<Option<Companion>, Failure> {
        let mut command = self.command()?;
        if let Some(point) = fail_point {
            command.env("FAIL_POINT", point);
        }
        self.wait(command).await
    }

    /// Starts it by a command of the caller's own.
    pub async fn wait(&self, mut command: Command) -> Result<Option<Companion>, Failure> {
        let mut companion = Companion {
            child: command.spawn()?,
        };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))
            .await
            .is_err()
        {
            if companion.has_ended()? {
                return Ok(None);
            }
            if started.elapsed() > READY_MAX {
                return Err("the companion is not ready in time".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(Some(companion))
    }

    /// Its command line and environment.
    pub fn command(&self) -> Result<Command, Failure> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?;
        let mut command = Command::new(&self.program);
        command
            .args([
                "companion",
                "serve",
                "--trust-proxy",
                "--webhooks-to-loopback",
            ])
            // The whole crowd comes from one machine.
            .args(["--requests-per-second", "0"])
            .args(["--port", &self.port.to_string()])
            .args(["--public-url", &format!("http://127.0.0.1:{}", self.port)])
            .args(["--database-url", &self.database_url])
            .args(["--stripe-api", &self.stripe_api])
            .env("STRIPE_SECRET_KEY", SECRET_KEY)
            .env("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)
            .env("CLOCK_FILE", &self.clock_file)
            .env_remove("FAIL_POINT")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true);
        Ok(command)
    }
}

impl Companion {
    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool, Failure> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Waits until it ends by itself; false where it does not in time.
    pub async fn ends_within(&mut self, limit: Duration) -> Result<bool, Failure> {
        match tokio::time::timeout(limit, self.child.wait()).await {
            Ok(status) => {
                status?;
                Ok(true)
            }
            Err(_) => Ok(false),
        }
    }

    /// kill -9.
    pub async fn kill(&mut self) -> Result<(), Failure> {
        Ok(self.child.kill().await?)
    }

    /// Asks it to stop, and answers how it ended.
    pub async fn terminate(&mut self) -> Result<ExitStatus, Failure> {
        let id = self.child.id().ok_or("it has ended")?;
        kill(Pid::from_raw(id.try_into()?), Signal::SIGTERM)?;
        Ok(self.child.wait().await?)
    }
}

/// Moves the clock of companions that follow this file, to so many milliseconds ahead.
pub fn set_clock(file: &Path, ahead_ms: i64) -> Result<(), Failure> {
    // Replaced as a whole, since companions read it at any moment.
    let fresh = file.with_added_extension("new");
    std::fs::write(&fresh, ahead_ms.to_string())?;
    Ok(std::fs::rename(fresh, file)?)
}

/// A port that nobody listens on. Outside the range from which the system takes ports for
/// outgoing connections, so that it is still free after the companion was killed.
pub fn free_port() -> Result<u16, Failure> {
    for _ in 0..1000 {
        let port = fastrand::u16(12_000..32_000);
        if std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    Err("no port is free".into())
}
