//! The programs of a PostgreSQL server.

use std::fs;
use std::path::{Path, PathBuf};

use super::browser::on_path;
use super::{Toolchain, versions};
use crate::error::XtaskError;

/// The oldest server that the companion runs on.
const MAJOR_MIN: u32 = 15;
/// Where Debian keeps the programs of each major version.
const DEBIAN_FOLDER: &str = "/usr/lib/postgresql";
const ADVICE: &str = "Install PostgreSQL 15 or later with `initdb` and `postgres` on PATH, and run the command again.";

/// `initdb` and `postgres` of one installation.
#[derive(Debug)]
pub(crate) struct PostgresPrograms {
    /// Makes a new cluster.
    pub(crate) initdb: PathBuf,
    /// Serves it.
    pub(crate) postgres: PathBuf,
}

impl Toolchain {
    /// A PostgreSQL server, installed if there is none.
    pub(crate) fn postgres(&self) -> Result<PostgresPrograms, XtaskError> {
        if let Some(programs) = self.installed_postgres() {
            return Ok(programs);
        }
        if !self.has_apt() {
            return Err(XtaskError::Missing {
                what: "no PostgreSQL 15 or later was found".to_owned(),
                advice: ADVICE.to_owned(),
            });
        }
        println!("Installing PostgreSQL with apt-get (about 60 MB, a minute).");
        let _lock = self.lock()?;
        self.apt_install(&["postgresql"], ADVICE)?;
        self.installed_postgres()
            .ok_or_else(|| XtaskError::Missing {
                what: "PostgreSQL was installed, but it is older than 15 or does not answer"
                    .to_owned(),
                advice: ADVICE.to_owned(),
            })
    }

    fn installed_postgres(&self) -> Option<PostgresPrograms> {
        let mut folders: Vec<PathBuf> = fs::read_dir(DEBIAN_FOLDER)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .collect();
        folders.extend(on_path("initdb").and_then(|path| path.parent().map(Path::to_path_buf)));
        folders.into_iter().find_map(|folder| {
            let programs = PostgresPrograms {
                initdb: folder.join("initdb"),
                postgres: folder.join("postgres"),
            };
            let answers = |path: &Path| self.version_of(&path.to_string_lossy());
            let major = versions::major(&answers(&programs.postgres)?)?;
            (major >= MAJOR_MIN && answers(&programs.initdb).is_some()).then_some(programs)
        })
    }
}
