//! How the companion and the Stripe double are built, started and asked: the one place of xtask
//! that knows their command lines.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::error::XtaskError;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;

/// The companion's package and binary.
pub(crate) const COMPANION: &str = "booking-companion";
/// The double's package and binary.
pub(crate) const STRIPE_DOUBLE: &str = "stripe-double";

/// What the companion reads its Stripe key from.
pub(crate) const SECRET_KEY_VARIABLE: &str = "STRIPE_SECRET_KEY";
/// What the companion reads its webhook secret from.
pub(crate) const WEBHOOK_SECRET_VARIABLE: &str = "STRIPE_WEBHOOK_SECRET";

/// The path that answers 200 once the companion can serve guests.
pub(crate) const READY_PATH: &str = "/readyz";
/// The overview of the demo, with addresses and codes to try.
pub(crate) const DEMO_PATH: &str = "/demo/";
/// Where owners sign in.
pub(crate) const SIGN_IN_PATH: &str = "/sign-in";
/// The frame's page of the demo's Neo calendar, which a first visit transfers.
pub(crate) const FRAME_PATH: &str = "/embed/kiln-studio";
/// The host pages and hosted pages of the demo, with what they are.
pub(crate) const DEMO_PAGES: [(&str, DemoPage); 2] = [
    (
        "Kiln & Clay, a pottery studio (Neo)",
        DemoPage {
            host: "/demo/neo.html",
            hosted: "/b/kiln-clay/kiln-studio",
        },
    ),
    (
        "Northlight Physio, a practice (Classic)",
        DemoPage {
            host: "/demo/classic.html",
            hosted: "/b/northlight/northlight-visits",
        },
    ),
];

/// The key that demo and tests pay with; no account has it.
pub(crate) const DEMO_SECRET_KEY: &str = "sk_test_demo";
/// What events of the double are signed with.
pub(crate) const DEMO_WEBHOOK_SECRET: &str = "whsec_demo";
/// Compiling both from nothing takes some minutes on 2 cores.
const BUILD_LIMIT: Duration = Duration::from_mins(40);

/// Where one business of the demo is found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DemoPage {
    /// The path of its own site, which embeds the widget.
    pub(crate) host: &'static str,
    /// The path of its booking page by itself.
    pub(crate) hosted: &'static str,
}

/// The two binaries.
#[derive(Debug)]
pub(crate) struct Programs {
    /// The companion.
    pub(crate) companion: PathBuf,
    /// The stand-in for Stripe.
    pub(crate) stripe_double: PathBuf,
}

/// Whom the companion pays with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payments {
    /// Stripe itself, with the keys in the environment.
    Stripe,
    /// A double on this port.
    Double {
        /// The double's port.
        port: u16,
    },
}

impl Programs {
    /// Builds both in the dev profile, which the tests use as well.
    ///
    /// Only the double is for development. The companion that a business runs is built with
    /// `--release`; what differs is speed.
    pub(crate) fn build(toolchain: &Toolchain) -> Result<Self, XtaskError> {
        println!("Building companion and Stripe double (some minutes when nothing is built yet).");
        let mut command = toolchain.cargo();
        command.args(["build", "-p", COMPANION, "-p", STRIPE_DOUBLE]);
        let logs = toolchain.logs();
        let finished = Step {
            title: "Build companion and double",
            echo: Echo::Heartbeat,
            limit: BUILD_LIMIT,
            logs: &logs,
        }
        .must(command, "Correct what the compiler says above.")?;
        println!("  done in {} s", finished.took.as_secs());
        let folder = toolchain.target_dir().join("debug");
        Ok(Self {
            companion: folder.join(COMPANION),
            stripe_double: folder.join(STRIPE_DOUBLE),
        })
    }

    /// The companion on a port of this machine, with the demo's data.
    pub(crate) fn companion(
        &self,
        toolchain: &Toolchain,
        port: u16,
        database_url: &str,
        payments: Payments,
    ) -> Command {
        let mut command = toolchain.command(&self.companion);
        command
            .args(["serve", "--demo", "--port", &port.to_string()])
            .args(["--public-url", &origin(port)])
            .args(["--database-url", database_url]);
        if let Payments::Double { port } = payments {
            command
                .args(["--stripe-api", &origin(port)])
                .env(SECRET_KEY_VARIABLE, DEMO_SECRET_KEY)
                .env(WEBHOOK_SECRET_VARIABLE, DEMO_WEBHOOK_SECRET);
        }
        command
    }

    /// The double on a port of this machine, with its events going to the companion's port.
    pub(crate) fn stripe_double(
        &self,
        toolchain: &Toolchain,
        port: u16,
        companion_port: u16,
    ) -> Command {
        let mut command = toolchain.command(&self.stripe_double);
        command
            .args(["--port", &port.to_string()])
            .args(["--secret-key", DEMO_SECRET_KEY])
            .args(["--webhook-secret", DEMO_WEBHOOK_SECRET])
            .arg("--webhook-url")
            .arg(format!("{}/v1/stripe/webhooks", origin(companion_port)));
        command
    }
}

/// The origin of a process on this machine.
pub(crate) fn origin(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// The address of an `SQLite` file.
pub(crate) fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}
