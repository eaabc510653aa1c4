//! Bindery: a native desktop account manager for GenAuth and Authing.

pub mod genauth;
pub mod sandbox;
