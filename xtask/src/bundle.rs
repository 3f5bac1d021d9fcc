//! From the sources to `dist/`: what guests download, compressed once and for all.
//!
//! trunk builds the widget, which is taken apart into what a page starts with and what it fetches
//! later; both parts are made small with wasm-opt, their functions are put in order and their
//! imports get short names; the loader and the glue are made small with esbuild and terser; every file
//! that gets smaller has a `.br` beside it, which the companion sends to browsers that take it. The
//! dashboard of owners is put beside it.

mod dashboard;
mod weight;

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::XtaskError;
use crate::ledger::Ledger;
use crate::names;
use crate::order;
use crate::parts;
use crate::step::{Echo, Step};
use crate::toolchain::{Tool, Toolchain, WasmTarget, hold_lock};

/// How trunk names the widget's wasm file, after a name that its glue has as well.
const FIRST_NAME: &str = "_bg.wasm";
/// How the part is named that the page fetches later.
const LATER_NAME: &str = "_later.wasm";
/// The loader in `dist/`, by the name that host pages ask for.
const LOADER: &str = "widget.js";
/// What the loader imports where a page asks for a window or a button.
const MORE: &str = "widget-more.js";
/// What the loader imports where a page asks for a widget without a frame.
const INLINE: &str = "widget-inline.js";
/// The scripts in `dist/` and what they are made of. Those of the pages are not fetched: the
/// companion writes them into every page.
const SCRIPTS: [(&str, &str); 5] = [
    ("widget-loader/loader.js", LOADER),
    ("widget-loader/more.js", MORE),
    ("widget-loader/inline.js", INLINE),
    ("companion/src/pages/first.js", "page-first.js"),
    ("companion/src/pages/start.js", "page-start.js"),
];
/// What the bundle is made of; a change in any of it builds the bundle again.
const INPUTS: [&str; 18] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    "build.rs",
    "src",
    "assets",
    "engine/Cargo.toml",
    "engine/src",
    "contract/Cargo.toml",
    "contract/src",
    "texts/Cargo.toml",
    "texts/src",
    "widget-loader",
    "companion/src/pages/drawn.js",
    "companion/src/pages/first.js",
    "companion/src/pages/start.js",
    "xtask/src/parts",
];
/// Files of these kinds are compressed; images and fonts already are.
const COMPRESSED: [&str; 7] = ["js", "wasm", "css", "html", "svg", "json", "txt"];
/// What rustc may use in a wasm file, which has to be told to wasm-opt: it is not recorded in there.
pub(crate) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];
/// How both parts are made small. No object lies in the first kilobyte of memory, which is the far
/// end of the stack; flattened code is optimised twice, as the first round leaves what the second
/// one sees.
const SMALLER: [&str; 7] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-producers",
    "--strip-target-features",
];
/// A build with link-time optimisation takes some minutes on 2 cores.
const BUILD_LIMIT: Duration = Duration::from_mins(40);

/// Builds `dist/` unless it is up to date, and weighs it.
pub(crate) fn build(toolchain: &Toolchain) -> Result<Ledger, XtaskError> {
    let dist = toolchain.checkout().join("dist");
    let logs = toolchain.logs();
    fs::create_dir_all(&logs).map_err(XtaskError::file(&logs))?;
    let _lock = hold_lock(
        &logs.join("bundle.lock"),
        "Another `cargo xtask` is building the bundle; waiting for it.",
    )?;
    let wasm = toolchain.wasm_target()?;
    let tools = [
        toolchain.tool(Tool::Trunk)?,
        toolchain.tool(Tool::WasmBindgen)?,
        toolchain.tool(Tool::WasmOpt)?,
        toolchain.tool(Tool::Esbuild)?,
        toolchain.tool(Tool::Terser)?,
    ];

    let stamp = logs.join("bundle.stamp");
    let inputs = fingerprint(toolchain.checkout(), &INPUTS, &(&wasm, &tools))?;
    let current = fs::read_to_string(&stamp).is_ok_and(|before| before == inputs);
    if current && dist.join("index.html").is_file() && dist.join(LOADER).is_file() {
        println!("The bundle is up to date.");
    } else {
        if stamp.exists() {
            fs::remove_file(&stamp).map_err(XtaskError::file(&stamp))?;
        }
        make(toolchain, &wasm, &tools, &dist)?;
        fs::write(&stamp, inputs).map_err(XtaskError::file(&stamp))?;
    }
    let [trunk, wasm_bindgen, wasm_opt, esbuild, terser] = &tools;
    let of_dashboard = dashboard::Tools {
        trunk,
        wasm_bindgen,
        wasm_opt,
        esbuild,
        terser,
    };
    dashboard::build(toolchain, &wasm, of_dashboard, &dist)?;
    weight::weigh(&dist)
}

/// Builds the widget and its loader.
fn make(
    toolchain: &Toolchain,
    wasm: &WasmTarget,
    tools: &[PathBuf; 5],
    dist: &Path,
) -> Result<(), XtaskError> {
    let logs = toolchain.logs();
    println!("Building the bundle (some minutes when nothing is built yet, a minute after).");
    let [trunk, wasm_bindgen, wasm_opt, esbuild, terser] = tools;
    let mut command = wasm.applied_to_bundle(toolchain.command(trunk));
    command
        .args(["build", "--release"])
        .env("PATH", toolchain.path_with(&[wasm_bindgen, wasm_opt])?);
    let finished = Step {
        title: "Build the bundle",
        echo: Echo::Heartbeat,
        limit: BUILD_LIMIT,
        logs: &logs,
    }
    .must(command, "Correct what is said above.")?;

    let stem = widget(dist)?;
    take_apart(&stem)?;
    for part in [FIRST_NAME, LATER_NAME] {
        let wasm = with_end(&stem, part);
        make_smaller(toolchain, wasm_opt, &wasm)?;
        put_in_order(toolchain, wasm_opt, &wasm)?;
    }
    shorten_names(&stem)?;
    name_by_content(&stem)?;
    // The glue is written over; the others are read where what they import lies beside them.
    let glue = with_end(&widget(dist)?, ".js");
    let mut scripts = vec![(glue.clone(), glue)];
    scripts
        .extend(SCRIPTS.map(|(source, name)| (toolchain.checkout().join(source), dist.join(name))));
    for (source, script) in scripts {
        minify(toolchain, [esbuild, terser], &source, &script)?;
    }
    for file in files_below(dist)? {
        if COMPRESSED.contains(&extension(&file)) {
            compress(&file)?;
        }
    }
    println!("  done in {} s", finished.took.as_secs());
    Ok(())
}

/// What the names of the widget's files begin with.
fn widget(dist: &Path) -> Result<PathBuf, XtaskError> {
    let files = files_below(dist)?;
    let mut stems = files.iter().filter_map(|file| {
        let stem = file.to_str()?.strip_suffix(FIRST_NAME)?;
        Some(PathBuf::from(stem))
    });
    stems.next().ok_or_else(|| XtaskError::Missing {
        what: format!("{} has no file that ends with {FIRST_NAME}", dist.display()),
        advice: "Follow how trunk names files now in xtask/src/bundle.rs.".to_owned(),
    })
}

fn with_end(stem: &Path, end: &str) -> PathBuf {
    let mut path = stem.as_os_str().to_owned();
    path.push(end);
    PathBuf::from(path)
}

/// Divides the widget into what a page starts with and what it fetches later.
fn take_apart(stem: &Path) -> Result<(), XtaskError> {
    let (wasm, later) = (with_end(stem, FIRST_NAME), with_end(stem, LATER_NAME));
    let glue = with_end(stem, ".js");
    let whole = fs::read(&wasm).map_err(XtaskError::file(&wasm))?;
    let parts = parts::take_apart(&whole).map_err(|error| XtaskError::Missing {
        what: error.to_string(),
        advice: "Correct xtask/src/parts/later.txt, or follow what wasm-bindgen writes now in \
                 xtask/src/parts."
            .to_owned(),
    })?;
    let text = fs::read_to_string(&glue).map_err(XtaskError::file(&glue))?;
    let text = parts::tell_glue(&text).ok_or_else(|| XtaskError::Missing {
        what: format!("{} has not one object of imports", glue.display()),
        advice: "Follow what wasm-bindgen writes now in xtask/src/parts/mod.rs.".to_owned(),
    })?;
    fs::write(&wasm, parts.first).map_err(XtaskError::file(&wasm))?;
    fs::write(&later, parts.later).map_err(XtaskError::file(&later))?;
    fs::write(&glue, text).map_err(XtaskError::file(&glue))
}

/// Names the widget's files after what is in them: browsers keep them for good, and parts of two
/// builds must never meet.
fn name_by_content(stem: &Path) -> Result<(), XtaskError> {
    let ends = [FIRST_NAME, LATER_NAME, ".js"];
    let mut hasher = DefaultHasher::new();
    for end in ends {
        let file = with_end(stem, end);
        fs::read(&file)
            .map_err(XtaskError::file(&file))?
            .hash(&mut hasher);
    }
    let named = stem.with_file_name(format!("booking-widget-{:016x}", hasher.finish()));
    for end in ends {
        let file = with_end(stem, end);
        fs::rename(&file, with_end(&named, end)).map_err(XtaskError::file(&file))?;
    }
    Ok(())
}

fn make_smaller(toolchain: &Toolchain, wasm_opt: &Path, wasm: &Path) -> Result<(), XtaskError> {
    run_wasm_opt(toolchain, wasm_opt, wasm, "Make the wasm smaller", &SMALLER)
}

/// Moves functions of the wasm file that resemble each other to each other.
fn put_in_order(toolchain: &Toolchain, wasm_opt: &Path, wasm: &Path) -> Result<(), XtaskError> {
    let plain = fs::read(wasm).map_err(XtaskError::file(wasm))?;
    let Some(named) = order::name_by_place(&plain) else {
        return Err(XtaskError::Missing {
            what: format!("{} is not a whole wasm file", wasm.display()),
            advice: "Follow what wasm-opt writes now in xtask/src/order.rs.".to_owned(),
        });
    };
    fs::write(wasm, named).map_err(XtaskError::file(wasm))?;
    run_wasm_opt(
        toolchain,
        wasm_opt,
        wasm,
        "Put functions in order",
        &order::PASSES,
    )
}

fn run_wasm_opt(
    toolchain: &Toolchain,
    wasm_opt: &Path,
    wasm: &Path,
    title: &'static str,
    passes: &[&str],
) -> Result<(), XtaskError> {
    let mut command = toolchain.command(wasm_opt);
    command
        .arg(wasm)
        .args(FEATURES)
        .args(passes)
        .arg("-o")
        .arg(wasm);
    let logs = toolchain.logs();
    Step {
        title,
        echo: Echo::Heartbeat,
        limit: Duration::from_mins(5),
        logs: &logs,
    }
    .must(command, "Correct what wasm-opt says above.")?;
    Ok(())
}

/// Gives the imports of the first part short names, in the file and in its glue.
fn shorten_names(stem: &Path) -> Result<(), XtaskError> {
    let (wasm, glue) = (with_end(stem, FIRST_NAME), with_end(stem, ".js"));
    let long = fs::read(&wasm).map_err(XtaskError::file(&wasm))?;
    let long_glue = fs::read_to_string(&glue).map_err(XtaskError::file(&glue))?;
    // Nobody asks for it, and what only it needs goes with it.
    let long_glue = long_glue.replace("export { initSync, ", "export { ");
    let Some((short, short_glue)) = names::shorten(&long, &long_glue) else {
        return Err(XtaskError::Missing {
            what: format!("not every import of {} is in its glue", wasm.display()),
            advice: "Follow what wasm-bindgen writes now in xtask/src/names.rs.".to_owned(),
        });
    };
    fs::write(&wasm, short).map_err(XtaskError::file(&wasm))?;
    fs::write(&glue, short_glue).map_err(XtaskError::file(&glue))
}

/// Makes a script small. esbuild puts what a module imports into it and takes away what nothing uses;
/// terser makes 2% less of what is left. Drawing functions into their only callers would be more
/// again once it is compressed.
fn minify(
    toolchain: &Toolchain,
    [esbuild, terser]: [&Path; 2],
    source: &Path,
    script: &Path,
) -> Result<(), XtaskError> {
    let logs = toolchain.logs();
    let run = |command, title| {
        Step {
            title,
            echo: Echo::Heartbeat,
            limit: Duration::from_mins(1),
            logs: &logs,
        }
        .must(command, "Correct what is said above.")
    };
    let mut compress = toolchain.command(terser);
    if script.ends_with(LOADER) {
        compress.arg(source);
    } else {
        let mut bundle = toolchain.command(esbuild);
        bundle
            .arg(source)
            .args(["--bundle", "--format=esm", "--minify", "--charset=utf8"])
            .args(["--legal-comments=none", "--allow-overwrite"])
            .args(["--log-level=warning"])
            .arg(format!("--outfile={}", script.display()));
        run(bundle, "Bundle JavaScript")?;
        compress.arg(script).arg("--module");
    }
    compress
        .args(["--ecma", "2020", "--mangle"])
        .args(["--compress", "passes=3,reduce_funcs=false"])
        .arg("--output")
        .arg(script);
    run(compress, "Minify JavaScript")?;
    Ok(())
}

/// Writes the brotli form of a file beside it, if that is smaller.
fn compress(file: &Path) -> Result<(), XtaskError> {
    let plain = fs::read(file).map_err(XtaskError::file(file))?;
    let packed = brotli(&plain).map_err(XtaskError::file(file))?;
    let beside = brotli_path(file);
    if packed.len() < plain.len() {
        fs::write(&beside, packed).map_err(XtaskError::file(&beside))?;
    }
    Ok(())
}

/// Compresses at the highest quality, with a window of 4 MiB.
pub(crate) fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, 11, 22);
    writer.write_all(plain)?;
    drop(writer);
    Ok(packed)
}

fn brotli_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

fn extension(file: &Path) -> &str {
    file.extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
}

fn size(file: &Path) -> Result<u64, XtaskError> {
    Ok(fs::metadata(file).map_err(XtaskError::file(file))?.len())
}

/// One value for the contents of all inputs and the tools that work on them.
fn fingerprint(checkout: &Path, inputs: &[&str], tools: &impl Hash) -> Result<String, XtaskError> {
    let mut hasher = DefaultHasher::new();
    tools.hash(&mut hasher);
    for input in inputs {
        for file in files_below(&checkout.join(input))? {
            file.strip_prefix(checkout)
                .unwrap_or(&file)
                .hash(&mut hasher);
            fs::read(&file)
                .map_err(XtaskError::file(&file))?
                .hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

/// All files below a folder, sorted; a file is itself, and what does not exist has none.
fn files_below(path: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(XtaskError::file(path))? {
        let entry = entry.map_err(XtaskError::file(path))?;
        files.extend(files_below(&entry.path())?);
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back_the_same_and_smaller() {
        let plain = "one line after another, ".repeat(200).into_bytes();
        let packed = brotli(&plain).expect("memory is written to");
        assert!(packed.len() * 10 < plain.len(), "{} bytes", packed.len());
        let mut back = Vec::new();
        brotli::Decompressor::new(packed.as_slice(), 4096)
            .read_to_end(&mut back)
            .expect("it is brotli");
        assert_eq!(back, plain);
    }

    #[test]
    fn the_fingerprint_follows_every_input_and_the_tools() {
        let folder = std::env::temp_dir().join(format!("xtask-bundle-{}", std::process::id()));
        let source = folder.join("src/view");
        fs::create_dir_all(&source).expect("a scratch folder");
        fs::write(source.join("neo.rs"), "a").expect("a scratch file");
        let tools = [PathBuf::from("/cache/trunk-1/bin/trunk")];
        let first = fingerprint(&folder, &INPUTS, &tools).expect("readable");
        assert_eq!(
            fingerprint(&folder, &INPUTS, &tools).expect("readable"),
            first
        );

        fs::write(source.join("neo.rs"), "b").expect("a scratch file");
        let second = fingerprint(&folder, &INPUTS, &tools).expect("readable");
        assert_ne!(second, first);

        let other_tools = [PathBuf::from("/cache/trunk-2/bin/trunk")];
        assert_ne!(
            fingerprint(&folder, &INPUTS, &other_tools).expect("readable"),
            second
        );
        fs::remove_dir_all(&folder).expect("the scratch folder goes");
    }
}
