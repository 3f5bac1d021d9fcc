//! What a guest chose, found among what a calendar offers: which services, who may take them, and
//! what is wrong with a choice that nobody offers.

use booking_contract::owner::OfferedVariation;
use booking_contract::{Field, FieldProblem, FieldProblemCode, SlotItem};
use booking_engine::{Item, LocationId, ServiceId, StaffId, VariationId};

use crate::Problem;
use crate::slots::{Leg, Offer, Placed, Schedule, ServiceTimes, Taker, Window};
use crate::store::catalog::Calendar;
use crate::store::menu::Menu;
use crate::store::seats::Claim;
use crate::store::services::OfferedService;

/// One service of a booking, as it was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'q> {
    service: &'q ServiceId,
    variation: Option<&'q VariationId>,
    staff: Option<&'q StaffId>,
    seats: u32,
}

/// One service of a booking, as it is offered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice<'a> {
    /// The service.
    pub(crate) service: &'a OfferedService,
    /// Its form.
    pub(crate) variation: Option<&'a OfferedVariation>,
    /// Who was asked for; none: anyone.
    pub(crate) staff: Option<&'a StaffId>,
    /// How many seats are wanted.
    pub(crate) seats: u32,
}

/// What a calendar offers, as far as choices go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offering<'a> {
    /// The calendar.
    pub(crate) calendar: &'a Calendar,
    /// Its services.
    pub(crate) services: &'a [OfferedService],
    /// Its staff and locations.
    pub(crate) menu: &'a Menu,
    /// Where it is to take place.
    pub(crate) location: Option<&'a LocationId>,
}

impl<'q> From<&'q SlotItem> for Asked<'q> {
    fn from(item: &'q SlotItem) -> Self {
        Self {
            service: &item.service,
            variation: item.variation.as_ref(),
            staff: item.staff.as_ref(),
            seats: 1,
        }
    }
}

impl<'q> From<&'q Item> for Asked<'q> {
    fn from(item: &'q Item) -> Self {
        Self {
            service: &item.service_id,
            variation: item.variation_id.as_ref(),
            staff: item.staff_id.as_ref(),
            seats: item.attendees,
        }
    }
}

impl Choice<'_> {
    /// Its times, in the chosen form.
    pub(crate) fn times(&self) -> ServiceTimes {
        let mut times = self.service.times;
        if let Some(variation) = self.variation {
            times.duration_minutes = variation.duration_minutes;
        }
        times
    }
}

impl<'a> Offering<'a> {
    /// What was asked for, in its order; the first problem is told.
    pub(crate) fn find<'q>(
        &self,
        asked: impl ExactSizeIterator<Item = Asked<'q>>,
    ) -> Result<Vec<Choice<'a>>, Problem> {
        let max = self.calendar.items_max as usize;
        if asked.len() == 0 {
            let detail = "items: at least one service is booked";
            return Err(Problem::field(
                Field::Service,
                FieldProblemCode::OutOfRange,
                detail,
            ));
        }
        if asked.len() > max {
            let detail = match max {
                1 => "items: one service is booked at a time".to_owned(),
                _ => format!("items: at most {max} services are booked at a time"),
            };
            return Err(Problem::field(
                Field::Service,
                FieldProblemCode::OutOfRange,
                detail,
            ));
        }
        if let Some(location) = self.location
            && self.menu.place(location).is_none()
        {
            let detail = "location: the calendar has no such location";
            return Err(Problem::field(
                Field::Location,
                FieldProblemCode::Unknown,
                detail,
            ));
        }
        (0_u32..)
            .zip(asked)
            .map(|(place, asked)| self.find_one(place, asked))
            .collect()
    }

    /// These services, offered back to back under a schedule.
    pub(crate) fn offer(
        &self,
        choices: &[Choice<'a>],
        schedule: &'a Schedule,
        window: Window,
    ) -> Offer<'a> {
        let place = self.location.and_then(|id| self.menu.place(id));
        let legs = choices.iter().map(|choice| Leg {
            service_id: &choice.service.id,
            times: choice.times(),
            takers: self.takers(choice),
            seats: choice.seats,
        });
        Offer {
            schedule,
            place: place.and_then(|place| place.hours.as_ref()),
            legs: legs.collect(),
            window,
        }
    }

    fn find_one(&self, place: u32, asked: Asked<'_>) -> Result<Choice<'a>, Problem> {
        let service = self.services.iter().find(|it| it.id == *asked.service);
        let Some(service) = service else {
            let detail = format!("items[{place}].service: the calendar does not offer it");
            return Err(wrong(Field::Service, place, detail));
        };
        let variation = match asked.variation {
            None => None,
            Some(id) => Some(service.variation(id).ok_or_else(|| {
                let detail = format!("items[{place}].variation: the service has no such form");
                wrong(Field::Item, place, detail)
            })?),
        };
        if !service.is_at(self.location) {
            let detail = format!("items[{place}].service: it does not take place there");
            return Err(wrong(Field::Location, place, detail));
        }
        let staff = match asked.staff {
            None => None,
            Some(id) => {
                let member = self
                    .menu
                    .member(id)
                    .filter(|member| service.is_performed_by(id) && member.is_at(self.location));
                let member = member.ok_or_else(|| {
                    let detail =
                        format!("items[{place}].staff: nobody of that id performs it there");
                    wrong(Field::Item, place, detail)
                })?;
                Some(&member.info.id)
            }
        };
        Ok(Choice {
            service,
            variation,
            staff,
            seats: asked.seats,
        })
    }

    /// Who may take a service: the calendar as a whole where nobody in particular performs it,
    /// the member of staff who was asked for, or any who performs it there.
    fn takers(&self, choice: &Choice<'a>) -> Vec<Taker<'a>> {
        if choice.service.staff.is_empty() {
            return vec![Taker::calendar(self.calendar.id.as_str())];
        }
        let members = self.menu.staff.iter().filter(|member| {
            let id = &member.info.id;
            choice.staff.is_none_or(|staff| staff == id)
                && choice.service.is_performed_by(id)
                && member.is_at(self.location)
        });
        members
            .map(|member| Taker::staff(&member.info.id, member.hours.as_ref()))
            .collect()
    }
}

/// What services that have found their takers claim of the books.
pub(crate) fn claims<'a>(offer: &Offer<'a>, placed: &[Placed]) -> Vec<Claim<'a>> {
    let both = offer.legs.iter().zip(placed).enumerate();
    let claims = both.filter_map(|(position, (leg, placed))| {
        let taker = leg.takers.get(placed.taker)?;
        Some(Claim {
            position,
            resource: taker.resource.clone(),
            staff: taker.staff,
            service_id: leg.service_id,
            starts_at: placed.starts_at,
            ends_at: placed.ends_at,
            cells: placed.cells.clone(),
            capacity: leg.times.capacity,
            seats: leg.seats,
        })
    });
    let mut claims: Vec<Claim<'a>> = claims.collect();
    // All transactions take what is wanted in one order, so that none wait for each other.
    claims.sort_by(|a, b| (&a.resource, a.cells.start).cmp(&(&b.resource, b.cells.start)));
    claims
}

/// Something of one of the services that nobody offers.
fn wrong(field: Field, place: u32, detail: String) -> Problem {
    let problem = FieldProblem {
        field,
        place: Some(place),
        code: FieldProblemCode::Unknown,
    };
    Problem::InvalidFields(vec![problem], detail)
}
