//! Firefox: how it is started. Its window is never narrower than 500 CSS pixels, a phone's neither.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use fantoccini::wd::Capabilities;
use serde_json::json;

use super::process::guarded;
use super::{Device, Lack, console_of};

/// The server that drives it: `GECKODRIVER`, or what is on the path. The browser prints what its
/// console shows.
pub(super) fn server(port: u16, profile: &Path) -> Command {
    let program = std::env::var_os("GECKODRIVER").unwrap_or_else(|| "geckodriver".into());
    let console = File::create(console_of(profile)).expect("a file for the console");
    let mut command = guarded(program);
    command
        .arg(format!("--port={port}"))
        .args(["--log", "warn"])
        // Other folders of the user's than the profile are written to as well.
        .env("HOME", profile)
        .stderr(console.try_clone().expect("a second handle"))
        .stdout(console);
    command
}

pub(super) fn capabilities(device: Device, profile: &Path, lack: Lack) -> Capabilities {
    let folder = profile.join("profile");
    std::fs::create_dir_all(&folder).expect("a folder for the profile");
    let mut options = json!({
        "args": ["-headless", "-profile", folder],
        "prefs": {
            "devtools.console.stdout.content": true,
            "devtools.console.stdout.chrome": false,
            "intl.accept_languages": "en-US, en",
            // It asks Mozilla for experiments otherwise, and complains when nobody answers.
            "messaging-system.rsexperimentloader.enabled": false,
            "app.normandy.enabled": false,
            "nimbus.rollouts.enabled": false,
            "services.settings.server": "data:,",
        },
    });
    // Cookies of nobody; or those of the page's own site alone. The rest of the storage goes along.
    match lack {
        Lack::Storage => options["prefs"]["network.cookie.cookieBehavior"] = json!(2),
        Lack::ForeignStorage => options["prefs"]["network.cookie.cookieBehavior"] = json!(1),
        _ => {}
    }
    if let Device::LargeText = device {
        options["prefs"]["font.size.variable.x-western"] = json!(32);
    }
    let program = std::env::var_os("FIREFOX").unwrap_or_else(|| "firefox-esr".into());
    options["binary"] = json!(program.to_string_lossy());
    let mut capabilities = Capabilities::new();
    capabilities.insert("moz:firefoxOptions".to_owned(), options);
    capabilities
}

/// Whether a printed line is an error of a page's, and not of the browser's own scripts.
pub(super) fn is_error(line: &str) -> bool {
    let own = ["resource://", "chrome://"];
    // Its own loader of experiments writes there as pages do.
    (line.starts_with("console.error: ") && !line.starts_with("console.error: RSLoader: "))
        || line
            .strip_prefix("JavaScript error: ")
            .is_some_and(|rest| !own.iter().any(|scheme| rest.starts_with(scheme)))
}
