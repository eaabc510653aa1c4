//! Unbinding without a window: lost answers by the hundred, and programs that are killed in the middle.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod child;
mod headless;
mod held_back;
mod killed;
mod lost;
mod standalone;
