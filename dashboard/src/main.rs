//! Starts the dashboard in a page.

fn main() {
    booking_dashboard::start();
}
