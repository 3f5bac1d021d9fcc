//! What the engine depends on: the list, and nothing that brings a clock or randomness along.
//!
//! Once as the manifests ask for it and once as cargo resolves it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What the engine may depend on, with all features that it asks for. utoipa writes the
/// companion's API document and is off in the browser. Another name or feature needs a reason
/// in ARCHITECTURE.md.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("chrono", &["alloc", "serde"]),
    ("litemap", &["alloc", "serde"]),
    ("rust_decimal", &[]),
    ("serde", &["derive"]),
    ("utoipa", &["chrono"]),
];

/// Everything that is compiled into the engine for guests, what those bring along included.
const RESOLVED: &[&str] = &[
    "arrayvec",
    "booking-engine",
    "chrono",
    "litemap",
    "num-traits",
    "rust_decimal",
    "serde",
    "serde_core",
];

#[test]
fn the_manifest_asks_for_nothing_beyond_the_list() {
    let manifest = read("Cargo.toml");
    let names: Vec<_> = DEPENDENCIES.iter().map(|(name, _)| *name).collect();
    assert_eq!(dependencies(&manifest), names);
    assert!(
        manifest.contains("\nutoipa = { workspace = true, optional = true }\n"),
        "utoipa is for the companion alone"
    );
    assert!(!manifest.contains("\ndefault = "), "no feature by default");

    let workspace = read("../Cargo.toml");
    for (name, features) in DEPENDENCIES {
        // The engine adds no feature of its own to the workspace's.
        let plain = manifest.contains(&format!("\n{name}.workspace = true\n"));
        assert!(plain || *name == "utoipa", "{name}");
        assert_eq!(features_of(&workspace, name), *features, "{name}");
    }
    for name in ["chrono", "litemap", "rust_decimal"] {
        let declared = declaration(&workspace, name);
        assert!(declared.contains("default-features = false"), "{declared}");
    }
}

#[test]
fn what_cargo_resolves_for_the_engine_has_no_clock_and_nothing_beyond_the_list() {
    let tree = resolved(&[]);
    let mut names: Vec<_> = tree.lines().filter_map(package).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, RESOLVED);
    assert_eq!(resolved_features(&tree, "chrono"), ["alloc", "serde"]);
    assert!(resolved_features(&tree, "rust_decimal").is_empty());
}

/// Positive control: the same look at cargo's answer finds what a feature adds.
#[test]
fn what_cargo_resolves_names_what_a_feature_adds() {
    let tree = resolved(&["--features", "openapi"]);
    assert!(
        tree.lines()
            .filter_map(package)
            .any(|name| name == "utoipa")
    );
    let planted = "chrono v0.4.45 alloc,clock,now,serde (*)";
    assert_eq!(package(planted), Some("chrono"));
    let features = ["alloc", "clock", "now", "serde"];
    assert_eq!(resolved_features(planted, "chrono"), features);
}

#[test]
fn dependencies_are_found_however_a_manifest_writes_them() {
    let manifest = "[package]\nname = \"x\"\n\n[dependencies]\n# why\nb.workspace = true\n\
        a = \"1\"\n\n[dev-dependencies]\nno = \"1\"\n\n[build-dependencies]\nc = \"1\"\n\n\
        [dependencies.d]\nversion = \"1\"\n\n[target.'cfg(unix)'.dependencies]\ne = \"1\"\n\n\
        [target.'cfg(unix)'.dev-dependencies]\nno = \"1\"\n";
    assert_eq!(dependencies(manifest), ["a", "b", "c", "d", "e"]);
    let workspace = "x = \"1\"\na = { version = \"1\", features = [\"two\", \"one\"] }\n";
    assert_eq!(features_of(workspace, "a"), ["one", "two"]);
    assert!(features_of(workspace, "x").is_empty());
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names in every table of dependencies of a manifest but those for development.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(header) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            let development = header.contains("dev-dependencies");
            inside = header.ends_with("dependencies") && !development;
            if let Some((table, name)) = header.rsplit_once('.')
                && table.ends_with("dependencies")
                && !development
            {
                names.push(name);
            }
        } else if inside && !line.starts_with('#') && line.contains('=') {
            names.extend(line.split(['.', ' ', '=']).next());
        }
    }
    names.sort_unstable();
    names
}

/// The line of a manifest that declares a dependency.
fn declaration<'m>(manifest: &'m str, name: &str) -> &'m str {
    let mut lines = manifest.lines();
    lines
        .find(|line| line.split_once(" = ").is_some_and(|(key, _)| key == name))
        .unwrap_or_else(|| panic!("{name} is not declared"))
}

/// The features that the declaration of a dependency asks for, in order.
fn features_of<'m>(manifest: &'m str, name: &str) -> Vec<&'m str> {
    let declared = declaration(manifest, name);
    let Some((_, list)) = declared.split_once("features = [") else {
        return Vec::new();
    };
    let (list, _) = list.split_once(']').unwrap();
    let mut features: Vec<_> = list.split(", ").map(|f| f.trim_matches('"')).collect();
    features.sort_unstable();
    features
}

/// What cargo would build into the engine, for every target: one package and its features on
/// each line.
fn resolved(options: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--target", "all"])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(["--format", "{p} {f}", "--package", "booking-engine"])
        .args(options)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The package that a line of cargo's answer names.
fn package(line: &str) -> Option<&str> {
    line.split_whitespace().next()
}

/// The features with which cargo resolves a package.
fn resolved_features<'t>(tree: &'t str, name: &str) -> Vec<&'t str> {
    let line = tree.lines().find(|line| package(line) == Some(name));
    let line = line.unwrap_or_else(|| panic!("{name} is not resolved"));
    // After the name, the version and, where the package is ours, its folder.
    let features = line.split_whitespace().nth(2).unwrap_or_default();
    let features = features.split(',').filter(|f| !f.is_empty() && *f != "(*)");
    features.collect()
}
