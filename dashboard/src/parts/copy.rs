//! A text to take along.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Button, Sign};

#[derive(Properties, PartialEq)]
pub(crate) struct CopyProps {
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) text: AttrValue,
    pub(crate) hook: AttrValue,
}

/// A line of text with a button that puts it on the clipboard. Where the browser does not allow
/// that, the line is marked, so that it can be copied by hand.
#[component]
pub(crate) fn Copy(props: &CopyProps) -> Html {
    let line = use_node_ref();
    let copied = use_state(|| None::<AttrValue>);
    let press = {
        let (line, copied, text) = (line.clone(), copied.clone(), props.text.clone());
        Callback::from(move |()| {
            let (line, copied, text) = (line.clone(), copied.clone(), text.clone());
            spawn_local(async move {
                if write(&text).await {
                    copied.set(Some(text));
                } else if let Some(line) = line.cast::<HtmlInputElement>() {
                    // Nothing depends on whether the browser does it.
                    let _ = line.focus();
                    line.select();
                }
            });
        })
    };
    let is_copied = copied.as_ref() == Some(&props.text);
    html! {
        <div class="field">
            <label for={&props.id}>{ &props.label }</label>
            <div class="with">
                <input ref={line} class="in code" id={&props.id} readonly=true value={&props.text} />
                <Button text={if is_copied { "Copied" } else { "Copy" }} sign={Sign::Copy} {press}
                    hook={&props.hook} />
            </div>
        </div>
    }
}

/// Puts a text on the clipboard; tells whether it is there.
pub(crate) async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Pages that did not come over HTTPS have no clipboard.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    let writing = window.navigator().clipboard().write_text(text);
    JsFuture::from(writing).await.is_ok()
}
