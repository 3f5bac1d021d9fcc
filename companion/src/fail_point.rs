//! Where a campaign kills the companion: named places around every commit and every call of
//! Stripe's. Without the feature `fail-points` they are nothing at all, and `build.rs` refuses
//! the feature in a release.
//!
//! `FAIL_POINT=name[:nth]` in the environment makes the process send itself SIGKILL when it comes
//! to that place, or comes there for the nth time: nothing is written, closed or answered after.

/// Every place, in the order of an order's life.
#[cfg(feature = "fail-points")]
pub const NAMES: &[&str] = &[
    "confirm:before-transaction",
    "confirm:before-commit",
    "confirm:after-commit",
    "coupon:before-call",
    "coupon:after-call",
    "attempt:before-commit",
    "attempt:after-commit",
    "session:before-call",
    "session:after-call",
    "note:before-commit",
    "note:after-commit",
    "confirm:before-answer",
    "leave:before-commit",
    "leave:after-commit",
    "webhook:before-call",
    "webhook:after-call",
    "webhook:before-answer",
    "ask:before-call",
    "ask:after-call",
    "settle:before-commit",
    "settle:after-commit",
    "sweep:before-commit",
    "sweep:after-commit",
    "look:before-commit",
    "look:after-commit",
    "close:before-commit",
    "close:after-commit",
    "find:before-call",
    "find:after-call",
    "found:before-commit",
    "found:after-commit",
    "expire:before-call",
    "expire:after-call",
    "give-back:before-commit",
    "give-back:after-commit",
    "refund:before-transaction",
    "refund:before-commit",
    "refund:after-commit",
    "refund:before-call",
    "refund:after-call",
    "refund-sweep:before-commit",
    "refund-sweep:after-commit",
    "refunds:before-call",
    "refunds:after-call",
    "refunds:before-commit",
    "refunds:after-commit",
    "deliver:before-claim",
    "deliver:after-claim",
    "deliver:before-post",
    "deliver:after-post",
    "deliver:before-commit",
    "deliver:after-commit",
];

/// Ends the process where the environment says that it ends here.
#[cfg(feature = "fail-points")]
pub(crate) fn here(name: &'static str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    struct Planned {
        name: String,
        /// How many visits are let through before.
        left: AtomicU32,
    }
    static PLANNED: LazyLock<Option<Planned>> = LazyLock::new(|| {
        let asked = std::env::var("FAIL_POINT").ok()?;
        // Names hold one colon themselves.
        let (name, nth) = match asked.rsplit_once(':') {
            Some((name, nth)) if nth.bytes().all(|byte| byte.is_ascii_digit()) => {
                (name, nth.parse().ok()?)
            }
            _ => (asked.as_str(), 1),
        };
        Some(Planned {
            name: name.to_owned(),
            left: AtomicU32::new(nth),
        })
    });
    debug_assert!(NAMES.contains(&name), "{name} is not listed");
    if let Some(planned) = &*PLANNED
        && planned.name == name
        && planned.left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        // Cannot fail for the process itself; it does not return.
        let _ = kill(Pid::this(), Signal::SIGKILL);
    }
}

/// Nothing.
#[cfg(not(feature = "fail-points"))]
#[inline]
pub(crate) const fn here(_name: &'static str) {}
