//! The side of a narrow window, which comes when it is called.

use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct SheetProps {
    pub(crate) label: AttrValue,
    pub(crate) close: Callback<()>,
    pub(crate) children: Html,
}

/// A modal dialog along the edge of the window; a press beside it closes it.
#[component]
pub(crate) fn Sheet(props: &SheetProps) -> Html {
    let dialog = use_modal();
    let close = props.close.clone();
    let oncancel = {
        let close = close.clone();
        move |event: Event| {
            event.prevent_default();
            close.emit(());
        }
    };
    let onclick = move |event: MouseEvent| {
        // The backdrop is the dialog itself; all that is in it lies in the side.
        let beside = event
            .target_dyn_into::<Element>()
            .is_some_and(|pressed| pressed.tag_name() == "DIALOG");
        if beside {
            close.emit(());
        }
    };
    html! {
        <dialog ref={dialog} class="sheet-side" aria-label={&props.label} {oncancel} {onclick}
            data-test="side-sheet">
            <div class="rail">{ props.children.clone() }</div>
        </dialog>
    }
}

/// A dialog that is open for as long as it is drawn: the browser keeps the focus inside, and gives
/// it back to where it was.
#[hook]
pub(crate) fn use_modal() -> NodeRef {
    let dialog = use_node_ref();
    use_effect_with(dialog.clone(), |dialog| {
        let shown = dialog.cast::<HtmlDialogElement>();
        if let Some(dialog) = &shown {
            // It fails where it is open, which is what is wanted.
            let _ = dialog.show_modal();
        }
        move || {
            if let Some(dialog) = shown {
                dialog.close();
            }
        }
    });
    dialog
}
