//! The ledger on a disk: what is kept, what two programs do to it, what survives a kill, and what damage does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod child;
mod damage;
mod forgetting;
mod found_later;
mod history;
mod opening;
mod programs;
mod query;
mod receipts;
mod round_trip;
mod secrets;
mod stage;
