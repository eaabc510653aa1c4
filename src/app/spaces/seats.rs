//! Who is signed in where, and switching between them.

use std::mem::{swap, take};
use std::sync::Arc;

use super::super::binding::Binding;
use super::super::program::{sandbox_client, sandbox_personas};
use super::super::tasks::{End, Job, Tasks};
use super::super::unbinding::Unbinds;
use super::super::{
    BindLeft, Choice, LastCall, Leaving, LeavingStage, Opening, Phase, Program, Screen, SignIn, SpaceShown, Way,
};
use super::{AccountShown, AccountStanding};
use crate::account::Receipt;
use crate::genauth::Client;
use crate::session::{AccountSpace, BrowserSession, Session, SpaceId};

/// One account, or one sign-in: everything that is its own, with its tasks.
pub(in crate::app) struct Seat {
    number: u64,
    pub(super) choice: Choice,
    pub(super) shown: Option<SpaceShown>,
    pub(super) phase: Phase,
    screen: Screen,
    last_call: Option<LastCall>,
    pub(super) tasks: Tasks,
    pub(super) space: Option<AccountSpace>,
    pub(super) client: Option<Client>,
    pub(super) session: Option<Session>,
    browser_session: Option<Arc<BrowserSession>>,
    binding: Binding,
    unbinds: Unbinds,
    keyring_declined: bool,
    /// Receipts from this number on nobody has seen; `None` when nothing ran when it was put aside.
    unseen_since: Option<u64>,
    /// Whether the person would not wait for it when the window was to close.
    given_up: bool,
}

impl Seat {
    pub(super) fn id(&self) -> Option<&SpaceId> {
        self.space.as_ref().map(|space| &space.id)
    }

    pub(super) fn is_busy(&self) -> bool {
        self.session.as_ref().is_some_and(Session::is_renewing)
            || matches!(&self.phase, Phase::Home(home) if home.connections.is_unbinding() || home.signing_out)
    }

    fn has_unseen(&self) -> bool {
        let Phase::Home(home) = &self.phase else { return false };
        let unseen = |receipt: &&Receipt| self.unseen_since.is_some_and(|since| receipt.number >= since);
        home.connections.asks() || home.connections.receipts.iter().filter(unseen).any(|receipt| !receipt.is_gone())
    }
}

fn account_shown(
    number: u64,
    space: &SpaceId,
    session: Option<&Session>,
    phase: &Phase,
    busy: bool,
    unseen: bool,
    is_shown: bool,
) -> AccountShown {
    let home = match phase {
        Phase::Home(home) => Some(home),
        Phase::SignIn(_) | Phase::Opening(_) => None,
    };
    let profile = home.and_then(|home| home.profile.get());
    let standing = match home {
        None => AccountStanding::SignedOut,
        Some(_) if busy => AccountStanding::Busy,
        Some(_) if unseen => AccountStanding::NeedsALook,
        Some(home) if home.standing.over => AccountStanding::Over,
        Some(_) => AccountStanding::SignedIn,
    };
    // Until the profile is read, the account is called as the keyring calls it.
    let kept = home.and(session).map(Session::account);
    let kept_name = kept.and_then(|account| account.name.clone().or_else(|| account.login.clone()));
    AccountShown {
        number,
        space: space.clone(),
        name: profile.map(|profile| profile.display_name().to_owned()).or(kept_name),
        email: profile.and_then(|profile| profile.email.clone()),
        standing,
        is_shown,
    }
}

impl Program {
    /// Settles what the tasks of the accounts that are not shown came to, each in its own state.
    pub(in crate::app) fn update_parked(&mut self) {
        let mut parked = take(&mut self.spaces.parked);
        for seat in &mut parked {
            self.exchange(seat);
            while let Some(end) = self.tasks.next_finished() {
                self.settle(end);
            }
            self.go_on_with_several();
            self.exchange(seat);
        }
        parked.append(&mut self.spaces.parked);
        self.spaces.parked = parked;
    }

    /// Notes who is signed in where, for the panels.
    pub(in crate::app) fn note_accounts(&mut self) {
        let mut accounts: Vec<AccountShown> = self
            .spaces
            .parked
            .iter()
            .filter_map(|seat| {
                let (busy, unseen) = (seat.is_busy(), seat.has_unseen());
                Some(account_shown(seat.number, seat.id()?, seat.session.as_ref(), &seat.phase, busy, unseen, false))
            })
            .collect();
        if let Some(space) = &self.space {
            let busy = matches!(&self.state.phase, Phase::Home(home) if home.connections.is_unbinding());
            let (number, session) = (self.spaces.current, self.session.as_ref());
            accounts.push(account_shown(number, &space.id, session, &self.state.phase, busy, false, true));
        }
        accounts.sort_by_key(|account| account.number);
        self.state.spaces.accounts = accounts;
        self.state.spaces.unsaved.clone_from(&self.spaces.unsaved);
    }

    /// Exchanges what is shown for what a seat holds.
    fn exchange(&mut self, seat: &mut Seat) {
        swap(&mut self.spaces.current, &mut seat.number);
        swap(&mut self.choice, &mut seat.choice);
        swap(&mut self.state.space, &mut seat.shown);
        swap(&mut self.state.phase, &mut seat.phase);
        swap(&mut self.state.screen, &mut seat.screen);
        swap(&mut self.state.last_call, &mut seat.last_call);
        swap(&mut self.tasks, &mut seat.tasks);
        swap(&mut self.space, &mut seat.space);
        swap(&mut self.client, &mut seat.client);
        swap(&mut self.session, &mut seat.session);
        swap(&mut self.browser_session, &mut seat.browser_session);
        swap(&mut self.binding, &mut seat.binding);
        swap(&mut self.unbinds, &mut seat.unbinds);
        swap(&mut self.keyring_declined, &mut seat.keyring_declined);
    }

    /// A seat that nobody has sat on.
    pub(super) fn new_seat(&mut self, choice: Choice) -> Seat {
        self.spaces.last_seat += 1;
        Seat {
            number: self.spaces.last_seat,
            choice,
            shown: None,
            phase: Phase::Opening(Opening::ReadingKeyring),
            screen: Screen::default(),
            last_call: None,
            tasks: self.tasks.another(),
            space: None,
            client: None,
            session: None,
            browser_session: None,
            binding: Binding::default(),
            unbinds: Unbinds::default(),
            keyring_declined: self.keyring_declined,
            unseen_since: None,
            given_up: false,
        }
    }

    /// Shows a seat. What was shown goes on beside it, unless nobody was signed in there: that is begun anew.
    fn sit_down(&mut self, mut seat: Seat) {
        let next_receipt = self.last_number + 1;
        if let Some(home) = self.home() {
            home.connections.close_dialogs();
        }
        self.leave_binds(BindLeft::AnotherAccount);
        self.put_sign_in_aside();
        self.leave_activity();
        self.exchange(&mut seat);
        // The seat now holds what was shown.
        seat.given_up = false;
        seat.unseen_since = match &seat.phase {
            Phase::Home(home) if seat.is_busy() => {
                let running = home.connections.unbinding.iter().map(|unbinding| unbinding.number);
                let unread = home.connections.receipts.iter().filter(|receipt| receipt.listed_at.is_none());
                Some(unread.map(|receipt| receipt.number).chain(running).min().unwrap_or(next_receipt))
            }
            _ => None,
        };
        let worth_keeping = match &seat.phase {
            Phase::Home(_) => true,
            Phase::SignIn(sign_in) => sign_in.returning.is_some() || sign_in.sign_out_trouble.is_some(),
            Phase::Opening(_) => false,
        };
        if worth_keeping {
            self.spaces.parked.push(seat);
        } else {
            seat.tasks.stop(Job::Open);
            // What else runs, such as the end of a session before this one, runs on.
            seat.tasks.forget_all();
        }
        self.close_panel();
        self.show_sandbox_in_its_space();
        self.read_if_never_read();
        self.begin_with_this_account_next_time();
    }

    fn begin_with_this_account_next_time(&mut self) {
        if !matches!(self.state.phase, Phase::Home(_)) {
            return;
        }
        let Some(session) = self.session.clone() else { return };
        self.tasks.start(Job::PutFirst, async move {
            if let Err(error) = session.put_first().await {
                tracing::warn!(%error, "the account could not be put in front of the others in the keyring");
            }
            End::PutFirst
        });
    }

    pub(super) fn show_account(&mut self, number: u64) {
        if self.spaces.current == number {
            self.close_panel();
        } else if let Some(index) = self.spaces.parked.iter().position(|seat| seat.number == number) {
            let seat = self.spaces.parked.remove(index);
            self.sit_down(seat);
        }
    }

    pub(super) fn open_space(&mut self, id: &SpaceId) {
        if self.space.as_ref().is_some_and(|space| space.id == *id) {
            self.close_panel();
            return;
        }
        // The one that was put aside last is the one shown there last.
        if let Some(index) = self.spaces.parked.iter().rposition(|seat| seat.id() == Some(id)) {
            let seat = self.spaces.parked.remove(index);
            self.sit_down(seat);
            return;
        }
        let choice = if *id == SpaceId::sandbox() {
            Choice::Sandbox { faults: Vec::new() }
        } else {
            match self.spaces.space(id) {
                Some(space) => Choice::Service(space),
                None => return,
            }
        };
        let seat = self.new_seat(choice);
        self.sit_down(seat);
        self.open();
    }

    /// Opens the sandbox that runs already; says whether one does.
    pub(in crate::app) fn open_running_sandbox(&mut self) -> bool {
        let Some(sandbox) = &self.sandbox else { return false };
        match sandbox_client(sandbox, self.language, self.deadlines, self.observer()) {
            Ok((space, client)) => {
                self.show_space(&space, sandbox_personas());
                self.client = Some(client);
                self.state.phase = Phase::SignIn(Box::default());
                self.show_sandbox_in_its_space();
            }
            Err(error) => self.state.phase = Phase::Opening(Opening::Failed(error)),
        }
        true
    }

    pub(super) fn sign_in_as_another(&mut self, id: &SpaceId) {
        self.open_space(id);
        let is_there = self.space.as_ref().is_some_and(|space| space.id == *id);
        if !is_there || !matches!(self.state.phase, Phase::Home(_)) {
            return;
        }
        let (choice, space, shown) = (self.choice.clone(), self.space.clone(), self.state.space.clone());
        let client = self.client.clone();
        let mut seat = self.new_seat(choice);
        seat.phase = Phase::SignIn(Box::new(SignIn { another: true, ..SignIn::default() }));
        seat.space = space;
        seat.shown = shown;
        seat.client = client;
        self.sit_down(seat);
    }

    pub(super) fn back_to_account(&mut self) {
        let another = matches!(&self.state.phase, Phase::SignIn(sign_in) if sign_in.another);
        let id = self.space.as_ref().map(|space| space.id.clone());
        let of_space = |seat: &Seat| id.is_some() && seat.id() == id.as_ref();
        if let Some(index) = self.spaces.parked.iter().rposition(of_space).filter(|_| another) {
            let seat = self.spaces.parked.remove(index);
            self.sit_down(seat);
        }
    }

    /// Shows an account that still waits for an answer, or has one that nobody saw, before the window closes; says
    /// whether there is one.
    pub(in crate::app) fn hold_the_window(&mut self) -> bool {
        let holds = |seat: &Seat| !seat.given_up && (seat.is_busy() || seat.has_unseen());
        let Some(index) = self.spaces.parked.iter().position(holds) else { return false };
        let seat = self.spaces.parked.remove(index);
        let since_receipt = seat.unseen_since.unwrap_or(self.last_number + 1);
        self.sit_down(seat);
        self.state.leaving = Some(Leaving { way: Way::CloseWindow, stage: LeavingStage::Answer, since_receipt });
        true
    }

    /// Notes that the person leaves without waiting: whoever is shown is not asked about again.
    pub(in crate::app) fn leave_without_waiting(&mut self, way: Way) {
        let current = self.spaces.current;
        if way == Way::CloseWindow {
            self.give_up_revoking();
        }
        self.go(way);
        if let Some(seat) = self.spaces.parked.iter_mut().find(|seat| seat.number == current) {
            seat.given_up = true;
        }
    }

    /// Stays after all: whoever waits is asked about again when the window is to close the next time.
    pub(in crate::app) fn stay(&mut self) {
        self.state.leaving = None;
        self.spaces.parked.iter_mut().for_each(|seat| seat.given_up = false);
    }

    /// The sessions of a space, with whether one of its accounts waits for an answer.
    pub(super) fn sessions_of(&self, id: &SpaceId) -> (Vec<Session>, bool) {
        let mut sessions: Vec<Session> = self
            .spaces
            .parked
            .iter()
            .filter(|seat| seat.id() == Some(id))
            .filter_map(|seat| seat.session.clone())
            .collect();
        let mut busy = self.spaces.parked.iter().any(|seat| seat.id() == Some(id) && seat.is_busy());
        if self.space.as_ref().is_some_and(|space| space.id == *id) {
            sessions.extend(self.session.clone());
            busy |= self.session.as_ref().is_some_and(Session::is_renewing)
                || matches!(&self.state.phase, Phase::Home(home) if home.connections.is_unbinding() || home.signing_out);
        }
        (sessions, busy)
    }

    /// Clears the seats of a space that are not shown.
    pub(in crate::app) fn clear_parked_seats_of(&mut self, id: &SpaceId) {
        self.spaces.parked.retain_mut(|seat| {
            let gone = seat.id() == Some(id);
            if gone {
                seat.tasks.forget_all();
            }
            !gone
        });
    }

    /// Clears the seats of a space that is gone; what was shown of it gives way to the sandbox.
    pub(super) fn clear_seats_of(&mut self, id: &SpaceId) {
        self.clear_parked_seats_of(id);
        if self.space.as_ref().is_some_and(|space| space.id == *id) {
            self.withdraw_and_forget_all();
            self.session = None;
            self.state.phase = Phase::Opening(Opening::StartingSandbox);
            self.open_space(&SpaceId::sandbox());
        }
    }

    /// Has the seats of one space be those of another name of it.
    pub(super) fn rename_seats(&mut self, from: &SpaceId, to: &AccountSpace) {
        let rename = |of: &mut Option<AccountSpace>, shown: &mut Option<SpaceShown>, choice: &mut Choice| {
            if let (Some(of), Some(shown)) = (of, shown)
                && of.id == *from
            {
                *of = to.clone();
                shown.name.clone_from(&to.name);
                *choice = Choice::Service(to.clone());
            }
        };
        for seat in &mut self.spaces.parked {
            rename(&mut seat.space, &mut seat.shown, &mut seat.choice);
        }
        rename(&mut self.space, &mut self.state.space, &mut self.choice);
    }

    /// Has a space that was edited take effect: at once where nobody is signed in, else with the next sign-in.
    pub(super) fn take_edited(&mut self, space: &AccountSpace) {
        self.rename_seats(&space.id, space);
        let is_shown = self.space.as_ref().is_some_and(|of| of.id == space.id);
        if is_shown && !matches!(&self.state.phase, Phase::Home(_)) {
            self.tasks.stop(Job::Open);
            self.leave_sign_in();
            self.choice = Choice::Service(space.clone());
            self.open();
        }
    }
}
