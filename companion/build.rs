//! Makes ready what the pages say, tells cargo when the files inside a release have changed, and
//! keeps fail points out of it.
//!
//! A debug build reads the bundle's files when it starts, so only a release watches the folders;
//! there, one that is missing counts as changed until it is made. The texts of every language are
//! held against English and compressed here; one that is not complete stops the build.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

#[path = "build/fail_points.rs"]
mod fail_points;

/// The widget's texts, and those of the pages around it.
const TEXTS: [&str; 2] = ["../assets/texts", "../assets/texts/pages"];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    fail_points::stay_out_of_releases();
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        for folder in ["../dist", "../assets/covers", "../assets/demo"] {
            println!("cargo::rerun-if-changed={folder}");
        }
    }
    match texts() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Writes the table of every language, plain and compressed, that of its first look, the texts of its
/// pages, and the code that knows them.
fn texts() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", TEXTS[0]);
    let widget = booking_texts::read(Path::new(TEXTS[0]))?;
    let later = booking_texts::later(Path::new(TEXTS[0]), &widget[0])?;
    let pages = booking_texts::read(Path::new(TEXTS[1]))?;
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let mut code = booking_texts::accessors(&pages[0]);
    code.push_str("/// Every language, English first.\nconst SOURCES: &[Source] = &[\n");
    for (own, page) in widget.iter().zip(&pages) {
        let (tag, table) = (&own.tag, own.table(&widget[0]));
        fs::write(out.join(format!("{tag}.txt")), &table)?;
        fs::write(out.join(format!("{tag}.txt.br")), brotli(table.as_bytes())?)?;
        let first = own.first_table(&widget[0], &later);
        fs::write(out.join(format!("{tag}-first.txt")), first)?;
        fs::write(out.join(format!("{tag}-page.txt")), page.table(&pages[0]))?;
        writeln!(
            code,
            "    Source {{ tag: {tag:?}, table: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{tag}.txt\")), \
             packed: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{tag}.txt.br\")), \
             first: include_str!(concat!(env!(\"OUT_DIR\"), \"/{tag}-first.txt\")), \
             page: include_str!(concat!(env!(\"OUT_DIR\"), \"/{tag}-page.txt\")) }},"
        )?;
    }
    code.push_str("];\n");
    fs::write(out.join("speech.rs"), code)?;
    fs::write(out.join("words.rs"), booking_texts::accessors(&widget[0]))?;
    Ok(())
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, 11, 22);
    writer.write_all(plain)?;
    writer.flush()?;
    drop(writer);
    Ok(packed)
}
