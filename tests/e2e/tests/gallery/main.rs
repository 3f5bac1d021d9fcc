//! Every state of both widgets, as the gallery shows it: nothing that axe-core finds, nothing
//! wider than its page, no cut text, no overlaps, no target too small for a thumb, and all of that
//! at twice the size of letters.
//!
//! The widgets share the work: a test for each, with a browser of its own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use e2e::browser::{Browser, Device};
use e2e::gallery::{Look, Stage, State};
use e2e::stack::Stack;

/// A phone, the narrowest that is supported, and a desktop.
const WIDTHS: [u32; 2] = [320, 1280];
/// Where axe-core looks: a language of long words and one from right to left among them.
const LANGUAGES: [&str; 3] = ["en", "de", "ar"];
/// Texts a third longer than English, with marks above and below the letters.
const PSEUDO: &str = "en-XA";

#[tokio::test]
async fn every_state_of_neo_is_accessible_and_fits() {
    every_state("neo").await;
}

#[tokio::test]
async fn every_state_of_classic_is_accessible_and_fits() {
    every_state("classic").await;
}

#[tokio::test]
async fn letters_of_twice_their_size_fit_as_well() {
    let stack = Stack::start_with_gallery().await;
    let browser = Browser::open(Device::LargeText).await;
    let (stage, states) = Stage::open(&browser, &stack.widget_origin()).await;
    let size = "return getComputedStyle(document.documentElement).fontSize";
    assert_eq!(browser.run(size).await, "32px");
    let mut found = Vec::new();
    for width in WIDTHS {
        let theme = "light";
        stage.look(Look { theme, width }).await;
        // The language of the longest words.
        for state in states.iter().filter(|state| state.language == "de") {
            let all = stage.show(state).await;
            found.extend(
                all.into_iter()
                    .map(|each| format!("{width} {state:?} {each}")),
            );
        }
    }
    browser.close().await;
    assert!(
        found.is_empty(),
        "{} findings\n{}",
        found.len(),
        found.join("\n")
    );
}

#[tokio::test]
async fn what_is_wrong_is_found() {
    let stack = Stack::start_with_gallery().await;
    let browser = Browser::open(Device::Desktop).await;
    let (stage, states) = Stage::open(&browser, &stack.widget_origin()).await;
    browser.load_axe().await;
    stage
        .look(Look {
            theme: "light",
            width: 320,
        })
        .await;
    let found = stage.show(&states[0]).await;
    assert_eq!(found, Vec::<String>::new(), "the state is fine as it is");
    let spoil = "document.getElementById('booking').insertAdjacentHTML('beforeend', `
        <p style='inline-size: 400px'>wide</p>
        <p style='inline-size: 20px; overflow: hidden'>unbreakable</p>
        <p style='position: absolute; inset: 40px auto auto 40px'>one</p>
        <p style='position: absolute; inset: 42px auto auto 42px'>another</p>
        <button type='button' style='block-size: 20px'>low</button>`)";
    browser.run(spoil).await;
    let found = browser.run("return findings()").await.to_string();
    for part in [
        "wider than the page",
        "cut off by",
        "over each other",
        "too small a target",
    ] {
        assert!(found.contains(part), "{part} in {found}");
    }
    let unnamed =
        "document.getElementById('booking').innerHTML += `<button type='button'></button>`";
    browser.run(unnamed).await;
    assert!(browser.axe().await.join("\n").contains("button-name"));
    browser.close().await;
}

async fn every_state(widget: &str) {
    let stack = Stack::start_with_gallery().await;
    let browser = Browser::open(Device::Desktop).await;
    let (stage, states) = Stage::open(&browser, &stack.widget_origin()).await;
    browser.load_axe().await;
    let of = |language: &str| -> Vec<&State> {
        let wanted = |state: &&State| state.widget == widget && state.language == language;
        states.iter().filter(wanted).collect()
    };
    let mut found = Vec::new();
    for width in WIDTHS {
        for theme in ["light", "dark"] {
            let look = Look { theme, width };
            stage.look(look).await;
            for language in LANGUAGES {
                let states = of(language);
                assert!(
                    states.len() > 20,
                    "the gallery has every state in {language}"
                );
                // A dozen at a time: no script runs so long that the browser gives it up.
                for some in states.chunks(12) {
                    let all = stage.check(some).await;
                    found.extend(
                        all.into_iter()
                            .map(|each| format!("{theme} {width} {each}")),
                    );
                }
            }
        }
        for state in of(PSEUDO) {
            let all = stage.show(state).await;
            found.extend(
                all.into_iter()
                    .map(|each| format!("{width} {state:?} {each}")),
            );
        }
    }
    browser.close().await;
    assert!(
        found.is_empty(),
        "{} findings\n{}",
        found.len(),
        found.join("\n")
    );
}
