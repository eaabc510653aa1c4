//! What bindings mean: pure functions over what the API listed.
//!
//! Nothing here does I/O, and nothing has a clock. [`bindings`] groups identities into one [`Binding`] for each external
//! identity provider. Before an unbind, [`what_if`] says what would remain to sign in with, and a [`Confirmation`] what
//! has to be typed where nothing known does. After it, a [`Verification`] says what is to be done to find out what it
//! came to, and a [`Receipt`] remembers that. [`newly_bound()`] says what a bind brought, and [`provider_page()`] where the
//! provider's own grant is withdrawn.

mod binding;
mod confirmation;
mod newly_bound;
mod plainly_typable;
mod provider_page;
mod receipt;
mod verification;
mod ways;

pub use binding::{Binding, BindingKey, EnabledHere, bindings};
pub use confirmation::{Confirmation, Typed};
pub use newly_bound::{NewlyBound, newly_bound};
pub use provider_page::{ProviderPage, provider_page};
pub use receipt::{Listed, LostCause, Outcome, Receipt, Reply, ReplyKind};
pub use verification::{CHECK_WINDOW, LONGEST_READ, NextStep, Verification, VerificationEvent};
pub use ways::{
    Change, Evidence, Facts, SeenBy, SeenWay, Standing, Verdict, Way, WayStanding, WhatIf, last_ways, ways, what_if,
};
