//! What a coupon can be for: the calendars, services, staff and locations of a business, by name.

use booking_contract::owner::{CalendarList, LocationList, ServiceList, StaffList};
use booking_engine::{CalendarId, LocationId, Scope, ServiceId, StaffId};

use crate::choosing::Choice;
use crate::client::{self, Failure, part};

/// What the id of a calendar begins with among choices, beside those of services.
const CALENDAR: &str = "calendar:";
/// What the id of a service begins with.
const SERVICE: &str = "service:";
/// What is said of something that nobody knows any more.
const UNKNOWN: &str = "Not there any more";
/// How many names a line of a list tells; more are counted.
const NAMES_MAX: usize = 2;

/// All of it, archived or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Sold {
    /// The calendars and under each its services.
    goods: Vec<Choice>,
    staff: Vec<Choice>,
    locations: Vec<Choice>,
}

/// One of what a coupon may be limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Good {
    /// All that a calendar sells.
    Calendar(CalendarId),
    /// One service.
    Service(ServiceId),
}

impl Good {
    /// The one that a choice is of.
    pub fn of(choice: &str) -> Option<Self> {
        if let Some(id) = choice.strip_prefix(CALENDAR) {
            return id.parse().ok().map(Self::Calendar);
        }
        let id = choice.strip_prefix(SERVICE)?;
        id.parse().ok().map(Self::Service)
    }

    /// Its id among choices.
    fn id(&self) -> String {
        match self {
            Self::Calendar(id) => format!("{CALENDAR}{id}"),
            Self::Service(id) => format!("{SERVICE}{id}"),
        }
    }
}

/// The choices that are made by a list of calendars and one of services.
pub fn chosen_goods(calendars: &[CalendarId], services: &[ServiceId]) -> Vec<String> {
    let calendars = calendars.iter().cloned().map(Good::Calendar);
    let services = services.iter().cloned().map(Good::Service);
    calendars.chain(services).map(|it| it.id()).collect()
}

/// Asks the companion for all of it.
pub(super) async fn read(business: &str) -> Result<Sold, Failure> {
    let of = |kind: &str| format!("/v1/businesses/{}/{kind}", part(business));
    let (calendars, services) = (of("calendars"), of("services"));
    let (staff, locations) = (of("staff"), of("locations"));
    Ok(Sold::of(
        client::get(&calendars).await?,
        &client::get(&services).await?,
        client::get(&staff).await?,
        client::get(&locations).await?,
    ))
}

impl Sold {
    /// From what the companion lists.
    pub fn of(
        calendars: CalendarList,
        services: &ServiceList,
        staff: StaffList,
        locations: LocationList,
    ) -> Self {
        let mut goods = Vec::new();
        let several = calendars.calendars.len() > 1;
        for calendar in calendars.calendars {
            let head = Good::Calendar(calendar.id.clone()).id();
            goods.push(Choice {
                note: "all of it".to_owned(),
                gone: calendar.archived.then_some("archived"),
                ..Choice::of(head.clone(), calendar.title.clone())
            });
            let of_it = |it: &&booking_contract::owner::ServiceRow| it.calendar_id == calendar.id;
            goods.extend(services.services.iter().filter(of_it).map(|it| Choice {
                under: Some(head.clone()),
                note: if several {
                    calendar.title.clone()
                } else {
                    String::new()
                },
                gone: (it.archived || calendar.archived).then_some("archived"),
                ..Choice::of(Good::Service(it.id.clone()).id(), it.name.clone())
            }));
        }
        let staff = staff.staff.into_iter().map(|it| Choice {
            gone: (!it.active).then_some("has left"),
            ..Choice::of(it.id.to_string(), it.name)
        });
        let locations = locations.locations.into_iter().map(|it| Choice {
            gone: (!it.active).then_some("closed"),
            ..Choice::of(it.id.to_string(), it.name)
        });
        Self {
            goods,
            staff: staff.collect(),
            locations: locations.collect(),
        }
    }

    /// Calendars and services to choose from; what is chosen and unknown is among them.
    pub fn goods(&self, chosen: &[String]) -> Vec<Choice> {
        with_unknown(&self.goods, chosen)
    }

    /// What is sold along with a calendar.
    pub fn along(&self, calendar: &Good) -> Vec<Good> {
        let head = calendar.id();
        let below = self
            .goods
            .iter()
            .filter(|it| it.under.as_ref() == Some(&head));
        below.filter_map(|it| Good::of(&it.id)).collect()
    }

    /// Staff to choose from.
    pub fn staff(&self, chosen: &[String]) -> Vec<Choice> {
        with_unknown(&self.staff, chosen)
    }

    /// Locations to choose from.
    pub fn locations(&self, chosen: &[String]) -> Vec<Choice> {
        with_unknown(&self.locations, chosen)
    }

    /// What a coupon is for, in a line: "Kiln studio, Glazing and 3 more · with Ana Sousa · at the
    /// Annexe"; none: it is for everything.
    pub fn line(
        &self,
        scope: &Scope,
        staff: &[StaffId],
        locations: &[LocationId],
    ) -> Option<String> {
        let mut parts = Vec::new();
        if let Scope::Only {
            calendars,
            services,
        } = scope
        {
            parts.push(match &*chosen_goods(calendars, services) {
                [] => "Nothing".to_owned(),
                chosen => named(&self.goods, chosen),
            });
        }
        let ids: Vec<String> = staff.iter().map(ToString::to_string).collect();
        if !ids.is_empty() {
            parts.push(format!("with {}", named(&self.staff, &ids)));
        }
        let ids: Vec<String> = locations.iter().map(ToString::to_string).collect();
        if !ids.is_empty() {
            parts.push(format!("at {}", named(&self.locations, &ids)));
        }
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

fn with_unknown(choices: &[Choice], chosen: &[String]) -> Vec<Choice> {
    let mut all = choices.to_vec();
    let is_known = |id: &String| choices.iter().any(|it| it.id == *id);
    all.extend(chosen.iter().filter(|id| !is_known(id)).map(|id| Choice {
        gone: Some("gone"),
        ..Choice::of(id.clone(), UNKNOWN.to_owned())
    }));
    all
}

/// The first names, and how many more there are.
fn named(choices: &[Choice], chosen: &[String]) -> String {
    let name = |id: &String| {
        let known = choices.iter().find(|it| it.id == *id);
        known
            .map_or("something that is gone", |it| &it.name)
            .to_owned()
    };
    let shown: Vec<String> = chosen.iter().take(NAMES_MAX).map(name).collect();
    let shown = shown.join(", ");
    match chosen.len().saturating_sub(NAMES_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
