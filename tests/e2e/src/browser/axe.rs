//! axe-core, which looks for barriers in pages.

use std::path::PathBuf;

use super::Browser;
use crate::stack::workspace;

/// What axe-core has to say.
impl Browser {
    /// What axe-core finds on the current page or frame, a line each.
    pub async fn axe(&self) -> Vec<String> {
        self.load_axe().await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
                r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))),
                e => done(['axe failed: ' + e]));";
        let found = self
            .client
            .execute_async(script, vec![])
            .await
            .expect("axe-core runs");
        let found = found.as_array().expect("a list").clone();
        found
            .iter()
            .map(|v| v.as_str().unwrap_or("?").to_owned())
            .collect()
    }

    /// Puts axe-core into the current page or frame.
    pub async fn load_axe(&self) {
        let file = std::env::var_os("AXE").map_or_else(
            || workspace().join(".tools/node_modules/axe-core/axe.min.js"),
            PathBuf::from,
        );
        let source =
            std::fs::read_to_string(&file).expect("axe-core: `cargo xtask test` installs it");
        self.client
            .execute(&source, vec![])
            .await
            .expect("axe-core loads");
    }
}
