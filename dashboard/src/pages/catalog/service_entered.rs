//! What is typed into the form of a service: texts until they are read.

use booking_contract::owner::{
    AddOnDraft, CAPACITY_MAX, CatalogField, CatalogProblem, DURATION_MINUTES_MAX, Line,
    QUANTITY_MAX, ServiceDraft, ServiceView, Title, VariationDraft,
};
use booking_engine::{
    AddOnId, Currency, LocationId, Percent, StaffId, StaffOffer, StaffPrice, Tax, TaxKind,
    VariationId,
};

use super::reading::Reading;
use crate::editing::{Entered, Mistakes};
use crate::figures::amount_text;

/// All that is typed and chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceEntered {
    /// The business's currency.
    pub currency: Currency,
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
    /// The heading's id.
    pub category: String,
    /// The picture.
    pub cover: Option<String>,
    /// Whether it is shown only to those who come with its id.
    pub private: bool,
    /// The price.
    pub price: String,
    /// The duration, in minutes.
    pub duration: String,
    /// How often it starts, in minutes.
    pub interval: String,
    /// What is kept free before, in minutes.
    pub before: String,
    /// What is kept free after, in minutes.
    pub after: String,
    /// How many take part.
    pub capacity: String,
    /// How many of one booking.
    pub attendees: String,
    /// Where it takes place.
    pub locations: Vec<LocationId>,
    /// Its forms.
    pub variations: Vec<Variation>,
    /// What may be booked along.
    pub add_ons: Vec<AddOn>,
    /// Who performs it, with the prices that are their own.
    pub staff: Vec<Performer>,
    /// The kind of tax.
    pub tax: Option<TaxKind>,
    /// The rate.
    pub rate: String,
}

/// A form of a service as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variation {
    /// Its id; none: it is new.
    pub id: Option<VariationId>,
    /// The name.
    pub name: String,
    /// The price.
    pub price: String,
    /// The duration, in minutes.
    pub duration: String,
}

/// An add-on as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddOn {
    /// Its id; none: it is new.
    pub id: Option<AddOnId>,
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
    /// The price.
    pub price: String,
    /// The most pieces.
    pub quantity: String,
}

/// Who performs a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Performer {
    /// Who.
    pub id: StaffId,
    /// Prices of their own as typed, by form; none: the service without one.
    pub prices: Vec<(Option<VariationId>, String)>,
}

impl ServiceEntered {
    /// A service that is not there yet.
    pub fn blank(currency: Currency) -> Self {
        Self {
            currency,
            name: String::new(),
            description: String::new(),
            category: String::new(),
            cover: None,
            private: false,
            price: String::new(),
            duration: "60".to_owned(),
            interval: "30".to_owned(),
            before: "0".to_owned(),
            after: "0".to_owned(),
            capacity: "1".to_owned(),
            attendees: "1".to_owned(),
            locations: Vec::new(),
            variations: Vec::new(),
            add_ons: Vec::new(),
            staff: Vec::new(),
            tax: None,
            rate: String::new(),
        }
    }

    /// What somebody's own price is, as typed.
    pub fn own_price(&self, who: &StaffId, form: Option<&VariationId>) -> &str {
        let performer = self.staff.iter().find(|it| it.id == *who);
        let prices = performer.into_iter().flat_map(|it| &it.prices);
        prices
            .into_iter()
            .find(|(of, _)| of.as_ref() == form)
            .map_or("", |(_, price)| price)
    }

    /// Types somebody's own price.
    pub fn set_own_price(&mut self, who: &StaffId, form: Option<VariationId>, text: String) {
        let Some(performer) = self.staff.iter_mut().find(|it| it.id == *who) else {
            return;
        };
        performer.prices.retain(|(of, _)| *of != form);
        if !text.is_empty() {
            performer.prices.push((form, text));
        }
    }

    /// Has somebody perform it, or not any more.
    pub fn toggle_staff(&mut self, who: &StaffId) {
        if self.staff.iter().any(|it| it.id == *who) {
            self.staff.retain(|it| it.id != *who);
        } else {
            self.staff.push(Performer {
                id: who.clone(),
                prices: Vec::new(),
            });
        }
    }

    fn read_variations(&self, read: &mut Reading) -> Vec<VariationDraft> {
        let mut all = Vec::new();
        for (place, it) in self.variations.iter().enumerate() {
            let id = |part: &str| format!("variation-{place}-{part}");
            let name = read.needed::<Title>(&id("name"), &it.name, "Enter a name.");
            let unit_price_minor = read.price(&id("price"), &it.price, self.currency);
            let duration_minutes =
                read.range(&id("duration"), &it.duration, 5, DURATION_MINUTES_MAX);
            if let Some(name) = name {
                all.push(VariationDraft {
                    id: it.id.clone(),
                    name,
                    unit_price_minor,
                    duration_minutes,
                });
            }
        }
        all
    }

    fn read_add_ons(&self, read: &mut Reading) -> Vec<AddOnDraft> {
        let mut all = Vec::new();
        for (place, it) in self.add_ons.iter().enumerate() {
            let id = |part: &str| format!("add-on-{place}-{part}");
            let name = read.needed::<Title>(&id("name"), &it.name, "Enter a name.");
            let description = read.text::<Line>(&id("description"), &it.description);
            let unit_price_minor = read.price(&id("price"), &it.price, self.currency);
            let quantity_max = read.range(&id("quantity"), &it.quantity, 1, QUANTITY_MAX);
            if let Some(name) = name {
                all.push(AddOnDraft {
                    id: it.id.clone(),
                    name,
                    description: description.unwrap_or_default(),
                    unit_price_minor,
                    quantity_max,
                });
            }
        }
        all
    }

    /// Own prices of forms that were taken out go with them.
    fn read_staff(&self, read: &mut Reading) -> Vec<StaffOffer> {
        let there = |form: &Option<VariationId>| {
            form.is_none() || self.variations.iter().any(|it| it.id == *form)
        };
        let mut all = Vec::new();
        for performer in &self.staff {
            let mut own_prices = Vec::new();
            for (form, typed) in performer.prices.iter().filter(|(form, _)| there(form)) {
                let id = price_id(&performer.id, form.as_ref());
                if typed.trim().is_empty() {
                    continue;
                }
                own_prices.push(StaffPrice {
                    variation_id: form.clone(),
                    unit_price_minor: read.price(&id, typed, self.currency),
                });
            }
            all.push(StaffOffer {
                staff_id: performer.id.clone(),
                own_prices,
            });
        }
        all
    }

    fn read_tax(&self, read: &mut Reading) -> Option<Tax> {
        let kind = self.tax?;
        let percent = self.rate.trim().replace(',', ".").parse::<Percent>().ok();
        if percent.is_none() {
            read.wrong("rate", "Enter a rate from 0 to 100, such as 23 or 8.875.");
        }
        percent.map(|percent| Tax { percent, kind })
    }
}

/// The id of the control of somebody's own price.
pub fn price_id(who: &StaffId, form: Option<&VariationId>) -> String {
    let form = form.map_or("service", |form| form.as_str());
    format!("own-{who}-{form}")
}

impl Entered for ServiceEntered {
    type Draft = ServiceDraft;
    type View = ServiceView;

    fn of(view: &ServiceView, currency: Currency) -> Self {
        let draft = &view.draft;
        let amount = |minor: i64| amount_text(minor, currency);
        Self {
            name: draft.name.to_string(),
            description: draft.description.to_string(),
            category: draft.category.clone(),
            cover: draft.cover.clone(),
            private: draft.private,
            price: amount(draft.unit_price_minor),
            duration: draft.duration_minutes.to_string(),
            interval: draft.interval_minutes.to_string(),
            before: draft.buffer_before_minutes.to_string(),
            after: draft.buffer_after_minutes.to_string(),
            capacity: draft.capacity.to_string(),
            attendees: draft.attendees_max.to_string(),
            locations: draft.locations.clone(),
            variations: (draft.variations.iter())
                .map(|it| Variation {
                    id: it.id.clone(),
                    name: it.name.to_string(),
                    price: amount(it.unit_price_minor),
                    duration: it.duration_minutes.to_string(),
                })
                .collect(),
            add_ons: (draft.add_ons.iter())
                .map(|it| AddOn {
                    id: it.id.clone(),
                    name: it.name.to_string(),
                    description: it.description.to_string(),
                    price: amount(it.unit_price_minor),
                    quantity: it.quantity_max.to_string(),
                })
                .collect(),
            staff: (draft.staff.iter())
                .map(|offer| Performer {
                    id: offer.staff_id.clone(),
                    prices: (offer.own_prices.iter())
                        .map(|own| (own.variation_id.clone(), amount(own.unit_price_minor)))
                        .collect(),
                })
                .collect(),
            tax: draft.tax.map(|tax| tax.kind),
            rate: draft
                .tax
                .map_or_else(String::new, |tax| tax.percent.to_string()),
            ..Self::blank(currency)
        }
    }

    fn draft(&self) -> Result<ServiceDraft, Mistakes> {
        let mut read = Reading::default();
        let name = read.needed::<Title>("name", &self.name, "Enter a name.");
        let description = read.text::<Line>("description", &self.description);
        let day = DURATION_MINUTES_MAX;
        let capacity = read.range("capacity", &self.capacity, 1, CAPACITY_MAX);
        let interval_minutes = read.range("interval", &self.interval, 5, day);
        if interval_minutes % 5 != 0 {
            read.wrong("interval", "Enter a multiple of 5, such as 15 or 30.");
        }
        let unit_price_minor = read.price("price", &self.price, self.currency);
        let duration_minutes = read.range("duration", &self.duration, 5, day);
        let buffer_before_minutes = read.range("before", &self.before, 0, day);
        let buffer_after_minutes = read.range("after", &self.after, 0, day);
        let attendees_max = read.range("attendees", &self.attendees, 1, capacity.max(1));
        let variations = self.read_variations(&mut read);
        let add_ons = self.read_add_ons(&mut read);
        let staff = self.read_staff(&mut read);
        let tax = self.read_tax(&mut read);
        let Some(name) = name else {
            return Err(read.mistakes());
        };
        read.end(ServiceDraft {
            name,
            description: description.unwrap_or_default(),
            category: self.category.clone(),
            cover: self.cover.clone(),
            private: self.private,
            unit_price_minor,
            duration_minutes,
            interval_minutes,
            buffer_before_minutes,
            buffer_after_minutes,
            capacity,
            attendees_max,
            locations: self.locations.clone(),
            variations,
            add_ons,
            staff,
            tax,
        })
    }

    fn meant(&self, problem: &CatalogProblem) -> (String, String) {
        let place = problem.place.unwrap_or(0);
        let (id, text) = match problem.field {
            CatalogField::Price => ("price".to_owned(), "This cannot be a price."),
            CatalogField::Duration => ("duration".to_owned(), "From 5 minutes to a day."),
            CatalogField::Interval => ("interval".to_owned(), "Enter a multiple of 5."),
            CatalogField::Buffers => ("after".to_owned(), "At most a day."),
            CatalogField::Capacity => ("capacity".to_owned(), "This cannot be a number of seats."),
            CatalogField::AttendeesMax => {
                ("attendees".to_owned(), "Not more than there are seats.")
            }
            CatalogField::Category => ("category".to_owned(), "This heading is gone."),
            CatalogField::Variations => (
                format!("variation-{place}-name"),
                "This form cannot be used like this.",
            ),
            CatalogField::AddOns => (
                format!("add-on-{place}-name"),
                "This add-on cannot be used like this.",
            ),
            _ => ("name".to_owned(), "Something of this cannot be used."),
        };
        (id, text.to_owned())
    }
}
