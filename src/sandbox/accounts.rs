//! The accounts as they are now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::pool::{Account, Pool};

/// Every account. One is read without being copied, and copied when it changes while somebody still reads it.
pub(super) struct Accounts {
    by_id: Mutex<HashMap<Arc<str>, Arc<Account>>>,
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
        Self { by_id: Mutex::new(initial(pool)) }
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
        self.lock().get_mut(user_id).map(|account| change(Arc::make_mut(account)))
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
        by_id.get_mut(user_id).map(|account| change(Arc::make_mut(account))).ok_or(NotChanged::NoAccount)
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

    /// Adds an account, or puts it in the place of the one with its ID.
    pub(super) fn put(&self, account: Account) {
        self.lock().insert(Arc::clone(&account.user_id), Arc::new(account));
    }

    pub(super) fn reset(&self, pool: &Pool) {
        *self.lock() = initial(pool);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Account>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn initial(pool: &Pool) -> HashMap<Arc<str>, Arc<Account>> {
    pool.accounts.iter().map(|account| (Arc::clone(&account.user_id), Arc::clone(account))).collect()
}
