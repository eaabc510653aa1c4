//! What passes the last way in is looked at by the program itself, whatever the screen would let through.

use bindery::account::Outcome;
use bindery::genauth::Language;

use crate::service::Service;
use crate::stage::{Running, kept_in, shown};

#[test]
fn the_last_way_in_wants_its_name() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Running::start(service.space(), folder.path(), Language::English, None);
    let bound = program.sign_in_as("sakura");
    let [key] = bound.as_slice() else { panic!("{bound:?}") };
    program.ask(key, "GitHub");
    for typed in ["", " ", "GitLab", "Git", "GitHub!", "it", "1"] {
        assert!(!program.confirm(key, typed), "{typed:?}");
    }
    assert_eq!(service.unlinks(), [], "nothing was sent");
    assert!(program.confirm(key, " github "));
    program.until("the receipt", |state| shown(state, key) == [Outcome::AcceptedGone]);
    assert_eq!(service.unlinks().len(), 1);
    drop(program);
    assert_eq!(kept_in(folder.path()).len(), 1);
}
