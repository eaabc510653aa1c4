//! How the state changes: by what a person asks for, and by what tasks come to.

use jiff::Timestamp;

use super::connections::Ended;
use super::tasks::{End, Job};
use super::unbinding::ReadFor;
use super::{
    Action, BindLeft, Home, KeyringState, LastCall, Opening, OpeningError, Phase, Program, SignInFailure,
    SignOutTrouble, Way,
};
use crate::account::LostCause;
use crate::genauth::{Attempt, Cause, Error, Unreachable};
use crate::session::{Called, VaultError};

impl Program {
    /// Takes over what the tasks came to; to be called before each frame.
    pub fn update(&mut self) {
        self.state.now = Timestamp::now();
        while let Some(end) = self.tasks.next_finished() {
            self.settle(end);
        }
        while let Some(end) = self.spaces.tasks.next_finished() {
            self.settle(end);
        }
        self.go_on_with_several();
        self.update_parked();
        self.follow_session_screen();
        self.leave_if_done();
        self.follow_sandbox();
        self.follow_activity();
        self.follow_inspector();
        self.note_accounts();
        self.note_ledger();
    }

    /// Applies what a person asked for.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::SignIn { credentials, captcha } => self.sign_in(credentials, captcha),
            Action::SignInInBrowser(purpose) => self.sign_in_in_browser(purpose),
            Action::OpenBrowserAgain => self.open_browser_again(),
            Action::SignInWithToken(token) => self.sign_in_with_token(token),
            Action::SendCode(address) => self.send_code(address),
            Action::AnotherPicture => self.another_picture(),
            Action::CancelSignIn => self.cancel_sign_in(),
            Action::ContinueWithoutKeyring => self.continue_without_keyring(),
            Action::OpenAgain => {
                if matches!(self.state.phase, Phase::Opening(Opening::Failed(_))) {
                    self.open();
                }
            }
            Action::ShowScreen(screen) => self.show_screen(screen),
            Action::Sandbox(action) => self.act_on_sandbox(action),
            Action::Inspector(action) => self.act_on_inspector(action),
            Action::SupportBundle(action) => self.act_on_support_bundle(action),
            Action::Session(action) => self.act_on_session(action),
            Action::Activity(action) => self.act_on_activity(action),
            Action::Spaces(action) => self.act_on_spaces(action),
            Action::BackToWhatWasShown => self.back_to_what_was_shown(),
            Action::Refresh => {
                if self.home().is_some_and(|home| !home.signing_out) {
                    self.read_profile(Cause::Person);
                    self.read_lists(ReadFor::Show(Cause::Person));
                }
            }
            Action::AskToUnbind { key, title } => self.ask_to_unbind(key, title),
            Action::CancelUnbind => {
                if let Some(home) = self.home() {
                    home.connections.close_dialog();
                }
            }
            Action::ConfirmUnbind { key, typed } => self.confirm_unbind(&key, &typed),
            Action::UnbindWithoutReceipt(key) => self.unbind_without_receipt(&key),
            Action::Several(action) => self.act_on_several(action),
            Action::OpenProviderPage(provider) => self.open_provider_page(&provider),
            Action::StopWaiting(key) => self.stop_waiting(&key),
            Action::DismissReceipt { number } => {
                if let Some(home) = self.home() {
                    home.connections.dismiss(number);
                }
            }
            Action::Bind(action) => self.act_on_binds(action),
            Action::SignOut => self.leave(Way::SignOut),
            Action::CloseWindow => self.leave(Way::CloseWindow),
            Action::LeaveNow => {
                if let Some(leaving) = self.state.leaving.take() {
                    self.leave_without_waiting(leaving.way);
                }
            }
            Action::Stay => self.stay(),
            Action::SignInAgain => self.sign_in_again(),
        }
    }

    pub(super) fn home(&mut self) -> Option<&mut Home> {
        match &mut self.state.phase {
            Phase::Home(home) => Some(home),
            Phase::Opening(_) | Phase::SignIn(_) => None,
        }
    }

    pub(super) fn settle(&mut self, end: End) {
        match end {
            End::SandboxOpened(opened) => self.sandbox_opened(opened),
            End::ServiceOpened(client, kept) => self.service_opened(client, kept),
            End::SignedIn(way, Ok(answer)) => {
                self.called(std::slice::from_ref(&answer.attempt), None);
                self.signed_in(answer.value, way);
            }
            End::SignedIn(_, Err(failure)) => {
                self.called(std::slice::from_ref(&failure.attempt), Some(&failure.error));
                self.sign_in_failed(SignInFailure::Call(failure.error));
            }
            End::Signing(ended) => self.signing_ended(*ended),
            End::Unwanted(end) => self.revoke_unwanted(*end),
            End::Kept(result) => self.kept(result),
            End::Profile(called) => self.profile_read(called),
            End::Listed(read, purpose) => self.facts_read(*read, purpose),
            End::Seen(seen) => {
                if let (Some(seen), Some(home)) = (seen, self.home()) {
                    home.seen = seen;
                    self.weigh(false);
                }
            }
            End::LeftOpen(left) => self.left_open_found(left),
            End::Unbound { number, end } => self.unbind_ended(number, end),
            End::PageOpened(unopened) => {
                if let Some(home) = self.home() {
                    home.connections.unopened = unopened;
                }
            }
            End::Inspector(ended) => self.inspector_task_ended(*ended),
            End::SupportBundle(ended) => self.support_bundle_task_ended(*ended),
            End::Bind(ended) => self.bind_ended(*ended),
            End::SignedOut(signed_out) => {
                let signed_out = *signed_out;
                self.called(&signed_out.attempts, signed_out.access_token.as_ref());
                let trouble = SignOutTrouble {
                    revocation: signed_out.refresh_token.or(signed_out.access_token),
                    keyring: signed_out.keyring,
                    last_seen: signed_out.last_seen.is_some(),
                    crashed: false,
                };
                self.signed_out(trouble);
                self.offer_to_end_browser_session(signed_out.browser_session);
            }
            End::Session(ended) => self.session_task_ended(*ended),
            End::Recalled(seen) => self.recalled(seen),
            End::Activity(end) => self.settle_activity(*end),
            // What the sandbox's change is, is looked at when it is followed again.
            End::Retired
            | End::Revoked
            | End::PutFirst
            | End::LedgerClosed
            | End::Remembered
            | End::SandboxChanged
            | End::NotRead => {}
            End::SpacesRead(file) => self.spaces_read(Some(*file)),
            End::SpaceSaved(saved) => self.space_saved(*saved),
            End::SpaceRemoved(removed) => self.space_removed(*removed),
            End::FileSetAside(done) => self.file_set_aside(*done),
            End::SpaceTested(tested) => self.space_tested(tested),
            End::Crashed(job) => self.crashed(job),
        }
    }

    fn crashed(&mut self, job: Job) {
        let now = self.state.now;
        // The panic is on standard error; to the person it is a call that came to nothing.
        let error = Error::NotReachable(Unreachable::Other(String::new()));
        match job {
            Job::Open => self.state.phase = Phase::Opening(Opening::Failed(OpeningError::Crashed)),
            Job::SignIn => self.sign_in_failed(SignInFailure::Crashed),
            Job::Browser | Job::Trade => self.browser_failed(SignInFailure::Crashed),
            Job::SendEmailCode | Job::SendPhoneCode => self.code_crashed(job),
            Job::Captcha => self.captcha_crashed(),
            Job::Keep => self.kept(Err(VaultError::Interrupted)),
            Job::Ledger
            | Job::Retire
            | Job::Unwanted
            | Job::Revoke
            | Job::Seen
            | Job::LeftOpen
            | Job::OpenPage
            | Job::PutFirst
            | Job::Remember
            | Job::Recall
            | Job::FollowSandbox
            | Job::BindAgain
            | Job::FollowInspector
            | Job::BindBrowser { .. } => {}
            Job::Renew | Job::CopyToken | Job::ClearClipboard | Job::LeaveClipboard | Job::EndBrowserSession => {
                self.session_task_crashed(job);
            }
            Job::Activity(job) => self.activity_crashed(job),
            Job::Repeat => self.repetition_crashed(),
            Job::Preview | Job::WriteExport | Job::ReadCase => self.export_crashed(),
            Job::PrepareBundle | Job::WriteBundle => self.support_bundle_crashed(),
            Job::ReadSpaces => self.spaces_read(None),
            Job::ChangeSpaces => self.change_crashed(),
            Job::TestSpace => self.test_crashed(),
            Job::Profile => {
                if let Some(home) = self.home() {
                    home.profile.settle(Err(error), now);
                }
            }
            Job::List => {
                if let Some(home) = self.home() {
                    let found = home.connections.read_crashed(&error, now);
                    home.security.settle(Err(error), now);
                    self.write_found(found);
                }
                self.weigh(true);
                self.look_again();
            }
            Job::Unbind { number } => self.unbound(Ended::lost(number, LostCause::Crashed, now)),
            Job::Bind { number } => self.bind_crashed(number),
            Job::BindLook => self.look_crashed(),
            Job::SignOut => {
                self.signed_out(SignOutTrouble { crashed: true, ..SignOutTrouble::default() });
            }
        }
    }

    pub(super) fn called(&mut self, attempts: &[Attempt], error: Option<&Error>) {
        // A refresh serves the call that needed it and is not what the person asked for.
        let asked = attempts.iter().rfind(|attempt| !attempt.path.ends_with("/oidc/token"));
        if let Some(attempt) = asked.or(attempts.last()).cloned() {
            self.state.last_call = Some(LastCall { attempt, error: error.cloned() });
        }
    }

    pub(super) fn note_standing(&mut self) {
        let Some(session) = self.session.clone() else { return };
        let Some(home) = self.home() else { return };
        home.standing = session.standing();
        home.session.follow(&session);
        // A renewed session that the keyring did not take is not kept any more: what stands there is spent.
        if home.keyring == KeyringState::Kept
            && let Some(error) = session.vault_trouble()
        {
            home.keyring = KeyringState::Unavailable(error);
        } else if matches!(home.keyring, KeyringState::Unavailable(_)) && home.standing.kept {
            home.keyring = KeyringState::Kept;
        }
        if home.standing.over {
            self.leave_binds(BindLeft::SessionOver);
        }
    }

    fn profile_read(&mut self, called: Called<crate::genauth::Profile>) {
        self.called(&called.attempts, called.result.as_ref().err());
        let now = self.state.now;
        let Some(home) = self.home() else { return };
        let before = home.before.take();
        home.profile.settle(called.result, now);
        let Some(user_id) = home.profile.get().map(|profile| profile.user_id.clone()) else {
            home.before = before;
            self.note_standing();
            self.remember_or_recall();
            return;
        };
        self.take_over_same_account(&user_id);
        self.note_way_in_ledger();
        self.take_up_left_open();
        let Some(home) = self.home() else { return };
        // Receipts belong to a person: they come back to the same one only, through however many sign-ins.
        let (mut next, mut found) = (before, Vec::new());
        while let Some(mut earlier) = next {
            next = earlier.before.take();
            if earlier.profile.get().is_some_and(|known| known.user_id == user_id) {
                found.extend(home.connections.take_up(earlier.connections));
            }
        }
        self.write_found(found);
        self.weigh(false);
        self.note_standing();
        self.remember_or_recall();
        self.look_again();
    }

    pub(super) fn read_profile(&mut self, cause: Cause) {
        let Some(session) = self.session.clone() else { return };
        let Some(home) = self.home() else { return };
        home.profile.pending = true;
        self.tasks.forget(Job::Profile);
        self.tasks.start(Job::Profile, async move {
            let client = session.client();
            let read = session.call(|token| async move { client.get_profile(&token).await });
            End::Profile(cause.during(read).await)
        });
    }
}
