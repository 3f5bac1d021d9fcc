//! What is wrong with a draft, beyond what its types say: ranges, addresses, and what it refers to.

use std::collections::BTreeSet;

use booking_contract::owner::{
    ADD_ONS_MAX, CAPACITY_MAX, CATEGORIES_MAX, CalendarDraft, CalendarLooks, CatalogField,
    CatalogProblem, CatalogRefusal, DURATION_MINUTES_MAX, ITEMS_MAX, Line, LocationRow,
    NOTICE_MINUTES_MAX, Paragraph, QUANTITY_MAX, ServiceDraft, StaffRow, Title, VARIATIONS_MAX,
    WINDOW_DAYS_MAX,
};
use booking_contract::{
    CategoryInfo, FORM_FIELDS_MAX, FORM_OPTIONS_MAX, FieldKind, FieldProblemCode, FormField,
    PaymentTerms,
};
use booking_engine::{AMOUNT_MAX_MINOR, Deposit, LocationId, VariationId};

use super::Refused;
use crate::onward;

/// The longest address of a page or an image, in bytes.
const ADDRESS_LENGTH_MAX: usize = 2_000;

/// What is wrong so far.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<CatalogProblem>);

impl Faults {
    /// Notes that a field is wrong unless something holds.
    pub(super) fn needs(&mut self, holds: bool, field: CatalogField, code: FieldProblemCode) {
        self.needs_at(holds, field, None, code);
    }

    /// The same for one of several.
    pub(super) fn needs_at(
        &mut self,
        holds: bool,
        field: CatalogField,
        place: Option<usize>,
        code: FieldProblemCode,
    ) {
        if !holds {
            let place = place.and_then(|place| u32::try_from(place).ok());
            self.0.push(CatalogProblem { field, place, code });
        }
    }

    /// Refuses where anything is wrong.
    pub(super) fn judge(self) -> Result<(), Refused> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(CatalogRefusal::Fields { fields: self.0 }.into())
        }
    }
}

/// What a calendar's draft may refer to.
pub(super) struct CalendarGround<'a> {
    /// The calendar as it is, or the one that this is a copy of.
    pub(super) stored: Option<&'a CalendarDraft>,
    /// The locations of the business that are open.
    pub(super) locations: &'a BTreeSet<LocationId>,
}

/// Looks at a calendar's draft.
pub(super) fn calendar(draft: &CalendarDraft, ground: &CalendarGround<'_>) -> Faults {
    use CatalogField as Of;
    use FieldProblemCode::{Malformed, OutOfRange, Unknown};
    let mut faults = Faults::default();
    looks(&CalendarLooks::of(draft), &mut faults);
    let notice_fits = draft.notice_minutes <= NOTICE_MINUTES_MAX;
    faults.needs(notice_fits, Of::Notice, OutOfRange);
    let window_fits = draft.window_days <= WINDOW_DAYS_MAX;
    faults.needs(window_fits, Of::Window, OutOfRange);
    let items_fit = (1..=ITEMS_MAX).contains(&draft.items_max);
    faults.needs(items_fit, Of::ItemsMax, OutOfRange);

    let known = |id: &str| {
        let stored = ground.stored.into_iter().flat_map(|it| &it.categories);
        id.is_empty() || stored.into_iter().any(|it| it.id == id)
    };
    categories(&draft.categories, known, &mut faults);
    let stored_before = ground.stored.map_or(&[][..], |it| it.locations.as_slice());
    for (place, id) in draft.locations.iter().enumerate() {
        let twice = draft.locations[..place].contains(id);
        // One that closed since stays until it is taken out.
        let is_there = ground.locations.contains(id) || stored_before.contains(id);
        faults.needs_at(is_there && !twice, Of::Locations, Some(place), Unknown);
    }
    let stored_form = ground.stored.map_or(&[][..], |it| it.form.as_slice());
    form(&draft.form, stored_form, &mut faults);

    match &draft.payment_terms {
        None => {}
        Some(PaymentTerms::Text { text }) => {
            let good = text.parse::<Paragraph>().is_ok() && !text.trim().is_empty();
            faults.needs(good, Of::PaymentTerms, Malformed);
        }
        Some(PaymentTerms::Link { url }) => {
            let good = url.len() <= ADDRESS_LENGTH_MAX && onward::is_safe_address(url);
            faults.needs(good, Of::PaymentTerms, Malformed);
        }
    }
    if let Some(Deposit::Flat { amount_minor }) = draft.deposit {
        let fits = (1..=AMOUNT_MAX_MINOR).contains(&amount_minor);
        faults.needs(fits, Of::Deposit, OutOfRange);
    }
    // A code is entered in one place, and what Stripe takes off has to come off the whole price.
    let one_place = !draft.codes_at_stripe || (!draft.coupons && draft.deposit.is_none());
    faults.needs(one_place, Of::CodesAtStripe, OutOfRange);
    if let Some(url) = &draft.continue_to {
        let good = url.len() <= ADDRESS_LENGTH_MAX && onward::is_safe_address(url);
        faults.needs(good, Of::ContinueTo, Malformed);
    }
    let fields = &draft.continue_fields;
    let all_different = (1..fields.len()).all(|place| !fields[..place].contains(&fields[place]));
    faults.needs(all_different, Of::ContinueTo, Malformed);
    faults
}

/// Looks at what of a draft is looks.
pub(super) fn looks(draft: &CalendarLooks, faults: &mut Faults) {
    use CatalogField as Of;
    use FieldProblemCode::Malformed;
    let cover = draft.cover.as_deref();
    faults.needs(cover.is_none_or(is_own_file), Of::Cover, Malformed);
    let accent = draft.accent.as_deref();
    faults.needs(accent.is_none_or(is_colour), Of::Accent, Malformed);
    let background = draft.theme.background.as_deref();
    faults.needs(background.is_none_or(is_colour), Of::Background, Malformed);
    let button = draft.theme.button.as_deref();
    let is_title = |text: &str| {
        text.parse::<Title>()
            .is_ok_and(|title| title.as_str() == text)
    };
    faults.needs(button.is_none_or(is_title), Of::Button, Malformed);
}

fn categories(all: &[CategoryInfo], known: impl Fn(&str) -> bool, faults: &mut Faults) {
    use CatalogField::Categories;
    use FieldProblemCode::{Malformed, OutOfRange, Unknown};
    faults.needs(all.len() <= CATEGORIES_MAX, Categories, OutOfRange);
    for (place, category) in all.iter().enumerate() {
        let named = category.name.parse::<Title>().is_ok();
        faults.needs_at(named, Categories, Some(place), Malformed);
        let twice = !category.id.is_empty() && all[..place].iter().any(|it| it.id == category.id);
        let is_there = known(&category.id) && !twice;
        faults.needs_at(is_there, Categories, Some(place), Unknown);
    }
}

/// A question keeps what kind of answer it takes: what guests have answered stays readable.
fn form(fields: &[FormField], stored: &[FormField], faults: &mut Faults) {
    use CatalogField::Form;
    use FieldProblemCode::{Malformed, OutOfRange, Unknown};
    faults.needs(fields.len() <= FORM_FIELDS_MAX, Form, OutOfRange);
    for (place, field) in fields.iter().enumerate() {
        let at = Some(place);
        let worded = field
            .label
            .parse::<Line>()
            .is_ok_and(|label| !label.as_str().is_empty())
            && field.hint.parse::<Line>().is_ok();
        faults.needs_at(worded, Form, at, Malformed);
        let fits = match &field.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } => {
                let different =
                    (1..options.len()).all(|place| !options[..place].contains(&options[place]));
                let plain = |text: &String| {
                    text.parse::<Title>()
                        .is_ok_and(|title| title.as_str() == text)
                };
                different
                    && (1..=FORM_OPTIONS_MAX).contains(&options.len())
                    && options.iter().all(plain)
            }
            FieldKind::Number {
                min: Some(min),
                max: Some(max),
            } => min <= max,
            _ => true,
        };
        faults.needs_at(fits, Form, at, OutOfRange);
        if !field.id.is_empty() {
            let before = stored.iter().find(|it| it.id == field.id);
            let same = before.is_some_and(|before| same_kind(&before.kind, &field.kind));
            let twice = fields[..place].iter().any(|it| it.id == field.id);
            faults.needs_at(same && !twice, Form, at, Unknown);
        }
    }
}

fn same_kind(one: &FieldKind, other: &FieldKind) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// Whether a text is a colour as `#rrggbb`.
fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#');
    digits.is_some_and(|it| it.len() == 6 && it.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether an address is one of a file of the companion's own: pages of guests load nothing else.
pub(super) fn is_own_file(address: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    address.len() <= ADDRESS_LENGTH_MAX
        && address.starts_with("/assets/")
        && address.bytes().all(plain)
        && !address.contains("..")
        && !address.contains("//")
}

/// What a service's draft may refer to.
pub(super) struct ServiceGround<'a> {
    /// The service as it is.
    pub(super) stored: Option<&'a ServiceDraft>,
    /// The headings of its calendar.
    pub(super) categories: &'a [CategoryInfo],
    /// The staff of the business.
    pub(super) staff: &'a [StaffRow],
    /// The locations of the business.
    pub(super) locations: &'a [LocationRow],
}

/// Looks at a service's draft.
pub(super) fn service(draft: &ServiceDraft, ground: &ServiceGround<'_>) -> Faults {
    use CatalogField as Of;
    use FieldProblemCode::{Malformed, OutOfRange, Unknown};
    let mut faults = Faults::default();
    let is_price = |minor: i64| (0..=AMOUNT_MAX_MINOR).contains(&minor);
    let is_duration = |minutes: u32| (5..=DURATION_MINUTES_MAX).contains(&minutes);
    faults.needs(is_price(draft.unit_price_minor), Of::Price, OutOfRange);
    faults.needs(
        is_duration(draft.duration_minutes),
        Of::Duration,
        OutOfRange,
    );
    let interval = draft.interval_minutes;
    let fits = (5..=DURATION_MINUTES_MAX).contains(&interval) && interval.is_multiple_of(5);
    faults.needs(fits, Of::Interval, OutOfRange);
    let longest = draft.buffer_before_minutes.max(draft.buffer_after_minutes);
    faults.needs(longest <= DURATION_MINUTES_MAX, Of::Buffers, OutOfRange);
    let seats = (1..=CAPACITY_MAX).contains(&draft.capacity);
    faults.needs(seats, Of::Capacity, OutOfRange);
    let attendees = (1..=draft.capacity).contains(&draft.attendees_max);
    faults.needs(attendees, Of::AttendeesMax, OutOfRange);
    let cover = draft.cover.as_deref();
    faults.needs(cover.is_none_or(is_own_file), Of::Cover, Malformed);
    let heading = &draft.category;
    let known = heading.is_empty() || ground.categories.iter().any(|it| it.id == *heading);
    faults.needs(known, Of::Category, Unknown);

    let stored = ground.stored;
    let known_form = |id: &VariationId| {
        let of_stored = stored.into_iter().flat_map(|it| &it.variations);
        of_stored.into_iter().any(|it| it.id.as_ref() == Some(id))
    };
    faults.needs(
        draft.variations.len() <= VARIATIONS_MAX,
        Of::Variations,
        OutOfRange,
    );
    for (place, variation) in draft.variations.iter().enumerate() {
        let fits = is_price(variation.unit_price_minor) && is_duration(variation.duration_minutes);
        faults.needs_at(fits, Of::Variations, Some(place), OutOfRange);
        let before = &draft.variations[..place];
        let id = variation.id.as_ref();
        let twice = id.is_some() && before.iter().any(|it| it.id.as_ref() == id);
        let known = id.is_none_or(known_form) && !twice;
        faults.needs_at(known, Of::Variations, Some(place), Unknown);
    }
    faults.needs(draft.add_ons.len() <= ADD_ONS_MAX, Of::AddOns, OutOfRange);
    for (place, add_on) in draft.add_ons.iter().enumerate() {
        let fits =
            is_price(add_on.unit_price_minor) && (1..=QUANTITY_MAX).contains(&add_on.quantity_max);
        faults.needs_at(fits, Of::AddOns, Some(place), OutOfRange);
        let of_stored = || stored.into_iter().flat_map(|it| &it.add_ons);
        let id = add_on.id.as_ref();
        let twice = id.is_some() && draft.add_ons[..place].iter().any(|it| it.id.as_ref() == id);
        let known = id.is_none() || of_stored().any(|it| it.id.as_ref() == id);
        faults.needs_at(known && !twice, Of::AddOns, Some(place), Unknown);
    }
    whom_and_where(draft, ground, &mut faults);
    faults
}

/// Who performs a service, for how much, and where.
fn whom_and_where(draft: &ServiceDraft, ground: &ServiceGround<'_>, faults: &mut Faults) {
    use CatalogField as Of;
    use FieldProblemCode::{OutOfRange, Unknown};
    for (place, id) in draft.locations.iter().enumerate() {
        let known = ground.locations.iter().any(|it| it.id == *id);
        let twice = draft.locations[..place].contains(id);
        faults.needs_at(known && !twice, Of::Locations, Some(place), Unknown);
    }
    for (place, offer) in draft.staff.iter().enumerate() {
        let known = ground.staff.iter().any(|it| it.id == offer.staff_id);
        let before = &draft.staff[..place];
        let twice = before.iter().any(|it| it.staff_id == offer.staff_id);
        faults.needs_at(known && !twice, Of::Staff, Some(place), Unknown);
        for (at, price) in offer.own_prices.iter().enumerate() {
            let fits = (0..=AMOUNT_MAX_MINOR).contains(&price.unit_price_minor);
            faults.needs_at(fits, Of::Staff, Some(place), OutOfRange);
            let id = price.variation_id.as_ref();
            let known = id.is_none() || draft.variations.iter().any(|it| it.id.as_ref() == id);
            let before = &offer.own_prices[..at];
            let twice = before.iter().any(|it| it.variation_id.as_ref() == id);
            faults.needs_at(known && !twice, Of::Staff, Some(place), Unknown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_is_a_file_of_the_companions_own() {
        assert!(is_own_file("/assets/covers/glazing.svg"));
        for bad in [
            "",
            "/assets/../secret",
            "/assets//evil.example/x.png",
            "//evil.example/assets/x.png",
            "https://evil.example/assets/x.png",
            "/assets/x.png?y=1",
            "/assets/\"onload=",
        ] {
            assert!(!is_own_file(bad), "{bad}");
        }
    }

    #[test]
    fn a_colour_has_six_digits() {
        assert!(is_colour("#2148a6") && is_colour("#ABCDEF"));
        for bad in ["", "#fff", "2148a6", "#2148g6", "#2148a6;", "red"] {
            assert!(!is_colour(bad), "{bad}");
        }
    }
}
