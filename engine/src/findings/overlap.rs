//! Coupons of which a guest can use only one although several are for the same booking.

use super::appointment::Window;
use super::trial::covers;
use super::{Books, Flaw, Found, Severity, Subject};
use crate::{Conditions, Coupon, Hours};

/// The most other coupons that a finding names.
const NAMED_MAX: usize = 8;

/// A coupon that can be used, and what for.
struct Live<'d> {
    coupon: &'d Coupon,
    window: Window,
    /// One bit for each offer of each calendar.
    covered: Vec<bool>,
}

/// Reports, for each coupon that guests can come by, the others that can be used for the same
/// bookings at the same time.
pub(super) fn check(books: &Books<'_>, found: &mut Found) {
    let live: Vec<Live<'_>> = (books.coupons.values())
        .filter(|coupon| coupon.active && books.is_obtainable(coupon))
        .filter_map(|coupon| Live::of(coupon, books))
        .collect();
    for one in &live {
        let others = live
            .iter()
            .filter(|other| one.coupon.id != other.coupon.id && one.meets(other));
        let others: Vec<_> = others.map(|other| &other.coupon.id).collect();
        if others.is_empty() {
            continue;
        }
        found.subject = Some(Subject::Coupon {
            coupon_id: one.coupon.id.clone(),
        });
        let flaw = Flaw::Overlaps {
            count: u32::try_from(others.len()).unwrap_or(u32::MAX),
            others: others.into_iter().take(NAMED_MAX).cloned().collect(),
        };
        found.add(Severity::Notice, flaw);
    }
}

impl<'d> Live<'d> {
    fn of(coupon: &'d Coupon, books: &Books<'_>) -> Option<Self> {
        let window = Window::of(books.now, coupon.starts_at, [coupon.ends_at, None])?;
        let offers = books.calendars.iter().flat_map(|calendar| {
            let covers = |offer| covers(coupon, calendar.terms, offer);
            calendar.list.iter().map(covers)
        });
        Some(Self {
            coupon,
            window,
            covered: offers.collect(),
        })
    }

    fn meets(&self, other: &Self) -> bool {
        let mut covered = self.covered.iter().zip(&other.covered);
        let (a, b) = (self.coupon, other.coupon);
        self.window.meets(&other.window)
            && share(&a.customers, &b.customers)
            && meet(&a.conditions, &b.conditions)
            && covered.any(|(a, b)| *a && *b)
    }
}

/// Whether an appointment may meet both; staff is a matter of the offers.
fn meet(a: &Conditions, b: &Conditions) -> bool {
    let first = a.first_date.max(b.first_date);
    let last = [a.last_date, b.last_date].into_iter().flatten().min();
    let lead_min = a.lead_minutes_min.max(b.lead_minutes_min);
    let lead_max = [a.lead_minutes_max, b.lead_minutes_max];
    share(&a.weekdays, &b.weekdays)
        && share(&a.locations, &b.locations)
        && last.is_none_or(|last| first <= Some(last))
        && (lead_max.into_iter().flatten().min()).is_none_or(|max| lead_min <= Some(max))
        && match (a.hours, b.hours) {
            (Some(a), Some(b)) => hours_meet(a, b),
            _ => true,
        }
}

/// Two spans of the day meet exactly where one begins within the other.
fn hours_meet(a: Hours, b: Hours) -> bool {
    a.contains(b.from_minute) || b.contains(a.from_minute)
}

/// Whether two lists, of which an empty one means everything, have something in common.
fn share<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|it| b.contains(it))
}
