//! Each panel with hand-made state: every state it can be in, in both languages and both themes, without a server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy exempts test functions, but not what they call")]

mod activity;
mod before;
mod bind;
mod connections;
mod dialogs;
mod inspector;
mod receipts;
mod sandbox;
mod scene;
mod session;
mod several;
mod sign_in;
mod spaces;
mod support_bundle;
mod typing;
mod ways;
