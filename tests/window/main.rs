//! The real window, on a screen, a session bus and an accessibility bus of its own, used as a person uses it: through
//! what a screen reader sees, and through keys and the mouse.
//!
//! [`desktop`] starts what a window needs and stops it again, [`program`] is Bindery on that desktop, [`screen`] finds
//! and presses widgets, [`input`] types and clicks, and [`steps`] are the ways through the program that tests share.
//! [`webdriver`] is a real browser, which is told by [`address_bar`] where the program wants to send the person.
//! Nothing is reached but 127.0.0.1.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of tests are tests too")]

mod address_bar;
mod bind_in_browser;
mod browser;
mod desktop;
mod display;
mod http;
mod idle;
mod input;
mod keyring;
mod leaving;
mod processes;
mod program;
mod screen;
mod search;
mod secrets;
mod service;
mod steps;
mod unbind;
mod wait;
mod webdriver;
