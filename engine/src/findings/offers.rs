//! What may be booked in a calendar, with what it costs by itself.

use chrono::{DateTime, Utc};

use crate::{
    ADD_ONS_MAX, ATTENDEES_MAX, AddOn, Item, ItemAddOn, PriceRequest, Quote, Service, StaffId,
    Terms, VariationId, price,
};

/// The most offers of a calendar that are looked at.
const OFFERS_MAX: usize = 2_000;

/// The offers of a calendar.
pub(super) struct Offers<'d> {
    pub terms: &'d Terms,
    /// Cheapest first, then by ids.
    pub list: Vec<Offer<'d>>,
    /// Whether the list holds everything that may be booked, and each offer's largest booking
    /// could be priced: only then can something be said to be impossible.
    pub complete: bool,
    /// Whether every price is a multiple of what can be charged.
    pub in_whole_steps: bool,
}

/// A service in one form, by one member of staff or by anyone.
pub(super) struct Offer<'d> {
    pub service: &'d Service,
    /// One place without add-ons.
    pub one: Item,
    /// The price of `one` before taxes, in minor units.
    pub unit_price_minor: i64,
    /// The cheapest booking that costs anything; none where nothing does.
    pub least: Option<Costing>,
    /// The largest booking: every place, with every add-on in the largest number.
    pub full: Costing,
}

/// A booking, and what it costs in minor units.
#[derive(Clone)]
pub(super) struct Costing {
    pub item: Item,
    pub subtotal_minor: i64,
    pub total_minor: i64,
}

impl<'d> Offers<'d> {
    /// Prices everything that the calendar sells.
    pub(super) fn of(terms: &'d Terms, now: DateTime<Utc>) -> Self {
        let bare = Terms {
            services: terms.services.clone(),
            ..Terms::of(terms.calendar_id.clone(), terms.currency)
        };
        let mut services: Vec<&Service> = terms.services.iter().collect();
        services.sort_by(|a, b| a.id.cmp(&b.id));
        let mut complete = true;
        let mut list = Vec::new();
        let mut items = services.into_iter().flat_map(forms);
        for (service, one) in items.by_ref().take(OFFERS_MAX) {
            match Offer::of(service, one, &bare, now) {
                Some((offer, whole)) => {
                    complete &= whole;
                    list.push(offer);
                }
                None => complete = false,
            }
        }
        complete &= items.next().is_none();
        list.sort_by(|a, b| a.key().cmp(&b.key()));
        let step = terms.currency.charge_step_minor();
        let is_whole = |amount: i64| amount.checked_rem(step) == Some(0);
        let in_whole_steps = list.iter().all(|offer| {
            let mut add_ons = offer.service.add_ons.iter();
            is_whole(offer.unit_price_minor) && add_ons.all(|it| is_whole(it.unit_price_minor))
        });
        Self {
            terms,
            list,
            complete,
            in_whole_steps,
        }
    }
}

impl<'d> Offer<'d> {
    /// Whether it costs the same as the other, whatever is booked: as one stands for both.
    pub(super) fn costs_as(&self, other: &Self) -> bool {
        let (a, b) = (self.service, other.service);
        let least = |offer: &Self| offer.least.as_ref().map(|least| least.subtotal_minor);
        self.unit_price_minor == other.unit_price_minor
            && self.full.subtotal_minor == other.full.subtotal_minor
            && least(self) == least(other)
            && a.attendees_max == b.attendees_max
            && a.tax == b.tax
    }

    /// The offer, and whether its largest booking could be priced; none where not even one
    /// place can.
    fn of(
        service: &'d Service,
        one: Item,
        bare: &Terms,
        now: DateTime<Utc>,
    ) -> Option<(Self, bool)> {
        let costing = |item: Item| {
            let quote = price(&PriceRequest::of(vec![item.clone()]), bare, now).ok()?;
            Some(Costing::of(item, &quote))
        };
        let single = costing(one.clone())?;
        let full = costing(Item {
            add_ons: every_add_on(service),
            attendees: service.attendees_max.clamp(1, ATTENDEES_MAX),
            ..one.clone()
        });
        let least = if single.subtotal_minor > 0 {
            Some(single.clone())
        } else {
            cheapest_add_on(service).and_then(|add_on| {
                costing(Item {
                    add_ons: vec![add_on],
                    ..one.clone()
                })
            })
        };
        let whole = full.is_some() && service.add_ons.len() <= ADD_ONS_MAX;
        let offer = Self {
            service,
            one,
            unit_price_minor: single.subtotal_minor,
            least,
            full: full.unwrap_or(single),
        };
        Some((offer, whole))
    }

    fn key(&self) -> impl Ord {
        (
            self.unit_price_minor,
            self.service.id.clone(),
            self.one.variation_id.clone(),
            self.one.staff_id.clone(),
        )
    }
}

impl Costing {
    fn of(item: Item, quote: &Quote) -> Self {
        Self {
            item,
            subtotal_minor: quote.subtotal_minor,
            total_minor: quote.total_minor,
        }
    }
}

/// The forms of a service by each of its staff and by anyone, one place of each, by id.
fn forms(service: &Service) -> impl Iterator<Item = (&Service, Item)> {
    let mut variations: Vec<Option<&VariationId>> = vec![None];
    variations.extend(service.variations.iter().map(|form| Some(&form.id)));
    variations.sort();
    let mut staff: Vec<Option<&StaffId>> = vec![None];
    staff.extend(service.staff.iter().map(|offer| Some(&offer.staff_id)));
    staff.sort();
    staff.into_iter().flat_map(move |staff_id| {
        let variations = variations.clone();
        variations.into_iter().map(move |variation_id| {
            let item = Item {
                variation_id: variation_id.cloned(),
                staff_id: staff_id.cloned(),
                ..Item::plain(service.id.clone(), 1)
            };
            (service, item)
        })
    })
}

fn every_add_on(service: &Service) -> Vec<ItemAddOn> {
    let mut add_ons: Vec<&AddOn> = service.add_ons.iter().collect();
    add_ons.sort_by(|a, b| a.id.cmp(&b.id));
    let pieces = |add_on: &AddOn| ItemAddOn {
        add_on_id: add_on.id.clone(),
        quantity: add_on.quantity_max.max(1),
    };
    add_ons.into_iter().take(ADD_ONS_MAX).map(pieces).collect()
}

/// One piece of what costs least, of what costs anything.
fn cheapest_add_on(service: &Service) -> Option<ItemAddOn> {
    (service.add_ons.iter())
        .filter(|add_on| add_on.unit_price_minor > 0)
        .min_by_key(|add_on| (add_on.unit_price_minor, &add_on.id))
        .map(|add_on| ItemAddOn {
            add_on_id: add_on.id.clone(),
            quantity: 1,
        })
}
