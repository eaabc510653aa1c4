//! What a way of signing in stands on, and therefore whether it can be counted on.

use jiff::Timestamp;

/// Whether a way of signing in can be counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It signed in to this account from here before, and nothing that the API says speaks against it.
    Works,
    /// It is set, or bound and enabled, but was not seen to sign in from here.
    ShouldWork,
    /// What the API says does not settle it.
    Unknown,
    /// It does not sign in here.
    No,
}

impl Standing {
    /// Whether a person who has only this way left still gets in, as far as can be known.
    pub fn counts(self) -> bool {
        matches!(self, Self::Works | Self::ShouldWork)
    }
}

/// Why a way of signing in has its standing.
///
/// `signed_in` says when it last signed in from here, for a way that no longer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// It signed in to this account from here, last at this time.
    SignedIn {
        /// When that was.
        at: Timestamp,
    },
    /// `passwordSet` is true (reference section 5.4).
    PasswordSet,
    /// It is bound, and the application offers a connection into it.
    BoundAndEnabled,
    /// The API did not say whether it is set or bound.
    NotTold,
    /// An address is bound, but a code sent there was not seen to sign in from here: nothing says whether the
    /// application allows it.
    CodeNotSeen {
        /// Whether the address is verified, where the profile says so.
        verified: Option<bool>,
    },
    /// `get-security-info` says that none is bound, and the profile names one.
    FactsDisagree,
    /// The list of enabled connections could not be read.
    EnabledNotRead,
    /// Its identities came without an `extIdpId`, so they cannot be compared with what is enabled.
    WithoutExtIdpId,
    /// It signed in from here, but one of several directories of its kind is unbound, and which one it was is not known.
    OneOfSeveralUnbound {
        /// When it last signed in from here.
        at: Timestamp,
    },
    /// `passwordSet` is false.
    PasswordNotSet {
        /// When a password last signed in from here.
        signed_in: Option<Timestamp>,
    },
    /// No such address is bound.
    NotBound {
        /// When a code sent to one last signed in from here.
        signed_in: Option<Timestamp>,
    },
    /// It is bound, but the application offers no connection into it.
    NotEnabledHere {
        /// When it last signed in from here.
        signed_in: Option<Timestamp>,
    },
    /// The unbind that is asked about ends it.
    Unbound,
}

impl Evidence {
    /// The standing that follows.
    pub fn standing(self) -> Standing {
        match self {
            Self::SignedIn { .. } => Standing::Works,
            Self::PasswordSet | Self::BoundAndEnabled => Standing::ShouldWork,
            Self::NotTold
            | Self::CodeNotSeen { .. }
            | Self::FactsDisagree
            | Self::EnabledNotRead
            | Self::WithoutExtIdpId
            | Self::OneOfSeveralUnbound { .. } => Standing::Unknown,
            Self::PasswordNotSet { .. } | Self::NotBound { .. } | Self::NotEnabledHere { .. } | Self::Unbound => {
                Standing::No
            }
        }
    }
}
