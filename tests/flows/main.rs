//! The whole program against the sandbox: what a person does, what is sent, and what the screen then says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod activity;
mod bind;
mod bind_history;
mod browser;
mod cancelled;
mod captcha;
mod causes;
mod hard_stop;
mod inspector;
mod keyring;
mod leaving;
mod offline;
mod sandbox;
mod secrets;
#[allow(dead_code, reason = "the server of the wire tests can do more than is needed here")]
#[path = "../genauth_wire/server.rs"]
mod server;
mod session;
mod session_screen;
mod several_accounts;
mod several_ends;
mod several_unbinds;
mod shapes;
mod sign_in;
mod spaces;
mod stage;
mod support_bundle;
mod unbind;
mod visitor;
mod waiting;
mod ways;
