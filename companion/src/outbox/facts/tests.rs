use super::*;

#[test]
fn the_same_fact_is_the_same_event_for_ever() {
    let id = event_id("order.created", "ord_1");
    // A receiver that saw the event before the books were restored from a copy knows it again:
    // computed with printf 'order.created\0ord_1' | sha256sum
    assert_eq!(id, "msg_4e739ab6a7ccf773dcff425d14101b85");
    assert_ne!(id, event_id("order.created", "ord_2"));
    assert_ne!(id, event_id("payment.received", "ord_1"));
}
