//! What the guest could do so that the code in hand counts: the engine says what, a tap does it.

use booking_engine::{Hours, Item, PriceRequest, Rejection, Remedy, ServiceId, price, remedies};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};

use super::booking::{At, Flow};
use super::calendar::{month_of, next_month};
use super::message::{MenuEvent, Step};
use super::price::fits;
use super::screen::FocusTarget;
use crate::text::fill;

/// The most that are offered at once.
const OFFERS_MAX: usize = 3;

impl Flow {
    /// What can be done here about the code that does not count, in the order to show; the label
    /// of each button first.
    pub(super) fn offers(&self) -> Vec<(String, Remedy)> {
        if self.coupons.applied.is_none() {
            return Vec::new();
        }
        self.offers_of_code()
    }

    #[inline(never)]
    fn offers_of_code(&self) -> Vec<(String, Remedy)> {
        let mut offers = Vec::new();
        let known = remedies(&self.request(), &self.page.terms, self.now).into_iter();
        for remedy in known.chain(self.times_to_choose()) {
            // What names several things is offered as one for each.
            let single = match remedy {
                Remedy::Services { service_ids } => (service_ids.into_iter())
                    .filter(|id| self.can_take(id))
                    .map(|id| Remedy::Services {
                        service_ids: vec![id],
                    })
                    .collect(),
                Remedy::Staff { staff_ids } => (staff_ids.into_iter())
                    .map(|id| Remedy::Staff {
                        staff_ids: vec![id],
                    })
                    .collect(),
                Remedy::Locations { location_ids } => (location_ids.into_iter())
                    .map(|id| Remedy::Locations {
                        location_ids: vec![id],
                    })
                    .collect(),
                other => vec![other],
            };
            for remedy in single {
                if let Some(label) = self.offer_label(&remedy) {
                    offers.push((label, remedy));
                }
            }
        }
        offers.truncate(OFFERS_MAX);
        offers
    }

    /// As long as no time is chosen: those that the code is for.
    fn times_to_choose(&self) -> Option<Remedy> {
        let conditions = &self.coupon_in_hand()?.conditions;
        let (first_date, last_date) = (conditions.first_date, conditions.last_date);
        match conditions.hours {
            _ if self.draft.picked.is_some() => None,
            _ if !conditions.weekdays.is_empty() => Some(Remedy::Weekdays {
                weekdays: conditions.weekdays.clone(),
            }),
            Some(hours) => Some(Remedy::Hours { hours }),
            None => (first_date.is_some() || last_date.is_some()).then_some(Remedy::Dates {
                first_date,
                last_date,
            }),
        }
    }

    /// What the button says; none for what cannot be done here.
    fn offer_label(&self, remedy: &Remedy) -> Option<String> {
        let texts = self.text;
        let choose = |name: &str| Some(fill(texts.offer_choose(), &[("name", name)]));
        let when = match remedy {
            Remedy::Attendees { item, attendees } => {
                let service = &self.draft.cart.items.get(*item)?.service_id;
                let fits = *attendees <= self.service_attendees_max(service);
                let label = texts.count(texts.offer_people(*attendees), *attendees);
                return fits.then_some(label);
            }
            Remedy::Services { service_ids } => {
                return choose(&self.service_info(service_ids.first()?)?.name);
            }
            Remedy::Staff { staff_ids } => {
                let id = staff_ids.first()?;
                let items = self.draft.cart.items.iter();
                let mut services = items.filter_map(|it| self.page.terms.service(&it.service_id));
                services.find(|service| service.staff.iter().any(|who| who.staff_id == *id))?;
                let mut staff = self.page.staff.iter();
                return choose(&staff.find(|who| who.id == *id)?.name);
            }
            Remedy::Locations { location_ids } => {
                let id = location_ids.first()?;
                let mut places = self.page.locations.iter();
                return choose(&places.find(|place| place.id == *id)?.name);
            }
            Remedy::Wait { .. } => return None,
            Remedy::Weekdays { weekdays } => self.weekdays_text(weekdays),
            Remedy::Hours { hours } => self.hours_text(*hours),
            Remedy::Dates {
                first_date,
                last_date,
            } => self.dates_text(*first_date, *last_date),
            Remedy::NotBefore { starts_at } => self.dates_text(Some(self.date(*starts_at)), None),
            Remedy::NotAfter { starts_at } => self.dates_text(None, Some(self.date(*starts_at))),
        };
        Some(fill(texts.offer_times(), &[("when", &when)]))
    }

    /// "Tuesday to Thursday", or "Tuesday, Saturday".
    fn weekdays_text(&self, weekdays: &[Weekday]) -> String {
        let texts = self.text;
        let start = texts.week_start();
        let place = |day: &Weekday| (day.num_days_from_monday() + 7 - start) % 7;
        let mut places: Vec<u32> = weekdays.iter().map(place).collect();
        places.sort_unstable();
        let name = |place: u32| {
            let names = texts.weekdays();
            names.get(place as usize).map_or("", |day| &day.long)
        };
        match places[..] {
            [first, .., last]
                if places.len() > 2 && (last - first) as usize + 1 == places.len() =>
            {
                self.span(name(first), name(last))
            }
            _ => (places.iter().map(|&place| name(place).to_owned()))
                .reduce(|all, next| texts.both(&all, &next))
                .unwrap_or_default(),
        }
    }

    fn hours_text(&self, hours: Hours) -> String {
        let time = |minute: u32| {
            let seconds = minute % 1_440 * 60;
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0);
            self.text.time(time.unwrap_or_default())
        };
        self.span(&time(hours.from_minute), &time(hours.to_minute))
    }

    fn dates_text(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> String {
        let texts = self.text;
        let day = |date| texts.day_title(date);
        match (first, last) {
            (Some(first), Some(last)) => self.span(&day(first), &day(last)),
            (Some(first), None) => fill(texts.from_day(), &[("day", &day(first))]),
            (None, Some(last)) => fill(texts.until_day(), &[("day", &day(last))]),
            (None, None) => String::new(),
        }
    }

    fn span(&self, from: &str, to: &str) -> String {
        fill(self.text.time_range(), &[("from", from), ("to", to)])
    }

    /// The date of an instant, on the guest's clock as far as it is known.
    fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        let loaded = self.calendar.current();
        loaded.map_or(at.date_naive(), |loaded| loaded.clock.local(at).date())
    }

    /// Whether a service can be booked instead of the one in the cart, or along with those in it,
    /// and the code counts then.
    fn can_take(&self, id: &ServiceId) -> bool {
        let Some(info) = self.service_info(id) else {
            return false;
        };
        let full = self.takes_several() && self.is_cart_full();
        if self.has_menu() && (full || self.fresh_item(info).is_none()) {
            return false;
        }
        let request = PriceRequest {
            items: self.items_with(id),
            ..self.request()
        };
        price(&request, &self.page.terms, self.now).is_ok_and(|quote| {
            let rejected = quote.rejected.map(|rejected| rejected.reason);
            rejected != Some(Rejection::NotApplicable)
        })
    }

    fn items_with(&self, id: &ServiceId) -> Vec<Item> {
        let mut items = self.items();
        if !self.takes_several() {
            items.clear();
        }
        let attendees = self.attendees().min(self.service_attendees_max(id));
        items.push(Item::plain(id.clone(), attendees));
        items
    }

    /// Does what was chosen.
    pub(super) fn choose_remedy(&mut self, place: usize) {
        let Some((_, remedy)) = self.offers().into_iter().nth(place) else {
            return;
        };
        match remedy {
            Remedy::Attendees { item, attendees } => {
                if let Some(item) = self.draft.cart.items.get_mut(item) {
                    item.attendees = attendees;
                }
                self.announce_total();
                self.settle_month();
            }
            Remedy::Services { service_ids } => {
                let mut services = self.page.services.iter();
                let place = services.position(|info| service_ids.contains(&info.id));
                match (place, service_ids.into_iter().next()) {
                    (Some(place), _) if self.has_menu() => {
                        self.go_to(Step::Services);
                        self.hear_menu(MenuEvent::ServiceOpened(place));
                    }
                    (_, Some(id)) => self.choose_service(&id),
                    _ => {}
                }
            }
            Remedy::Staff { staff_ids } => {
                let terms = &self.page.terms;
                for item in &mut self.draft.cart.items {
                    let service = terms.service(&item.service_id);
                    let chosen = staff_ids.first().filter(|&id| {
                        let mut staff = service.map_or(&[][..], |it| &it.staff).iter();
                        staff.any(|who| who.staff_id == *id)
                    });
                    if let Some(id) = chosen {
                        item.staff_id = Some(id.clone());
                    }
                }
                self.choose_other_times();
            }
            Remedy::Locations { location_ids } => {
                self.draft.cart.location = location_ids.into_iter().next();
                self.choose_other_times();
            }
            Remedy::Weekdays { .. } | Remedy::Hours { .. } => {
                self.seek_times(self.calendar.shown);
            }
            Remedy::Dates { first_date, .. } => {
                self.seek_times(first_date.unwrap_or(self.calendar.bounds.0));
            }
            Remedy::NotBefore { starts_at } => self.seek_times(self.date(starts_at)),
            Remedy::NotAfter { .. } => self.seek_times(self.calendar.bounds.0),
            Remedy::Wait { .. } => {}
        }
    }

    /// Something else is booked: its times are asked for, and the chosen one stays if it is free
    /// for that as well.
    fn choose_other_times(&mut self) {
        self.announce_total();
        self.reload_slots();
    }

    /// Shows the first day from a month on on which the code counts.
    fn seek_times(&mut self, from: NaiveDate) {
        let (first, last) = self.calendar.bounds;
        if !matches!(self.at, At::Booking(Step::Time)) {
            self.go_to(Step::Time);
        }
        self.follows_openings = false;
        self.calendar.seeking = Some(self.calendar.shown);
        self.calendar
            .show(month_of(from.clamp(first.min(last), last)));
        self.settle_month();
    }

    /// Goes on seeking in the shown month; answers whether something was sought.
    pub(super) fn seek_on(&mut self) -> bool {
        while let Some(start) = self.calendar.seeking {
            let Some(loaded) = self.calendar.current() else {
                self.ask_for(self.calendar.shown);
                break;
            };
            let shown = self.calendar.shown;
            let date = self.coupon_in_hand().and_then(|coupon| {
                let open = loaded.open(self.attendees(), self.now);
                let fitting = open.filter(|slot| fits(&coupon.conditions, loaded, slot, self.now));
                let mut dates = fitting.map(|slot| loaded.date(slot));
                dates.find(|&date| month_of(date) == shown)
            });
            if let Some(date) = date {
                self.calendar.seeking = None;
                self.calendar.day = Some(date);
                self.calendar.cursor = Some(date);
                self.announcement = self.day_name(date);
                self.focus_on(FocusTarget::Slots);
                return true;
            }
            if let Some(next) = next_month(shown).filter(|&next| self.calendar.has_month(next)) {
                self.calendar.show(next);
            } else {
                self.calendar.seeking = None;
                self.calendar.show(start);
                self.announcement = self.text.none_fit().to_owned();
            }
        }
        self.calendar.seeking.is_some()
    }
}
