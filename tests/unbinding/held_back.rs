//! Unbinds that are not sent: what would remain has changed, what was typed does not pass, no receipt can be kept.

use std::path::Path;

use bindery::account::{BindingKey, Confirmation, Listed, Outcome, Verdict};
use bindery::app::{Action, LedgerShown, UnbindStage};
use bindery::genauth::Language;
use bindery::sandbox::Sandbox;
use bindery::session::Keep;
use tokio::runtime::Runtime;

use crate::stage::{Running, dialog, home, kept_in, runtime, space_at};

/// A sandbox, and a data folder.
struct Ground {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
    _server: Runtime,
}

impl Ground {
    fn new() -> Self {
        let server = runtime();
        let sandbox = server.block_on(Sandbox::start()).unwrap();
        Self { sandbox, folder: tempfile::tempdir().unwrap(), _server: server }
    }

    /// A folder stands where the ledger's file is to be.
    fn without_ledger() -> Self {
        let ground = Self::new();
        std::fs::create_dir_all(ground.folder().join("ledger.sqlite3")).unwrap();
        ground
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn program(&self, account: &str) -> Running {
        let space = space_at(&self.sandbox.app_host(), self.sandbox.app_id(), Keep::Memory);
        let mut program = Running::start(space, self.folder(), Language::English, None);
        program.sign_in_as(account);
        program
    }

    fn inject(&self, fault: &str) {
        self.sandbox.faults().inject(fault.parse().unwrap());
    }

    fn posts(&self) -> usize {
        self.sandbox.requests().iter().filter(|request| request.path.ends_with("/unlink-extidp")).count()
    }
}

fn first(program: &Running) -> BindingKey {
    program.home().connections.bindings()[0].key.clone()
}

fn stage(program: &mut Running, wanted: fn(&UnbindStage) -> bool) {
    program.until("the dialog to come back", |state| dialog(state).is_some_and(|dialog| wanted(&dialog.stage)));
}

#[test]
fn a_single_binding_without_a_password_is_not_unbound_by_clicking_through() {
    let ground = Ground::new();
    let mut program = ground.program("sakura");
    let key = first(&program);
    let dialog = program.ask(&key, "GitHub");
    assert_eq!(dialog.what_if.verdict, Verdict::Nothing);
    assert_eq!(dialog.confirmation, Some(Confirmation::Name("GitHub".to_owned())));
    for typed in ["", " ", "Git", "GitLab"] {
        program.confirm(&key, typed);
        assert!(program.home().connections.unbinding.is_empty(), "the program itself refuses “{typed}”");
    }
    program.apply(Action::UnbindWithoutReceipt(key.clone()));
    assert!(program.home().connections.unbinding.is_empty(), "it was not asked about that");
    assert_eq!(ground.posts(), 0);
    program.confirm(&key, " github ");
    assert_eq!(program.receipt(&key).outcome(), Outcome::AcceptedGone);
    assert_eq!(ground.posts(), 1);
}

#[test]
fn it_cannot_be_confirmed_before_the_facts_are_read() {
    let ground = Ground::new();
    let mut program = ground.program("lin@example.com");
    let key = first(&program);
    ground.inject("get-security-info=latency-300ms");
    program.apply(Action::AskToUnbind { key: key.clone(), title: "it".to_owned() });
    program.confirm(&key, "");
    assert!(program.home().connections.unbinding.is_empty());
    stage(&mut program, |stage| *stage == UnbindStage::Ready);
    program.confirm(&key, "");
    assert!(program.receipt(&key).is_gone());
}

#[test]
fn what_changes_after_the_confirmation_holds_it_back() {
    let ground = Ground::without_ledger();
    let mut program = ground.program("lin@example.com");
    let key = first(&program);
    assert_eq!(program.ask(&key, "it").confirmation, None, "a password is set");
    // What cannot be read any more counts as unknown, and there is no ledger that has seen something sign in.
    ground.inject("get-security-info=http-502");
    ground.inject("get-application-enabled-extidps=http-502");
    program.confirm(&key, "");
    stage(&mut program, |stage| *stage == UnbindStage::Changed);
    let dialog = program.home().connections.dialog.clone().unwrap();
    assert_eq!(dialog.what_if.verdict, Verdict::OnlyUnknown);
    assert_eq!(dialog.confirmation, Some(Confirmation::Name("it".to_owned())));
    assert!(program.home().connections.unbinding.is_empty() && ground.posts() == 0, "nothing was sent");
    program.confirm(&key, "");
    assert!(program.home().connections.unbinding.is_empty(), "it takes typing now");
    program.confirm(&key, "it");
    stage(&mut program, |stage| matches!(stage, UnbindStage::NoReceipt(_)));
    program.apply(Action::UnbindWithoutReceipt(key.clone()));
    assert!(program.receipt(&key).is_gone());
    assert_eq!(ground.posts(), 1);
}

#[test]
fn hostile_and_endless_names_can_be_confirmed() {
    let ground = Ground::new();
    let mut program = ground.program("sakura");
    let key = first(&program);
    let tail: String = key.ext_idp_id().unwrap().chars().rev().take(6).collect::<Vec<_>>().into_iter().rev().collect();
    for title in ["\u{202e}buHtiG", "G\u{200b}itHub", &"长".repeat(10_000), "", "\n", "a\u{301}\u{301}\u{301}"] {
        let dialog = program.ask(&key, title);
        let wanted = dialog.confirmation.unwrap().wanted();
        if title != "a\u{301}\u{301}\u{301}" {
            assert_eq!(wanted, tail, "{title:?}");
        }
        program.confirm(&key, "");
        assert_eq!(ground.posts(), 0);
        program.apply(Action::CancelUnbind);
    }
    program.ask(&key, "\u{202e}buHtiG");
    program.confirm(&key, &tail);
    assert!(program.receipt(&key).is_gone());
}

#[test]
fn without_a_ledger_the_person_is_asked_first() {
    let ground = Ground::without_ledger();
    let mut program = ground.program("lin@example.com");
    program.until("the notice", |state| matches!(state.ledger, LedgerShown::Failed(_)));
    let key = first(&program);
    program.ask(&key, "it");
    program.confirm(&key, "");
    stage(&mut program, |stage| matches!(stage, UnbindStage::NoReceipt(_)));
    assert_eq!(ground.posts(), 0, "nothing is sent before that is answered");
    program.apply(Action::CancelUnbind);
    program.ask(&key, "it");
    program.confirm(&key, "");
    stage(&mut program, |stage| matches!(stage, UnbindStage::NoReceipt(_)));
    program.apply(Action::UnbindWithoutReceipt(key.clone()));
    assert_eq!(program.receipt(&key).outcome(), Outcome::AcceptedGone);
    assert_eq!(ground.posts(), 1);
}

#[test]
fn what_another_window_has_unbound_is_gone_here_and_in_the_ledger() {
    let ground = Ground::new();
    let (mut one, mut two) = (ground.program("lin@example.com"), ground.program("lin@example.com"));
    let key = first(&one);
    one.ask(&key, "it");
    two.ask(&key, "it");
    one.confirm(&key, "");
    assert_eq!(one.receipt(&key).outcome(), Outcome::AcceptedGone);
    two.confirm(&key, "");
    let second = two.receipt(&key);
    assert!(matches!(second.outcome(), Outcome::RefusedGone | Outcome::AcceptedGone), "{second:#?}");
    two.until("the ledger", |_| {
        let kept = kept_in(ground.folder());
        kept.len() == 2 && kept.iter().all(|entry| entry.listed == bindery::ledger::Listed::Gone)
    });
}

#[test]
fn a_list_that_lags_is_read_again_until_it_is_gone() {
    let ground = Ground::new();
    let mut program = ground.program("lin@example.com");
    let key = first(&program);
    ground.inject("get-identities=http-502x2,after-2");
    program.ask(&key, "it");
    program.confirm(&key, "");
    assert_eq!(program.receipt(&key).listed, Listed::Unreadable);
    program.until("it to be gone", |state| {
        home(state).is_some_and(|home| home.connections.receipts.iter().any(|receipt| receipt.is_gone()))
    });
    assert_eq!(ground.posts(), 1);
    program.until("the ledger", |_| {
        kept_in(ground.folder()).iter().all(|entry| entry.listed == bindery::ledger::Listed::Gone)
    });
}
