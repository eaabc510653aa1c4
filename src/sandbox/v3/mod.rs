//! The V3 endpoints: HTTP 200 and an envelope whose `statusCode` decides (reference sections 1 to 6).

mod activity;
mod admission;
mod attempt;
pub(super) mod call;
mod client;
mod contact;
pub(crate) mod endpoints;
pub(super) mod envelope;
mod flow;
pub(super) mod id_token;
mod link;
pub(super) mod mfa;
mod parameters;
mod passcodes;
mod password;
mod password_key;
mod profile;
mod public;
pub(super) mod refused;
mod signin;
mod signup;
mod unlink;
mod user;
mod visitor;
