//! What one pays and why, what the times cost with a code in hand, and what makes it count.

mod cancellation;
mod granted;
mod hints;
mod lines;
mod remedies;

use booking_contract::WidgetStyle::{Classic, Neo};
use booking_contract::{
    AddOnInfo, CancellationTerms, OrderStatus, StaffInfo, VariationInfo, ZonePolicy,
};
use booking_engine::{
    AddOn, Conditions, Deposit, Item, ItemAddOn, PriceRequest, Service, StaffOffer, StaffPrice,
    Tax, TaxKind, Terms, Variation, price,
};
use booking_widget::flow::{
    Body, CouponField, Day, DayState, Event, FocusTarget, MenuEvent, News, PriceLine, SlotOption,
    Slots, Started, Summary, TimePrice, TimeStep,
};
use chrono::{TimeDelta, Weekday};

use crate::fixtures::{
    self, Script, at, date, order_key, order_view, started, tuesdays, whole_terms,
};

fn summary(script: &Script) -> Summary {
    script.screen().summary.expect("there is a price")
}

fn total(script: &Script) -> String {
    summary(script).total.amount
}

fn studio(change: impl Fn(&mut Terms)) -> Script {
    fixtures::studio(started(Neo), change)
}

fn time(script: &Script) -> TimeStep {
    match script.screen().body {
        Body::Time(step) => *step,
        other => panic!("at {other:?}"),
    }
}

fn day(script: &Script, wanted: &str) -> Day {
    let weeks = time(script).month.weeks;
    let mut days = weeks.into_iter().flatten().flatten();
    days.find(|day| day.date == date(wanted))
        .expect("in the month")
}

fn slots(script: &Script) -> Vec<SlotOption> {
    match time(script).slots {
        Slots::Day { groups, .. } => groups.into_iter().flat_map(|group| group.slots).collect(),
        other => panic!("{other:?}"),
    }
}

fn price_of(amount: &str, counts: bool) -> TimePrice {
    let amount = amount.to_owned();
    TimePrice { amount, counts }
}

fn offers(script: &Script) -> Vec<String> {
    match summary(script).coupon {
        Some(CouponField::Applied { offers, .. }) => offers,
        other => panic!("{other:?}"),
    }
}
