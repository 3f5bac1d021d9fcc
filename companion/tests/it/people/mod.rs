//! The people of a business: signing in and out, what their role allows, and how accounts come to
//! be.

mod commands;
mod guessing;
mod own_page;
mod roles;
mod sessions;
