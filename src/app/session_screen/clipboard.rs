//! The system's clipboard, and what may be done with a token in it.

use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use zeroize::Zeroize as _;

use crate::genauth::AccessToken;

/// What a clipboard can do. Every call may block; each says in the system's words why it did not work.
pub trait Clipboard: Send + Sync {
    /// Puts a text there that is to stand in no history of clipboards.
    ///
    /// # Errors
    /// The system's reason.
    fn put_secret(&self, text: &str) -> Result<(), String>;

    /// What stands there now; an empty text where it is no text.
    ///
    /// # Errors
    /// The system's reason.
    fn read(&self) -> Result<String, String>;

    /// Empties it.
    ///
    /// # Errors
    /// The system's reason.
    fn clear(&self) -> Result<(), String>;
}

/// The clipboard of this system.
pub fn system_clipboard() -> Arc<dyn Clipboard> {
    Arc::new(SystemClipboard { open: Mutex::new(None) })
}

/// On X11 and Wayland a program serves what it has put into the clipboard, so the connection stays open.
struct SystemClipboard {
    open: Mutex<Option<arboard::Clipboard>>,
}

impl SystemClipboard {
    fn with<T>(
        &self,
        use_it: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, arboard::Error> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut clipboard = match open.take() {
            Some(clipboard) => clipboard,
            None => arboard::Clipboard::new()?,
        };
        let used = use_it(&mut clipboard);
        *open = Some(clipboard);
        used
    }
}

impl Clipboard for SystemClipboard {
    fn put_secret(&self, text: &str) -> Result<(), String> {
        #[cfg(target_os = "macos")]
        use arboard::SetExtApple as _;
        #[cfg(all(unix, not(target_os = "macos")))]
        use arboard::SetExtLinux as _;
        #[cfg(windows)]
        use arboard::SetExtWindows as _;

        let put = self.with(|clipboard| {
            let set = clipboard.set();
            #[cfg(windows)]
            let set = set.exclude_from_monitoring().exclude_from_cloud();
            set.exclude_from_history().text(text)
        });
        put.map_err(|error| error.to_string())
    }

    fn read(&self) -> Result<String, String> {
        match self.with(arboard::Clipboard::get_text) {
            Err(arboard::Error::ContentNotAvailable) => Ok(String::new()),
            read => read.map_err(|error| error.to_string()),
        }
    }

    fn clear(&self) -> Result<(), String> {
        self.with(arboard::Clipboard::clear).map_err(|error| error.to_string())
    }
}

/// By what a token is known again, without being kept a second time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct TokenDigest([u8; 32]);

impl TokenDigest {
    fn of(text: &str) -> Option<Self> {
        digest(&SHA256, text.as_bytes()).as_ref().try_into().ok().map(Self)
    }
}

/// Puts the token into the clipboard: the deliberate copy. Returns by what it is known again there.
pub(super) fn put(clipboard: &dyn Clipboard, token: &AccessToken) -> Result<TokenDigest, String> {
    clipboard.put_secret(token.expose())?;
    TokenDigest::of(token.expose()).ok_or_else(String::new)
}

/// Whether the clipboard still holds what has this digest.
pub(super) fn holds(clipboard: &dyn Clipboard, token: TokenDigest) -> Result<bool, String> {
    let mut text = clipboard.read()?;
    let same = TokenDigest::of(&text) == Some(token);
    text.zeroize();
    Ok(same)
}
