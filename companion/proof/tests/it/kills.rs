//! Kill -9, in short.

use booking_proof::kills::round;

use crate::{SEED, engine, program, turn};

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_and_double_nothing() {
    let _turn = turn().await;
    let tally = round(&engine(), program(), SEED, 20).await;
    let tally = tally.expect("the campaign runs");
    assert_eq!(tally.complaints, [""; 0]);
    assert_eq!(tally.kills, 20);
    assert!(
        tally.points.len() > 4 && tally.acknowledged > 20,
        "{tally:?}"
    );
}
