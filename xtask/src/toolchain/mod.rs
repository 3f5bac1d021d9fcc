//! Everything about how compilers, tools and browsers get onto the machine. Nothing outside this
//! module knows how, where from or in which version.
//!
//! What is found on PATH in the right version is used as it is. What is missing is installed
//! from package registries into one folder of the user, `$XDG_CACHE_HOME/booking-widget/tools`
//! (`~/.cache/…` by default), one folder per tool and version. It lies outside the checkout so
//! that a second clone, or a clean CI run on the same machine, need not build the tools again;
//! deleting it is always safe. System packages (the browser, Node, the second compiler) come
//! from `apt-get` where there is one.
//!
//! Whether something fits is asked from the thing itself each time, by running it. No note is
//! kept that could become stale.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::XtaskError;

mod apt;
mod browser;
mod engines;
mod postgres;
mod tools;
mod versions;
mod wasm_target;

pub(crate) use tools::Tool;
pub(crate) use wasm_target::WasmTarget;

/// A checkout of the workspace, and the tools that work on it.
#[derive(Debug)]
pub(crate) struct Toolchain {
    checkout: PathBuf,
    cache: PathBuf,
}

impl Toolchain {
    /// The toolchain for the checkout that this program was built in. Installs nothing yet.
    pub(crate) fn find() -> Result<Self, XtaskError> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let checkout = manifest.parent().unwrap_or(&manifest).to_path_buf();
        let cache = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(env::home_dir()?.join(".cache")))
            .ok_or_else(|| XtaskError::Missing {
                what: "there is no home folder to keep tools in".to_owned(),
                advice: "Set XDG_CACHE_HOME to a folder that you may write to.".to_owned(),
            })?
            .join("booking-widget/tools");
        fs::create_dir_all(&cache).map_err(XtaskError::file(&cache))?;
        Ok(Self { checkout, cache })
    }

    /// The top folder of the workspace.
    pub(crate) fn checkout(&self) -> &Path {
        &self.checkout
    }

    /// Where steps leave their logs.
    pub(crate) fn logs(&self) -> PathBuf {
        self.target_dir().join("xtask")
    }

    /// Where native builds go.
    pub(crate) fn target_dir(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(
            || self.checkout.join("target"),
            // A relative folder is meant from where cargo runs, which is the checkout.
            |folder| self.checkout.join(folder),
        )
    }

    /// Installs all that `demo` and `test` would install on their way.
    pub(crate) fn install_everything(&self) -> Result<(), XtaskError> {
        self.wasm_target()?;
        for tool in Tool::ALL {
            println!("{}", self.tool(tool)?.display());
        }
        println!("{}", self.browser()?.chromedriver.display());
        println!("{}", self.firefox()?.firefox.display());
        println!("{}", self.webkit()?.driver.display());
        println!("{}", self.postgres()?.postgres.display());
        Ok(())
    }

    /// PATH with the folders of these programs in front.
    pub(crate) fn path_with(&self, programs: &[&PathBuf]) -> Result<OsString, XtaskError> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = programs.iter().filter_map(|program| program.parent());
        let all = folders
            .map(Path::to_path_buf)
            .chain(env::split_paths(&path));
        env::join_paths(all).map_err(|_| XtaskError::Missing {
            what: format!("a folder below {} cannot be on PATH", self.cache.display()),
            advice: "Set XDG_CACHE_HOME to a folder without a colon in its name.".to_owned(),
        })
    }

    /// The user's own cargo, for everything that runs on this machine.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// A program that runs in the checkout, as if the user had started it.
    ///
    /// Cargo and rustup leave marks in the environment of what they run, `RUSTUP_TOOLCHAIN`
    /// above all. A child that inherits them uses the wrong compiler or builds afresh, so
    /// they are taken out.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.checkout);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if is_left_by_cargo(&name) {
                command.env_remove(name.as_ref());
            }
        }
        if let Some(paths) = env::var_os("LD_LIBRARY_PATH") {
            command.env("LD_LIBRARY_PATH", self.without_cargo_folders(&paths));
        }
        command
    }

    /// Holds the lock of the tool folder, so that two commands never install the same thing.
    fn lock(&self) -> Result<File, XtaskError> {
        hold_lock(
            &self.cache.join(".lock"),
            "Another `cargo xtask` is installing tools; waiting for it.",
        )
    }

    fn without_cargo_folders(&self, paths: &OsString) -> OsString {
        let target = self.target_dir();
        let kept = env::split_paths(paths).filter(|path| {
            !path.starts_with(&target) && !path.components().any(|c| c.as_os_str() == "toolchains")
        });
        // Joining only fails on a separator inside a path, and these were just split at it.
        env::join_paths(kept).unwrap_or_default()
    }
}

/// Waits until this process alone holds the lock file; dropping the file gives it back.
pub(crate) fn hold_lock(path: &Path, waiting: &str) -> Result<File, XtaskError> {
    let file = File::create(path).map_err(XtaskError::file(path))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => println!("{waiting}"),
        Err(TryLockError::Error(source)) => return Err(XtaskError::file(path)(source)),
    }
    file.lock().map_err(XtaskError::file(path))?;
    Ok(file)
}

/// Whether cargo or rustup set this variable for the program that they run.
fn is_left_by_cargo(name: &str) -> bool {
    const EXACT: [&str; 8] = [
        "CARGO",
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
        "RUSTUP_TOOLCHAIN",
        "RUSTUP_TOOLCHAIN_SOURCE",
        "RUST_RECURSION_COUNT",
    ];
    EXACT.contains(&name)
        || name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || name.starts_with("CARGO_BIN_EXE_")
}

#[cfg(test)]
mod tests {
    use super::is_left_by_cargo;

    #[test]
    fn what_cargo_set_is_told_from_what_the_user_set() {
        for theirs in [
            "CARGO",
            "CARGO_PKG_NAME",
            "CARGO_MANIFEST_DIR",
            "RUSTUP_TOOLCHAIN",
        ] {
            assert!(is_left_by_cargo(theirs), "{theirs}");
        }
        for users in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_NET_OFFLINE",
            "RUSTUP_HOME",
            "RUSTUP_AUTO_INSTALL",
            "RUSTFLAGS",
        ] {
            assert!(!is_left_by_cargo(users), "{users}");
        }
    }
}
