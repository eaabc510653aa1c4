//! Which ways of signing in have worked from here.

use jiff::Timestamp;
use rusqlite::params;

use super::store::{find_row_of, row_of};
use super::text::{LONGEST_ID, cut};
use super::{Account, Ledger, LedgerError, rows};

/// How many ways are kept of one account. Those that were last used longest ago make room.
const MOST_OF_ONE_ACCOUNT: i64 = 100;

/// A way of signing in, as far as this program can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// With a password.
    Password,
    /// With a code by email.
    EmailCode,
    /// With a code by text message.
    PhoneCode,
    /// With a name in LDAP.
    Ldap,
    /// With a name in Active Directory.
    ActiveDirectory,
    /// In the browser: what the person used there is not known, unless the identity provider is.
    Browser,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 6] =
        [Self::Password, Self::EmailCode, Self::PhoneCode, Self::Ldap, Self::ActiveDirectory, Self::Browser];

    /// A word that stays the same in every version.
    pub fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email-code",
            Self::PhoneCode => "phone-code",
            Self::Ldap => "ldap",
            Self::ActiveDirectory => "active-directory",
            Self::Browser => "browser",
        }
    }
}

/// A way that has signed in to an account from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenWay {
    /// The way.
    pub way: Way,
    /// The identity source, where it is known.
    pub ext_idp_id: Option<String>,
    /// The provider's name on the wire, where it is known.
    pub provider: Option<String>,
    /// When it first signed in.
    pub first_used: Timestamp,
    /// When it last signed in.
    pub last_used: Timestamp,
    /// How often it has.
    pub times: u64,
}

impl Ledger {
    /// Notes that a way has signed in, through this identity source and provider where they are known.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn signed_in_by(
        &self,
        account: &Account,
        way: Way,
        ext_idp_id: Option<&str>,
        provider: Option<&str>,
        at: Timestamp,
    ) -> Result<(), LedgerError> {
        let id = |id: Option<&str>| cut(id.unwrap_or_default(), LONGEST_ID);
        self.change(|transaction| {
            let account = row_of(transaction, account)?;
            transaction.execute(
                "INSERT INTO way (account, way, ext_idp_id, provider, first_used, last_used, times) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, 1) \
                 ON CONFLICT DO UPDATE SET first_used = min(first_used, excluded.first_used), \
                 last_used = max(last_used, excluded.last_used), times = times + 1",
                params![account, way.word(), id(ext_idp_id), id(provider), at.as_millisecond()],
            )?;
            transaction.execute(
                "DELETE FROM way WHERE (account, way, ext_idp_id, provider) IN (SELECT account, way, ext_idp_id, provider \
                 FROM way WHERE account = ? ORDER BY last_used DESC, way, ext_idp_id LIMIT -1 OFFSET ?)",
                [account, MOST_OF_ONE_ACCOUNT],
            )?;
            Ok(())
        })
    }

    /// The ways that have signed in to an account from here, the one used last coming first.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn ways(&self, account: &Account) -> Result<Vec<SeenWay>, LedgerError> {
        let connection = self.connection();
        let Some(account) = find_row_of(&connection, account)? else { return Ok(Vec::new()) };
        let sql = "SELECT * FROM way WHERE account = ? ORDER BY last_used DESC, way, ext_idp_id, provider";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([account])?;
        let mut ways = Vec::new();
        while let Some(row) = rows.next()? {
            let word: String = row.get("way")?;
            // A word that is not known is one of a newer version.
            let Some(way) = Way::ALL.into_iter().find(|way| way.word() == word) else { continue };
            let known = |text: String| Some(text).filter(|text| !text.is_empty());
            ways.push(SeenWay {
                way,
                ext_idp_id: known(row.get("ext_idp_id")?),
                provider: known(row.get("provider")?),
                first_used: rows::time(row.get("first_used")?)?,
                last_used: rows::time(row.get("last_used")?)?,
                times: u64::try_from(row.get::<_, i64>("times")?).unwrap_or(0),
            });
        }
        Ok(ways)
    }
}
