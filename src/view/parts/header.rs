//! What the calendar is.

use yew::{Html, html};

use super::icon::Icon;
use crate::flow::{Header, Screen};

/// The cover image, a calm band of a fixed height.
pub(crate) fn cover(header: &Header) -> Html {
    let image = |src: &String| html! { <img class="cover" src={src.clone()} alt="" /> };
    header.cover.as_ref().map(image).unwrap_or_default()
}

/// Business, title, description and location.
pub(crate) fn intro(header: &Header) -> Html {
    html! {
        <div class="intro">
            <p class="biz"><bdi>{ &header.business_name }</bdi></p>
            <h1><bdi>{ &header.title }</bdi></h1>
            if !header.description.is_empty() {
                <p class="text"><bdi>{ &header.description }</bdi></p>
            }
            if !header.location.is_empty() {
                <p class="place">{ Icon::Pin.draw() }<span><bdi>{ &header.location }</bdi></span></p>
            }
        </div>
    }
}

/// Says that payments are test payments, where they are.
pub(crate) fn test_banner(screen: &Screen) -> Html {
    if screen.header.test_mode {
        html! { <p class="test" data-test="test-mode">{ Icon::Info.draw() }{ screen.text.test_banner() }</p> }
    } else {
        Html::default()
    }
}
