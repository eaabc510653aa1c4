//! Calls over HTTP that a test makes itself: to the browser's driver, and to a service on this machine.

use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

/// How long one call may take. A browser on a busy machine takes a while to open.
const PATIENCE: Duration = Duration::from_secs(60);

/// Calls one after the other, each awaited.
pub(crate) struct Http {
    client: Client,
    runtime: Runtime,
}

impl Http {
    pub(crate) fn new() -> Self {
        // Nothing of a connection goes on between two calls, so none is kept.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(PATIENCE).build().unwrap();
        Self { client, runtime: Builder::new_current_thread().enable_all().build().unwrap() }
    }

    /// Makes a call with these headers, and gives the JSON of its answer whatever its status.
    ///
    /// # Errors
    /// When there is no answer, or one that is no JSON.
    pub(crate) fn call(
        &self,
        method: Method,
        address: &str,
        headers: &[(&'static str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, reqwest::Error> {
        let request = self.client.request(method, address);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        self.runtime.block_on(async { request.send().await?.json().await })
    }
}
