//! What bindings mean: pure functions over what the API listed.
//!
//! Nothing here does I/O. [`bindings`] groups identities into one [`Binding`] for each external identity
//! provider, and a [`Receipt`] remembers what one unbind was answered and whether the list agreed.

mod binding;
mod receipt;

pub use binding::{Binding, BindingKey, EnabledHere, bindings};
pub use receipt::{Listed, LostCause, Outcome, Receipt, Reply};
