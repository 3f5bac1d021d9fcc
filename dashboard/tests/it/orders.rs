//! The list of orders, and the page of one.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    OrderDetails, OrderRow, OrderSort, OrderStanding, OrdersPage, PaymentMethod,
};
use booking_dashboard::client::Failure;
use booking_dashboard::paged::Stage;
use booking_dashboard::pages::orders::deeds::{Deed, Plan, Share};
use booking_dashboard::pages::orders::list::{Asked, Effect, Event, List, Mode, Order};
use booking_dashboard::pages::orders::order;

use crate::answers::refused;

fn row(id: &str) -> OrderRow {
    serde_json::from_value(serde_json::json!({
        "id": id,
        "state": "paid",
        "name": "Test Guest",
        "email": "guest@example.com",
        "services": ["Class"],
        "attendees": 2,
        "calendar_id": "studio",
        "calendar": "Studio",
        "starts_at": "2026-12-01T10:00:00Z",
        "created_at": "2026-11-20T08:00:00Z",
        "currency": "EUR",
        "recorded": true,
        "discount_minor": 0,
        "total_minor": 9600,
        "paid_minor": 9600,
        "refunded_minor": 0,
    }))
    .unwrap()
}

fn page(ids: &[&str], next: Option<&str>) -> OrdersPage {
    OrdersPage {
        orders: ids.iter().map(|id| row(id)).collect(),
        total: u32::try_from(ids.len()).unwrap(),
        more: false,
        next: next.map(str::to_owned),
    }
}

/// The one request among the effects.
fn load(effects: &[Effect]) -> (u32, bool) {
    let mut loads = effects.iter().filter_map(|effect| match effect {
        Effect::Load { ticket, query } => Some((*ticket, query.test_mode)),
        _ => None,
    });
    loads.next().expect("something is asked for")
}

#[test]
fn what_is_asked_for_stands_in_the_address_and_in_the_query() {
    let mut list = List::default();
    let asked = Asked {
        search: " Ada ".to_owned(),
        state: Some(OrderStanding::Quarantine),
        from: Some("2026-11-24".parse().unwrap()),
        order: Order::Latest,
        ..Asked::default()
    };
    let effects = list.step(Event::Ask(asked.clone()));
    assert_eq!(effects[0], Effect::Address(asked.clone()));
    let query = asked.query(None);
    assert_eq!(query.search, "Ada");
    assert_eq!((query.sort, query.reverse), (OrderSort::Starts, true));
    assert!(asked.is_narrow());
}

#[test]
fn a_calendar_is_chosen_of_several_and_named_also_where_it_is_none_of_them() {
    let mut list = List::default();
    let effects = list.step(Event::Open(Asked::default()));
    assert!(effects.contains(&Effect::LoadCalendars));
    let (ticket, _) = load(&effects);
    let result = Ok(page(&["ord_2", "ord_1"], None));
    list.step(Event::Came { ticket, result });
    let id = |text: &str| -> booking_engine::CalendarId { text.parse().unwrap() };
    assert!(!list.is_listed(&id("garden")), "nothing to choose from yet");
    let named = [("garden", "In the garden"), ("yard", "In the yard")];
    let calendars = named.map(|(one, title)| (id(one), title.to_owned()));
    list.step(Event::Calendars(calendars.to_vec()));
    assert!(list.is_listed(&id("garden")));
    assert_eq!(list.calendar_name(&id("garden")), Some("In the garden"));
    // One that was put away is named by its orders.
    assert!(!list.is_listed(&id("studio")));
    assert_eq!(list.calendar_name(&id("studio")), Some("Studio"));
}

#[test]
fn tests_are_shown_where_nobody_has_booked_for_real() {
    let mut list = List::default();
    let (ticket, test) = load(&list.step(Event::Ask(Asked::default())));
    assert!(!test);
    let result = Ok(page(&[], None));
    let (ticket, test) = load(&list.step(Event::Came { ticket, result }));
    assert!(test);
    let result = Ok(page(&[], None));
    assert_eq!(list.step(Event::Came { ticket, result }), []);
    assert_eq!(list.asked.mode, Some(Mode::Test));
}

#[test]
fn whoever_asks_for_real_orders_gets_none_of_the_tests() {
    let mut list = List::default();
    let live = Asked {
        mode: Some(Mode::Live),
        ..Asked::default()
    };
    assert!(!live.is_narrow());
    let (ticket, _) = load(&list.step(Event::Ask(live)));
    let result = Ok(page(&[], None));
    assert_eq!(list.step(Event::Came { ticket, result }), []);
    assert_eq!(list.paged.total, Some(0));
}

#[test]
fn an_answer_that_is_not_wanted_any_more_changes_nothing() {
    let mut list = List::default();
    let (old, _) = load(&list.step(Event::Ask(Asked::default())));
    let (new, _) = load(&list.step(Event::Ask(Asked::default())));
    let result = Ok(page(&[], None));
    assert_eq!(
        list.step(Event::Came {
            ticket: old,
            result
        }),
        []
    );
    let result = Ok(page(&["a", "b"], Some("next")));
    list.step(Event::Came {
        ticket: new,
        result,
    });
    let (ticket, _) = load(&list.step(Event::More));
    let result = Ok(page(&["b", "c"], None));
    list.step(Event::Came { ticket, result });
    let ids: Vec<_> = list.paged.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn a_page_that_failed_can_be_asked_for_again() {
    let mut page = order::Page::default();
    assert_eq!(page.step(order::Event::Ask), [order::Effect::Load]);
    page.step(order::Event::Came(Err(Failure::Unreachable)));
    assert_eq!(page.stage, order::Stage::Failed(Failure::Unreachable));
    assert_eq!(page.step(order::Event::Ask), [order::Effect::Load]);
    assert_eq!(page.stage, order::Stage::Loading);
    let gone = page.step(order::Event::Came(Err(Failure::SignedOut)));
    assert_eq!(gone, [order::Effect::SignedOut]);
    assert_eq!(Stage::default(), Stage::Loading);
}

/// An order of two attendees for 96.00, of which so much was paid, some of it by hand.
fn details(paid_minor: i64, by_hand_minor: i64) -> OrderDetails {
    let each = |number: u32| {
        serde_json::json!({
            "number": number, "service": "Class", "subtotal_minor": 4800, "discount_minor": 0,
            "tax_minor": 0, "total_minor": 4800, "paid_minor": paid_minor / 2,
            "refunded_minor": 0, "balance_minor": 4800 - paid_minor / 2,
            "refundable_minor": paid_minor / 2,
        })
    };
    serde_json::from_value(serde_json::json!({
        "id": "ord_1", "state": "paid", "calendar_id": "studio", "calendar": "Studio",
        "created_at": "2026-11-20T08:00:00Z", "recorded": true, "test_mode": true,
        "items": [{ "name": "Class", "starts_at": "2026-12-01T10:00:00Z",
            "ends_at": "2026-12-01T12:00:00Z" }],
        "starts_at": "2026-12-01T10:00:00Z", "ends_at": "2026-12-01T12:00:00Z",
        "guest": { "name": "Test Guest", "email": "guest@example.com" },
        "guest_zone": "Europe/Lisbon",
        "quote": { "currency": "EUR", "lines": [{ "service_id": "class",
            "unit_price_minor": 4800, "attendees": 2, "amount_minor": 9600, "discount_minor": 0 }],
            "subtotal_minor": 9600, "discount_minor": 0, "total_minor": 9600,
            "amount_due_minor": 9600, "balance_minor": 0 },
        "payments": { "currency": "EUR", "subtotal_minor": 9600, "discount_minor": 0,
            "tax_minor": 0, "total_minor": 9600, "paid_minor": paid_minor, "refunded_minor": 0,
            "balance_minor": 9600 - paid_minor, "attendees": [each(1), each(2)] },
        "transactions": [], "refunds": [],
        "deeds": { "cancel": true, "refundable_minor": paid_minor, "by_hand_minor": by_hand_minor,
            "refund_attendees": true, "decide": false, "record_least_minor": 1, "collect": true },
    }))
    .unwrap()
}

fn shown(order: OrderDetails) -> order::Page {
    let mut page = order::Page::default();
    page.step(order::Event::Came(Ok(Box::new(order))));
    page
}

/// What a plan asks of the companion, or what is wrong with it.
fn sure(page: &mut order::Page, plan: Plan) -> Result<Deed, String> {
    page.step(order::Event::Plan(plan));
    match page.step(order::Event::Sure).pop() {
        Some(order::Effect::Do(deed)) => Ok(deed),
        _ => Err(page.wrong.clone().expect("what is wrong")),
    }
}

fn refund(share: Share, amount: &str) -> Plan {
    Plan::Refund {
        share,
        amount: amount.to_owned(),
    }
}

#[test]
fn what_is_given_back_is_computed_before_it_is_asked_for() {
    for (plan, minor) in [
        (refund(Share::Everything, ""), 9_600),
        (refund(Share::Attendee(2), ""), 4_800),
        (refund(Share::Amount, "7,50"), 750),
    ] {
        let mut page = shown(details(9_600, 0));
        let order = page.order().unwrap();
        assert_eq!(plan.back_minor(order), Some(Ok(minor)));
        match sure(&mut page, plan) {
            Ok(Deed::Refund(told)) => assert_eq!(told.refund_minor, minor),
            other => panic!("{other:?}"),
        }
        assert!(page.busy);
    }
}

#[test]
fn amounts_that_cannot_be_are_named_and_nothing_is_asked_for() {
    let record = |amount: &str| Plan::Record {
        amount: amount.to_owned(),
        method: PaymentMethod::Cash,
        note: String::new(),
    };
    for (plan, wrong) in [
        (refund(Share::Amount, ""), "figures"),
        (refund(Share::Amount, "ten"), "figures"),
        (refund(Share::Amount, "0"), "At least"),
        (refund(Share::Amount, "24.01"), "At most"),
        (record("72.01"), "At most"),
        (record("1.234"), "figures"),
    ] {
        let mut page = shown(details(2_400, 0));
        let said = sure(&mut page, plan).expect_err("a mistake");
        assert!(said.contains(wrong), "{said}");
        assert!(!page.busy && page.plan.is_some());
    }
}

#[test]
fn what_is_left_to_pay_is_proposed_and_told_along() {
    let mut page = shown(details(2_400, 0));
    let plan = Plan::record(page.order().unwrap());
    match sure(&mut page, plan) {
        Ok(Deed::Record(told)) => {
            assert_eq!((told.balance_minor, told.amount_minor), (7_200, 7_200));
        }
        other => panic!("{other:?}"),
    }
    // Pressed twice.
    assert_eq!(page.step(order::Event::Sure), []);
}

#[test]
fn what_was_done_shows_and_what_changed_meanwhile_is_read_again() {
    let mut page = shown(details(9_600, 0));
    let deed = sure(&mut page, refund(Share::Everything, "")).unwrap();
    let changed = Err(refused(ProblemCode::RefundChanged));
    let effects = page.step(order::Event::Done(deed.clone(), changed));
    assert_eq!(effects, [order::Effect::Load]);
    assert!(page.wrong.is_some() && page.plan.is_some() && !page.busy);
    page.step(order::Event::Came(Ok(Box::new(details(4_800, 0)))));
    let Ok(Deed::Refund(told)) = sure(&mut page, refund(Share::Everything, "")) else {
        panic!("a refund");
    };
    assert_eq!(told.refund_minor, 4_800);
    let done = Ok(Box::new(details(4_800, 0)));
    let effects = page.step(order::Event::Done(deed, done));
    assert!(matches!(effects[..], [order::Effect::Say(_)]));
    assert_eq!((page.plan.as_ref(), page.wrong.as_ref()), (None, None));
}
