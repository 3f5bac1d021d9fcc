//! The services of a confirmation: what was chosen, who takes them, and the names that are kept.

use booking_contract::{Field, FieldProblem, FieldProblemCode};
use booking_engine::{Quote, QuoteLine};

use super::Confirmation;
use super::pricing::Priced;
use crate::Problem;
use crate::choice::{Choice, Offering};
use crate::slots::{Offer, Placed};
use crate::store::menu::Place;
use crate::store::orders::Booked;
use crate::store::seats::Claim;

/// What guest and companion agree on.
pub(super) struct Agreed<'a> {
    /// The price.
    pub(super) priced: Priced,
    /// The services with their names, one for each line of the price.
    pub(super) items: Vec<Booked>,
    /// What they claim.
    pub(super) claims: Vec<Claim<'a>>,
    /// Where they take place.
    pub(super) location: Option<&'a Place>,
}

/// The services that were chosen; the first problem is told.
pub(super) fn choose<'a>(
    confirmation: &Confirmation,
    offering: Offering<'a>,
) -> Result<Vec<Choice<'a>>, Problem> {
    if offering.location.is_none() && !confirmation.calendar.locations.is_empty() {
        return Err(Problem::field(
            Field::Location,
            FieldProblemCode::Missing,
            "request.location_id: this calendar has locations to choose from",
        ));
    }
    let items = &confirmation.body.request.items;
    let choices = offering.find(items.iter().map(Into::into))?;
    for (place, choice) in (0_u32..).zip(&choices) {
        if choice.variation.is_none() && !choice.service.variations.is_empty() {
            let problem = FieldProblem {
                field: Field::Item,
                place: Some(place),
                code: FieldProblemCode::Missing,
            };
            let detail = format!("request.items[{place}].variation_id: one has to be chosen");
            return Err(Problem::InvalidFields(vec![problem], detail));
        }
    }
    Ok(choices)
}

/// The services with their names and times, and with those who perform them.
pub(super) fn booked_items(
    offering: &Offering<'_>,
    choices: &[Choice<'_>],
    offer: &Offer<'_>,
    placed: &[Placed],
    quote: &Quote,
) -> Vec<Booked> {
    let all = choices
        .iter()
        .zip(&offer.legs)
        .zip(placed)
        .zip(&quote.lines);
    let items = all.map(|(((choice, leg), placed), line)| {
        let taker = leg.takers.get(placed.taker);
        let staff_id = taker.and_then(|taker| taker.staff);
        let member = staff_id.and_then(|id| offering.menu.member(id));
        let (name, add_ons) = names_of(choice, line);
        Booked {
            name,
            staff_id: staff_id.cloned(),
            staff_name: member.map(|member| member.info.name.clone()),
            add_ons,
            starts_ms: placed.starts_at.timestamp_millis(),
            ends_ms: placed.ends_at.timestamp_millis(),
        }
    });
    items.collect()
}

/// The name of a service with its form, and those of its add-ons.
fn names_of(choice: &Choice<'_>, line: &QuoteLine) -> (String, Vec<String>) {
    let service = choice.service;
    let name = match choice.variation {
        Some(variation) => format!("{}, {}", service.name, variation.name),
        None => service.name.clone(),
    };
    let add_ons = line.add_ons.iter().filter_map(|chosen| {
        let offered = service
            .add_ons
            .iter()
            .find(|it| it.id == chosen.add_on_id)?;
        Some(offered.name.clone())
    });
    (name, add_ons.collect())
}
