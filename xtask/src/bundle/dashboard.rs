//! The owner's dashboard in `dist/dashboard/`: one program, its glue, a page that carries neither
//! script nor style of its own, so that its content policy can forbid both.
//!
//! It is made apart from the widget and copied: a change of the one does not build the other again
//! where that is not needed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::{
    BUILD_LIMIT, COMPRESSED, compress, extension, files_below, fingerprint, minify, run_wasm_opt,
};
use crate::error::XtaskError;
use crate::step::{Echo, Step};
use crate::toolchain::{Toolchain, WasmTarget};

/// The folder in `dist/`.
pub(super) const FOLDER: &str = "dashboard";
/// Where the companion serves that folder.
const SERVED: &str = "assets/dashboard";
/// What the dashboard is made of.
const INPUTS: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "src",
    "assets/texts",
    "dashboard",
    "engine/Cargo.toml",
    "engine/src",
    "contract/Cargo.toml",
    "contract/src",
    "texts/Cargo.toml",
    "texts/src",
    "Trunk.toml",
    "xtask/src/bundle/dashboard.rs",
];
/// How trunk names what it makes.
const NAME: &str = "booking-dashboard";
/// The program as trunk leaves it.
const PROGRAM: &str = "booking-dashboard_bg.wasm";
/// What is seen before the program runs.
const BEFORE: &str = "before.css";
/// Between these lines of the page stands what is for trunk.
const FILES: [&str; 2] = ["<!-- files -->", "<!-- /files -->"];
/// Small, and fast to make: nobody waits for a dashboard on a bus.
const SMALLER: [&str; 3] = ["-Oz", "--strip-producers", "--strip-target-features"];

/// The programs that make the dashboard.
#[derive(Clone, Copy, Hash)]
pub(super) struct Tools<'a> {
    pub(super) trunk: &'a PathBuf,
    pub(super) wasm_bindgen: &'a PathBuf,
    pub(super) wasm_opt: &'a PathBuf,
    pub(super) esbuild: &'a PathBuf,
    pub(super) terser: &'a PathBuf,
}

/// Puts the dashboard into `dist/`, built again if anything in it has changed.
pub(super) fn build(
    toolchain: &Toolchain,
    wasm: &WasmTarget,
    tools: Tools<'_>,
    dist: &Path,
) -> Result<(), XtaskError> {
    let logs = toolchain.logs();
    let built = logs.join(FOLDER);
    let stamp = logs.join("dashboard.stamp");
    let inputs = fingerprint(toolchain.checkout(), &INPUTS, &(wasm, tools))?;
    let current = fs::read_to_string(&stamp).is_ok_and(|before| before == inputs);
    if current && built.join("index.html").is_file() {
        println!("The dashboard is up to date.");
    } else {
        if stamp.exists() {
            fs::remove_file(&stamp).map_err(XtaskError::file(&stamp))?;
        }
        make(toolchain, wasm, tools, &built)?;
        fs::write(&stamp, inputs).map_err(XtaskError::file(&stamp))?;
    }
    let place = dist.join(FOLDER);
    if place.exists() {
        fs::remove_dir_all(&place).map_err(XtaskError::file(&place))?;
    }
    fs::create_dir_all(&place).map_err(XtaskError::file(&place))?;
    for file in files_below(&built)? {
        let copy = place.join(file.file_name().unwrap_or_default());
        fs::copy(&file, &copy).map_err(XtaskError::file(&copy))?;
    }
    Ok(())
}

fn make(
    toolchain: &Toolchain,
    wasm: &WasmTarget,
    tools: Tools<'_>,
    built: &Path,
) -> Result<(), XtaskError> {
    println!("Building the dashboard (two minutes when the widget is built).");
    let source = toolchain.checkout().join("dashboard");
    let logs = toolchain.logs();
    let mut command = wasm.applied_to_bundle(toolchain.command(tools.trunk));
    command
        .current_dir(&source)
        .args(["build", "--release", "--dist"])
        .arg(built)
        .env(
            "PATH",
            toolchain.path_with(&[tools.wasm_bindgen, tools.wasm_opt])?,
        );
    let finished = Step {
        title: "Build the dashboard",
        echo: Echo::Heartbeat,
        limit: BUILD_LIMIT,
        logs: &logs,
    }
    .must(command, "Correct what is said above.")?;

    let program = built.join(PROGRAM);
    run_wasm_opt(
        toolchain,
        tools.wasm_opt,
        &program,
        "Make the dashboard smaller",
        &SMALLER,
    )?;
    // The start takes the glue in from beside it.
    let start = built.join("start.js");
    fs::copy(source.join("start.js"), &start).map_err(XtaskError::file(&start))?;
    let script = built.join("whole.js");
    minify(toolchain, [tools.esbuild, tools.terser], &start, &script)?;
    for part in [&start, &built.join(format!("{NAME}.js"))] {
        fs::remove_file(part).map_err(XtaskError::file(part))?;
    }

    let program = named(&program, NAME, "_bg.wasm")?;
    let script = named(&script, NAME, ".js")?;
    let before = named(&built.join(BEFORE), "before", ".css")?;
    let template = source.join("index.html");
    let template = fs::read_to_string(&template).map_err(XtaskError::file(&template))?;
    let page = page(&template, &before, &program, &script).ok_or_else(|| XtaskError::Missing {
        what: "dashboard/index.html does not say where the files go".to_owned(),
        advice: format!("Put them between {} and {}.", FILES[0], FILES[1]),
    })?;
    let index = built.join("index.html");
    fs::write(&index, page).map_err(XtaskError::file(&index))?;
    for file in files_below(built)? {
        if COMPRESSED.contains(&extension(&file)) {
            compress(&file)?;
        }
    }
    println!("  done in {} s", finished.took.as_secs());
    Ok(())
}

/// Names a file after what is in it, and tells the name.
fn named(file: &Path, stem: &str, end: &str) -> Result<String, XtaskError> {
    let mut hasher = DefaultHasher::new();
    fs::read(file)
        .map_err(XtaskError::file(file))?
        .hash(&mut hasher);
    let name = format!("{stem}-{:016x}{end}", hasher.finish());
    fs::rename(file, file.with_file_name(&name)).map_err(XtaskError::file(file))?;
    Ok(name)
}

/// The page with its files, by their absolute paths: it answers at addresses of any depth.
fn page(template: &str, before: &str, program: &str, script: &str) -> Option<String> {
    let (head, rest) = template.split_once(FILES[0])?;
    let (_, tail) = rest.split_once(FILES[1])?;
    Some(format!(
        "{head}<link rel=\"stylesheet\" href=\"/{SERVED}/{before}\">\n    \
         <link id=\"program\" rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin \
         href=\"/{SERVED}/{program}\">\n    \
         <script type=\"module\" src=\"/{SERVED}/{script}\"></script>{tail}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_files_and_carries_no_script_or_style() {
        let template = include_str!("../../../dashboard/index.html");
        let page = page(template, "before-1.css", "program-2_bg.wasm", "start-3.js")
            .expect("the marks are there");
        for path in [
            "\"/assets/dashboard/before-1.css\"",
            "\"/assets/dashboard/program-2_bg.wasm\"",
            "\"/assets/dashboard/start-3.js\"",
        ] {
            assert!(page.contains(path), "{page}");
        }
        let without_files = page.replace("<script type=\"module\" src=", "");
        for inline in ["<script", "<style", " style=", " on", "data-trunk"] {
            assert!(!without_files.contains(inline), "{inline} in {page}");
        }
    }

    #[test]
    fn a_page_without_marks_is_refused() {
        assert_eq!(page("<head></head>", "a", "b", "c"), None);
    }
}
