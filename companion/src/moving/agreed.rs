//! What a guest and a business agreed on, as terms of its own: so the engine itself can tell
//! whether the discount holds at another time.

use booking_engine::{
    AddOn, Benefit, CalendarId, Coupon, CouponSource, DepositBasis, GrantedCoupon, Item, ItemAddOn,
    Policy, PriceError, PriceRequest, PriceSource, PromotionCode, Quote, QuoteLine, Scope, Service,
    StaffOffer, StaffPrice, Terms, Variation, price,
};
use chrono::{DateTime, FixedOffset, Utc};

use crate::clock::instant;
use crate::store::orders::Order;

/// The price of an order at another time, by what was agreed: the same prices, the same benefit,
/// and the conditions that the coupon had then. Lead times count from when it was booked.
pub(super) fn price_at(
    order: &Order,
    starts_at: DateTime<FixedOffset>,
) -> Result<Quote, PriceError> {
    let (mut request, mut terms) = sold(&order.calendar_id, &order.quote);
    request.starts_at = Some(starts_at);
    request.location_id = order.location.as_ref().map(|location| location.id.clone());
    let booked_at = instant(order.created_ms);
    add_coupon(&mut terms, &mut request, order, booked_at);
    price(&request, &terms, booked_at)
}

/// What was booked, and the terms that it was sold on, without any coupon.
pub(crate) fn sold(calendar_id: &CalendarId, quote: &Quote) -> (PriceRequest, Terms) {
    let mut terms = Terms {
        deposit: quote.deposit.map(|deposit| deposit.rule),
        policy: Policy {
            deposit_basis: match quote.deposit {
                Some(deposit) if deposit.basis_minor != quote.total_minor => {
                    DepositBasis::BeforeDiscount
                }
                _ => DepositBasis::AfterDiscount,
            },
            ..Policy::default()
        },
        ..Terms::of(calendar_id.clone(), quote.currency)
    };
    for line in &quote.lines {
        add_line(&mut terms.services, line);
    }
    let request = PriceRequest::of(quote.lines.iter().map(item).collect());
    (request, terms)
}

fn item(line: &QuoteLine) -> Item {
    let mut item = Item::plain(line.service_id.clone(), line.attendees);
    item.variation_id.clone_from(&line.variation_id);
    item.staff_id.clone_from(&line.staff_id);
    item.add_ons = (line.add_ons.iter())
        .map(|add_on| ItemAddOn {
            add_on_id: add_on.add_on_id.clone(),
            quantity: add_on.quantity,
        })
        .collect();
    item
}

/// Adds what a line says of its service; of prices that a line does not name nothing is known,
/// and nothing asks for them.
fn add_line(services: &mut Vec<Service>, line: &QuoteLine) {
    let known = services.iter().position(|it| it.id == line.service_id);
    let index = known.unwrap_or_else(|| {
        services.push(Service::plain(line.service_id.clone(), 0, 0));
        services.len() - 1
    });
    let service = &mut services[index];
    service.attendees_max = service.attendees_max.max(line.attendees);
    service.tax = line.tax.map(|tax| tax.rate);
    let priced_by = |source| line.price_from == source;
    if priced_by(PriceSource::Service) {
        service.unit_price_minor = line.unit_price_minor;
    }
    if let Some(id) = &line.variation_id {
        let known = service.variations.iter().position(|it| it.id == *id);
        let index = known.unwrap_or_else(|| {
            service.variations.push(Variation {
                id: id.clone(),
                unit_price_minor: 0,
            });
            service.variations.len() - 1
        });
        if priced_by(PriceSource::Variation) {
            service.variations[index].unit_price_minor = line.unit_price_minor;
        }
    }
    if let Some(id) = &line.staff_id {
        let known = service.staff.iter().position(|it| it.staff_id == *id);
        let index = known.unwrap_or_else(|| {
            service.staff.push(StaffOffer {
                staff_id: id.clone(),
                own_prices: Vec::new(),
            });
            service.staff.len() - 1
        });
        if priced_by(PriceSource::Staff) {
            service.staff[index].own_prices.push(StaffPrice {
                variation_id: line.variation_id.clone(),
                unit_price_minor: line.unit_price_minor,
            });
        }
    }
    for add_on in &line.add_ons {
        let known = service
            .add_ons
            .iter_mut()
            .find(|it| it.id == add_on.add_on_id);
        match known {
            Some(known) => known.quantity_max = known.quantity_max.max(add_on.quantity),
            None => service.add_ons.push(AddOn {
                id: add_on.add_on_id.clone(),
                unit_price_minor: add_on.unit_price_minor,
                quantity_max: add_on.quantity,
            }),
        }
    }
}

fn add_coupon(
    terms: &mut Terms,
    request: &mut PriceRequest,
    order: &Order,
    booked_at: DateTime<Utc>,
) {
    let Some(applied) = &order.quote.coupon else {
        return;
    };
    let covered = order.quote.lines.iter().filter(|line| line.eligible);
    let benefit: Benefit = applied.benefit.clone();
    terms.coupons.push(Coupon {
        scope: Scope::Only {
            calendars: Vec::new(),
            services: covered.map(|line| line.service_id.clone()).collect(),
        },
        conditions: order.conditions.clone(),
        ..Coupon::of(applied.coupon_id.clone(), applied.name.clone(), benefit)
    });
    match &applied.source {
        CouponSource::Code {
            promotion_code_id,
            code,
        } => {
            request.code = Some(code.as_str().to_owned());
            terms.promotion_codes.push(PromotionCode::of(
                promotion_code_id.clone(),
                applied.coupon_id.clone(),
                code.clone(),
            ));
        }
        CouponSource::Grant { grant_id } => {
            request.grant_id = Some(grant_id.clone());
            terms.granted.push(GrantedCoupon {
                id: grant_id.clone(),
                coupon_id: applied.coupon_id.clone(),
                granted_at: booked_at,
                location_id: None,
            });
        }
    }
}
