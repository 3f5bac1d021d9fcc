//! PostgreSQL goes away, or somebody holds what everybody wants.

use std::time::Duration;

use booking_contract::ProblemCode;
use booking_proof::books::Engine;
use booking_proof::guest::Reply;
use booking_proof::recovery::{hold_row, restart_server};

use crate::{SEED, engine, program, turn};

/// How soon after the server the companion has to be ready.
const READY_MAX: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_restarts_costs_guests_a_503_and_nobody_an_order() {
    let _turn = turn().await;
    if engine() == Engine::Sqlite {
        println!("left out: there is no server");
        return;
    }
    let recovery = restart_server(program(), SEED, 100).await;
    let recovery = recovery.expect("the campaign runs");
    let recovery = recovery.expect("this machine has PostgreSQL");
    println!("{recovery:?}");
    assert_eq!(recovery.complaints, [""; 0]);
    assert_eq!(recovery.acknowledged, 100);
    // Otherwise nobody noticed.
    assert!(recovery.refused > 10, "{recovery:?}");
    assert!(
        recovery.ready_after.iter().all(|after| *after < READY_MAX),
        "{recovery:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_too_long_for_a_row_is_told_when_to_come_again_and_then_has_it() {
    let _turn = turn().await;
    let Engine::Postgres(server) = engine() else {
        println!("left out: nobody else can hold a row");
        return;
    };
    let waiting = hold_row(&server, program()).await.expect("it runs");
    assert!(
        matches!(waiting.meanwhile, Reply::Refused(503, _)),
        "{waiting:?}"
    );
    assert_eq!(
        waiting.meanwhile.code(),
        Some(ProblemCode::Unavailable),
        "{waiting:?}"
    );
    assert!(waiting.meanwhile.says_when(), "{waiting:?}");
    assert!(waiting.after < Duration::from_secs(10), "{waiting:?}");
    assert!(waiting.then.opened().is_some(), "{waiting:?}");
    assert_eq!(waiting.complaints, [""; 0]);
}
