//! Kill -9, in short.

use std::path::Path;
use std::process::Command;

use booking_companion::fail_point::NAMES;
use booking_proof::books::Engine;
use booking_proof::house::{Staff, take_over};
use booking_proof::kills::{Plan, round};

use crate::{SEED, engine, program, turn};

/// Where money goes back and where businesses are told.
const LATE_POINTS: &[&str] = &[
    "refund:before-commit",
    "refund:after-commit",
    "refund:before-call",
    "refund:after-call",
    "refund-sweep:after-commit",
    "refunds:after-call",
    "refunds:before-commit",
    "refunds:after-commit",
    "deliver:before-claim",
    "deliver:after-claim",
    "deliver:before-post",
    "deliver:after-post",
    "deliver:before-commit",
    "deliver:after-commit",
];

fn plan(kills: u32, points: &'static [&'static str], staff: Staff) -> Plan<'static> {
    Plan {
        seed: SEED,
        kills,
        points,
        staff,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_and_double_nothing() {
    let _turn = turn().await;
    let tally = round(&engine(), program(), plan(20, &[], Staff::One)).await;
    let tally = tally.expect("the campaign runs");
    assert_eq!(tally.complaints, [""; 0]);
    assert_eq!(tally.kills, 20);
    assert!(
        tally.points.len() > 4 && tally.acknowledged > 20,
        "{tally:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_around_refunds_and_webhooks_give_back_once_and_tell_everything() {
    let _turn = turn().await;
    let tally = round(&engine(), program(), plan(18, LATE_POINTS, Staff::One)).await;
    let tally = tally.expect("the campaign runs");
    println!("{tally:?}");
    assert_eq!(tally.complaints, [""; 0]);
    assert!(tally.points.len() > 6, "{tally:?}");
    assert!(tally.called_off > 3, "{tally:?}");
    assert!(tally.told > 3 * tally.acknowledged, "{tally:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_one_of_two_companions_is_killed_the_other_loses_and_doubles_nothing() {
    let _turn = turn().await;
    let engine = engine();
    if engine == Engine::Sqlite {
        println!("left out: a file has one companion");
        return;
    }
    let tally = round(&engine, program(), plan(12, &[], Staff::Two)).await;
    let tally = tally.expect("the campaign runs");
    println!("{tally:?}");
    assert_eq!(tally.complaints, [""; 0]);
    assert_eq!(tally.kills, 16);
    assert!(
        tally.points.len() > 1 && tally.acknowledged > 20,
        "{tally:?}"
    );
}

/// Where a confirmation is cut off with its slot taken and its page not known.
const CUT_OFF: &[&str] = &[
    "confirm:after-commit",
    "session:before-call",
    "session:after-call",
    "note:before-commit",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_companion_had_begun_is_finished_by_the_other_and_by_nobody_else() {
    let _turn = turn().await;
    let engine = engine();
    if engine == Engine::Sqlite {
        println!("left out: a file has one companion");
        return;
    }
    for (point, someone) in
        (CUT_OFF.iter().map(|point| (*point, true))).chain([(CUT_OFF[2], false)])
    {
        let taken = take_over(&engine, program(), point, someone).await;
        let taken = taken.expect("the campaign runs");
        assert_eq!(taken.complaints, [""; 0], "{point}");
        let state = if someone { "paid" } else { "opening" };
        assert_eq!(taken.state, state, "{point}: {taken:?}");
    }
}

#[test]
fn every_fail_point_is_somewhere() {
    fn sources(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("the sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, text);
            } else {
                text.push_str(&std::fs::read_to_string(&path).expect("text"));
            }
        }
    }
    let mut text = String::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../src");
    sources(Path::new(folder), &mut text);
    for name in NAMES {
        assert_eq!(
            text.matches(&format!("here(\"{name}\")")).count(),
            1,
            "{name}"
        );
    }
}

#[test]
fn no_release_has_fail_points() {
    let folder = std::env::temp_dir().join(format!("proof_build_{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    // The build script asks for it, and it alone is compiled here.
    let call = "fail_points::stay_out_of_releases();";
    assert!(include_str!("../../../build.rs").contains(call));
    let guard = concat!(env!("CARGO_MANIFEST_DIR"), "/../build/fail_points.rs");
    let (source, script) = (folder.join("guard.rs"), folder.join("guard"));
    let code = format!("#[path = {guard:?}]\nmod fail_points;\nfn main() {{ {call} }}\n");
    std::fs::write(&source, code).expect("a file");
    let compiled = Command::new("rustc")
        .args(["--edition", "2024", "-o"])
        .args([&script, &source])
        .status();
    assert!(compiled.expect("the compiler").success());
    for (profile, feature, builds) in [
        ("release", true, false),
        ("release", false, true),
        ("debug", true, true),
    ] {
        let mut command = Command::new(&script);
        command
            .env("PROFILE", profile)
            .env_remove("CARGO_FEATURE_FAIL_POINTS");
        if feature {
            command.env("CARGO_FEATURE_FAIL_POINTS", "1");
        }
        let built = command.output().expect("it runs").status.success();
        assert_eq!(built, builds, "{profile}, fail points: {feature}");
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}
