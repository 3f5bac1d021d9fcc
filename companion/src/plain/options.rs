//! A service that is open: its form, who performs it, for how many, and what is booked along.

use booking_contract::ServiceInfo;
use booking_engine::{Service, StaffOffer, VariationId};
use maud::{Markup, html};

use super::Visit;
use super::choices::{Choices, Open};
use super::frame::{Sheet, Step};
use super::menu::nothing;
use crate::words::fill;

/// As many numbers are a list to choose from; more are typed.
const NUMBERS_MAX: u32 = 20;

impl Visit {
    /// Everything that is to be chosen about a service.
    pub(super) fn options(&self, choices: &Choices, open: &Open) -> Sheet {
        let words = &self.words;
        let item = &open.item;
        let mut services = self.page.services.iter();
        let info = services.find(|info| info.id == item.service_id);
        let terms = self.page.terms.service(&item.service_id);
        let several = self.page.calendar.items_max > 1;
        let keeps: &[&str] = if several { &[] } else { &["item"] };
        let body = html! {
            input type="hidden" name="service" value=(item.service_id);
            input type="hidden" name="chosen" value="1";
            @if let (Some(info), Some(terms)) = (info, terms) {
                @if !info.description.is_empty() { p.about { bdi { (info.description) } } }
                @if info.variations.len() > 1 { (self.forms(info, terms, open)) }
                @if !terms.staff.is_empty() { (self.staff(choices, terms, open)) }
                @if terms.attendees_max > 1 {
                    div.field {
                        label for="attendees" { (words.attendees()) }
                        (self.number("attendees", "attendees", 1, terms.attendees_max, item.attendees.clamp(1, terms.attendees_max)))
                    }
                }
                @if !info.add_ons.is_empty() { (self.add_ons(info, terms, open)) }
            }
            p.actions {
                button.main type="submit" {
                    (if several { words.add_item() } else { words.proceed() })
                }
                @if self.page.services.len() > 1 {
                    button.side type="submit" name="go" value="services" { (words.all_services()) }
                }
            }
        };
        let wrong = open.tried && self.page.terms.service(&item.service_id).is_some();
        Sheet {
            step: Some(Step::Services),
            at: Some(""),
            title: info.map_or_else(String::new, |info| info.name.clone()),
            error: wrong.then(|| words.details_wrong().to_owned()),
            notice: None,
            body: self.ask(choices, keeps, &nothing, &body),
            refresh: None,
        }
    }

    fn forms(&self, info: &ServiceInfo, terms: &Service, open: &Open) -> Markup {
        let words = &self.words;
        let missing = open.tried && open.item.variation_id.is_none();
        html! {
            fieldset.rows aria-describedby=[missing.then_some("variation-error")] {
                legend { (words.variation()) }
                @for form in &info.variations {
                    @let priced = terms.variations.iter().find(|it| it.id == form.id);
                    label.row {
                        input type="radio" name="variation" value=(form.id) checked[open.item.variation_id.as_ref() == Some(&form.id)];
                        span { strong { bdi { (form.name) } } small { (words.duration(form.duration_minutes)) } }
                        @if let Some(priced) = priced { span.price { (self.money_or_free(priced.unit_price_minor)) } }
                    }
                }
                @if missing { p.err id="variation-error" { (words.answer_choose()) } }
            }
        }
    }

    fn staff(&self, choices: &Choices, terms: &Service, open: &Open) -> Markup {
        let words = &self.words;
        let place = choices.location.as_ref();
        let here = self.page.staff.iter().filter(|who| {
            who.locations.is_empty() || place.is_some_and(|id| who.locations.contains(id))
        });
        let offers = here.filter_map(|who| {
            let offer = terms.staff.iter().find(|offer| offer.staff_id == who.id)?;
            Some((who, offer))
        });
        html! {
            fieldset.rows {
                legend { (words.with_whom()) }
                label.row {
                    input type="radio" name="staff" value="" checked[open.item.staff_id.is_none()];
                    span { strong { (words.anyone()) } small { (words.anyone_hint()) } }
                }
                @for (who, offer) in offers {
                    label.row {
                        input type="radio" name="staff" value=(who.id) checked[open.item.staff_id.as_ref() == Some(&who.id)];
                        span {
                            strong { bdi { (who.name) } }
                            @if !who.role.is_empty() { small { bdi { (who.role) } } }
                        }
                        span.price { (self.own_prices(terms, offer)) }
                    }
                }
            }
        }
    }

    /// What somebody's own prices begin with, where they have any.
    fn own_prices(&self, terms: &Service, offer: &StaffOffer) -> String {
        let own = |form: Option<&VariationId>| {
            let mut own = offer.own_prices.iter();
            let own = own.find(|own| own.variation_id.as_ref() == form);
            own.map(|own| own.unit_price_minor)
        };
        if offer.own_prices.is_empty() {
            return String::new();
        }
        if terms.variations.is_empty() {
            return own(None).map_or_else(String::new, |minor| self.money_or_free(minor));
        }
        let all = terms.variations.iter();
        let all = all.map(|form| own(Some(&form.id)).unwrap_or(form.unit_price_minor));
        let least = self.money_or_free(all.min().unwrap_or_default());
        fill(self.words.from_price(), &[("price", &least)])
    }

    fn add_ons(&self, info: &ServiceInfo, terms: &Service, open: &Open) -> Markup {
        let words = &self.words;
        html! {
            fieldset.rows {
                legend { (words.add_ons()) }
                @for add_on in &info.add_ons {
                    @if let Some(offer) = terms.add_ons.iter().find(|offer| offer.id == add_on.id) {
                        @let name = format!("add.{}", add_on.id);
                        @let taken = open.item.add_ons.iter().find(|it| it.add_on_id == add_on.id);
                        div.row {
                            label for=(name) {
                                strong { bdi { (add_on.name) } }
                                @if !add_on.description.is_empty() { small { bdi { (add_on.description) } } }
                                small {
                                    (self.money_or_free(offer.unit_price_minor))
                                    @if terms.attendees_max > 1 { " " (words.each_person()) }
                                }
                            }
                            (self.number(&name, &name, 0, offer.quantity_max, taken.map_or(0, |it| it.quantity)))
                        }
                    }
                }
            }
        }
    }

    /// A number to choose.
    fn number(&self, id: &str, name: &str, least: u32, most: u32, chosen: u32) -> Markup {
        html! {
            @if most <= NUMBERS_MAX {
                select.in.few id=(id) name=(name) {
                    @for number in least..=most {
                        option value=(number) selected[number == chosen] { (self.words.number(number)) }
                    }
                }
            } @else {
                input.in.few id=(id) name=(name) type="number" min=(least) max=(most) value=(chosen);
            }
        }
    }
}
