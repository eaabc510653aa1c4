//! Unbinding: from the confirmation to the receipt.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::connections::{Ended, Unbinding};
use super::tasks::{End, Job};
use super::{BindLeft, Program};
use crate::account::BindingKey;

impl Program {
    pub(super) fn unbind(&mut self, key: &BindingKey) {
        let Some(session) = self.session.clone() else { return };
        let (number, now) = (self.next_number(), self.state.now);
        let Some(home) = self.home() else { return };
        let Some(binding) = home.connections.unbindable(key).cloned() else { return };
        let Some(ext_idp_id) = binding.ext_idp_id().map(str::to_owned) else { return };
        home.connections.begin(Unbinding { number, binding, started: now });
        let wanted = Arc::new(AtomicBool::new(true));
        self.wanted.insert(number, Arc::clone(&wanted));
        self.tasks.start(Job::Unbind { number }, async move {
            let (client, id) = (session.client(), ext_idp_id.as_str());
            let send = |token| async move { client.unlink_ext_idp(&token, id).await };
            End::Unbound { number, called: session.call_while(|| wanted.load(Ordering::SeqCst), send).await }
        });
    }

    /// Stops waiting: what was not sent yet never is, and an answer that comes later still goes onto the receipt.
    pub(super) fn stop_waiting(&mut self, key: &BindingKey) {
        let now = self.state.now;
        let (space, user_id) = self.whose();
        let Some(home) = self.home() else { return };
        let Some(number) = home.connections.stop(key, now, &space, user_id.as_deref()) else { return };
        if let Some(wanted) = self.wanted.get(&number) {
            wanted.store(false, Ordering::SeqCst);
        }
        self.note_standing();
        self.read_lists();
    }

    /// Forgets all tasks; what was not sent yet never is.
    pub(super) fn withdraw_and_forget_all(&mut self) {
        for wanted in self.wanted.drain().map(|(_, wanted)| wanted) {
            wanted.store(false, Ordering::SeqCst);
        }
        self.leave_sign_in();
        self.leave_binds(BindLeft::SignedOut);
        self.tasks.forget_all();
    }

    pub(super) fn unbound(&mut self, ended: Ended) {
        let (space, user_id) = self.whose();
        self.wanted.remove(&ended.number);
        let Some(home) = self.home() else { return };
        home.connections.end(ended, &space, user_id.as_deref());
        self.note_standing();
        self.read_lists();
    }

    /// Where and for whom, as a receipt tells it.
    fn whose(&mut self) -> (String, Option<String>) {
        let space = self.state.space.as_ref().map_or_else(String::new, |space| space.host.clone());
        let user_id = self.home().and_then(|home| home.profile.get()).map(|profile| profile.user_id.clone());
        (space, user_id)
    }
}
