//! A PostgreSQL server for as long as a suite needs one, in a temporary folder of its own.

use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;

use free_port::free_port;
use nix::unistd::{Uid, User};

use crate::error::XtaskError;
use crate::process::Process;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;

/// Whom the server runs as where xtask is root, which it refuses to run as.
const SERVER_USERS: [&str; 2] = ["postgres", "nobody"];
/// The name under which its clients come.
const CLIENT: &str = "companion";
/// Every test has connections of its own.
const CONNECTIONS_MAX: u32 = 400;

/// A running server; it goes, with all its data, when this is dropped.
#[derive(Debug)]
pub(crate) struct Postgres {
    process: Option<Process>,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a new cluster and serves it on a free port of this machine.
    pub(crate) fn start(toolchain: &Toolchain) -> Result<Self, XtaskError> {
        let programs = toolchain.postgres()?;
        let folder = std::env::temp_dir().join(format!("booking-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        let user = server_user();
        if let Some(user) = &user {
            chown(&folder, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
                .map_err(XtaskError::file(&folder))?;
        }
        let port = free_port();
        let mut server = Self {
            process: None,
            folder,
            port,
        };
        let data = server.folder.join("data");
        let mut initdb = server.as_server(toolchain, &programs.initdb, user.as_ref());
        initdb
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .args(["--username", CLIENT, "--pgdata"])
            .arg(&data);
        let logs = toolchain.logs();
        Step {
            title: "postgres cluster",
            echo: Echo::Heartbeat,
            limit: crate::test::SUITE_LIMIT,
            logs: &logs,
        }
        .must(initdb, "Correct what is said above.")?;
        let mut postgres = server.as_server(toolchain, &programs.postgres, user.as_ref());
        postgres
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k", ""])
            .args(["-c", &format!("max_connections={CONNECTIONS_MAX}")]);
        let mut process = Process::start("postgres", postgres, &logs)?;
        process.wait_until_ready(port, None)?;
        server.process = Some(process);
        Ok(server)
    }

    /// Its address, to which `/` and the name of a database are added.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{CLIENT}@127.0.0.1:{}", self.port)
    }

    fn as_server(&self, toolchain: &Toolchain, program: &Path, user: Option<&User>) -> Command {
        let mut command = match user {
            Some(user) => {
                let mut command = toolchain.command("setpriv");
                command
                    .arg(format!("--reuid={}", user.uid))
                    .arg(format!("--regid={}", user.gid))
                    .arg("--clear-groups")
                    .arg(program);
                command
            }
            None => toolchain.command(program),
        };
        // The checkout may be closed to the other user.
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.process.take());
        // What cannot be removed from the temporary folder does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The user of the server; none where xtask is not root and runs it as itself.
fn server_user() -> Option<User> {
    if !Uid::effective().is_root() {
        return None;
    }
    (SERVER_USERS.into_iter()).find_map(|name| User::from_name(name).ok().flatten())
}
