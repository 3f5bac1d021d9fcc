//! `cargo xtask demo`: companion and Stripe double with demo data, until Ctrl-C.

use std::env;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use free_port::free_port;

use crate::cli::DemoOptions;
use crate::error::XtaskError;
use crate::process::Process;
use crate::programs::{self, Payments, Programs};
use crate::toolchain::Toolchain;
use crate::{bundle, gallery, http};

/// How often the running demo looks whether everything still runs.
const GLANCE: Duration = Duration::from_millis(200);

/// Builds what is needed and runs the demo until it is interrupted.
pub(crate) fn run(toolchain: &Toolchain, options: &DemoOptions) -> Result<(), XtaskError> {
    // Before the minutes that a first build takes, not after.
    if !http::is_free(options.port) {
        return Err(XtaskError::PortInUse(options.port));
    }
    let payments = payments(
        is_set(programs::SECRET_KEY_VARIABLE),
        is_set(programs::WEBHOOK_SECRET_VARIABLE),
    )?;

    bundle::build(toolchain)?;
    let gallery = gallery::draw(toolchain)?;
    let programs = Programs::build(toolchain)?;
    let result = serve(toolchain, options, &programs, payments, &gallery);
    if matches!(result, Err(XtaskError::Interrupted)) {
        println!("\nThe demo has ended, and with it every process that it started.");
        return Ok(());
    }
    result
}

fn serve(
    toolchain: &Toolchain,
    options: &DemoOptions,
    programs: &Programs,
    payments: Payments,
    gallery: &Path,
) -> Result<(), XtaskError> {
    let folder = toolchain.target_dir().join("demo");
    let port = options.port;
    let started = Instant::now();
    // Started in this order and, as the list is dropped from its start, ended in this order.
    let mut running = Vec::new();
    if let Payments::Double { port: double_port } = payments {
        let command = programs.stripe_double(toolchain, double_port, port);
        let mut double = Process::start(programs::STRIPE_DOUBLE, command, &folder)?;
        double.wait_until_ready(double_port, None)?;
        running.push(double);
    }
    let database_url = options
        .database_url
        .clone()
        .unwrap_or_else(|| programs::sqlite_url(&folder.join("booking.db")));
    let mut command = programs.companion(toolchain, port, &database_url, payments);
    command.arg("--gallery").arg(gallery);
    let mut companion = Process::start(programs::COMPANION, command, &folder)?;
    companion.wait_until_ready(port, Some(programs::READY_PATH))?;
    running.insert(0, companion);

    print_addresses(port, payments, &database_url, started.elapsed());
    for process in &running {
        println!("  log         {}", process.log().display());
    }
    println!("\nCtrl-C ends everything.");
    loop {
        for process in &mut running {
            process.must_run()?;
        }
        thread::sleep(GLANCE);
    }
}

/// Decides whom the companion pays with, from which of Stripe's two secrets are set.
fn payments(secret_key: bool, webhook_secret: bool) -> Result<Payments, XtaskError> {
    let (missing, set) = match (secret_key, webhook_secret) {
        (true, true) => return Ok(Payments::Stripe),
        (false, false) => {
            let port = free_port();
            return Ok(Payments::Double { port });
        }
        (true, false) => (
            programs::WEBHOOK_SECRET_VARIABLE,
            programs::SECRET_KEY_VARIABLE,
        ),
        (false, true) => (
            programs::SECRET_KEY_VARIABLE,
            programs::WEBHOOK_SECRET_VARIABLE,
        ),
    };
    Err(XtaskError::Missing {
        what: format!("{set} is set, but {missing} is not"),
        advice: "Set both to talk to Stripe, or neither to use the stand-in.".to_owned(),
    })
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn print_addresses(port: u16, payments: Payments, database_url: &str, took: Duration) {
    // The host pages are asked for under another name of this machine: to a browser that is
    // another origin, as a business's own site is.
    let host = format!("http://localhost:{port}");
    let companion = programs::origin(port);
    println!("\nThe demo is up after {:.1} s.\n", took.as_secs_f64());
    println!("  overview    {host}{}", programs::DEMO_PATH);
    println!("  gallery     {host}{}gallery/", programs::DEMO_PATH);
    for (name, page) in programs::DEMO_PAGES {
        println!("\n  {name}");
        println!("  its site    {host}{}", page.host);
        println!("  by itself   {companion}{}", page.hosted);
    }
    println!();
    if let Ok(overview) = http::get(port, programs::DEMO_PATH, "identity") {
        let page = String::from_utf8_lossy(&overview.body);
        for (code, effect) in rows_on(&page, "<code>") {
            println!("  code        {code:<11} {effect}");
        }
        println!("\n  dashboard   {companion}{}", programs::SIGN_IN_PATH);
        if let Some(password) = password_on(&page) {
            println!("  password    {password}");
        }
        for (account, who) in rows_on(&page, "<code class=\"account\">") {
            println!("  account     {account:<19} {}", who.replace("&amp;", "&"));
        }
    }
    println!();
    match payments {
        Payments::Double { port } => println!(
            "  payments    a stand-in for Stripe at {}; no money moves",
            programs::origin(port)
        ),
        Payments::Stripe => println!(
            "  payments    Stripe, with your keys; let it send events to {companion}/v1/stripe/webhooks,\n              \
             for example with `stripe listen --forward-to {companion}/v1/stripe/webhooks`"
        ),
    }
    println!("  database    {database_url}");
}

/// The rows of the tables on the demo's overview page whose first cell is written so, with their
/// second cell: codes to try and what they do, or accounts and whose they are.
fn rows_on<'p>(page: &'p str, open: &str) -> Vec<(&'p str, &'p str)> {
    page.split(open)
        .skip(1)
        .filter_map(|rest| {
            let (code, rest) = rest.split_once("</code>")?;
            let (_, cell) = rest.split_once("<td>")?;
            let (effect, _) = cell.split_once("</td>")?;
            Some((code, effect))
        })
        .collect()
}

/// The password of the demo's accounts.
fn password_on(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<code class=\"password\">")?;
    Some(rest.split_once("</code>")?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_accounts_are_read_from_the_overview() {
        let page = "<table><caption>Codes</caption>\
            <tr><th scope=\"row\"><code>WELCOME10</code></th><td>10 % off</td></tr>\n\
            <tr><th scope=\"row\"><code>LASTONE</code></th><td>one use left</td></tr></table>\
            <p>with <code class=\"password\">open</code></p><table>\
            <tr><th scope=\"row\"><code class=\"account\">a@b.c</code></th><td>Owner</td></tr>";
        assert_eq!(
            rows_on(page, "<code>"),
            [("WELCOME10", "10 % off"), ("LASTONE", "one use left")]
        );
        assert_eq!(
            rows_on(page, "<code class=\"account\">"),
            [("a@b.c", "Owner")]
        );
        assert_eq!(password_on(page), Some("open"));
        assert_eq!(rows_on("<p>no table</p>", "<code>"), []);
        assert_eq!(password_on("<p>no table</p>"), None);
    }

    #[test]
    fn stripe_is_used_only_with_both_of_its_secrets() {
        assert_eq!(
            payments(true, true).expect("both are set"),
            Payments::Stripe
        );
        assert!(matches!(
            payments(false, false).expect("neither is set"),
            Payments::Double { .. }
        ));
        let error = payments(true, false).expect_err("one is missing");
        assert!(error.to_string().contains("STRIPE_WEBHOOK_SECRET is not"));
        let error = payments(false, true).expect_err("one is missing");
        assert!(error.to_string().contains("STRIPE_SECRET_KEY is not"));
    }
}
