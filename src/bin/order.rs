//! Starts the widget in a page for an order that exists.

/// As in the program that leads to it.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    booking_widget::start();
}
