//! How the account is set up: what a real one has in its dashboard.

use serde::{Deserialize, Serialize};

/// The settings. Every one can be changed while the double runs.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct Settings {
    /// Whether the page offers a bank debit, whose money comes, or fails, later.
    pub(crate) delayed_methods: bool,
    /// Whether refunds stay pending until the control ends them, as those of bank debits do.
    pub(crate) pending_refunds: bool,
}

/// New values of some settings; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingChanges {
    delayed_methods: Option<bool>,
    pending_refunds: Option<bool>,
}

impl Settings {
    pub(crate) fn change(&mut self, changes: &SettingChanges) {
        self.delayed_methods = changes.delayed_methods.unwrap_or(self.delayed_methods);
        self.pending_refunds = changes.pending_refunds.unwrap_or(self.pending_refunds);
    }
}
