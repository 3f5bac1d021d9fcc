//! Who is asked: the native program, and the same code as WebAssembly in Node and in Chromium.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::bench::answer;
use crate::bundle::FEATURES;
use crate::error::XtaskError;
use crate::step::{Echo, Step};
use crate::toolchain::{Tool, Toolchain, WasmTarget};

/// Building with link-time optimisation takes a minute or two on 2 cores.
const BUILD_LIMIT: Duration = Duration::from_mins(30);
/// An answer that takes longer than this does not come.
const ANSWER_LIMIT: Duration = Duration::from_mins(10);
/// The scripts that ask the wasm build, in `engine/bench`.
const SCRIPTS: [&str; 3] = ["run.js", "in_node.js", "page.html"];

/// How the wasm is optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Optimised {
    /// As guests get it.
    AsShipped,
    /// For speed, to know what the small one costs.
    ForSpeed,
}

/// One that answers questions about the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A native program.
    Native,
    /// Node.
    Node(Optimised),
    /// A browser.
    Chromium(Optimised),
}

/// Everything that can be asked, built and at hand.
#[derive(Debug)]
pub(crate) struct Engines<'a> {
    toolchain: &'a Toolchain,
    logs: PathBuf,
    node: PathBuf,
    chromium: PathBuf,
    chromium_options: Vec<String>,
}

impl Optimised {
    /// The level of wasm-opt, and of rustc.
    fn level(self) -> &'static str {
        match self {
            Self::AsShipped => "z",
            Self::ForSpeed => "3",
        }
    }

    fn folder(self, toolchain: &Toolchain) -> PathBuf {
        let name = format!("wasm-{}", self.level());
        toolchain.target_dir().join("bench").join(name)
    }
}

impl Engine {
    /// All of them, in the order in which they take turns.
    pub(crate) const ALL: [Self; 5] = [
        Self::Native,
        Self::Node(Optimised::AsShipped),
        Self::Chromium(Optimised::AsShipped),
        Self::Node(Optimised::ForSpeed),
        Self::Chromium(Optimised::ForSpeed),
    ];

    /// Whether this is the wasm that guests get.
    pub(crate) fn is_shipped(self) -> bool {
        matches!(
            self,
            Self::Node(Optimised::AsShipped) | Self::Chromium(Optimised::AsShipped)
        )
    }

    /// The name in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Node(Optimised::AsShipped) => "wasm, Node",
            Self::Chromium(Optimised::AsShipped) => "wasm, Chromium",
            Self::Node(Optimised::ForSpeed) => "wasm -O3, Node",
            Self::Chromium(Optimised::ForSpeed) => "wasm -O3, Chromium",
        }
    }
}

impl<'a> Engines<'a> {
    /// Installs what is missing and builds.
    pub(crate) fn build(toolchain: &'a Toolchain) -> Result<Self, XtaskError> {
        let engines = Self {
            toolchain,
            logs: toolchain.logs(),
            node: toolchain.node()?,
            chromium: toolchain.browser()?.chromium,
            chromium_options: chromium_options(toolchain.checkout())?,
        };
        println!("Building the engine natively and twice for wasm (some minutes at first).");
        let mut native = toolchain.cargo();
        native.args(["build", "--release", "-p", "booking-bench"]);
        native.args(["--bins", "--examples"]);
        engines.step("Build the native bench", native)?;
        for optimised in [Optimised::AsShipped, Optimised::ForSpeed] {
            engines.build_wasm(optimised)?;
        }
        Ok(engines)
    }

    /// Asks one of them a question; answers line by line.
    pub(crate) fn ask(&self, engine: Engine, words: &[&str]) -> Result<Vec<String>, XtaskError> {
        let title = format!("Ask {} {}", engine.name(), words[0]);
        match engine {
            Engine::Native => {
                let mut command = self.toolchain.command(self.native("booking-bench"));
                command.args(words);
                self.lines(&title, command)
            }
            Engine::Node(optimised) => {
                let script = optimised.folder(self.toolchain).join("in_node.js");
                let mut command = self.toolchain.command(&self.node);
                command.arg(script).args(words);
                self.lines(&title, command)
            }
            Engine::Chromium(optimised) => {
                let page = optimised.folder(self.toolchain).join("page.html");
                self.ask_page(&title, &page, words)
            }
        }
    }

    /// Asks the native program that counts allocations.
    pub(crate) fn count_allocations(&self) -> Result<Vec<String>, XtaskError> {
        let counting = self.native("examples/allocations");
        self.lines("Count allocations", self.toolchain.command(counting))
    }

    fn ask_page(
        &self,
        title: &str,
        page: &Path,
        words: &[&str],
    ) -> Result<Vec<String>, XtaskError> {
        // A profile that another browser has open, or left behind, would be asked about.
        let profile = self.logs.join("bench-chromium");
        if profile.exists() {
            fs::remove_dir_all(&profile).map_err(XtaskError::file(&profile))?;
        }
        let mut command = self.toolchain.command(&self.chromium);
        command
            .args(&self.chromium_options)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("--dump-dom")
            .arg(format!("file://{}?{}", page.display(), words.join(",")));
        let dump = self.answer(title, command)?;
        answer::of_page(&dump).ok_or_else(|| XtaskError::Missing {
            what: "the browser gave no whole answer".to_owned(),
            advice: format!("See its log in {}.", self.logs.display()),
        })
    }

    fn lines(&self, title: &str, command: Command) -> Result<Vec<String>, XtaskError> {
        let output = self.answer(title, command)?;
        Ok(output.lines().map(str::to_owned).collect())
    }

    fn answer(&self, title: &str, command: Command) -> Result<String, XtaskError> {
        let step = Step {
            title,
            echo: Echo::Heartbeat,
            limit: ANSWER_LIMIT,
            logs: &self.logs,
        };
        Ok(step.must(command, "Correct what is said above.")?.output)
    }

    fn native(&self, name: &str) -> PathBuf {
        self.toolchain.target_dir().join("release").join(name)
    }

    /// The wasm build beside the scripts that ask it.
    fn build_wasm(&self, optimised: Optimised) -> Result<(), XtaskError> {
        let folder = optimised.folder(self.toolchain);
        fs::create_dir_all(&folder).map_err(XtaskError::file(&folder))?;
        let build = WasmBuild {
            package: "booking-bench",
            options: &[],
            optimised,
            keeps_names: false,
            glue: "no-modules",
        };
        let module = build.run(self.toolchain, &folder)?;

        // As text, since a page that is a file may not fetch another one.
        let bytes = fs::read(&module).map_err(XtaskError::file(&module))?;
        let mut text = String::from("const MODULE_HEX = \"");
        for byte in bytes {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("\";\n");
        let path = folder.join("module.js");
        fs::write(&path, text).map_err(XtaskError::file(&path))?;
        let glue = folder.join("booking-bench.js");
        fs::copy(&glue, folder.join("glue.js")).map_err(XtaskError::file(&glue))?;
        for script in SCRIPTS {
            let from = self.toolchain.checkout().join("engine/bench").join(script);
            fs::copy(&from, folder.join(script)).map_err(XtaskError::file(&from))?;
        }
        Ok(())
    }

    fn step(&self, title: &str, command: Command) -> Result<(), XtaskError> {
        build_step(title, command, &self.logs)
    }
}

/// A wasm build of one package's program, made the way the bundle is.
pub(crate) struct WasmBuild {
    /// The package and its program.
    pub(crate) package: &'static str,
    /// What cargo is told of its features.
    pub(crate) options: &'static [&'static str],
    /// What rustc and wasm-opt optimise for.
    pub(crate) optimised: Optimised,
    /// Whether functions keep their names.
    pub(crate) keeps_names: bool,
    /// What wasm-bindgen makes its glue for.
    pub(crate) glue: &'static str,
}

impl WasmBuild {
    /// Builds into the folder; answers the finished module.
    pub(crate) fn run(&self, toolchain: &Toolchain, folder: &Path) -> Result<PathBuf, XtaskError> {
        let wasm = toolchain.wasm_target()?;
        let logs = toolchain.logs();
        let (package, level) = (self.package, self.optimised.level());
        let mut cargo = wasm.applied_to_bundle(toolchain.cargo());
        cargo
            .args(["build", "--profile", "wasm-release", WasmTarget::OPTION])
            .args(["-p", package, "--bin", package])
            .args(self.options);
        // The profile says how the bundle is optimised; only another way has to be asked for.
        if self.optimised == Optimised::ForSpeed {
            cargo.env("CARGO_PROFILE_WASM_RELEASE_OPT_LEVEL", level);
        }
        if self.keeps_names {
            cargo.env("CARGO_PROFILE_WASM_RELEASE_STRIP", "none");
        }
        let title = format!("Build {package} for wasm at {level}");
        build_step(&title, cargo, &logs)?;

        let built = wasm
            .target_dir
            .join("wasm32-unknown-unknown/wasm-release")
            .join(format!("{package}.wasm"));
        let mut bindgen = toolchain.command(toolchain.tool(Tool::WasmBindgen)?);
        bindgen
            .args([
                "--no-typescript",
                "--target",
                self.glue,
                "--out-name",
                package,
            ])
            .arg("--out-dir")
            .arg(folder)
            .arg(built);
        build_step("Make glue for wasm", bindgen, &logs)?;

        let module = folder.join(format!("{package}.wasm"));
        let mut optimise = toolchain.command(toolchain.tool(Tool::WasmOpt)?);
        optimise
            .arg(format!("-O{level}"))
            .args(FEATURES)
            .arg(folder.join(format!("{package}_bg.wasm")))
            .arg("-o")
            .arg(&module);
        if self.keeps_names {
            optimise.arg("-g");
        }
        build_step("Optimise wasm", optimise, &logs)?;
        Ok(module)
    }
}

/// Runs one step of a build to its good end.
pub(crate) fn build_step(title: &str, command: Command, logs: &Path) -> Result<(), XtaskError> {
    let step = Step {
        title,
        echo: Echo::Heartbeat,
        limit: BUILD_LIMIT,
        logs,
    };
    step.must(command, "Correct what is said above.")?;
    Ok(())
}

/// The options that every browser of the tests is started with.
fn chromium_options(checkout: &Path) -> Result<Vec<String>, XtaskError> {
    let path = checkout.join("webdriver.json");
    let text = fs::read_to_string(&path).map_err(XtaskError::file(&path))?;
    Ok(options_in(&text))
}

fn options_in(json: &str) -> Vec<String> {
    let words = json.split('"');
    let options = words.filter(|word| word.starts_with("--"));
    options.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_own_browser_options_are_used() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let options = chromium_options(&checkout).expect("webdriver.json is there");
        assert!(options.iter().any(|o| o == "--headless=new"), "{options:?}");
        assert_eq!(options_in("{\"args\": [\"--a=b\", \"c\"]}"), ["--a=b"]);
    }
}
