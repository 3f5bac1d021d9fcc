//! A compiler that can build for `wasm32-unknown-unknown`.
//!
//! 1. The user's own toolchain, if the target is there.
//! 2. `rustup target add`, which is all that an ordinary machine needs.
//! 3. Where rustup cannot download, on Debian: its complete second toolchain (`rustc-web` and
//!    its companions), with the standard library built for wasm once, from Debian's source.
//!
//! A compiler counts as able when it has just compiled a program: an installed target with a
//! standard library of another compiler looks the same on disk.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use super::Toolchain;
use crate::error::XtaskError;
use crate::step::{Echo, End, Step};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
/// The name under which rustup knows Debian's toolchain, once it is linked.
const DEBIAN_TOOLCHAIN: &str = "debian";
const ADVICE: &str = "Run `rustup target add wasm32-unknown-unknown`, or install a Rust toolchain that has \
     this target, and run the command again.";
/// rustup downloads 20 MB or fails at once; longer than this it hangs.
const RUSTUP_LIMIT: Duration = Duration::from_mins(5);
/// Building the standard library takes a minute on 2 cores.
const BUILD_LIMIT: Duration = Duration::from_mins(20);

/// The least program that needs the standard library, the allocator and the linker.
const PROBE: &str = "#[unsafe(no_mangle)]\npub extern \"C\" fn probe(n: u32) -> usize {\n    \
                     std::env::args().map(|a| a.len()).sum::<usize>() + vec![n; 3].len()\n}\n";

/// A way to compile for wasm that has been tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compiler {
    /// Whatever `cargo` on PATH is.
    Users,
    /// Debian's, reached through rustup's shim.
    DebianLinked,
    /// Debian's, which is what PATH finds as there is no rustup.
    Debian,
}

/// A compiler for the wasm target, and the folder that its output goes to.
#[derive(Debug)]
pub(crate) struct WasmTarget {
    compiler: Compiler,
    /// The target folder of wasm builds. It is apart from the native one, so that two toolchains
    /// never throw away each other's work.
    pub(crate) target_dir: PathBuf,
    /// What tells this compiler and its standard library from others.
    fingerprint: String,
    /// Whether the standard library can be built from its source.
    has_library_source: bool,
}

impl WasmTarget {
    /// The option of cargo that asks for this target.
    pub(crate) const OPTION: &str = "--target=wasm32-unknown-unknown";

    /// Makes a command, and all the cargo calls below it, use this compiler.
    pub(crate) fn applied_to(&self, mut command: Command) -> Command {
        if self.compiler == Compiler::DebianLinked {
            command.env("RUSTUP_TOOLCHAIN", DEBIAN_TOOLCHAIN);
        }
        command.env("CARGO_TARGET_DIR", &self.target_dir);
        command
    }

    /// The same for what guests download: with the standard library built along, so that panics
    /// carry no words and its algorithms are the small ones. A panic is then a trap, which the page
    /// around the widget sees. Saves about 13 kB on the wire.
    ///
    /// Where the library's source cannot be had the ordinary one is used, and it is said.
    pub(crate) fn applied_to_bundle(&self, command: Command) -> Command {
        let mut command = self.applied_to(command);
        if self.has_library_source {
            command
                // What builds the library is not stable; the compiler and the code are.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
                .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort");
        } else {
            println!("  without the standard library's source: the bundle is about 13 kB larger.");
        }
        command
    }
}

impl Hash for WasmTarget {
    /// Two targets of the same value make the same bundle from the same sources.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
        self.has_library_source.hash(state);
    }
}

impl Toolchain {
    /// A compiler for wasm, installed if there is none.
    pub(crate) fn wasm_target(&self) -> Result<WasmTarget, XtaskError> {
        let compiler = self.wasm_compiler()?;
        let target_dir = self.target_dir().join("wasm");
        let fingerprint = self.fingerprint(compiler)?;
        discard_foreign_output(&fingerprint, &target_dir)?;
        Ok(WasmTarget {
            compiler,
            target_dir,
            fingerprint,
            has_library_source: self.library_source(compiler)?,
        })
    }

    /// Whether the standard library's source is there, after asking rustup for it.
    fn library_source(&self, compiler: Compiler) -> Result<bool, XtaskError> {
        let source = "lib/rustlib/src/rust/library/Cargo.toml";
        let source = self.sysroot(compiler)?.join(source);
        if !source.exists() && compiler == Compiler::Users && self.finds("rustup") {
            println!("Installing the standard library's source with rustup (3 MB, some seconds).");
            let mut command = self.command("rustup");
            command
                .args(["component", "add", "rust-src"])
                .env("RUST_BACKTRACE", "0");
            let logs = self.logs();
            Step {
                title: "Add the standard library's source",
                echo: Echo::Lines,
                limit: RUSTUP_LIMIT,
                logs: &logs,
            }
            .run(command)?;
        }
        Ok(source.exists())
    }

    fn wasm_compiler(&self) -> Result<Compiler, XtaskError> {
        if let Some(compiler) = self.able_compiler()? {
            return Ok(compiler);
        }
        let _lock = self.lock()?;
        if self.finds("rustup") && self.rustup_adds_target()? && self.compiles(Compiler::Users)? {
            return Ok(Compiler::Users);
        }
        if !self.has_apt() {
            return Err(XtaskError::Missing {
                what: format!("no compiler for {TARGET} is here"),
                advice: ADVICE.to_owned(),
            });
        }
        self.install_debian_compiler()?;
        self.able_compiler()?.ok_or_else(|| XtaskError::Missing {
            what: format!("Debian's Rust was installed, but does not compile for {TARGET}"),
            advice: ADVICE.to_owned(),
        })
    }

    fn able_compiler(&self) -> Result<Option<Compiler>, XtaskError> {
        if self.compiles(Compiler::Users)? {
            return Ok(Some(Compiler::Users));
        }
        if !Path::new(DEBIAN_RUSTC).exists() || !self.compiles(Compiler::Debian)? {
            return Ok(None);
        }
        if !self.finds("rustup") {
            return Ok(Some(Compiler::Debian));
        }
        self.link_debian_toolchain()?;
        Ok(Some(Compiler::DebianLinked))
    }

    /// Tries a compiler on the probe. Only a scratch folder that cannot be written is an error.
    fn compiles(&self, compiler: Compiler) -> Result<bool, XtaskError> {
        let folder = self.logs().join("probe");
        fs::create_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        let source = folder.join("probe.rs");
        fs::write(&source, PROBE).map_err(XtaskError::file(&source))?;
        let output = self
            .rustc(compiler)
            .args(["--edition=2024", "--crate-type=cdylib", "--target", TARGET])
            .arg("-o")
            .arg(folder.join("probe.wasm"))
            .arg(&source)
            .output();
        Ok(output.is_ok_and(|output| output.status.success()))
    }

    fn rustc(&self, compiler: Compiler) -> Command {
        match compiler {
            Compiler::Users => self.command("rustc"),
            Compiler::DebianLinked | Compiler::Debian => self.command(DEBIAN_RUSTC),
        }
    }

    fn rustup_adds_target(&self) -> Result<bool, XtaskError> {
        println!("Installing the {TARGET} target with rustup (about 20 MB, some seconds).");
        let mut command = self.command("rustup");
        command
            .args(["target", "add", TARGET])
            // A failure is told in a sentence; its stack says nothing more.
            .env("RUST_BACKTRACE", "0");
        let finished = Step {
            title: "Add the wasm target",
            echo: Echo::Lines,
            limit: RUSTUP_LIMIT,
            logs: &self.logs(),
        }
        .run(command)?;
        let added = finished.end == End::Succeeded;
        if !added {
            println!("  rustup could not add it; trying Debian's second Rust toolchain instead.");
        }
        Ok(added)
    }

    fn install_debian_compiler(&self) -> Result<(), XtaskError> {
        println!("Installing Debian's Rust toolchain with apt-get (about 300 MB, about a minute).");
        let packages = [
            "rustc-web",
            "cargo-web",
            "rust-web-src",
            "rust-web-llvm",
            "rust-web-clippy",
        ];
        self.apt_install(&packages, ADVICE)?;
        // The linker must be of the LLVM that rust-web-llvm depends on; its package carries the
        // version in its name.
        let linker = self.debian_linker()?;
        self.apt_install(&[&linker], ADVICE)?;
        self.build_standard_library()
    }

    fn debian_linker(&self) -> Result<String, XtaskError> {
        let depends = self
            .command("apt-cache")
            .args(["depends", "rust-web-llvm"])
            .output()
            .map_err(|source| XtaskError::NotStarted {
                program: "apt-cache".to_owned(),
                source,
            })?;
        linker_package(&String::from_utf8_lossy(&depends.stdout)).ok_or_else(|| {
            XtaskError::Missing {
                what: "Debian's rust-web-llvm names no LLVM version to take a linker from"
                    .to_owned(),
                advice: ADVICE.to_owned(),
            }
        })
    }

    /// Builds the standard library for wasm as a by-product of an empty crate, and lays it where
    /// Debian's compiler looks for it.
    fn build_standard_library(&self) -> Result<(), XtaskError> {
        println!("Building the standard library for {TARGET} (about a minute).");
        let folder = self.cache.join("wasm-std.partial");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        }
        write(
            &folder.join("Cargo.toml"),
            "[package]\nname = \"empty\"\nedition = \"2024\"\n\n[workspace]\n",
        )?;
        write(&folder.join("src/lib.rs"), "")?;

        let mut command = self.command(DEBIAN_CARGO);
        command
            .current_dir(&folder)
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            // Without it, link-time optimisation of the widget finds no bitcode in these files.
            .env("RUSTFLAGS", "-C embed-bitcode=yes")
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .args(["build", "--release", "--target", TARGET])
            .args([
                "-Z",
                "build-std=std,panic_abort,panic_unwind,test,proc_macro",
            ]);
        let logs = self.logs();
        Step {
            title: "Build the standard library for wasm",
            echo: Echo::Heartbeat,
            limit: BUILD_LIMIT,
            logs: &logs,
        }
        .must(command, ADVICE)?;

        let libraries = rlibs_in(&folder.join("target").join(TARGET).join("release/deps"))?;
        let sysroot = self.sysroot(Compiler::Debian)?;
        let home = sysroot.join("lib/rustlib").join(TARGET).join("lib");
        let step = |title| Step {
            title,
            echo: Echo::Lines,
            limit: RUSTUP_LIMIT,
            logs: &logs,
        };
        // Libraries of an earlier compiler beside the new ones would be found twice.
        let mut clear = self.as_root("rm");
        clear.arg("-rf").arg(&home);
        step("Clear the library folder").must(clear, ADVICE)?;
        let mut install = self.as_root("install");
        install
            .args(["-D", "-m", "644", "-t"])
            .arg(&home)
            .args(&libraries);
        step("Lay the libraries in place").must(install, ADVICE)?;
        fs::remove_dir_all(&folder).map_err(XtaskError::file(&folder))
    }

    /// Lets rustup's shim choose Debian's toolchain by name.
    fn link_debian_toolchain(&self) -> Result<(), XtaskError> {
        let linked = succeeds(
            self.command("rustup")
                .args(["run", DEBIAN_TOOLCHAIN, "rustc", "--version"])
                .output(),
        ) || succeeds(
            self.command("rustup")
                .args(["toolchain", "link", DEBIAN_TOOLCHAIN, "/usr"])
                .output(),
        );
        if linked {
            return Ok(());
        }
        Err(XtaskError::Missing {
            what: "rustup does not accept Debian's toolchain".to_owned(),
            advice: format!("See what `rustup toolchain link {DEBIAN_TOOLCHAIN} /usr` says."),
        })
    }

    fn sysroot(&self, compiler: Compiler) -> Result<PathBuf, XtaskError> {
        let output = self
            .rustc(compiler)
            .args(["--print", "sysroot"])
            .output()
            .map_err(|source| XtaskError::NotStarted {
                program: "rustc".to_owned(),
                source,
            })?;
        Ok(PathBuf::from(
            String::from_utf8_lossy(&output.stdout).trim(),
        ))
    }

    /// What tells one compiler with its standard library from another.
    fn fingerprint(&self, compiler: Compiler) -> Result<String, XtaskError> {
        let version =
            self.rustc(compiler)
                .arg("-vV")
                .output()
                .map_err(|source| XtaskError::NotStarted {
                    program: "rustc".to_owned(),
                    source,
                })?;
        let libraries = self
            .sysroot(compiler)?
            .join("lib/rustlib")
            .join(TARGET)
            .join("lib");
        let mut hasher = DefaultHasher::new();
        version.stdout.hash(&mut hasher);
        for library in rlibs_in(&libraries)? {
            library.hash(&mut hasher);
            let metadata = fs::metadata(&library).map_err(XtaskError::file(&library))?;
            metadata.len().hash(&mut hasher);
            metadata.modified().ok().hash(&mut hasher);
        }
        Ok(format!("{:016x}\n", hasher.finish()))
    }
}

/// Empties the folder of wasm builds when the compiler or its standard library is not the one
/// that filled it. Cargo notices another compiler by itself, but a standard library that was
/// built again fails late, with "can't find crate" (E0463).
fn discard_foreign_output(fingerprint: &str, target_dir: &Path) -> Result<(), XtaskError> {
    let stamp = target_dir.join("compiler");
    if fs::read_to_string(&stamp).is_ok_and(|before| before == fingerprint) {
        return Ok(());
    }
    if target_dir.exists() {
        fs::remove_dir_all(target_dir).map_err(XtaskError::file(target_dir))?;
    }
    write(&stamp, fingerprint)
}

/// The linker's package in what `apt-cache depends rust-web-llvm` prints.
fn linker_package(depends: &str) -> Option<String> {
    depends.split_whitespace().find_map(|word| {
        let version = word.strip_prefix("llvm-")?;
        version
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| format!("lld-{version}"))
    })
}

/// The compiled libraries in a folder, sorted, without the empty crate's own.
fn rlibs_in(folder: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(XtaskError::file(folder))? {
        let path = entry.map_err(XtaskError::file(folder))?.path();
        let own = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("libempty-"));
        if path.extension().is_some_and(|e| e == "rlib") && !own {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a file and the folders above it.
fn write(path: &Path, text: &str) -> Result<(), XtaskError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(XtaskError::file(folder))?;
    }
    fs::write(path, text).map_err(XtaskError::file(path))
}

fn succeeds(output: std::io::Result<Output>) -> bool {
    output.is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::linker_package;

    #[test]
    fn the_linker_is_of_the_llvm_that_debian_s_rust_uses() {
        let depends = "rust-web-llvm\n  Depends: libc6\n  Depends: libgcc-s1\n  Depends: llvm-22\n";
        assert_eq!(linker_package(depends).as_deref(), Some("lld-22"));
        assert_eq!(linker_package("rust-web-llvm\n  Depends: libc6\n"), None);
    }
}
