//! `cargo xtask demo` and `cargo xtask test`: the two commands of the repository; and `bench`,
//! `fuzz`, `mutants`, `shots` and `soak`, which ask more than every change must wait for.
//!
//! All install what is missing, say what they install, build, and run. How things get onto the
//! machine is the business of [`toolchain`] alone; [`step`] runs one command in sight of the
//! user; [`bundle`] turns the sources into what a guest downloads; [`demo`] and [`test`] put it
//! all together.

use std::process::ExitCode;

use crate::cli::Task;
use crate::error::XtaskError;
use crate::toolchain::Toolchain;

mod bench;
mod bundle;
mod cli;
mod counts;
mod demo;
mod error;
mod fuzz;
mod gallery;
mod http;
mod http_property;
mod interrupt;
mod ledger;
mod mutants;
mod names;
mod order;
mod parts;
mod postgres;
mod process;
mod programs;
mod soak;
mod step;
mod stripe_gates;
mod suites;
mod test;
mod toolchain;

fn main() -> ExitCode {
    interrupt::listen();
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, XtaskError> {
    let task = cli::parse(lexopt::Parser::from_env())?;
    if task == Task::Help {
        println!("{}", cli::HELP);
        return Ok(ExitCode::SUCCESS);
    }
    let toolchain = Toolchain::find()?;
    match task {
        Task::Help => {}
        Task::Demo(options) => demo::run(&toolchain, &options)?,
        Task::Test { only } => return test::run(&toolchain, only),
        Task::Bench(options) => bench::run(&toolchain, &options)?,
        Task::Fuzz { seconds } => fuzz::run(&toolchain, seconds)?,
        Task::Mutants { file } => return mutants::run(&toolchain, file.as_deref()),
        Task::Soak(options) => soak::run(&toolchain, &options)?,
        Task::Shots { only } => gallery::shots(&toolchain, only.as_deref())?,
        Task::Bundle => bundle::build(&toolchain)?.print(),
        Task::Tools => toolchain.install_everything()?,
    }
    Ok(ExitCode::SUCCESS)
}
