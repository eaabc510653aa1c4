//! The exchanges that the program keeps: what was sent and what came back, to look at, to export and to repeat.
//!
//! A [`Recorder`] takes what a [`Client`](crate::genauth::Client) records and puts it into its [`Ring`]. Everything here
//! works on redacted exchanges, does no I/O and blocks nobody; the files are written by whoever has the bytes.
//!
//! Where to look:
//! - `recorder`, `ring`, `folding`: from the call to what is kept;
//! - `filter`, `tree`, `rows`, `timing`, `compare`: what a person sees of it;
//! - `as_code`: the same call as cURL, HTTPie or Python;
//! - `har`, `masking`: what goes into files, and comes from them;
//! - `repeat`: which calls can be made again.

pub mod as_code;
pub mod compare;
pub mod filter;
mod folding;
pub mod har;
mod json_text;
pub mod masking;
mod recorder;
pub mod repeat;
mod ring;
pub mod rows;
#[cfg(test)]
pub(crate) mod samples;
pub mod timing;
pub mod tree;

pub use recorder::Recorder;
pub use ring::{Entry, MOST_BYTES, MOST_ENTRIES, Ring, Snapshot};
