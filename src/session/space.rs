//! Where one signs in.

use crate::genauth::{AppHost, HeaderFamily};

/// What an account space is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceName {
    /// The sandbox that runs inside the program.
    Sandbox,
    /// A real service, or one running elsewhere on this machine: called by its host.
    Host,
}

/// Where the tokens of an account space may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In memory, until the program ends: the embedded sandbox forgets its sessions too.
    Memory,
    /// In the keyring of the operating system.
    Keyring,
}

/// Where one signs in: the application host, the application and the family of headers it understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSpace {
    /// What it is called.
    pub name: SpaceName,
    /// The base of every call (reference section 1.1).
    pub app_host: AppHost,
    /// The application's identifier, which is also its `client_id`.
    pub app_id: String,
    /// `x-genauth-` or `x-authing-` (reference section 1.2).
    pub header_family: HeaderFamily,
    /// Where its tokens may be kept.
    pub keep: Keep,
}

impl AccountSpace {
    /// The name of this space's entry in the keyring: one session for each host and application.
    pub fn keyring_entry(&self) -> String {
        format!("{}|{}", self.app_host, self.app_id)
    }
}
