//! Unbinds of the program without a window, against the sandbox in a process of its own: killed in the middle, with
//! the answer lost, and held back before anything is sent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod child;
mod held_back;
mod killed;
mod lost;
mod service;
mod stage;
#[path = "../session/standalone.rs"]
#[allow(dead_code, reason = "the tests of sessions use the rest")]
mod standalone;
mod typing;
