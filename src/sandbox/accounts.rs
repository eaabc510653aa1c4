//! The accounts as they are now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::lag::Lag;
use super::pool::{Account, Identities, Pool};

/// What is not as the pool has it: as the state file keeps it.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct AccountChanges {
    /// Accounts that changed or came, whole, by their IDs.
    changed: Vec<Arc<Account>>,
    /// The IDs of accounts that are gone.
    removed: Vec<Arc<str>>,
}

/// Every account. One is read without being copied, and copied when it changes while somebody still reads it.
pub(super) struct Accounts {
    by_id: Mutex<HashMap<Arc<str>, Arc<Account>>>,
    /// What identities were before a commit that stays unseen for a while. Its lock is taken inside the other.
    lag: Arc<Lag<Identities>>,
}

/// Why an account was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotChanged {
    /// There is none of this ID.
    NoAccount,
    /// Another account stands in the way.
    InTheWay,
}

impl Accounts {
    pub(super) fn new(pool: &Pool) -> Self {
        Self { by_id: Mutex::new(initial(pool)), lag: Arc::default() }
    }

    /// The account of this ID, as it is now.
    pub(super) fn get(&self, user_id: &str) -> Option<Arc<Account>> {
        self.lock().get(user_id).cloned()
    }

    /// The first account for which this holds.
    pub(super) fn find(&self, holds: impl Fn(&Account) -> bool) -> Option<Arc<Account>> {
        self.lock().values().find(|account| holds(account)).cloned()
    }

    /// Changes one account; `None` if there is none of this ID. Readers see it before or after, never between.
    pub(super) fn change<Answer>(&self, user_id: &str, change: impl FnOnce(&mut Account) -> Answer) -> Option<Answer> {
        self.lock().get_mut(user_id).map(|account| self.commit(account, change))
    }

    fn commit<Answer>(&self, account: &mut Arc<Account>, change: impl FnOnce(&mut Account) -> Answer) -> Answer {
        let before = self.lag.is_armed().then(|| account.identities.clone());
        let answer = change(Arc::make_mut(account));
        if let Some(before) = before.filter(|before| **before != *account.identities) {
            self.lag.committed(&account.user_id, before);
        }
        answer
    }

    /// Armed, it has reads of somebody's identities show what was before the next commit to them.
    pub(super) fn lag(&self) -> Arc<Lag<Identities>> {
        Arc::clone(&self.lag)
    }

    /// The account with the identities that a list of them shows now: those it has, or had before a commit that stays unseen
    /// for a while. It counts as a read of the list.
    pub(super) fn as_listed(&self, account: Arc<Account>) -> Arc<Account> {
        match self.lag.read(&account.user_id) {
            Some(identities) => Arc::new(Account { identities, ..Account::clone(&account) }),
            None => account,
        }
    }

    /// Changes one account unless another stands in the way; all are looked at under one lock, so that of two accounts
    /// that want the same thing one gets it.
    pub(super) fn change_unless<Answer>(
        &self,
        user_id: &str,
        in_the_way: impl Fn(&Account) -> bool,
        change: impl FnOnce(&mut Account) -> Answer,
    ) -> Result<Answer, NotChanged> {
        let mut by_id = self.lock();
        if by_id.values().any(|account| &*account.user_id != user_id && in_the_way(account)) {
            return Err(NotChanged::InTheWay);
        }
        by_id.get_mut(user_id).map(|account| self.commit(account, change)).ok_or(NotChanged::NoAccount)
    }

    /// The first account for which this holds, or else a new one, which is added.
    pub(super) fn find_or_add(&self, holds: impl Fn(&Account) -> bool, new: impl FnOnce() -> Account) -> Arc<Account> {
        let mut by_id = self.lock();
        if let Some(found) = by_id.values().find(|account| holds(account)) {
            return Arc::clone(found);
        }
        let account = Arc::new(new());
        by_id.insert(Arc::clone(&account.user_id), Arc::clone(&account));
        account
    }

    /// Adds an account unless this holds for one that is there, which is decided and done at once. Says whether it did.
    pub(super) fn put_unless(&self, account: Account, holds: impl Fn(&Account) -> bool) -> bool {
        let mut by_id = self.lock();
        if by_id.values().any(|other| holds(other)) {
            return false;
        }
        by_id.insert(Arc::clone(&account.user_id), Arc::new(account));
        true
    }

    /// Removes an account.
    pub(super) fn remove(&self, user_id: &str) {
        self.lock().remove(user_id);
    }

    /// What is not as it was at the start.
    pub(super) fn changes(&self, pool: &Pool) -> AccountChanges {
        let accounts = self.lock();
        // An account that nobody changed is still the pool's own, so looking at the pointer is enough.
        let initial: HashMap<&str, &Arc<Account>> =
            pool.accounts.iter().map(|account| (&*account.user_id, account)).collect();
        let is_initial = |account: &Arc<Account>| {
            initial.get(&*account.user_id).is_some_and(|initial| Arc::ptr_eq(initial, account))
        };
        let mut changed: Vec<_> = accounts.values().filter(|account| !is_initial(account)).cloned().collect();
        changed.sort_unstable_by(|one, other| one.user_id.cmp(&other.user_id));
        let is_gone = |user_id: &Arc<str>| !accounts.contains_key(user_id);
        let removed = pool.accounts.iter().map(|account| Arc::clone(&account.user_id)).filter(is_gone).collect();
        AccountChanges { changed, removed }
    }

    /// Makes the changes that an earlier program kept.
    pub(super) fn apply(&self, changes: AccountChanges) {
        let mut accounts = self.lock();
        for user_id in changes.removed {
            accounts.remove(&user_id);
        }
        for account in changes.changed {
            accounts.insert(Arc::clone(&account.user_id), account);
        }
    }

    pub(super) fn reset(&self, pool: &Pool) {
        *self.lock() = initial(pool);
        self.lag.reset();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Account>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn initial(pool: &Pool) -> HashMap<Arc<str>, Arc<Account>> {
    pool.accounts.iter().map(|account| (Arc::clone(&account.user_id), Arc::clone(account))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_way_of_changing_identities_lags_and_no_other_change_does() {
        let pool = Pool::built_in();
        for unless in [false, true] {
            let accounts = Accounts::new(&pool);
            let lin = accounts.find(|account| account.persona.key == "rich").unwrap();
            accounts.lag().arm(1);
            accounts.change(&lin.user_id, |account| account.nickname = None);
            let clear = |account: &mut Account| account.identities.clear();
            if unless {
                assert!(accounts.change_unless(&lin.user_id, |_| false, clear).is_ok());
            } else {
                accounts.change(&lin.user_id, clear).unwrap();
            }
            let listed = [(); 2].map(|()| accounts.as_listed(accounts.get(&lin.user_id).unwrap()).identities.len());
            assert_eq!(listed, [7, 0], "unless: {unless}");
        }
    }
}
