//! The sandbox on the wire: every test speaks HTTP over plain TCP, with no client in between to smooth things over.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of tests are tests too")]

mod accounts;
mod answers;
mod faults;
mod lifecycle;
mod link;
mod personas;
mod provider;
mod raw;
mod tokens;
mod visitor;
