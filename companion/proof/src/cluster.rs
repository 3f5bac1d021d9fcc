//! A server of PostgreSQL's that a campaign may stop: a cluster of its own in a temporary folder.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User};
use tokio::process::{Child, Command};

use crate::Failure;
use crate::books::connect;
use crate::companion::free_port;

/// Where installations keep their programs, beside the folders of `PATH`.
const INSTALLATIONS: &str = "/usr/lib/postgresql";
/// Whom the server runs as where we are root, which it refuses to run as.
const USERS: [&str; 2] = ["postgres", "nobody"];
/// How long it may take to start, even where it has much to recover.
const READY_MAX: Duration = Duration::from_secs(30);

/// How the server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Sessions are told, and it goes in order.
    Fast,
    /// As in a crash: it has to recover when it is back.
    Immediate,
}

/// A cluster and its server; they go, with all data, when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    user: Option<User>,
    server: Option<Child>,
}

impl Cluster {
    /// Makes one and serves it; none where this machine has no PostgreSQL.
    pub async fn start() -> Result<Option<Self>, Failure> {
        let Some(programs) = programs()? else {
            return Ok(None);
        };
        let name = format!("proof_cluster_{:016x}", fastrand::Rng::new().u64(..));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        let user = (USERS.into_iter())
            .filter(|_| Uid::effective().is_root())
            .find_map(|name| User::from_name(name).ok().flatten());
        if let Some(user) = &user {
            chown(&folder, Some(user.uid.as_raw()), Some(user.gid.as_raw()))?;
        }
        let mut cluster = Self {
            folder,
            programs,
            port: free_port()?,
            user,
            server: None,
        };
        let mut initdb = cluster.command("initdb");
        initdb
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .args(["--username=companion", "--pgdata"])
            .arg(cluster.folder.join("data"));
        let made = initdb.output().await?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).into());
        }
        cluster.resume().await?;
        Ok(Some(cluster))
    }

    /// Its address, without a database.
    pub fn url(&self) -> String {
        format!("postgres://companion@127.0.0.1:{}", self.port)
    }

    /// Ends the server.
    pub async fn stop(&mut self, end: End) -> Result<(), Failure> {
        let mut server = self.server.take().ok_or("it does not run")?;
        let id = server.id().ok_or("it has ended")?;
        let signal = match end {
            End::Fast => Signal::SIGINT,
            End::Immediate => Signal::SIGQUIT,
        };
        kill(Pid::from_raw(id.try_into()?), signal)?;
        server.wait().await?;
        Ok(())
    }

    /// Serves again, and answers once it takes connections.
    pub async fn resume(&mut self) -> Result<(), Failure> {
        let mut server = self.serve()?;
        let started = Instant::now();
        let url = format!("{}/postgres", self.url());
        while connect(&url).await.is_err() {
            if started.elapsed() > READY_MAX {
                return Err("the server is not ready in time".into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
            // It does not start while somebody else's connection goes out by its port, or while
            // what is left of it still holds its memory.
            if server.try_wait()?.is_some() {
                server = self.serve()?;
            }
        }
        self.server = Some(server);
        Ok(())
    }

    fn serve(&self) -> Result<Child, Failure> {
        let mut postgres = self.command("postgres");
        postgres
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(["-p", &self.port.to_string(), "-h", "127.0.0.1", "-k", ""])
            .kill_on_drop(true);
        Ok(postgres.spawn()?)
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = match &self.user {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                command
                    .arg(format!("--reuid={}", user.uid))
                    .arg(format!("--regid={}", user.gid))
                    .arg("--clear-groups")
                    .arg(program);
                command
            }
        };
        command
            // The folder we are in may be closed to the other user.
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(id) = self.server.as_ref().and_then(Child::id)
            && let Ok(id) = id.try_into()
        {
            // Its own processes go with it, which they would not do at once if it were killed.
            let _ = kill(Pid::from_raw(id), Signal::SIGQUIT);
        }
        // What is left in the temporary folder does no harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The folder with `initdb` and `postgres`, the latest where there are several.
fn programs() -> Result<Option<PathBuf>, Failure> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if Path::new(INSTALLATIONS).is_dir() {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(INSTALLATIONS)? {
            found.push(entry?.path().join("bin"));
        }
        found.sort();
        folders.extend(found.into_iter().rev());
    }
    Ok(folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file()))
}
