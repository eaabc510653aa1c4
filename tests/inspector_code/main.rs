//! What the inspector writes, used by programs that are not ours: cURL, HTTPie, Python with the vendor's SDK, a validator of HAR
//! files, and a recorder of HAR files that drives a browser. `conformance/run` installs them and runs this.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy exempts test functions, but not what they call")]

mod browser;
mod har_files;
mod listener;
mod python;
mod runs;
mod sdk;
mod sent;
mod stage;
