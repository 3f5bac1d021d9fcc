//! What is wrong with a coupon as it is written, before anything is priced.

use std::collections::BTreeSet;

use super::appointment::{self, Window};
use super::trial::covers;
use super::{Books, Flaw, Found, Severity};
use crate::{Benefit, Coupon, Currency, Scope};

pub(super) fn check(coupon: &Coupon, books: &Books<'_>, found: &mut Found) {
    if coupon.name.trim().is_empty() {
        found.add(Severity::Warning, Flaw::NameBlank);
    }
    check_times(coupon, books, found);
    check_benefit(coupon, books, found);
    check_limits(coupon, books, found);
    check_scope(coupon, books, found);
}

fn check_times(coupon: &Coupon, books: &Books<'_>, found: &mut Found) {
    match (coupon.starts_at, coupon.ends_at) {
        (Some(starts_at), Some(ends_at)) if ends_at < starts_at => {
            let flaw = Flaw::EndsBeforeItStarts { starts_at, ends_at };
            found.add(Severity::Error, flaw);
        }
        (_, Some(ended_at)) if ended_at < books.now => {
            found.add(Severity::Warning, Flaw::AlreadyOver { ended_at });
        }
        _ => {}
    }
    let before = found.findings.len();
    appointment::check(&coupon.conditions, books.now, found);
    // What no single condition explains, their conjunction and the coupon's own time do.
    let explained = found.findings.iter().skip(before);
    if !explained
        .into_iter()
        .any(|it| it.severity == Severity::Error)
        && let Some(window) = Window::of(books.now, coupon.starts_at, [coupon.ends_at, None])
        && appointment::first(&coupon.conditions, &window).is_none()
    {
        found.add(Severity::Error, Flaw::NoAppointment);
    }
}

fn check_benefit(coupon: &Coupon, books: &Books<'_>, found: &mut Found) {
    let currencies = currencies(coupon, books);
    match &coupon.benefit {
        Benefit::Percent {
            max_discount_minor: Some(cap_minor),
            ..
        } => {
            if *cap_minor <= 0 {
                let cap_minor = *cap_minor;
                found.add(Severity::Error, Flaw::CapNotPositive { cap_minor });
            } else {
                for currency in currencies {
                    check_step(currency, *cap_minor, found);
                }
            }
        }
        Benefit::Percent { .. } => {}
        Benefit::Fixed { amounts_minor } if amounts_minor.is_empty() => {
            found.add(Severity::Error, Flaw::NoAmount);
        }
        Benefit::Fixed { amounts_minor } => {
            for (&currency, &amount_minor) in amounts_minor {
                if amount_minor > 0 {
                    check_step(currency, amount_minor, found);
                } else {
                    let flaw = Flaw::AmountNotPositive {
                        currency,
                        amount_minor,
                    };
                    found.add(Severity::Error, flaw);
                }
            }
            let lacks = |currency: &&Currency| !amounts_minor.contains_key(currency);
            let severity = if currencies.iter().all(|currency| lacks(&currency)) {
                Severity::Error
            } else {
                Severity::Warning
            };
            for &currency in currencies.iter().filter(lacks) {
                found.add(severity, Flaw::NoAmountInCurrency { currency });
            }
        }
    }
}

fn check_step(currency: Currency, amount_minor: i64, found: &mut Found) {
    let step_minor = currency.charge_step_minor();
    if amount_minor.checked_rem(step_minor) != Some(0) {
        let flaw = Flaw::OffStep {
            currency,
            amount_minor,
            step_minor,
        };
        found.add(Severity::Error, flaw);
    }
}

/// The currencies of the calendars that sell something the coupon covers.
fn currencies(coupon: &Coupon, books: &Books<'_>) -> BTreeSet<Currency> {
    let covered = books.calendars.iter().filter(|calendar| {
        let mut offers = calendar.list.iter();
        offers.any(|offer| covers(coupon, calendar.terms, offer))
    });
    covered.map(|calendar| calendar.terms.currency).collect()
}

fn check_limits(coupon: &Coupon, books: &Books<'_>, found: &mut Found) {
    if coupon.max_redemptions == Some(0) {
        found.add(Severity::Error, Flaw::NoRedemptions);
    }
    if coupon.max_per_customer == Some(0) {
        found.add(Severity::Error, Flaw::NoRedemptionsPerCustomer);
    }
    let is_over = coupon.ends_at.is_some_and(|end| end < books.now);
    if !is_over && !books.is_obtainable(coupon) {
        found.add(Severity::Warning, Flaw::NotObtainable);
    }
    let is_limited = coupon.max_redemptions.is_some()
        || coupon.max_per_customer.is_some()
        || coupon.first_purchase_only
        || !coupon.customers.is_empty();
    let free = match &coupon.benefit {
        Benefit::Percent {
            percent,
            max_discount_minor: None,
        } => "100".parse() == Ok(*percent),
        _ => false,
    };
    let mut codes = books.codes_of(coupon).iter();
    let open = codes.any(|code| {
        code.max_redemptions.is_none() && !code.first_purchase_only && code.customer.is_none()
    });
    if free && open && !is_limited {
        found.add(Severity::Warning, Flaw::FreeWithoutLimit);
    }
}

fn check_scope(coupon: &Coupon, books: &Books<'_>, found: &mut Found) {
    let sold = || {
        books
            .calendars
            .iter()
            .flat_map(|it| it.terms.services.iter())
    };
    let covered = || {
        books.calendars.iter().any(|calendar| {
            let mut services = calendar.terms.services.iter();
            services.any(|service| {
                coupon
                    .scope
                    .covers(&calendar.terms.calendar_id, &service.id)
            })
        })
    };
    if let Scope::Only {
        calendars,
        services,
    } = &coupon.scope
    {
        if !covered() {
            return found.add(Severity::Error, Flaw::NothingInScope);
        }
        let is_open = |id: &_| books.calendars.iter().any(|it| it.terms.calendar_id == *id);
        let gone_calendars: BTreeSet<_> = calendars.iter().filter(|id| !is_open(*id)).collect();
        let is_sold = |id: &_| sold().any(|service| service.id == *id);
        let gone_services: BTreeSet<_> = services.iter().filter(|id| !is_sold(*id)).collect();
        if !gone_calendars.is_empty() || !gone_services.is_empty() {
            let flaw = Flaw::NoLongerSold {
                calendars: gone_calendars.into_iter().cloned().collect(),
                services: gone_services.into_iter().cloned().collect(),
            };
            found.add(Severity::Notice, flaw);
        }
    }
    let performs = books.calendars.iter().any(|calendar| {
        let mut offers = calendar.list.iter();
        !calendar.complete || offers.any(|offer| covers(coupon, calendar.terms, offer))
    });
    // A business that sells nothing yet is not the coupon's mistake.
    if covered() && !performs && !coupon.conditions.staff.is_empty() {
        found.add(Severity::Error, Flaw::StaffNotInScope);
    }
}
