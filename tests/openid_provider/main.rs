//! The whole program against an OpenID provider that is not ours: npm's `oidc-provider`, which is certified.
//!
//! It checks every request by the specifications, so that what passes here is OpenID Connect and not only what our own
//! sandbox takes. `conformance/run` installs it and runs these tests.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy exempts test functions, but not what they call"
)]

mod journey;
mod lasting;
mod leaving;
mod provider;
mod signing_in;
#[allow(dead_code, reason = "the stage is the flows', and not all of it is needed here")]
#[path = "../flows/stage.rs"]
mod stage;
#[allow(dead_code, reason = "the browser is the flows', and not all of it is needed here")]
#[path = "../flows/visitor.rs"]
mod visitor;
