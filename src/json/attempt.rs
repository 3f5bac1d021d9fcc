//! Reading that can be given up from within.
//!
//! An error that is handed up through every type costs a way out after every field of it, which
//! lets go of all that was read before: a third of the reader. Here a text that does not fit is
//! left in one leap instead, with what was read of it so far left behind in memory. That is rare,
//! as the companion and the widget come from one build; a proxy's page is the usual case.
//!
//! In a browser the leap is a JavaScript exception that never gets further than the call that
//! began the attempt. Elsewhere, in tests, it is a panic that says nothing.

/// Does some work; nothing where it was given up.
#[cfg(target_arch = "wasm32")]
pub(super) fn attempt<T: 'static>(work: impl FnOnce() -> T + 'static) -> Option<T> {
    use std::cell::Cell;
    use std::rc::Rc;

    let done = Rc::new(Cell::new(None));
    let result = Rc::clone(&done);
    run(Box::new(move || done.set(Some(work()))));
    result.take()
}

/// Runs some work by way of JavaScript, which catches what it throws.
#[cfg(target_arch = "wasm32")]
fn run(work: Box<dyn FnOnce()>) {
    use js_sys::Function;
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};

    let work: Function = Closure::once_into_js(work).unchecked_into();
    // Whether it was given up is seen from its result.
    let _ = work.call0(&JsValue::UNDEFINED);
}

/// Does some work; nothing where it was given up.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn attempt<T: 'static>(work: impl FnOnce() -> T + 'static) -> Option<T> {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => Some(result),
        Err(thrown) if thrown.is::<GivenUp>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// Leaves the attempt that is under way.
#[cfg(target_arch = "wasm32")]
pub(super) fn give_up() -> ! {
    wasm_bindgen::throw_str("")
}

/// Leaves the attempt that is under way.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn give_up() -> ! {
    std::panic::resume_unwind(Box::new(GivenUp))
}

/// What is thrown outside of browsers.
#[cfg(not(target_arch = "wasm32"))]
struct GivenUp;
