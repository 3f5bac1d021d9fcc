//! The table of an order's states: the document shows the one that the code uses.

use std::collections::BTreeSet;
use std::fmt::Write;

use booking_companion::order_state::{EDGES, OrderState, STATES};

/// The table as the document has it.
fn table() -> String {
    let mut table = String::from("| from | to | when |\n|---|---|---|\n");
    for edge in EDGES {
        writeln!(table, "| `{}` | `{}` | {} |", edge.from, edge.to, edge.when).expect("a text");
    }
    table
}

#[test]
fn the_document_has_the_table_of_the_code() {
    let document = include_str!("../../docs/orders.md");
    let shown: String = document
        .lines()
        .skip_while(|line| *line != "| from | to | when |")
        .take_while(|line| line.starts_with('|'))
        .fold(String::new(), |shown, line| shown + line + "\n");
    assert_eq!(
        shown,
        table(),
        "put this into companion/docs/orders.md:\n{}",
        table()
    );
    for state in STATES {
        assert!(
            document.contains(&format!("`{state}`: ")),
            "{state} is not explained"
        );
    }
}

#[test]
fn every_state_is_written_and_read_alike_and_no_change_is_told_twice() {
    for state in STATES {
        assert_eq!(state.as_str().parse(), Ok(*state));
    }
    let changes: BTreeSet<_> = EDGES.iter().map(|edge| (edge.from, edge.to)).collect();
    assert_eq!(changes.len(), EDGES.len());
    assert!(EDGES.iter().all(|edge| edge.from != edge.to));
}

#[test]
fn every_state_can_be_reached_and_none_holds_a_place_for_ever_without_a_way_out() {
    let mut reached = BTreeSet::from([OrderState::Opening, OrderState::Paid]);
    for _ in STATES {
        for edge in EDGES {
            if reached.contains(&edge.from) {
                reached.insert(edge.to);
            }
        }
    }
    assert_eq!(reached.len(), STATES.len());
    for state in STATES.iter().filter(|state| state.is_open()) {
        assert!(state.may_become(OrderState::Expired), "{state}");
        assert!(state.may_become(OrderState::Paid), "{state}");
    }
}
