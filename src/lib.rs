//! Bindery: a native desktop account manager for GenAuth and Authing.

pub mod account;
pub mod app;
pub mod genauth;
pub mod sandbox;
pub mod session;
