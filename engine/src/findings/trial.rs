//! A coupon tried on orders of one calendar: every answer is [`price`]'s.

use crate::{
    Benefit, Coupon, ITEMS_MAX, Item, Payment, PriceRequest, PromotionCode, Quote, Rejection,
    Service, Terms, price,
};

use super::appointment::Appointment;
use super::offers::{Offer, Offers};

/// The most different prices that a coupon is tried on by themselves.
const PRICES_MAX: usize = 32;

/// The text that the coupon is tried under, in terms that hold no other.
const TRIAL_CODE: &str = "TRIAL";

/// A coupon, the offers of one calendar that it covers, and an appointment it may be used for.
#[derive(Clone)]
pub(super) struct Trial<'t> {
    pub offers: &'t Offers<'t>,
    /// Those that the coupon covers, one of each price, cheapest first. Never empty.
    pub covered: Vec<&'t Offer<'t>>,
    not_covered: Option<&'t Offer<'t>>,
    appointment: Appointment,
    /// The terms with the coupon as it is, but without limits of use.
    as_written: Terms,
    /// The same without a minimum amount.
    without_minimum: Terms,
    /// The same without a cap.
    without_cap: Terms,
}

/// How the orders of one service fare.
#[derive(Default)]
pub(super) struct Singles {
    pub any_applies: bool,
    /// The smallest booking of the first offer with too little left to charge of enough, and the
    /// least that can be charged.
    pub below_minimum: Option<(Item, i64)>,
}

/// How much is left to charge, from little to much; more attendees never lead back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    /// Nothing, or the coupon asks for a larger order.
    Nothing,
    /// Too little, as the full price would be: the coupon is not to blame.
    TooLittleAnyway,
    TooLittle,
    Enough,
}

impl Singles {
    /// Keeps it if it is the first, or its number of attendees if that alone is less.
    fn note_below_minimum(&mut self, item: Item, minimum_minor: i64) {
        let Some((first, _)) = &mut self.below_minimum else {
            self.below_minimum = Some((item, minimum_minor));
            return;
        };
        let attendees = item.attendees.min(first.attendees);
        let as_many = Item {
            attendees: first.attendees,
            ..item
        };
        if as_many == *first {
            first.attendees = attendees;
        }
    }
}

impl<'t> Trial<'t> {
    /// None where the calendar sells nothing that the coupon covers, or the coupon has no positive
    /// amount in its currency.
    pub(super) fn of(
        coupon: &Coupon,
        offers: &'t Offers<'t>,
        appointment: Appointment,
    ) -> Option<Self> {
        let terms = offers.terms;
        let in_currency = match &coupon.benefit {
            Benefit::Percent { .. } => true,
            Benefit::Fixed { amounts_minor } => {
                (amounts_minor.get(&terms.currency)).is_some_and(|&amount| amount > 0)
            }
        };
        let mut covered: Vec<&Offer<'_>> = (offers.list.iter())
            .filter(|offer| covers(coupon, terms, offer))
            .collect();
        covered.dedup_by(|a, b| a.costs_as(b));
        if covered.is_empty() || !in_currency {
            return None;
        }
        // Whom it is for does not matter: nobody is known, and there was no order before.
        let coupon = Coupon {
            max_redemptions: None,
            max_per_customer: None,
            ..coupon.clone()
        };
        let not_covered = (offers.list.iter())
            .filter(|offer| !covers(&coupon, terms, offer))
            .max_by_key(|offer| offer.full.total_minor);
        let largest = (offers.list.iter()).max_by_key(|offer| offer.full.subtotal_minor);
        let is_tried = |service: &&Service| {
            let mut tried = covered.iter().copied().chain(not_covered).chain(largest);
            tried.any(|offer| offer.service.id == service.id)
        };
        let services: Vec<_> = terms.services.iter().filter(is_tried).cloned().collect();
        // Both parse: an id of one kind is one of another, and letters are a code.
        let code = PromotionCode::of(
            coupon.id.as_str().parse().ok()?,
            coupon.id.clone(),
            TRIAL_CODE.parse().ok()?,
        );
        let sold = |coupon: Coupon| Terms {
            services: services.clone(),
            deposit: terms.deposit,
            policy: terms.policy,
            promotion_codes: vec![code.clone()],
            coupons: vec![coupon],
            ..Terms::of(terms.calendar_id.clone(), terms.currency)
        };
        let free = Coupon {
            minimum_amount_minor: None,
            ..coupon.clone()
        };
        let mut endless = free.clone();
        if let Benefit::Percent {
            max_discount_minor, ..
        } = &mut endless.benefit
        {
            *max_discount_minor = None;
        }
        Some(Self {
            offers,
            covered,
            not_covered,
            appointment,
            as_written: sold(coupon),
            without_minimum: sold(free),
            without_cap: sold(endless),
        })
    }

    /// The same trial for a code with another minimum.
    pub(super) fn with_minimum(&self, minimum_minor: i64) -> Self {
        let mut trial = self.clone();
        for coupon in &mut trial.as_written.coupons {
            coupon.minimum_amount_minor = Some(minimum_minor);
        }
        trial
    }

    /// The answer to an order; none where it has no price.
    pub(super) fn order(&self, items: Vec<Item>) -> Option<Quote> {
        self.ask(&self.as_written, items)
    }

    /// The answer if the coupon had no minimum amount.
    pub(super) fn order_without_minimum(&self, items: Vec<Item>) -> Option<Quote> {
        self.ask(&self.without_minimum, items)
    }

    /// The answer if the coupon had neither a minimum amount nor a cap.
    pub(super) fn order_without_cap(&self, items: Vec<Item>) -> Option<Quote> {
        self.ask(&self.without_cap, items)
    }

    fn ask(&self, terms: &Terms, items: Vec<Item>) -> Option<Quote> {
        let coupon = terms.coupons.first()?;
        let request = PriceRequest {
            code: Some(TRIAL_CODE.to_owned()),
            starts_at: Some(self.appointment.starts_at),
            location_id: coupon.conditions.locations.first().cloned(),
            ..PriceRequest::of(items)
        };
        price(&request, terms, self.appointment.booked_at).ok()
    }

    /// Tries the bookings of one service: of each price, every number of attendees without
    /// add-ons and with all of them, and the cheapest booking.
    pub(super) fn singles(&self) -> Singles {
        let mut singles = Singles::default();
        for offer in self.covered.iter().take(PRICES_MAX) {
            let full = &offer.full.item;
            self.try_attendees(&offer.one, full.attendees, &mut singles);
            if !full.add_ons.is_empty() {
                self.try_attendees(full, full.attendees, &mut singles);
                if let Some(least) = &offer.least {
                    self.try_one(least.item.clone(), &mut singles);
                }
            }
        }
        if let Some(dearest) = self.dearest() {
            self.try_one(dearest.full.item.clone(), &mut singles);
        }
        singles
    }

    /// Whether what [`Trial::singles`] tries shows how every booking of one service fares. Some
    /// of the add-ons may leave what neither none nor all of them do.
    pub(super) fn knows_all_singles(&self) -> bool {
        self.offers.complete
            && self.offers.in_whole_steps
            && self.covered.len() <= PRICES_MAX
            && (self.covered.iter()).all(|offer| offer.service.add_ons.is_empty())
    }

    /// Tries as many numbers of attendees as it takes to know what every number does: since
    /// more attendees never leave less to charge, the first that leaves something and the first
    /// that leaves it of enough are looked for by halving, and the most leave most.
    fn try_attendees(&self, form: &Item, attendees_max: u32, singles: &mut Singles) {
        let of = |attendees| Item {
            attendees,
            ..form.clone()
        };
        for left in [Left::TooLittleAnyway, Left::TooLittle] {
            let (mut less_up_to, mut from) = (0, attendees_max.saturating_add(1));
            while from.saturating_sub(less_up_to) > 1 {
                let middle = less_up_to.midpoint(from);
                if self.try_one(of(middle), singles) < left {
                    less_up_to = middle;
                } else {
                    from = middle;
                }
            }
        }
        self.try_one(of(attendees_max), singles);
    }

    fn try_one(&self, item: Item, singles: &mut Singles) -> Left {
        let Some(quote) = self.order(vec![item.clone()]) else {
            return Left::Enough;
        };
        match rejection(&quote) {
            None => {
                singles.any_applies = true;
                match quote.amount_due_minor {
                    0 => Left::Nothing,
                    _ => Left::Enough,
                }
            }
            Some(Rejection::BelowMinimumCharge { minimum_minor }) => {
                // The coupon was refused, so this is how the full price can be paid.
                if quote.payment() != Payment::Charge {
                    return Left::TooLittleAnyway;
                }
                singles.note_below_minimum(item, minimum_minor);
                Left::TooLittle
            }
            Some(_) => Left::Nothing,
        }
    }

    /// Whether the coupon applies to any of a number of orders of several services.
    pub(super) fn applies_to_several(&self) -> bool {
        let (Some(dearest), Some(least), Some(beside)) =
            (self.dearest(), self.least(), self.beside())
        else {
            return false;
        };
        let dearest = &dearest.full.item;
        let not_covered = self.not_covered().unwrap_or(beside);
        [2, 3, 4, 6, 8, 12, 16, 24, 32, ITEMS_MAX].iter().any(|&n| {
            [
                repeated(dearest, dearest, n),
                repeated(dearest, beside, n),
                repeated(dearest, not_covered, n),
                repeated(least, least, n),
            ]
            .into_iter()
            .any(|items| {
                self.order(items)
                    .is_some_and(|quote| rejection(&quote).is_none())
            })
        })
    }

    /// The covered offer whose largest booking costs most before taxes.
    pub(super) fn dearest(&self) -> Option<&'t Offer<'t>> {
        let covered = self.covered.iter().copied();
        covered.max_by_key(|offer| offer.full.subtotal_minor)
    }

    /// The covered offer whose largest booking costs most with taxes.
    pub(super) fn dearest_taxed(&self) -> Option<&'t Offer<'t>> {
        let covered = self.covered.iter().copied();
        covered.max_by_key(|offer| offer.full.total_minor)
    }

    /// The covered booking that costs least, of those that cost anything.
    pub(super) fn least(&self) -> Option<&'t Item> {
        let costings = self.covered.iter().filter_map(|offer| offer.least.as_ref());
        let least = costings.min_by_key(|costing| costing.subtotal_minor);
        least.map(|costing| &costing.item)
    }

    /// The largest booking of all that the calendar sells, covered or not, before taxes.
    pub(super) fn beside(&self) -> Option<&'t Item> {
        let all = self.offers.list.iter();
        let largest = all.max_by_key(|offer| offer.full.subtotal_minor);
        largest.map(|offer| &offer.full.item)
    }

    /// The largest booking with taxes of all that the calendar sells and the coupon does not
    /// cover.
    pub(super) fn not_covered(&self) -> Option<&'t Item> {
        self.not_covered.map(|offer| &offer.full.item)
    }

    /// The coupon as it is tried.
    pub(super) fn coupon(&self) -> Option<&Coupon> {
        self.as_written.coupons.first()
    }

    /// The fixed amount in the calendar's currency.
    pub(super) fn fixed_minor(&self) -> Option<i64> {
        match &self.coupon()?.benefit {
            Benefit::Fixed { amounts_minor } => {
                amounts_minor.get(&self.offers.terms.currency).copied()
            }
            Benefit::Percent { .. } => None,
        }
    }
}

/// An order of so many items: one of the first, and the rest of the other.
pub(super) fn repeated(first: &Item, rest: &Item, items: usize) -> Vec<Item> {
    let rest = std::iter::repeat_n(rest, items.saturating_sub(1));
    std::iter::once(first).chain(rest).cloned().collect()
}

/// Why the coupon does not apply.
pub(super) fn rejection(quote: &Quote) -> Option<Rejection> {
    quote.rejected.as_ref().map(|rejected| rejected.reason)
}

/// Whether the coupon covers the offer, by whoever performs it.
pub(super) fn covers(coupon: &Coupon, terms: &Terms, offer: &Offer<'_>) -> bool {
    let staff = &coupon.conditions.staff;
    let by = offer.one.staff_id.as_ref();
    coupon.scope.covers(&terms.calendar_id, &offer.service.id)
        && (staff.is_empty() || by.is_some_and(|by| staff.contains(by)))
}
