//! The whole program against the sandbox: what a person does, what is sent, and what the screen then says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod activity;
mod bind;
mod browser;
mod captcha;
mod hard_stop;
mod keyring;
mod leaving;
mod offline;
mod sandbox;
mod session;
mod session_screen;
mod several_accounts;
mod shapes;
mod sign_in;
mod spaces;
mod stage;
mod unbind;
mod visitor;
mod waiting;
mod ways;
