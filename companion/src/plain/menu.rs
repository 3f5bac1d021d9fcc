//! Where, and which services: what is asked before anything else where there is a choice.

use booking_contract::ServiceInfo;
use booking_engine::{Item, ItemAddOn, PriceRequest, Service, price};
use maud::{Markup, html};

use super::Visit;
use super::choices::Choices;
use super::frame::{Sheet, Step};
use crate::words::fill;

/// Nothing of what was typed is asked here.
pub(super) fn nothing(_: &str) -> bool {
    false
}

impl Visit {
    /// Where to go.
    pub(super) fn locations(&self, choices: &Choices) -> Sheet {
        let words = &self.words;
        let chosen = choices.location.as_ref();
        let tried = self.params.get("placed").is_some() && chosen.is_none();
        let body = html! {
            input type="hidden" name="placed" value="1";
            fieldset.rows aria-describedby=[tried.then_some("location-error")] {
                legend.unseen { (words.where_()) }
                @for location in &self.page.locations {
                    label.row {
                        input type="radio" name="location" value=(location.id) checked[chosen == Some(&location.id)];
                        span { strong { bdi { (location.name) } } small { bdi { (location.address) } } }
                    }
                }
                @if tried { p.err id="location-error" { (words.location_missing()) } }
            }
            p.actions { button.main type="submit" { (words.proceed()) } }
        };
        Sheet {
            step: Some(Step::Services),
            at: Some("location"),
            title: words.where_().to_owned(),
            error: None,
            notice: None,
            body: self.ask(choices, &["location"], &nothing, &body),
            refresh: None,
        }
    }

    /// The services, each a button.
    pub(super) fn services(&self, choices: &Choices) -> Sheet {
        let words = &self.words;
        let here = |info: &&ServiceInfo| choices.is_here(info);
        let of = |category: &str| {
            let services = self.page.services.iter().filter(here);
            services
                .filter(|info| info.category == *category)
                .collect::<Vec<_>>()
        };
        let known = |info: &&ServiceInfo| {
            let mut categories = self.page.categories.iter();
            !categories.any(|category| category.id == info.category)
        };
        let rest: Vec<&ServiceInfo> = self
            .page
            .services
            .iter()
            .filter(here)
            .filter(known)
            .collect();
        let several = self.page.calendar.items_max > 1 && !choices.items.is_empty();
        let keeps: &[&str] = if self.page.calendar.items_max > 1 {
            &[]
        } else {
            &["item"]
        };
        let body = html! {
            @for category in &self.page.categories {
                @let services = of(&category.id);
                @if !services.is_empty() {
                    h2 { bdi { (category.name) } }
                    (self.list_of(&services))
                }
            }
            @if !rest.is_empty() { (self.list_of(&rest)) }
            @if several || self.page.locations.len() > 1 {
                p.actions {
                    @if several { button.side type="submit" name="go" value="cart" { (words.cart()) } }
                    @if self.page.locations.len() > 1 && !several {
                        button.side type="submit" name="go" value="location" { (words.where_()) ": " (self.place(choices)) }
                    }
                }
            }
        };
        Sheet {
            step: Some(Step::Services),
            at: Some("services"),
            title: words.step_services().to_owned(),
            error: None,
            notice: None,
            body: html! {
                @if !self.page.calendar.description.is_empty() { p.about { bdi { (self.page.calendar.description) } } }
                (self.ask(choices, keeps, &nothing, &body))
            },
            refresh: None,
        }
    }

    fn list_of(&self, services: &[&ServiceInfo]) -> Markup {
        html! {
            ul.rows {
                @for info in services {
                    @if let Some(terms) = self.page.terms.service(&info.id) {
                        li {
                            button.row type="submit" name="service" value=(info.id) {
                                span {
                                    strong { bdi { (info.name) } }
                                    @if !info.description.is_empty() { small { bdi { (info.description) } } }
                                    small { (self.words.duration(info.duration_minutes)) }
                                }
                                span.price { (self.least_price(terms)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The least that a service costs one person.
    fn least_price(&self, service: &Service) -> Markup {
        let words = &self.words;
        let own = service.staff.iter().flat_map(|offer| &offer.own_prices);
        let own = own.map(|own| own.unit_price_minor);
        let forms = service.variations.iter().map(|form| form.unit_price_minor);
        let usual = service
            .variations
            .is_empty()
            .then_some(service.unit_price_minor);
        let all: Vec<i64> = own.chain(forms).chain(usual).collect();
        let least = all
            .iter()
            .copied()
            .min()
            .unwrap_or(service.unit_price_minor);
        let differ = all.iter().any(|minor| *minor != least);
        let money = self.money_or_free(least);
        html! {
            @if differ { (fill(words.from_price(), &[("price", &money)])) } @else { (money) }
            @if service.attendees_max > 1 && least > 0 { small { (words.each_person()) } }
        }
    }

    /// An amount, or that it is free.
    pub(super) fn money_or_free(&self, minor: i64) -> String {
        match minor {
            0 => self.words.free().to_owned(),
            minor => self.words.money(minor, self.page.terms.currency),
        }
    }

    /// What is chosen so far, where a booking may hold several services.
    pub(super) fn cart(&self, choices: &Choices) -> Sheet {
        let words = &self.words;
        let request = PriceRequest::of(choices.items.clone());
        let quote = price(&request, &self.page.terms, self.now()).ok();
        let minutes = choices.items.iter().map(|item| self.minutes(item)).sum();
        let is_full = choices.items.len() >= self.page.calendar.items_max as usize;
        let body = html! {
            ul.rows.cart {
                @for (place, item) in choices.items.iter().enumerate() {
                    @let name = self.name_of(item);
                    li.row {
                        span {
                            strong { bdi { (name) } }
                            small { (words.all([words.duration(self.minutes(item)), self.detail_of(item)].into_iter().filter(|it| !it.is_empty()))) }
                            button.link type="submit" name="remove" value=(place) { (fill(words.remove_item(), &[("service", &name)])) }
                        }
                        @if let Some(line) = quote.as_ref().and_then(|quote| quote.lines.get(place)) {
                            span.price { (self.money_or_free(line.amount_minor)) }
                        }
                    }
                }
            }
            @if let Some(quote) = &quote {
                p.sum {
                    span { (fill(words.duration_in_all(), &[("duration", &words.duration(minutes))])) }
                    strong { (self.money_or_free(quote.total_minor)) }
                }
            }
            @if is_full { p.hint { (words.cart_full()) } }
            p.actions {
                button.main type="submit" name="go" value="time" { (words.proceed()) }
                @if !is_full { button.side type="submit" name="go" value="services" { (words.cart_more()) } }
            }
        };
        Sheet {
            step: Some(Step::Services),
            at: Some("cart"),
            title: words.cart().to_owned(),
            error: None,
            notice: None,
            body: self.ask(choices, &[], &nothing, &body),
            refresh: None,
        }
    }

    /// The name of the chosen location.
    pub(super) fn place(&self, choices: &Choices) -> String {
        let mut all = self.page.locations.iter();
        let place = all.find(|it| Some(&it.id) == choices.location.as_ref());
        place.map_or_else(String::new, |it| it.name.clone())
    }

    fn info(&self, item: &Item) -> Option<&ServiceInfo> {
        let mut services = self.page.services.iter();
        services.find(|info| info.id == item.service_id)
    }

    /// How long an item takes, in minutes.
    pub(super) fn minutes(&self, item: &Item) -> u32 {
        let Some(info) = self.info(item) else {
            return 0;
        };
        let mut forms = info.variations.iter();
        let form = forms.find(|form| Some(&form.id) == item.variation_id.as_ref());
        form.map_or(info.duration_minutes, |form| form.duration_minutes)
    }

    /// A service with its form: "Massage, 90 minutes".
    pub(super) fn name_of(&self, item: &Item) -> String {
        let Some(info) = self.info(item) else {
            return String::new();
        };
        let mut forms = info.variations.iter();
        match forms.find(|form| Some(&form.id) == item.variation_id.as_ref()) {
            Some(form) => self.words.both(&info.name, &form.name),
            None => info.name.clone(),
        }
    }

    /// The names of all items.
    pub(super) fn names(&self, items: &[Item]) -> String {
        match items {
            [only] => self.name_of(only),
            items => {
                let names = items
                    .iter()
                    .filter_map(|item| Some(self.info(item)?.name.clone()));
                self.words.all(names)
            }
        }
    }

    /// With whom, for how many, what along; empty for one attendee and nothing else.
    fn detail_of(&self, item: &Item) -> String {
        let words = &self.words;
        let mut parts = Vec::new();
        let mut staff = self.page.staff.iter();
        if let Some(who) = staff.find(|known| Some(&known.id) == item.staff_id.as_ref()) {
            parts.push(fill(words.with_staff(), &[("name", &who.name)]));
        }
        if item.attendees > 1 {
            parts.push(words.count(words.people(item.attendees), item.attendees));
        }
        for ItemAddOn {
            add_on_id,
            quantity,
        } in &item.add_ons
        {
            let known = self.info(item).map_or(&[][..], |info| &info.add_ons).iter();
            let known = known.clone().find(|own| own.id == *add_on_id);
            let name = known.map_or("", |add_on| &add_on.name);
            parts.push(if *quantity == 1 {
                name.to_owned()
            } else {
                let count = words.number(*quantity);
                fill(words.unit_times(), &[("price", name), ("count", &count)])
            });
        }
        words.all(parts)
    }
}
