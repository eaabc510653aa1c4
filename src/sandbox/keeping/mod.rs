//! What outlives the program: the state file, and the file with the certificate to trust.

mod ca_file;
mod keeper;
mod kept;
mod replace;
#[cfg(test)]
mod scratch;
mod state_file;

pub(super) use ca_file::CaFile;
pub use ca_file::CaFileError;
pub(super) use keeper::{Keeper, Unsaved};
pub(super) use kept::Kept;
pub(super) use state_file::StateFile;
pub use state_file::StateFileError;
