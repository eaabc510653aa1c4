//! The client against literal bytes on a socket.

#![allow(clippy::panic, clippy::unwrap_used, reason = "what stands around the tests may fail them")]

mod client_authentication;
mod failures;
mod link;
mod network;
mod requests;
mod server;
mod tls;
mod tolerances_of_answers;
mod tolerances_of_conduct;
mod tolerances_of_sessions;
mod tolerances_of_values;
mod ways_to_sign_in;
