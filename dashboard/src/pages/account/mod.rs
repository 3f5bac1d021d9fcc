//! The own account.

pub mod own;
mod own_view;

pub(crate) use own_view::AccountPage;
