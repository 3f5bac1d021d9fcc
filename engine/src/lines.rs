//! The lines of a quote before any coupon: unit prices and add-ons, times attendees.

use crate::{
    ADD_ONS_MAX, AMOUNT_MAX_MINOR, ATTENDEES_MAX, ITEMS_MAX, Item, LineAddOn, LineTax, PriceError,
    PriceRequest, PriceSource, QuoteLine, Service, Terms,
};

/// One line for each item, in the order of the request.
pub(crate) fn undiscounted(
    request: &PriceRequest,
    terms: &Terms,
) -> Result<Vec<QuoteLine>, PriceError> {
    match request.items.len() {
        0 => return Err(PriceError::NoItems),
        n if n > ITEMS_MAX => return Err(PriceError::TooManyItems),
        _ => {}
    }
    let mut lines = Vec::with_capacity(request.items.len());
    for item in &request.items {
        push_line(&mut lines, item, terms)?;
    }
    Ok(lines)
}

// Written in its place instead of being returned, since lines are large and prices are many.
fn push_line(lines: &mut Vec<QuoteLine>, item: &Item, terms: &Terms) -> Result<(), PriceError> {
    let Some(service) = terms.service(&item.service_id) else {
        return Err(PriceError::UnknownService {
            service_id: item.service_id.clone(),
        });
    };
    let attendees_max = service.attendees_max.clamp(1, ATTENDEES_MAX);
    if !(1..=attendees_max).contains(&item.attendees) {
        return Err(PriceError::Attendees {
            service_id: item.service_id.clone(),
            attendees_max,
        });
    }
    let (price_from, unit_price_minor) = unit_price(item, service)?;
    let add_ons = add_ons(item, service)?;
    let amount_minor = attendee_minor(unit_price_minor, &add_ons)
        .and_then(|amount| amount.checked_mul(i64::from(item.attendees)))
        .filter(|amount| (0..=AMOUNT_MAX_MINOR).contains(amount))
        .ok_or(PriceError::AmountOutOfRange)?;
    lines.push(QuoteLine {
        service_id: item.service_id.clone(),
        variation_id: item.variation_id.clone(),
        staff_id: item.staff_id.clone(),
        price_from,
        unit_price_minor,
        add_ons,
        attendees: item.attendees,
        amount_minor,
        eligible: false,
        discount_minor: 0,
        tax: service.tax.map(|rate| LineTax {
            rate,
            amount_minor: 0,
        }),
    });
    Ok(())
}

/// The price for one attendee with add-ons; none where it does not fit.
pub(crate) fn attendee_minor(unit_price_minor: i64, add_ons: &[LineAddOn]) -> Option<i64> {
    add_ons.iter().try_fold(unit_price_minor, |sum, add_on| {
        let pieces = i64::from(add_on.quantity);
        sum.checked_add(add_on.unit_price_minor.checked_mul(pieces)?)
    })
}

/// The most particular price: the chosen staff's own, the variation's, the service's.
fn unit_price(item: &Item, service: &Service) -> Result<(PriceSource, i64), PriceError> {
    let mut price = (PriceSource::Service, service.unit_price_minor);
    if let Some(id) = &item.variation_id {
        let Some(variation) = service.variations.iter().find(|v| v.id == *id) else {
            return Err(PriceError::UnknownVariation {
                service_id: service.id.clone(),
                variation_id: id.clone(),
            });
        };
        price = (PriceSource::Variation, variation.unit_price_minor);
    }
    if let Some(id) = &item.staff_id {
        let Some(staff) = service.staff.iter().find(|staff| staff.staff_id == *id) else {
            return Err(PriceError::UnknownStaff {
                service_id: service.id.clone(),
                staff_id: id.clone(),
            });
        };
        let own = (staff.own_prices.iter()).find(|own| own.variation_id == item.variation_id);
        if let Some(own) = own {
            price = (PriceSource::Staff, own.unit_price_minor);
        }
    }
    if price.1 < 0 {
        return Err(PriceError::AmountOutOfRange);
    }
    Ok(price)
}

fn add_ons(item: &Item, service: &Service) -> Result<Vec<LineAddOn>, PriceError> {
    let service_id = || service.id.clone();
    if item.add_ons.len() > ADD_ONS_MAX {
        return Err(PriceError::AddOns {
            service_id: service_id(),
        });
    }
    let mut chosen: Vec<LineAddOn> = Vec::with_capacity(item.add_ons.len());
    for asked in &item.add_ons {
        let add_on_id = asked.add_on_id.clone();
        let Some(add_on) = service.add_ons.iter().find(|a| a.id == add_on_id) else {
            return Err(PriceError::UnknownAddOn {
                service_id: service_id(),
                add_on_id,
            });
        };
        let quantity_max = add_on.quantity_max.max(1);
        if !(1..=quantity_max).contains(&asked.quantity) {
            return Err(PriceError::AddOnQuantity {
                service_id: service_id(),
                add_on_id,
                quantity_max,
            });
        }
        if chosen.iter().any(|earlier| earlier.add_on_id == add_on_id) {
            return Err(PriceError::AddOns {
                service_id: service_id(),
            });
        }
        if add_on.unit_price_minor < 0 {
            return Err(PriceError::AmountOutOfRange);
        }
        chosen.push(LineAddOn {
            add_on_id,
            unit_price_minor: add_on.unit_price_minor,
            quantity: asked.quantity,
        });
    }
    Ok(chosen)
}
