//! The sandbox on the wire: every test speaks HTTP over plain TCP, with no client in between to smooth things over.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of tests are tests too")]

mod accounts;
mod activity;
mod admin;
mod answers;
mod authorize;
mod browser;
mod browser_session;
mod command;
mod contact;
mod conversation;
mod faults;
mod faults_bodies;
mod faults_order;
mod faults_port;
mod faults_state;
mod faults_tour;
mod hosted_pages;
mod introspection;
mod lifecycle;
mod link;
mod obstacles;
mod personas;
mod process;
mod provider;
mod raw;
mod scratch;
mod sign_up;
mod signing_in;
mod state;
mod strictness;
mod tls;
mod token_endpoint;
mod tokens;
mod visitor;
