//! What the answer to a code brings stands where there was room for it: nothing below moves,
//! however late it comes. The shift of a layout is counted from half a second after a press on,
//! which no connection promises.

use std::rc::Rc;

use booking_contract::WidgetStyle::{self, Classic, Neo};
use booking_widget::flow::{Event, MenuEvent, Screen};
use booking_widget::view::{Ahead, Widget, WidgetProps};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;
use yew::{AppHandle, Callback, Renderer};

use crate::fixtures::{Script, started, started_with_menu, texts};
use crate::stage::{document, dress, pause};

/// Looks in pages of so many pixels: a small phone, a phone, a wide page, and one of two panes. The
/// window is wide, so Neo has its panes, and Classic edges that take 24 pixels more than a phone's.
const PAGES: [(WidgetStyle, u32); 5] = [
    (Classic, 344),
    (Classic, 384),
    (Classic, 414),
    (Classic, 640),
    (Neo, 760),
];

/// A booking up to its payment.
fn payment(style: WidgetStyle, language: &str, people: u32) -> Script {
    let mut started = started(style);
    started.text = texts(language);
    let mut script = Script::start_with(started);
    script.answer().go(Event::AttendeesChosen(people));
    script.choose_slot("2026-11-21T09:30:00Z");
    script.go(Event::Continue).fill_details();
    script.go(Event::Continue);
    script
}

/// The same with a massage and a sauna for two.
fn payment_of_several(style: WidgetStyle, language: &str) -> Script {
    let mut started = started_with_menu(style);
    started.text = texts(language);
    let mut script = Script::start_with_menu(started);
    script
        .menu(MenuEvent::ServiceOpened(0))
        .menu(MenuEvent::LocationChosen("harbour".parse().unwrap()))
        .menu(MenuEvent::VariationChosen("long".parse().unwrap()))
        .menu(MenuEvent::AddOnCounted("tea".parse().unwrap(), 2))
        .menu(MenuEvent::Taken)
        .menu(MenuEvent::ServiceOpened(1))
        .menu(MenuEvent::AttendeesCounted(2))
        .menu(MenuEvent::Taken);
    script.go(Event::Continue);
    script.choose_slot("2026-11-21T09:30:00Z");
    script.go(Event::Continue).fill_details();
    script.go(Event::Continue);
    script
}

fn props(screen: Screen) -> WidgetProps {
    WidgetProps {
        screen: Rc::new(screen),
        ahead: Ahead::default(),
        send: Callback::noop(),
    }
}

/// How far down the button lies that confirms.
fn place(root: &Element) -> f64 {
    let button = root.query_selector("[data-test=confirm]").unwrap().unwrap();
    button.get_bounding_client_rect().top() - root.get_bounding_client_rect().top()
}

/// How many pixels the answer to a code moves the button below it.
async fn moved(script: &mut Script, width: u32) -> f64 {
    let root = document().create_element("div").unwrap();
    let style = format!("inline-size: {width}px");
    root.set_attribute("style", &style).unwrap();
    document().body().unwrap().append_child(&root).unwrap();
    let mut app: AppHandle<Widget> =
        Renderer::with_root_and_props(root.clone(), props(script.screen())).render();
    pause(30).await;
    for event in [
        Event::CodeOpened,
        Event::CodeEdited("welcome10".to_owned()),
        Event::CodeSubmitted,
    ] {
        script.step(event);
        app.update(props(script.screen()));
        pause(30).await;
    }
    let (asked, before) = (root.text_content().unwrap_or_default(), place(&root));
    script.answer();
    app.update(props(script.screen()));
    pause(30).await;
    let (answered, after) = (root.text_content().unwrap_or_default(), place(&root));
    assert!(!asked.contains("WELCOME10"), "the answer is still to come");
    assert!(answered.contains("WELCOME10"), "the code is applied");
    app.destroy();
    root.remove();
    after - before
}

#[wasm_bindgen_test]
async fn the_answer_to_a_code_moves_nothing_below_the_price() {
    dress();
    let mut moves = Vec::new();
    for language in ["en", "de", "ar"] {
        for (style, width) in PAGES {
            let scripts = [
                ("one", payment(style, language, 1)),
                ("a group", payment(style, language, 2)),
                ("several", payment_of_several(style, language)),
            ];
            for (what, mut script) in scripts {
                let moved = moved(&mut script, width).await;
                if moved.abs() > 0.5 {
                    moves.push(format!("{language} {style:?} {width} {what}: {moved}"));
                }
            }
        }
    }
    assert!(moves.is_empty(), "{}", moves.join("\n"));
}
