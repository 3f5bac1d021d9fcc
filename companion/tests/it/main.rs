//! Promises of the companion, over real HTTP on a random port with a fresh database and a
//! clock that the test sets.

mod app;
mod doors;
mod openapi;
mod pages;
mod quote_command;
