//! The service commits the unbind and drops the connection: every one is found out to be gone, and none is sent again.

use bindery::account::{BindingKey, Outcome};
use bindery::genauth::Language;
use bindery::ledger;

use crate::service::Service;
use crate::stage::{Running, kept_in, shown};

#[test]
fn a_hundred_of_a_hundred_end_as_answer_lost_and_gone() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let mut unbound = 0;
    while unbound < 100 {
        service.reset();
        service.inject("unlink-extidp=reset-afterx*");
        let mut program = Running::start(service.space(), folder.path(), Language::English, None);
        let bound = program.sign_in();
        assert_eq!(bound.len(), 4);
        for key in &bound {
            program.unbind(key);
            program.until("what the list says", |state| !matches!(shown(state, key)[..], [] | [Outcome::NotChecked]));
            program.until("it to be settled", |state| shown(state, key) == [Outcome::LostGone]);
        }
        let mut sent: Vec<_> = service.unlinks().into_iter().map(|unlink| (unlink.ext_idp_id, unlink.done)).collect();
        sent.sort();
        let mut wanted: Vec<_> =
            bound.iter().filter_map(BindingKey::ext_idp_id).map(|id| (id.to_owned(), true)).collect();
        wanted.sort();
        assert_eq!(sent, wanted, "each is sent once, and done");
        unbound += bound.len();
    }
    let kept = kept_in(folder.path());
    assert_eq!(kept.len(), 100);
    for entry in kept {
        let answer = entry.settlement.as_ref().map(|settlement| &settlement.answer);
        let outcome = ledger::Outcome::of(entry.intent.deed, answer, &entry.listed);
        assert_eq!(outcome, ledger::Outcome::Unbind(Outcome::LostGone));
        assert_eq!(entry.settlement.unwrap().requests.len(), 1, "one request");
    }
}
