//! What an unbind would leave to sign in with.

use super::{BindingKey, Facts, Standing, Way, WayStanding, ways};

/// Whether an unbind leaves a way of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// At least one way works or should work.
    Remains,
    /// Hard stop: only ways are left of which nothing is known.
    OnlyUnknown,
    /// Hard stop: no way is left.
    Nothing,
}

impl Verdict {
    /// The verdict on these ways.
    pub fn of(ways: &[WayStanding]) -> Self {
        let any = |wanted: fn(Standing) -> bool| ways.iter().any(|way| wanted(way.standing()));
        if any(Standing::counts) {
            Self::Remains
        } else if any(|standing| standing == Standing::Unknown) {
            Self::OnlyUnknown
        } else {
            Self::Nothing
        }
    }

    /// Whether the unbind takes typing to pass.
    pub fn is_hard_stop(self) -> bool {
        self != Self::Remains
    }
}

/// A way of signing in, before an unbind and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As it is.
    pub before: WayStanding,
    /// As it would be.
    pub after: WayStanding,
}

impl Change {
    /// Which way it is.
    pub fn way(&self) -> &Way {
        &self.before.way
    }

    /// Whether the unbind makes a difference to it.
    pub fn is_change(&self) -> bool {
        self.before.standing() != self.after.standing()
    }
}

/// What unbinding would do to the ways of signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// Every way, in the order of [`ways`].
    pub changes: Vec<Change>,
    /// Whether a way remains.
    pub verdict: Verdict,
}

/// What unbinding these would do.
pub fn what_if(facts: &Facts<'_>, unbound: &[BindingKey]) -> WhatIf {
    let after = ways(facts, unbound);
    let verdict = Verdict::of(&after);
    // Both lists are made from the same facts, so they have the same ways in the same order.
    let changes = ways(facts, &[]).into_iter().zip(after).map(|(before, after)| Change { before, after }).collect();
    WhatIf { changes, verdict }
}

/// The bindings of which each is the last way in: unbinding it alone is a hard stop.
///
/// Where nothing works or should work to begin with, that is every one that can be unbound.
pub fn last_ways(facts: &Facts<'_>) -> Vec<BindingKey> {
    let keys = facts.bindings.iter().map(|binding| &binding.key).filter(|key| key.ext_idp_id().is_some());
    keys.filter(|key| Verdict::of(&ways(facts, std::slice::from_ref(key))).is_hard_stop()).cloned().collect()
}
