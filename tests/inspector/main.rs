//! What the inspector keeps of real calls: without secrets, with their causes and times, within its bounds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy exempts test functions, but not what they call")]

mod keeping;
mod log;
mod secrets;
#[allow(dead_code, reason = "the server of the wire tests can do more than is needed here")]
#[path = "../genauth_wire/server.rs"]
mod server;
mod stage;
