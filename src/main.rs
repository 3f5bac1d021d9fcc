//! Starts the widget in a page.

fn main() {
    booking_widget::start();
}
