//! Hostile texts in every field of a business that takes texts.

use std::collections::BTreeMap;

use booking_contract::{CalendarPage, SlotItems};
use booking_engine::{Item, PriceRequest, price};
use chrono::Utc;
use e2e::desk::Desk;
use e2e::hostile::bundles;
use reqwest::Method;
use serde_json::{Value, json};

use super::fields::SHOWN;

/// How often each field is filled in: as often as the shortest of them need to have held every text.
pub(super) fn rounds() -> usize {
    bundles(120).len()
}

/// How often what can be there several times is there in a rich calendar.
const FEW: usize = 3;

/// A business and its widgets' look.
#[derive(Clone, Copy)]
pub(super) struct House {
    pub(super) business: &'static str,
    pub(super) owner: &'static str,
    pub(super) style: &'static str,
}

pub(super) const NEO: House = House {
    business: "kiln-clay",
    owner: "owner@example.com",
    style: "neo",
};
pub(super) const CLASSIC: House = House {
    business: "northlight",
    owner: "physio@example.com",
    style: "classic",
};

/// What was planted, and where.
pub(super) struct Planted<'d> {
    desk: &'d Desk,
    house: House,
    bundles: BTreeMap<usize, Vec<String>>,
    /// The texts of each field, by the name that it has in the contract.
    pub(super) fields: BTreeMap<&'static str, Vec<String>>,
    /// A calendar of each round.
    pub(super) calendars: Vec<Sold>,
}

/// A calendar with its one service, and the texts of both.
pub(super) struct Sold {
    pub(super) calendar: String,
    pub(super) service: String,
    pub(super) of_calendar: Vec<String>,
    pub(super) of_service: Vec<String>,
    /// Whether it has a form, variations and add-ons.
    pub(super) is_rich: bool,
}

impl<'d> Planted<'d> {
    pub(super) fn at(house: House, desk: &'d Desk) -> Self {
        let lengths = [120, 200, 300, 1_000, 2_000, 4_000];
        Self {
            desk,
            house,
            bundles: lengths.map(|it| (it, bundles(it))).into(),
            fields: BTreeMap::new(),
            calendars: Vec::new(),
        }
    }

    /// The text of a round for a field that takes so many characters.
    pub(super) fn text(&mut self, field: &'static str, length_max: usize, round: usize) -> String {
        assert!(SHOWN.contains(&field), "{field} is in the table");
        let all = &self.bundles[&length_max];
        let text = all[round % all.len()].clone();
        let of_field = self.fields.entry(field).or_default();
        if !of_field.contains(&text) {
            of_field.push(text.clone());
        }
        text
    }

    pub(super) fn path(&self, what: &str) -> String {
        format!("/v1/businesses/{}/{what}", self.house.business)
    }

    async fn post(&self, what: &str, body: Value) -> Value {
        self.desk.post(&self.path(what), &body).await
    }

    /// Several texts of a round for a field that is there several times.
    fn few(&mut self, field: &'static str, length_max: usize, round: usize) -> Vec<String> {
        let places = (FEW * round)..(FEW * (round + 1));
        places
            .map(|place| self.text(field, length_max, place))
            .collect()
    }

    /// Calendars with a service each: what guests see. The first of them ask and offer a lot, as many as
    /// it takes for every text.
    pub(super) async fn calendars(&mut self) {
        for round in 0..rounds() {
            let is_rich = round < bundles(300).len();
            self.calendar(round, is_rich).await;
        }
    }

    /// A calendar, which is a rich one or a plain one.
    pub(super) async fn calendar(&mut self, round: usize, is_rich: bool) {
        let mut draft = json!({
            "title": self.text("CalendarDraft.title", 120, round),
            "style": self.house.style,
            "description": self.text("CalendarDraft.description", 4_000, round),
            "location": self.text("CalendarDraft.location", 300, round),
            "categories": [{ "id": "", "name": self.text("CategoryInfo.name", 120, round) }],
            "payments": true,
            "coupons": true,
            "attendee_details": "names",
        });
        // Only Neo has a button of its own wording.
        if self.house.style == "neo" {
            draft["theme"] = json!({ "button": self.text("Theme.button", 120, round) });
        }
        if is_rich {
            draft["consent"] = json!(self.text("CalendarDraft.consent", 300, round));
            let terms = self.text("PaymentTerms.text.text", 4_000, round);
            draft["payment_terms"] = json!({ "text": { "text": terms } });
            let one = self.few("FieldKind.choice.options[]", 120, round);
            let many = self.few("FieldKind.choices.options[]", 120, round);
            draft["form"] = json!([
                self.question(round, &json!("text")),
                self.question(round, &json!("long_text")),
                self.question(round, &json!({ "choice": { "options": one } })),
                self.question(round, &json!({ "choices": { "options": many } })),
            ]);
        }
        let made = self.post("calendars", json!({ "draft": draft })).await;
        let calendar = id_of(&made);
        let mut service = json!({
            "name": self.text("ServiceDraft.name", 120, round),
            "description": self.text("ServiceDraft.description", 300, round),
            "category": made["draft"]["categories"][0]["id"],
            "unit_price_minor": 0,
            "duration_minutes": 30,
            "interval_minutes": 30,
            "capacity": 1_000,
            "attendees_max": 4,
        });
        if is_rich {
            let names = self.few("VariationDraft.name", 120, round).into_iter();
            let variations = names
                .map(|name| json!({ "name": name, "unit_price_minor": 0, "duration_minutes": 30 }));
            service["variations"] = variations.collect();
            let description = self.text("AddOnDraft.description", 300, round);
            let names = self.few("AddOnDraft.name", 120, round).into_iter();
            let add_ons = names.map(|name| {
                json!({ "name": name, "description": description, "unit_price_minor": 0, "quantity_max": 3 })
            });
            service["add_ons"] = add_ons.collect();
        }
        let body = json!({ "calendar_id": calendar, "draft": service });
        let made = self.post("services", body).await;
        self.calendars.push(Sold {
            calendar,
            service: id_of(&made),
            of_calendar: texts_of(&draft),
            of_service: texts_of(&service),
            is_rich,
        });
    }

    fn question(&mut self, round: usize, kind: &Value) -> Value {
        json!({
            "id": "",
            "label": self.text("FormField.label", 300, round),
            "hint": self.text("FormField.hint", 300, round),
            "kind": kind,
        })
    }

    /// Who works there, and where; their ids.
    pub(super) async fn workplace(&mut self) -> (Vec<String>, Vec<String>) {
        let (mut staff, mut locations) = (Vec::new(), Vec::new());
        for round in 0..rounds() {
            let draft = json!({
                "name": self.text("StaffDraft.name", 120, round),
                "role": self.text("StaffDraft.role", 300, round),
            });
            let made = self.post("staff", json!({ "draft": draft })).await;
            staff.push(id_of(&made));
            let draft = json!({
                "name": self.text("LocationDraft.name", 120, round),
                "address": self.text("LocationDraft.address", 300, round),
            });
            let made = self.post("locations", json!({ "draft": draft })).await;
            locations.push(id_of(&made));
        }
        (staff, locations)
    }

    /// Coupons, each with a code; their ids.
    pub(super) async fn coupons(&mut self) -> Vec<String> {
        let mut made = Vec::new();
        for round in 0..rounds() {
            let draft = json!({
                "name": self.text("CouponDraft.name", 120, round),
                "code": format!("ROUND-{round}"),
                "benefit": { "percent": { "percent": "10" } },
                "customers": [{ "member": self.text("CouponCustomer.member", 120, round) }],
            });
            let told = self.post("coupons", json!({ "draft": draft })).await;
            made.push(id_of(&told["coupon"]));
        }
        made
    }

    /// Bookings of the first calendar, with all that guests type.
    pub(super) async fn orders(&mut self) -> Vec<Booked> {
        let (path, mut body) = self.confirmation().await;
        let mut booked = Vec::new();
        for round in 0..rounds() {
            body["guest"] = json!({
                "name": self.text("Guest.name", 120, round),
                "email": format!("round-{round}@example.com"),
                "notes": self.text("Guest.notes", 1_000, round),
            });
            for (place, attendee) in [round, round + 1].into_iter().enumerate() {
                let name = self.text("Attendee.name", 120, attendee);
                body["attendees"][place]["name"] = json!(name);
            }
            for (place, length_max) in [200, 2_000].into_iter().enumerate() {
                let answer = self.text("Answer.values[]", length_max, round);
                body["answers"][place]["values"] = json!([answer]);
            }
            body["passed"][0]["value"] = json!(self.text("Passed.value", 120, round));
            let told = self.desk.post(&path, &body).await;
            booked.push(Booked {
                order: id_of(&told["order"]),
                token: told["token"].as_str().expect("a token").to_owned(),
                texts: texts_of(&body),
                shown: [
                    texts_of(&body["guest"]["name"]),
                    texts_of(&body["attendees"]),
                ]
                .concat(),
            });
        }
        booked
    }

    /// Where bookings of the first calendar are confirmed, and how, without any hostile text.
    pub(super) async fn confirmation(&self) -> (String, Value) {
        let path = format!("/v1/calendars/{}", self.calendars[0].calendar);
        let page = self.desk.done(Method::GET, &path, &Value::Null).await;
        let page: CalendarPage = serde_json::from_value(page).expect("a calendar");
        let sold = &page.terms.services[0];
        let mut item = Item::plain(sold.id.clone(), 2);
        item.variation_id = Some(sold.variations[0].id.clone());
        let slots = SlotItems::of(std::slice::from_ref(&item));
        let request = PriceRequest::of(vec![item]);
        let quote = price(&request, &page.terms, Utc::now()).expect("a price");
        let starts_at = self.free_time(&path, &slots).await;
        let fields = &page.calendar.form;
        let body = json!({
            "request": request,
            "starts_at": starts_at,
            "guest": { "name": "Test Guest", "email": "guest@example.com", "phone": "030 123456" },
            "attendees": [{ "name": "Test Guest" }, { "name": "Second Guest" }],
            "answers": [
                { "field_id": fields[0].id, "values": ["calm"] },
                { "field_id": fields[1].id, "values": ["calm"] },
            ],
            "passed": [{ "name": "utm_source", "value": "calm" }],
            "consent": true,
            "quote": quote,
            "zone": "Europe/Berlin",
        });
        (format!("{path}/orders"), body)
    }

    /// Payments at the counter, of an order that has a balance.
    pub(super) async fn notes(&mut self, order: &str, mut balance_minor: usize) {
        for round in 0..bundles(200).len() {
            let note = self.text("RecordPayment.note", 200, round);
            let body = json!({
                "balance_minor": balance_minor, "amount_minor": 1, "method": "cash", "note": note,
            });
            self.post(&format!("orders/{order}/payments"), body).await;
            balance_minor -= 1;
        }
    }

    /// A time of a calendar that is far enough ahead.
    async fn free_time(&self, calendar: &str, items: &SlotItems) -> Value {
        let today = Utc::now().date_naive();
        let until = today + chrono::Days::new(14);
        let path = format!("{calendar}/slots?items={items}&from={today}&to={until}&zone=UTC");
        let page = self.desk.done(Method::GET, &path, &Value::Null).await;
        let slots = page["slots"].as_array().expect("times");
        slots.last().expect("a time")["starts_at"].clone()
    }
}

/// A booking, its key, and what was typed for it.
pub(super) struct Booked {
    pub(super) order: String,
    pub(super) token: String,
    pub(super) texts: Vec<String>,
    /// Those that the guest is shown again.
    pub(super) shown: Vec<String>,
}

/// The id of what an answer tells of.
fn id_of(told: &Value) -> String {
    told["id"].as_str().expect("an id").to_owned()
}

/// The hostile texts in a body.
fn texts_of(body: &Value) -> Vec<String> {
    match body {
        Value::String(text) if text.contains("hit()") => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(texts_of).collect(),
        Value::Object(all) => all.values().flat_map(texts_of).collect(),
        _ => Vec::new(),
    }
}
