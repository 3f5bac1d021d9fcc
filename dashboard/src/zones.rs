//! The time zones that this browser knows.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

/// Every zone by its IANA name, with how it is written; one that the browser does not name is added.
pub(crate) fn known(also: &str) -> Vec<(AttrValue, AttrValue)> {
    let mut names: Vec<String> = listed().unwrap_or_default();
    if !names.iter().any(|name| name == also) {
        names.push(also.to_owned());
    }
    names.sort_unstable();
    let shown = |name: &String| name.replace('_', " ");
    names
        .iter()
        .map(|name| (name.clone().into(), shown(name).into()))
        .collect()
}

fn listed() -> Result<Vec<String>, JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let function: Function = Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
    let zones: Array = function.call1(&intl, &"timeZone".into())?.dyn_into()?;
    Ok(zones.iter().filter_map(|zone| zone.as_string()).collect())
}
