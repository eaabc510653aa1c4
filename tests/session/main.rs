//! Sessions against the sandbox, and against a service that answers as it is told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod ahead;
mod calls;
mod child;
mod ending;
mod id_token;
mod keyring;
mod killed;
mod on_demand;
mod programs;
mod restoring;
mod service;
mod stage;
mod standalone;
