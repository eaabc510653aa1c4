//! Which receipts' exchanges the inspector still holds.

use std::collections::HashMap;
use std::sync::Arc;

use super::History;
use crate::app::{Program, Screen};
use crate::inspector::Snapshot;
use crate::ledger::{EntryId, Request};

/// The exchanges of receipts, by the numbers that the inspector gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldExchanges {
    /// The number of the exchange whose answer counts, for each receipt whose exchange is still held.
    pub numbers: HashMap<EntryId, u64>,
    /// The ring's version and the history that this was worked out of.
    of: Option<(u64, Arc<History>)>,
}

impl HeldExchanges {
    /// Looks for the exchanges of these entries.
    fn look_for(history: &Arc<History>, ring: &Snapshot) -> Self {
        let at: HashMap<_, _> = ring
            .entries
            .iter()
            .map(|entry| {
                let attempt = &entry.exchange.attempt;
                ((attempt.started_at.as_millisecond(), attempt.method, attempt.path.as_str()), entry.number)
            })
            .collect();
        // The ledger keeps milliseconds.
        let number = |request: &Request| {
            let key = (request.started_at.as_millisecond(), request.method.as_str(), request.path.as_str());
            at.get(&key).copied()
        };
        let numbers = history
            .entries
            .iter()
            .filter_map(|entry| Some((entry.id.clone(), number(entry.decisive_request()?)?)))
            .collect();
        Self { numbers, of: Some((ring.version, Arc::clone(history))) }
    }

    fn is_of(&self, version: u64, history: &Arc<History>) -> bool {
        self.of.as_ref().is_some_and(|(of, known)| *of == version && Arc::ptr_eq(known, history))
    }
}

impl Program {
    /// Notes which exchanges are still held, when either the history or what is held has changed.
    pub(super) fn note_held_exchanges(&mut self) {
        let ring = self.recorder.ring().clone();
        let version = *ring.changed().borrow();
        let Some(home) = self.home() else { return };
        let Some(history) = &home.activity.history else { return };
        if !home.activity.held.is_of(version, history) {
            home.activity.held = HeldExchanges::look_for(history, &ring.snapshot());
        }
    }

    /// Shows an exchange in the inspector, if it is still held.
    pub(in crate::app) fn show_exchange(&mut self, number: u64) {
        let held = self.recorder.ring().snapshot().entries.iter().any(|entry| entry.number == number);
        if held {
            // It is among this program's own calls.
            self.state.inspector.file = None;
            self.show_screen(Screen::Inspector);
        }
    }
}
