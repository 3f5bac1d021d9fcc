//! `booking-proof soak`: the long campaigns; `booking-proof companion serve`: the companion that
//! they kill.

use std::process::ExitCode;

use booking_companion::config::{Cli, Command};
use booking_proof::soak::{self, Soak};
use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(about = "Campaigns that the companion has to come through")]
struct Options {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run campaigns until the time is over.
    Soak(Soak),
    /// Be the companion, with fail points.
    #[command(disable_help_flag = true)]
    Companion {
        /// Its own command line.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Options::parse().task {
        Task::Soak(soak) => soak::run(&soak).map_err(|failure| failure.to_string()),
        Task::Companion { arguments } => companion(arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("booking-proof: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn companion(arguments: Vec<String>) -> Result<(), String> {
    let name = "booking-companion".to_owned();
    match Cli::parse_from(std::iter::once(name).chain(arguments)).command {
        Command::Serve(options) => {
            booking_companion::serve::run(&options).map_err(|failure| failure.to_string())
        }
        _ => Err("the other commands have no fail points".to_owned()),
    }
}
