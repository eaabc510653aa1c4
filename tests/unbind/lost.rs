//! The service commits the unbind and drops the connection, a hundred times.

use bindery::account::Outcome;
use bindery::ledger;
use bindery::sandbox::Sandbox;

use crate::headless::{Headless, entries, space};

#[test]
fn a_hundred_answers_lost_after_the_commit_end_as_lost_and_gone_with_one_post_each() {
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let sandbox = server.block_on(Sandbox::start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut lost = 0;
    while lost < 100 {
        sandbox.reset();
        sandbox.faults().inject("unlink-extidp=reset-afterx*".parse().unwrap());
        let posts_before = posts(&sandbox);
        let mut program = Headless::start(space(&sandbox.app_host(), sandbox.app_id()), folder.path(), None);
        program.sign_in("every@example.com");
        let keys: Vec<_> = program.home().connections.bindings().iter().map(|one| one.key.clone()).collect();
        let keys: Vec<_> = keys.into_iter().take(100 - lost).collect();
        assert!(!keys.is_empty());
        for key in &keys {
            program.ask(key, "it");
            program.confirm(key, "");
            assert_eq!(program.receipt(key).outcome(), Outcome::LostGone);
            assert!(!program.is_bound(key));
        }
        lost += keys.len();
        let sent: Vec<String> = posts(&sandbox).split_off(posts_before.len());
        let wanted: Vec<_> = keys.iter().map(|key| key.ext_idp_id().unwrap().to_owned()).collect();
        assert_eq!(sent, wanted, "one POST each");
    }
    let kept = entries(folder.path());
    assert_eq!(kept.len(), 100);
    for entry in kept {
        let answer = entry.settlement.as_ref().map(|settlement| &settlement.answer);
        let outcome = ledger::Outcome::of(entry.intent.deed, answer, &entry.listed);
        assert_eq!(outcome, ledger::Outcome::Unbind(Outcome::LostGone));
    }
}

/// The ids that were asked to be unbound, in order.
fn posts(sandbox: &Sandbox) -> Vec<String> {
    let requests = sandbox.requests().into_iter().filter(|request| request.path.ends_with("/unlink-extidp"));
    requests.map(|request| request.body["extIdpId"].as_str().unwrap().to_owned()).collect()
}
