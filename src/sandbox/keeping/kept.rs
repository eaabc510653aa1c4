//! What of the service's memory outlives the program.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::sandbox::accounts::AccountChanges;
use crate::sandbox::authority::KeptAuthority;
use crate::sandbox::codes::KeptCodes;
use crate::sandbox::history::SignInEvent;
use crate::sandbox::oidc::KeptSignIns;
use crate::sandbox::service::Service;
use crate::sandbox::tokens::Tokens;
use crate::sandbox::tokens::keys::SigningKey;

/// Everything that the state file keeps: what changed since the pool was read, and the keys. Faults, the clock and
/// the lifetimes of tokens are not in it, so that a restart is a way out of them. A part that is missing, as in a file of
/// an earlier program, is as at the start.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct Kept {
    /// The port it ran on. Tokens name it, so the next start takes it again if it may choose.
    pub(in crate::sandbox) port: u16,
    /// PKCS #8 in base64; missing while no token was ever signed.
    signing_key: Option<String>,
    /// The authority for TLS, if there was ever one.
    pub(in crate::sandbox) authority: Option<KeptAuthority>,
    #[serde(default)]
    accounts: AccountChanges,
    #[serde(default)]
    tokens: Tokens,
    #[serde(default)]
    sign_ins: KeptSignIns,
    #[serde(default)]
    codes: KeptCodes,
    #[serde(default)]
    history: VecDeque<SignInEvent>,
}

impl Service {
    /// What is to be kept of it now.
    pub(super) fn kept(&self, port: u16, authority: Option<KeptAuthority>) -> Kept {
        let tokens = self.tokens().clone();
        Kept {
            port,
            signing_key: self.keys.ready().and_then(SigningKey::kept),
            authority,
            accounts: self.accounts.changes(&self.pool),
            tokens,
            sign_ins: self.hosted.kept(),
            codes: self.codes.kept(),
            history: self.history.kept(),
        }
    }

    /// Takes over what an earlier program kept. A signing key that cannot be read is as good as none: the tokens that
    /// it signed are refused.
    pub(in crate::sandbox) fn restore(&self, kept: Kept) {
        if let Some(key) = kept.signing_key.as_deref().and_then(SigningKey::read) {
            self.keys.restore(key);
        }
        self.accounts.apply(kept.accounts);
        *self.tokens() = kept.tokens;
        self.hosted.restore(kept.sign_ins);
        self.codes.restore(kept.codes);
        self.history.restore(kept.history);
    }
}
