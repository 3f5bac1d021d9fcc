//! What machines do to a companion.

use booking_proof::books::Engine;
use booking_proof::disk::fill_disk;
use booking_proof::faults::{cut_commits, start_twice, step_clocks, stop_under_load};
use booking_proof::guest::Reply;

use crate::{SEED, engine, program, turn};

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_cut_during_commit_loses_and_doubles_nothing() {
    let _turn = turn().await;
    let Engine::Postgres(server) = engine() else {
        println!("left out: there is no connection to cut");
        return;
    };
    let cut = cut_commits(&server, program(), SEED, 40, 5).await;
    let cut = cut.expect("the campaign runs");
    assert_eq!(cut.complaints, [""; 0]);
    assert!(cut.cuts.0 > 2 && cut.cuts.1 > 2, "{cut:?}");
    assert_eq!(cut.acknowledged, 40, "{cut:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_under_load_fails_no_confirmation() {
    let _turn = turn().await;
    let stop = stop_under_load(&engine(), program(), SEED, 60).await;
    let stop = stop.expect("the campaign runs");
    assert_eq!(stop.complaints, [""; 0]);
    assert!(stop.orderly, "{stop:?}");
    assert_eq!((stop.acknowledged, stop.failed), (60, 0), "{stop:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_releases_nothing_early_and_charges_nothing_twice() {
    let _turn = turn().await;
    let complaints = step_clocks(&engine(), program()).await;
    assert_eq!(complaints.expect("the campaign runs"), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_confirmations_until_there_is_room_again() {
    let _turn = turn().await;
    if engine() != Engine::Sqlite {
        println!("left out: the disk is the server's");
        return;
    }
    let full = match fill_disk(program()).await {
        Ok(full) => full,
        // Mounting a small disk is for root; others leave this one out.
        Err(failure) if failure.to_string().contains("mount") => {
            println!("left out: {failure}");
            return;
        }
        Err(failure) => panic!("{failure}"),
    };
    assert!(matches!(full.refused, Reply::Refused(503, _)), "{full:?}");
    assert!(full.reads && full.recovered, "{full:?}");
    assert_eq!(full.complaints, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_companion_on_the_same_file_does_not_start() {
    let _turn = turn().await;
    assert!(start_twice(program()).await.expect("the campaign runs"));
}
