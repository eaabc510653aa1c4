//! The way to the ledger: one thread opens it and does everything that is asked of it, in the order of asking.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot, watch};

use super::{LedgerShown, LedgerTrouble};
use crate::app::Wake;
use crate::ledger::{Ledger, LedgerError, Note};

/// What is asked of the ledger; it gets none where there is none.
type Work = Box<dyn FnOnce(Option<&Ledger>) + Send>;

/// Where a ledger is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Place {
    /// In this file.
    File(PathBuf),
    /// In memory: it goes with the program.
    Memory,
    /// Nowhere: this system has no folder for it.
    Nowhere,
}

/// What is asked of one ledger; cheap to clone. The work goes on until the last one is dropped and everything is done.
#[derive(Clone)]
pub(in crate::app) struct LedgerQueue {
    asked: mpsc::UnboundedSender<Work>,
    shown: Arc<Mutex<LedgerShown>>,
    changes: watch::Receiver<u64>,
    wake: Wake,
}

/// Why the ledger did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::app) enum NotDone {
    /// It is not open.
    #[error("the ledger is not open")]
    NotOpen,
    /// It refused.
    #[error(transparent)]
    Refused(#[from] LedgerError),
}

impl LedgerQueue {
    /// A queue, and the work that empties it: that blocks, so it belongs on a thread for such work.
    pub(super) fn new(place: Place, wake: Wake) -> (Self, impl FnOnce() + Send + 'static) {
        let (asked, mut asking) = mpsc::unbounded_channel::<Work>();
        let shown = Arc::new(Mutex::new(LedgerShown::Opening));
        let (changed, changes) = watch::channel(0);
        let queue = Self { asked, shown: Arc::clone(&shown), changes, wake: Arc::clone(&wake) };
        let work = move || {
            let (ledger, standing) = open(place);
            let is_news = matches!(standing, LedgerShown::Failed(_) | LedgerShown::Open { kept_aside: Some(_) });
            *shown.lock().unwrap_or_else(PoisonError::into_inner) = standing;
            if is_news {
                wake();
            }
            while let Some(work) = asking.blocking_recv() {
                work(ledger.as_ref());
                let changes = ledger.as_ref().map_or(0, Ledger::changes);
                changed.send_if_modified(|known| std::mem::replace(known, changes) != changes);
            }
        };
        (queue, work)
    }

    /// Asks for something to be written that nobody waits for. What comes of it shows where it does not work.
    pub(in crate::app) fn write(&self, work: impl FnOnce(&Ledger) -> Result<(), LedgerError> + Send + 'static) {
        let (shown, wake) = (Arc::clone(&self.shown), Arc::clone(&self.wake));
        self.put(move |ledger| {
            let Some(ledger) = ledger else { return };
            // An entry that was forgotten meanwhile has nothing to be written to.
            let Err(error) = work(ledger).or_else(|error| match error {
                LedgerError::NoSuchEntry => Ok(()),
                other => Err(other),
            }) else {
                return;
            };
            tracing::warn!(%error, "the ledger could not be written");
            let trouble = LedgerShown::Failed(LedgerTrouble::Writing(error));
            let before = std::mem::replace(&mut *shown.lock().unwrap_or_else(PoisonError::into_inner), trouble.clone());
            if before != trouble {
                wake();
            }
        });
    }

    /// Asks for something and waits for what comes of it, after everything that was asked for before.
    pub(in crate::app) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, NotDone> {
        let (answer, answered) = oneshot::channel();
        self.put(move |ledger| {
            let done = ledger.ok_or(NotDone::NotOpen).and_then(|ledger| Ok(work(ledger)?));
            // Whoever asked may have gone.
            let _ = answer.send(done);
        });
        answered.await.unwrap_or(Err(NotDone::NotOpen))
    }

    /// Why the ledger did not do what it was asked, for the panels.
    pub(in crate::app) fn trouble(&self, why: NotDone) -> LedgerTrouble {
        match (why, self.shown()) {
            (NotDone::Refused(error), _) => LedgerTrouble::Writing(error),
            (NotDone::NotOpen, LedgerShown::Failed(trouble)) => trouble,
            (NotDone::NotOpen, _) => LedgerTrouble::NoFolder,
        }
    }

    /// How the ledger stands.
    pub(in crate::app) fn shown(&self) -> LedgerShown {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells of every change that is made through this queue, after it was made.
    pub(in crate::app) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    fn put(&self, work: impl FnOnce(Option<&Ledger>) + Send + 'static) {
        // The work ends only with the last queue.
        let _ = self.asked.send(Box::new(work));
    }
}

fn open(place: Place) -> (Option<Ledger>, LedgerShown) {
    match place {
        Place::File(path) => match Ledger::open(&path) {
            Ok(opened) => {
                let kept_aside = opened.note.map(|Note::KeptAside { path }| path);
                (Some(opened.ledger), LedgerShown::Open { kept_aside })
            }
            Err(error) => {
                tracing::warn!(%error, "the ledger is not open");
                (None, LedgerShown::Failed(LedgerTrouble::opening(&error)))
            }
        },
        Place::Memory => match Ledger::in_memory() {
            Ok(ledger) => (Some(ledger), LedgerShown::InMemory),
            Err(error) => (None, LedgerShown::Failed(LedgerTrouble::Writing(error))),
        },
        Place::Nowhere => (None, LedgerShown::Failed(LedgerTrouble::NoFolder)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::ledger::{Account, Way};

    fn account() -> Account {
        Account { host: "app.example".to_owned(), app_id: "a".to_owned(), subject: "lin".to_owned() }
    }

    /// A queue whose work goes on in a thread, and how often it asked for a frame.
    fn queue(place: Place) -> (LedgerQueue, std::thread::JoinHandle<()>, Arc<AtomicUsize>) {
        let frames = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&frames);
        let wake: Wake = Arc::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let (queue, work) = LedgerQueue::new(place, wake);
        (queue, std::thread::spawn(work), frames)
    }

    #[tokio::test]
    async fn what_was_asked_for_last_finds_everything_before_it_done() {
        let (queue, worker, frames) = queue(Place::Memory);
        for _ in 0..20 {
            queue.write(|ledger| {
                ledger.signed_in_by(&account(), Way::Password, None, None, jiff::Timestamp::UNIX_EPOCH)
            });
        }
        let ways = queue.ask(|ledger| ledger.ways(&account())).await.unwrap();
        assert_eq!(ways.iter().map(|way| way.times).collect::<Vec<_>>(), [20]);
        assert_eq!(queue.shown(), LedgerShown::InMemory);
        drop(queue);
        worker.join().unwrap();
        assert_eq!(frames.load(Ordering::SeqCst), 0, "nothing of it is news");
    }

    #[tokio::test]
    async fn what_is_still_asked_for_at_the_end_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite3");
        let (queue, worker, _) = queue(Place::File(path.clone()));
        queue.write(|ledger| ledger.signed_in_by(&account(), Way::EmailCode, None, None, jiff::Timestamp::UNIX_EPOCH));
        drop(queue);
        worker.join().unwrap();
        let ledger = Ledger::open(&path).unwrap().ledger;
        assert_eq!(ledger.ways(&account()).unwrap().len(), 1);
    }

    #[tokio::test]
    async fn without_a_ledger_it_says_so_and_refuses() {
        let (queue, worker, frames) = queue(Place::Nowhere);
        assert_eq!(queue.ask(|ledger| ledger.ways(&account())).await, Err(NotDone::NotOpen));
        assert_eq!(queue.shown(), LedgerShown::Failed(LedgerTrouble::NoFolder));
        assert_eq!(frames.load(Ordering::SeqCst), 1, "that is news");
        drop(queue);
        worker.join().unwrap();
    }
}
