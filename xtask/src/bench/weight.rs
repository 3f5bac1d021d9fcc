//! What the engine adds to the bundle.
//!
//! The program of a first visit is built as it is shipped, but with the names of its functions. Those of the engine
//! are then emptied, and what only they called is removed. The difference is what the engine
//! brings along; what of it was compiled into a function of the widget is not seen.

use std::fs;
use std::path::Path;

use crate::bench::engines::{Optimised, WasmBuild, build_step};
use crate::bench::module::Module;
use crate::bundle;
use crate::bundle::FEATURES;
use crate::error::XtaskError;
use crate::toolchain::{Tool, Toolchain};

/// How the engine's crate is written in names of functions.
const ENGINE: &str = "booking_engine";

/// What was weighed, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weight {
    /// Functions whose name is of the engine.
    pub(crate) functions: usize,
    /// What they take.
    pub(crate) own_bytes: usize,
    /// What the module is smaller by without them and without what only they use.
    pub(crate) added_bytes: usize,
    /// The same as it goes over the wire.
    pub(crate) added_sent_bytes: usize,
    /// The whole module.
    pub(crate) module_bytes: usize,
    /// The whole module as it goes over the wire.
    pub(crate) module_sent_bytes: usize,
}

/// Builds the widget with names, and weighs.
pub(crate) fn weigh(toolchain: &Toolchain) -> Result<Weight, XtaskError> {
    println!("Building the widget with the names of its functions (a minute or two).");
    let folder = toolchain.target_dir().join("bench/weight");
    fs::create_dir_all(&folder).map_err(XtaskError::file(&folder))?;
    let build = WasmBuild {
        package: "booking-widget",
        options: &["--no-default-features", "--features", "choosing"],
        optimised: Optimised::AsShipped,
        keeps_names: true,
        glue: "web",
    };
    let path = build.run(toolchain, &folder)?;
    let bytes = fs::read(&path).map_err(XtaskError::file(&path))?;
    let module = Module::read(&bytes).ok_or_else(|| XtaskError::Missing {
        what: format!("{} is no module with names", path.display()),
        advice: "See the logs below target/xtask.".to_owned(),
    })?;
    let (functions, own_bytes) = module
        .functions()
        .filter(|(name, _)| is_of_the_engine(name))
        .fold((0, 0), |(n, sum), (_, bytes)| (n + 1, sum + bytes));

    let whole = cleaned(toolchain, &folder, "whole", &bytes)?;
    let without = module.without(is_of_the_engine);
    let without = cleaned(toolchain, &folder, "without-engine", &without)?;
    let (sent, sent_without) = (sent_bytes(&whole)?, sent_bytes(&without)?);
    Ok(Weight {
        functions,
        own_bytes,
        added_bytes: whole.len().saturating_sub(without.len()),
        added_sent_bytes: sent.saturating_sub(sent_without),
        module_bytes: whole.len(),
        module_sent_bytes: sent,
    })
}

/// A function of the engine, or of another crate made for a type of the engine.
fn is_of_the_engine(name: &str) -> bool {
    name.contains(ENGINE)
}

/// The module without names and without what nobody uses.
fn cleaned(
    toolchain: &Toolchain,
    folder: &Path,
    name: &str,
    module: &[u8],
) -> Result<Vec<u8>, XtaskError> {
    let from = folder.join(format!("{name}.named.wasm"));
    let to = folder.join(format!("{name}.wasm"));
    fs::write(&from, module).map_err(XtaskError::file(&from))?;
    let mut command = toolchain.command(toolchain.tool(Tool::WasmOpt)?);
    command
        .args(FEATURES)
        .args(["--remove-unused-module-elements", "--strip-debug"])
        .arg(&from)
        .arg("-o")
        .arg(&to);
    build_step("Remove what nobody uses", command, &toolchain.logs())?;
    fs::read(&to).map_err(XtaskError::file(&to))
}

fn sent_bytes(module: &[u8]) -> Result<usize, XtaskError> {
    let packed = bundle::brotli(module).map_err(XtaskError::file("brotli"))?;
    Ok(packed.len())
}

#[cfg(test)]
mod tests {
    use super::is_of_the_engine;

    #[test]
    fn functions_of_and_for_the_engine_are_its_own() {
        assert!(is_of_the_engine("booking_engine::price::price"));
        assert!(is_of_the_engine(
            "<booking_engine::quote::Quote as serde::ser::Serialize>::serialize"
        ));
        assert!(!is_of_the_engine("booking_widget::flow::price::priced"));
        assert!(!is_of_the_engine(
            "rust_decimal::decimal::Decimal::normalize"
        ));
    }
}
