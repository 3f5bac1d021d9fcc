//! The `booking-companion` command.

use std::process::ExitCode;

use booking_companion::config::{Cli, Command};
use booking_companion::quote_command::Answer;
use clap::Parser;

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(options) => booking_companion::serve::run(&options),
        Command::Migrate(options) => booking_companion::serve::migrate(&options),
        Command::Check(options) => booking_companion::serve::check(&options),
        Command::Refund(options) => booking_companion::owner_command::refund(&options),
        Command::Resolve(options) => booking_companion::owner_command::resolve(&options),
        Command::MemberSecret(options) => booking_companion::member::command::run(&options),
        Command::Webhooks(options) => booking_companion::outbox::command::run(&options),
        Command::Business(options) => booking_companion::people::command::business(&options),
        Command::User(options) => booking_companion::people::command::user(&options),
        Command::Quote(options) => {
            let answer = if options.explain {
                Answer::Explained
            } else {
                Answer::Quote
            };
            booking_companion::quote_command::run(&options.file, answer)
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("booking-companion: {error}");
            ExitCode::FAILURE
        }
    }
}
