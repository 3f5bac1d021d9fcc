//! The programs and files that come from crates.io, from npm and from `PyPI`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::browser::on_path;
use super::{Toolchain, versions};
use crate::error::XtaskError;
use crate::step::{Echo, Step};

const TRUNK: &str = "0.21.14";
const CARGO_DENY: &str = "0.20.2";
const CARGO_FUZZ: &str = "0.13.2";
const CARGO_MUTANTS: &str = "27.1.0";
const GECKODRIVER: &str = "0.36.0";
const ESBUILD: &str = "0.28.2";
const TERSER: &str = "5.51.2";
const TYPESCRIPT: &str = "7.0.2";
const AXE_CORE: &str = "4.14.1";
/// The SDKs of the API version that the double speaks: see `info` in its `facts/stripe-api.json`.
const STRIPE_NODE: &str = "23.1.0";
const STRIPE_PYTHON: &str = "16.1.0";
const SCHEMATHESIS: &str = "4.32.5";
const STRIPE_CLI: &str = "1.52.0";
/// The oldest Node whose test runner and module loader the project relies on.
const NODE_MAJOR_MIN: u32 = 18;

/// An installation that takes longer than this hangs.
const INSTALL_LIMIT: Duration = Duration::from_hours(1);

/// A program or file that xtask works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Builds the bundle.
    Trunk,
    /// Makes JavaScript glue for the wasm file.
    WasmBindgen,
    /// Runs tests that were compiled to wasm.
    WasmTestRunner,
    /// Makes the wasm file small.
    WasmOpt,
    /// Checks licences, sources and advisories of the dependencies.
    CargoDeny,
    /// Builds and runs fuzz targets.
    CargoFuzz,
    /// Changes the sources one at a time and sees whether a test notices.
    CargoMutants,
    /// Drives Firefox.
    Geckodriver,
    /// Makes JavaScript small.
    Esbuild,
    /// Makes it smaller.
    Terser,
    /// Compiles TypeScript, here to see whether the loader's types are true.
    TypeScript,
    /// The accessibility checker that the end-to-end tests load into pages: one script.
    AxeCore,
    /// Stripe's own SDK for Node: its manifest, beside which it is imported.
    StripeNode,
    /// A Python that has Stripe's own SDK.
    StripePython,
    /// Stripe's own command line.
    StripeCli,
    /// A Python that has Schemathesis, which asks an HTTP service all that its description allows
    /// and much that it does not.
    Schemathesis,
}

/// What a tool is installed from.
struct Package {
    name: &'static str,
    version: String,
    registry: Registry,
}

enum Registry {
    CratesIo {
        options: &'static [&'static str],
        /// These tools work for seconds at a time; compiling them is what takes long. So they
        /// are optimised only as far as their work gains from it.
        optimisation: &'static str,
        takes: &'static str,
    },
    Npm,
    /// Installed into a virtual environment of its own.
    PyPi,
}

impl Tool {
    /// What `demo` and `test` need; those that take long to install come first.
    pub(super) const ALL: [Self; 14] = [
        Self::Trunk,
        Self::WasmBindgen,
        Self::WasmTestRunner,
        Self::Geckodriver,
        Self::CargoDeny,
        Self::WasmOpt,
        Self::Esbuild,
        Self::Terser,
        Self::TypeScript,
        Self::AxeCore,
        Self::StripeNode,
        Self::StripeCli,
        Self::StripePython,
        Self::Schemathesis,
    ];

    fn package(self, checkout: &Path) -> Result<Package, XtaskError> {
        let from = |registry, name, version: &str| Package {
            name,
            version: version.to_owned(),
            registry,
        };
        Ok(match self {
            Self::Trunk => Package {
                name: "trunk",
                version: TRUNK.to_owned(),
                registry: Registry::CratesIo {
                    // Without the part that asks the network for a newer trunk at every start.
                    options: &["--locked", "--no-default-features", "--features=rustls"],
                    optimisation: "0",
                    takes: "about 3 minutes on 2 cores",
                },
            },
            Self::WasmBindgen | Self::WasmTestRunner => Package {
                name: "wasm-bindgen-cli",
                version: versions::wasm_bindgen(checkout)?,
                registry: Registry::CratesIo {
                    // Not --locked: its lock file names versions that a registry may lack.
                    options: &[],
                    optimisation: "1",
                    takes: "about 2 minutes on 2 cores",
                },
            },
            Self::CargoDeny => Package {
                name: "cargo-deny",
                version: CARGO_DENY.to_owned(),
                registry: Registry::CratesIo {
                    options: &["--locked"],
                    optimisation: "0",
                    takes: "about a minute on 2 cores",
                },
            },
            Self::CargoFuzz => Package {
                name: "cargo-fuzz",
                version: CARGO_FUZZ.to_owned(),
                registry: Registry::CratesIo {
                    options: &["--locked"],
                    optimisation: "0",
                    takes: "about half a minute on 2 cores",
                },
            },
            Self::CargoMutants => Package {
                name: "cargo-mutants",
                version: CARGO_MUTANTS.to_owned(),
                registry: Registry::CratesIo {
                    options: &["--locked"],
                    optimisation: "0",
                    takes: "about a minute on 2 cores",
                },
            },
            Self::Geckodriver => Package {
                name: "geckodriver",
                version: GECKODRIVER.to_owned(),
                registry: Registry::CratesIo {
                    options: &["--locked"],
                    optimisation: "0",
                    takes: "about a minute and a half on 2 cores",
                },
            },
            Self::WasmOpt => Package {
                name: "binaryen",
                version: format!("{}.0.0", versions::binaryen(checkout)?),
                registry: Registry::Npm,
            },
            Self::Esbuild => from(Registry::Npm, "esbuild", ESBUILD),
            Self::Terser => from(Registry::Npm, "terser", TERSER),
            Self::TypeScript => from(Registry::Npm, "typescript", TYPESCRIPT),
            Self::AxeCore => from(Registry::Npm, "axe-core", AXE_CORE),
            Self::StripeNode => from(Registry::Npm, "stripe", STRIPE_NODE),
            Self::StripeCli => from(Registry::Npm, "@stripe/cli", STRIPE_CLI),
            Self::StripePython => from(Registry::PyPi, "stripe", STRIPE_PYTHON),
            Self::Schemathesis => from(Registry::PyPi, "schemathesis", SCHEMATHESIS),
        })
    }

    /// The program's name on PATH; none for what is a file only.
    fn program(self) -> Option<&'static str> {
        match self {
            Self::Trunk => Some("trunk"),
            Self::WasmBindgen => Some("wasm-bindgen"),
            Self::WasmTestRunner => Some("wasm-bindgen-test-runner"),
            Self::WasmOpt => Some("wasm-opt"),
            Self::CargoDeny => Some("cargo-deny"),
            Self::CargoFuzz => Some("cargo-fuzz"),
            Self::CargoMutants => Some("cargo-mutants"),
            Self::Geckodriver => Some("geckodriver"),
            Self::Esbuild => Some("esbuild"),
            Self::Terser => Some("terser"),
            Self::TypeScript => Some("tsc"),
            // What has these names on PATH may be anything; these are always our own.
            Self::AxeCore
            | Self::StripeNode
            | Self::StripePython
            | Self::StripeCli
            | Self::Schemathesis => None,
        }
    }

    /// The tool's file below the folder that its package was installed into.
    fn file(self) -> &'static str {
        match self {
            Self::Trunk => "bin/trunk",
            Self::WasmBindgen => "bin/wasm-bindgen",
            Self::WasmTestRunner => "bin/wasm-bindgen-test-runner",
            Self::WasmOpt => "node_modules/.bin/wasm-opt",
            Self::CargoDeny => "bin/cargo-deny",
            Self::CargoFuzz => "bin/cargo-fuzz",
            Self::CargoMutants => "bin/cargo-mutants",
            Self::Geckodriver => "bin/geckodriver",
            Self::Esbuild => "node_modules/.bin/esbuild",
            Self::Terser => "node_modules/.bin/terser",
            Self::TypeScript => "node_modules/.bin/tsc",
            Self::AxeCore => "node_modules/axe-core/axe.min.js",
            Self::StripeNode => "node_modules/stripe/package.json",
            Self::StripePython | Self::Schemathesis => "bin/python",
            Self::StripeCli => "node_modules/.bin/stripe",
        }
    }
}

impl Package {
    /// The folder that it is installed into, one for each version.
    fn folder(&self) -> String {
        let registry = match self.registry {
            Registry::CratesIo { .. } | Registry::Npm => "",
            // Its name may be that of a package of npm, too.
            Registry::PyPi => "python-",
        };
        format!("{registry}{}-{}", self.name.replace('/', "-"), self.version)
    }
}

impl Toolchain {
    /// The path of a tool in the right version, installed if need be.
    pub(crate) fn tool(&self, tool: Tool) -> Result<PathBuf, XtaskError> {
        let package = tool.package(&self.checkout)?;
        if let Some(path) = self.fitting_on_path(tool, &package.version) {
            return Ok(path);
        }
        let folder = self.cache.join(package.folder());
        let file = folder.join(tool.file());
        if file.is_file() {
            return Ok(file);
        }

        let _lock = self.lock()?;
        // Whoever held the lock may have installed just this.
        if file.is_file() {
            return Ok(file);
        }
        // A tool is complete when its folder has its name: it is built beside and then renamed.
        let partial = self.cache.join(format!("{}.partial", package.folder()));
        for old in [&partial, &folder] {
            if old.exists() {
                fs::remove_dir_all(old).map_err(XtaskError::file(old))?;
            }
        }
        self.install(&package, &partial)?;
        fs::rename(&partial, &folder).map_err(XtaskError::file(&folder))?;
        if file.is_file() {
            return Ok(file);
        }
        Err(XtaskError::Missing {
            what: format!(
                "{} {} was installed, but {} is not there",
                package.name,
                package.version,
                file.display()
            ),
            advice: format!("Delete {} and try again.", folder.display()),
        })
    }

    /// Node's own program, installed where apt-get can.
    pub(crate) fn node(&self) -> Result<PathBuf, XtaskError> {
        self.with_npm()?;
        on_path("node").ok_or_else(|| node_missing("node answers, but is not on PATH"))
    }

    fn fitting_on_path(&self, tool: Tool, version: &str) -> Option<PathBuf> {
        let program = tool.program()?;
        let there = self.version_of(program)?;
        // npm writes 132.0.0 for what the program itself calls version 132.
        let fits = there == version || format!("{there}.0.0") == version;
        fits.then(|| on_path(program)).flatten()
    }

    fn install(&self, package: &Package, folder: &Path) -> Result<(), XtaskError> {
        let Package { name, version, .. } = package;
        let command = match package.registry {
            Registry::CratesIo {
                options,
                optimisation,
                takes,
            } => {
                println!("Installing {name} {version} from crates.io ({takes}).");
                let mut command = self.cargo();
                command
                    // Away from the checkout, whose cargo configuration is not meant for it.
                    .current_dir(&self.cache)
                    .env_remove("CARGO_TARGET_DIR")
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", optimisation)
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
                    .args(["install", name, "--version", version, "--root"])
                    .arg(folder)
                    .args(options);
                command
            }
            Registry::Npm => {
                self.with_npm()?;
                println!("Installing {name} {version} from npm (a few seconds).");
                fs::create_dir_all(folder).map_err(XtaskError::file(folder))?;
                let mut command = self.command("npm");
                command
                    .args(["install", "--no-audit", "--no-fund", "--no-package-lock"])
                    .arg("--prefix")
                    .arg(folder)
                    .arg(format!("{name}@{version}"));
                command
            }
            Registry::PyPi => {
                println!("Installing {name} {version} from PyPI (about 15 seconds).");
                self.virtual_environment(folder)?;
                let mut command = self.command(folder.join("bin/python"));
                command
                    .args(["-m", "pip", "install", "--disable-pip-version-check"])
                    .args(["--no-input", "--quiet"])
                    .arg(format!("{name}=={version}"));
                command
            }
        };
        let title = format!("Install {name}");
        let finished = Step {
            title: &title,
            echo: Echo::Heartbeat,
            limit: INSTALL_LIMIT,
            logs: &self.logs(),
        }
        .must(
            command,
            "Check that the package registry can be reached and run the command again.",
        )?;
        println!("  done in {} s", finished.took.as_secs());
        Ok(())
    }

    /// Makes an empty Python environment. It may be renamed as long as its own scripts are not
    /// used, which name the folder that they were made in.
    fn virtual_environment(&self, folder: &Path) -> Result<(), XtaskError> {
        let mut command = self.command("python3");
        command.args(["-m", "venv"]).arg(folder);
        Step {
            title: "Make a Python environment",
            echo: Echo::Heartbeat,
            limit: INSTALL_LIMIT,
            logs: &self.logs(),
        }
        .must(
            command,
            "Install Python 3.9 or newer with its venv module (python3-venv on Debian).",
        )?;
        Ok(())
    }

    fn with_npm(&self) -> Result<(), XtaskError> {
        if self.node_fits() {
            return Ok(());
        }
        if !self.has_apt() {
            return Err(node_missing("Node with npm is missing or too old"));
        }
        println!("Installing Node and npm with apt-get (about 2 minutes).");
        self.apt_install(&["nodejs", "npm"], &node_advice())?;
        if self.node_fits() {
            return Ok(());
        }
        Err(node_missing("the system's Node is too old"))
    }

    fn node_fits(&self) -> bool {
        self.finds("npm")
            && self
                .version_of("node")
                .and_then(|version| versions::major(&version))
                .is_some_and(|major| major >= NODE_MAJOR_MIN)
    }
}

fn node_missing(what: &str) -> XtaskError {
    XtaskError::Missing {
        what: what.to_owned(),
        advice: node_advice(),
    }
}

fn node_advice() -> String {
    format!("Install Node {NODE_MAJOR_MIN} or newer with npm, and run the command again.")
}
