//! What was paid for each attendee: the order's movements of money, one after the other, each split
//! over the attendees that it is for.

use booking_engine::{Quote, allocate};

/// Money that came in, or goes back, in the order in which it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    /// So much came in, in minor units. It pays what attendees who take part still owe.
    In(i64),
    /// So much goes back: for one attendee, counted from 1, who is called off with it, or for all.
    Back {
        /// In minor units.
        amount_minor: i64,
        /// Who is called off.
        attendee: Option<u32>,
    },
}

/// What one attendee costs, and what was paid for them, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    /// The index of the service's line in the quote.
    pub(crate) line: usize,
    /// The price before the coupon.
    pub(crate) subtotal_minor: i64,
    /// The share of the discount.
    pub(crate) discount_minor: i64,
    /// The share of what taxes add.
    pub(crate) tax_minor: i64,
    /// The share of the total.
    pub(crate) total_minor: i64,
    /// The share of what came in.
    pub(crate) paid_minor: i64,
    /// The share of what goes back.
    pub(crate) back_minor: i64,
    /// Whether they were called off by themselves.
    pub(crate) called_off: bool,
}

impl Share {
    /// What is still to be paid. Whoever is called off owes nothing, and what is given back is not
    /// owed again.
    pub(crate) fn balance_minor(&self) -> i64 {
        if self.called_off {
            0
        } else {
            (self.total_minor - self.paid_minor).max(0)
        }
    }

    /// What was paid and is not given back.
    fn left_minor(&self) -> i64 {
        (self.paid_minor - self.back_minor).max(0)
    }
}

/// What each attendee of an order costs, and what was paid for them. What was paid sums to what came
/// in, and what goes back to what went out.
pub(crate) fn shares(quote: &Quote, movements: &[Movement]) -> Vec<Share> {
    let begin = quote.attendee_shares().into_iter().map(|share| Share {
        line: share.line,
        subtotal_minor: share.amount_minor,
        discount_minor: share.discount_minor,
        tax_minor: share.tax_minor,
        total_minor: share.total_minor,
        paid_minor: 0,
        back_minor: 0,
        called_off: false,
    });
    let mut shares: Vec<Share> = begin.collect();
    for movement in movements {
        match *movement {
            Movement::In(amount_minor) => come_in(&mut shares, amount_minor),
            Movement::Back {
                amount_minor,
                attendee: Some(number),
            } => call_off(&mut shares, number, amount_minor),
            Movement::Back { amount_minor, .. } => give_back(&mut shares, amount_minor),
        }
    }
    shares
}

fn come_in(shares: &mut [Share], amount_minor: i64) {
    let owed: Vec<i64> = shares.iter().map(Share::balance_minor).collect();
    let fits_minor = amount_minor.min(owed.iter().sum());
    let mut parts = allocate(fits_minor, &owed);
    // More than the order costs: that is no attendee's more than another's.
    let totals: Vec<i64> = shares.iter().map(|share| share.total_minor).collect();
    add(&mut parts, &split(amount_minor - fits_minor, &totals));
    for (share, part) in shares.iter_mut().zip(parts) {
        share.paid_minor += part;
    }
}

fn give_back(shares: &mut [Share], amount_minor: i64) {
    let left: Vec<i64> = shares.iter().map(Share::left_minor).collect();
    for (share, part) in shares.iter_mut().zip(split(amount_minor, &left)) {
        share.back_minor += part;
    }
}

/// Somebody gets back what was paid for them. What they had got before as their part of something
/// given to all is the others' then.
fn call_off(shares: &mut [Share], number: u32, amount_minor: i64) {
    let place = usize::try_from(number).unwrap_or(usize::MAX);
    let Some(share) = place.checked_sub(1).and_then(|place| shares.get_mut(place)) else {
        return give_back(shares, amount_minor);
    };
    share.called_off = true;
    let back_minor = share.back_minor + amount_minor;
    share.back_minor = back_minor.min(share.paid_minor.max(share.back_minor));
    let beyond_minor = back_minor - share.back_minor;
    if beyond_minor > 0 {
        give_back(shares, beyond_minor);
    }
}

/// Splits an amount; where nobody has a part in it, it is the first one's.
fn split(amount_minor: i64, weights: &[i64]) -> Vec<i64> {
    let mut parts = allocate(amount_minor, weights);
    let missing_minor = amount_minor - parts.iter().sum::<i64>();
    if let Some(first) = parts.first_mut() {
        *first += missing_minor;
    }
    parts
}

fn add(parts: &mut [i64], more: &[i64]) {
    for (part, more) in parts.iter_mut().zip(more) {
        *part += more;
    }
}

#[cfg(test)]
mod tests;
