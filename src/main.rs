//! Starts the widget in a page.

/// A page's memory is never given back, so the smallest allocator that takes a constant time does.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    booking_widget::start();
}
