//! The suites of `cargo xtask test`, in the order in which they run: what answers fast and fails
//! often comes first.

/// One part of what CI runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    /// Every file is formatted.
    Fmt,
    /// Lints of the whole workspace, natively.
    Clippy,
    /// Lints of what is built for the browser.
    ClippyWasm,
    /// Licences, sources, duplicates and advisories of the dependencies.
    Deny,
    /// Prices and coupons, and what measures and compares them.
    Engine,
    /// Bodies on the wire.
    Contract,
    /// The widget's flow and views, natively.
    Widget,
    /// The dashboard's own thinking, natively.
    Dashboard,
    /// xtask itself.
    Xtask,
    /// The stand-in for Stripe.
    StripeDouble,
    /// Stripe's own SDKs and command line against the stand-in.
    StripeGates,
    /// The script tag.
    Loader,
    /// The bundle is built, and a first visit stays within its limit.
    Bundle,
    /// The companion over HTTP, on SQLite.
    Companion,
    /// The same tests on PostgreSQL.
    CompanionPostgres,
    /// Crashes, crowds and faults, in short, on both databases.
    Proof,
    /// Everything that the description of the HTTP surface allows, and what it does not.
    HttpProperty,
    /// The widget in a browser, and the same quotes in wasm as natively.
    Browser,
    /// Every state of both widgets as the gallery shows it, in a browser.
    Gallery,
    /// Whole bookings in a browser.
    E2e,
    /// Bookings on the pages of businesses, in Chromium, Firefox and WebKitGTK.
    Hosts,
}

impl Suite {
    /// All suites, in order.
    pub(crate) const ALL: [Self; 21] = [
        Self::Fmt,
        Self::Clippy,
        Self::ClippyWasm,
        Self::Deny,
        Self::Engine,
        Self::Contract,
        Self::Widget,
        Self::Dashboard,
        Self::Xtask,
        Self::StripeDouble,
        Self::Loader,
        Self::Bundle,
        Self::Companion,
        Self::CompanionPostgres,
        Self::Proof,
        Self::StripeGates,
        Self::HttpProperty,
        Self::Browser,
        Self::Gallery,
        Self::E2e,
        Self::Hosts,
    ];

    /// The name on the command line and in the closing table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::ClippyWasm => "clippy-wasm",
            Self::Deny => "deny",
            Self::Engine => "engine",
            Self::Contract => "contract",
            Self::Widget => "widget",
            Self::Dashboard => "dashboard",
            Self::Xtask => "xtask",
            Self::StripeDouble => "stripe-double",
            Self::StripeGates => "stripe-gates",
            Self::Loader => "loader",
            Self::Bundle => "bundle",
            Self::Companion => "companion",
            Self::CompanionPostgres => "companion-postgres",
            Self::Proof => "proof",
            Self::HttpProperty => "http-property",
            Self::Browser => "browser",
            Self::Gallery => "gallery",
            Self::E2e => "e2e",
            Self::Hosts => "hosts",
        }
    }

    /// The suite of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }
}
