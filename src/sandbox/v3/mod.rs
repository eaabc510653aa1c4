//! The V3 endpoints: HTTP 200 and an envelope whose `statusCode` decides (reference sections 1 to 6).

pub(super) mod call;
pub(super) mod envelope;
pub(super) mod id_token;
pub(super) mod link;
pub(super) mod public;
pub(super) mod refused;
pub(super) mod signin;
pub(super) mod unlink;
pub(super) mod user;
