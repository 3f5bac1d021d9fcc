//! A few deeds behind one button.

use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use super::{Sign, icon};

/// One line of a menu.
#[derive(Clone, PartialEq)]
pub(crate) struct Deed {
    pub(crate) text: AttrValue,
    pub(crate) sign: Sign,
    /// It takes something away.
    pub(crate) bad: bool,
    pub(crate) press: Callback<()>,
    pub(crate) hook: &'static str,
}

#[derive(Properties, PartialEq)]
pub(crate) struct MenuProps {
    /// What the button is called where it shows only an icon; else it is called what it shows.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// What the button shows.
    pub(crate) children: Html,
    #[prop_or(classes!("icon"))]
    pub(crate) button: Classes,
    /// How the list lies: `up`, `fill`.
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) deeds: Vec<Deed>,
    pub(crate) hook: AttrValue,
}

/// A button with a list of deeds. Escape closes it and gives the focus back; so does whatever
/// moves the focus out of it, without taking it.
#[component]
pub(crate) fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let root = use_node_ref();
    let button = use_node_ref();
    let toggle = {
        let open = open.clone();
        move |_: MouseEvent| open.set(!*open)
    };
    let onkeydown = {
        let (open, root, button) = (open.clone(), root.clone(), button.clone());
        move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if *open => {
                open.set(false);
                focus(&button);
            }
            "ArrowDown" | "ArrowUp" if *open => {
                event.prevent_default();
                step(&root, event.key() == "ArrowDown");
            }
            _ => {}
        }
    };
    let onfocusout = {
        let (open, root) = (open.clone(), root.clone());
        move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| {
                let to: Option<Node> = wasm_bindgen::JsCast::dyn_into(to).ok();
                to
            });
            let stays = root
                .cast::<Node>()
                .is_some_and(|root| root.contains(to.as_ref()));
            if *open && !stays {
                open.set(false);
            }
        }
    };
    html! {
        <div ref={root} class={classes!("menu", props.class.clone())} {onkeydown} {onfocusout}>
            <button type="button" ref={button.clone()} class={props.button.clone()}
                aria-label={props.label.clone()} aria-expanded={if *open { "true" } else { "false" }}
                aria-haspopup="true" onclick={toggle} data-test={props.hook.clone()}>
                { props.children.clone() }
            </button>
            if *open {
                // Keeps the focus in the menu where the browser gives none to a pressed button.
                <ul tabindex="-1">
                    { for props.deeds.iter().map(|deed| {
                        let (open, press, button) = (open.clone(), deed.press.clone(), button.clone());
                        let onclick = move |_: MouseEvent| {
                            open.set(false);
                            focus(&button);
                            press.emit(());
                        };
                        html! {
                            <li>
                                <button type="button" class={deed.bad.then_some("bad")} {onclick}
                                    data-test={deed.hook}>
                                    { icon(deed.sign) }{ &deed.text }
                                </button>
                            </li>
                        }
                    }) }
                </ul>
            }
        </div>
    }
}

fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // Nothing depends on whether the browser does it.
        let _ = element.focus();
    }
}

/// Moves the focus to the next line, or the one before.
fn step(root: &NodeRef, forward: bool) {
    let Some(root) = root.cast::<Element>() else {
        return;
    };
    let Ok(lines) = root.query_selector_all("li > button") else {
        return;
    };
    let count = lines.length();
    let focused = root.query_selector("li > button:focus").ok().flatten();
    let at = (0..count).find(|&place| {
        let line = lines.get(place);
        line.is_some() && line.as_ref() == focused.as_ref().map(AsRef::as_ref)
    });
    let next = match (at, forward) {
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
        (Some(place), true) => (place + 1) % count,
        (Some(place), false) => (place + count - 1) % count,
    };
    if let Some(line) = lines.get(next)
        && let Ok(line) = wasm_bindgen::JsCast::dyn_into::<HtmlElement>(line)
    {
        let _ = line.focus();
    }
}
