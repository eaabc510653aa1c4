//! Bindery: a native desktop account manager for GenAuth and Authing.
//!
//! Start at [`app::Program`], the running program without a screen. It is drawn by [`ui`], speaks to the service
//! through [`session`] and [`genauth`], and finds out what bindings mean from [`account`]. The [`sandbox`] is the
//! service itself, in miniature, and shares nothing with [`genauth`]. `ARCHITECTURE.md` has the map.

pub mod account;
pub mod app;
pub mod cli;
pub mod genauth;
pub mod inspector;
pub mod ledger;
mod private_files;
pub mod sandbox;
pub mod session;
pub mod ui;
