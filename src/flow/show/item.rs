//! The words for what is booked.

use booking_engine::{Item, ItemAddOn};

use crate::flow::booking::Flow;
use crate::text::fill;

impl Flow {
    /// How long an item takes, in minutes.
    pub(in crate::flow) fn item_minutes(&self, item: &Item) -> u32 {
        let Some(info) = self.service_info(&item.service_id) else {
            return 0;
        };
        let mut forms = info.variations.iter();
        let form = forms.find(|form| Some(&form.id) == item.variation_id.as_ref());
        form.map_or(info.duration_minutes, |form| form.duration_minutes)
    }

    /// A service with its form: "Massage, 90 minutes".
    pub(in crate::flow) fn item_name(&self, item: &Item) -> String {
        let Some(info) = self.service_info(&item.service_id) else {
            return String::new();
        };
        let mut forms = info.variations.iter();
        match forms.find(|form| Some(&form.id) == item.variation_id.as_ref()) {
            Some(form) => self.text.both(&info.name, &form.name),
            None => info.name.clone(),
        }
    }

    /// With whom, what along, for how many; empty for one attendee and nothing else.
    pub(in crate::flow) fn item_detail(&self, item: &Item) -> String {
        let texts = self.text;
        let mut parts = Vec::new();
        if let Some(id) = &item.staff_id
            && let Some(staff) = self.page.staff.iter().find(|known| known.id == *id)
        {
            parts.push(fill(texts.with_staff(), &[("name", &staff.name)]));
        }
        if item.attendees > 1 {
            parts.push(texts.count(texts.people(item.attendees), item.attendees));
        }
        let info = self.service_info(&item.service_id);
        for ItemAddOn {
            add_on_id,
            quantity,
        } in &item.add_ons
        {
            let known = info.and_then(|info| info.add_ons.iter().find(|own| own.id == *add_on_id));
            let name = known.map_or("", |add_on| &add_on.name);
            parts.push(match quantity {
                1 => name.to_owned(),
                _ => fill(
                    texts.unit_times(),
                    &[("price", name), ("count", &texts.number(*quantity))],
                ),
            });
        }
        let pair = |whole: String, part: String| texts.both(&whole, &part);
        parts.into_iter().reduce(pair).unwrap_or_default()
    }
}
