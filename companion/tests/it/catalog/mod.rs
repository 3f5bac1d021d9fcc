//! What a business sells, as those who look after it see and change it.

mod lists;
