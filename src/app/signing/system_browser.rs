//! Opening an address in the browser that the person uses.

use std::sync::Arc;

/// Opens an address in a browser, or says why it could not. May block; called off the window's thread.
pub type OpenAddress = Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// Opens addresses in the system's browser, or in what `$BROWSER` names. Only web addresses are opened.
pub fn system_browser() -> OpenAddress {
    Arc::new(|address| webbrowser::open(address).map_err(|error| error.to_string()))
}
