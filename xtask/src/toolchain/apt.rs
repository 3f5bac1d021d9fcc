//! System packages, where the system is one with `apt-get`.

use std::process::Command;

use nix::unistd::Uid;

use super::Toolchain;
use crate::error::XtaskError;

impl Toolchain {
    /// Whether packages can be installed with `apt-get` here.
    pub(super) fn has_apt(&self) -> bool {
        self.finds("apt-get")
    }

    /// Whether a program of this name is on PATH and answers.
    pub(super) fn finds(&self, program: &str) -> bool {
        self.command(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    }

    /// Brings the lists up to date and installs packages without the ones that they recommend.
    ///
    /// apt-get shows its own progress on the terminal, and sudo can ask for a password there.
    pub(super) fn apt_install(&self, packages: &[&str], advice: &str) -> Result<(), XtaskError> {
        let update = self.apt_get(&["update", "--quiet"]);
        // An outdated list of one of many sources is no reason to stop: the installation tells.
        if !show_and_run(update)? {
            println!("  `apt-get update` failed; trying with the lists that are here.");
        }
        let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
        arguments.extend(packages);
        if show_and_run(self.apt_get(&arguments))? {
            return Ok(());
        }
        Err(XtaskError::Missing {
            what: format!("apt-get could not install {}", packages.join(" ")),
            advice: advice.to_owned(),
        })
    }

    /// A command that runs as root, through sudo where xtask does not.
    pub(super) fn as_root(&self, program: &str) -> Command {
        if Uid::effective().is_root() {
            return self.command(program);
        }
        let mut command = self.command("sudo");
        command.arg(program);
        command
    }

    fn apt_get(&self, arguments: &[&str]) -> Command {
        let mut command = self.as_root("env");
        command
            .arg("DEBIAN_FRONTEND=noninteractive")
            .arg("apt-get")
            // Another apt-get may be at work on this machine; wait for it up to 5 minutes.
            .arg("-oDPkg::Lock::Timeout=300")
            .args(arguments);
        command
    }
}

/// Runs a command on the terminal of the user, in full sight.
fn show_and_run(mut command: Command) -> Result<bool, XtaskError> {
    let status = command.status().map_err(|source| XtaskError::NotStarted {
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    })?;
    Ok(status.success())
}
