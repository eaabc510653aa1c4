//! When the system wants the program to stop.

use std::io;

/// The signals that ask a program to stop: interrupt, terminate and hang-up on Unix, Ctrl+C, Ctrl+Break and a closed
/// console on Windows.
#[derive(Debug)]
pub(super) struct StopSignals {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 3],
    #[cfg(windows)]
    signals: (tokio::signal::windows::CtrlC, tokio::signal::windows::CtrlBreak, tokio::signal::windows::CtrlClose),
}

impl StopSignals {
    /// From here on a signal waits to be received instead of ending the program. Needs a Tokio runtime.
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let signals =
            [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?, signal(SignalKind::hangup())?];
        Ok(Self { signals })
    }

    /// From here on a signal waits to be received instead of ending the program. Needs a Tokio runtime.
    #[cfg(windows)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
        Ok(Self { signals: (ctrl_c()?, ctrl_break()?, ctrl_close()?) })
    }

    /// Waits for the first of them.
    pub(super) async fn received(&mut self) {
        #[cfg(unix)]
        {
            let [interrupt, terminate, hang_up] = &mut self.signals;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hang_up.recv() => {}
            }
        }
        #[cfg(windows)]
        {
            let (ctrl_c, ctrl_break, ctrl_close) = &mut self.signals;
            tokio::select! {
                _ = ctrl_c.recv() => {}
                _ = ctrl_break.recv() => {}
                _ = ctrl_close.recv() => {}
            }
        }
    }
}
