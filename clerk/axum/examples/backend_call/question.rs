//! What one line asks for.

use std::time::Duration;

use clerk_axum::{BackendClient, BackendConfig};
use serde::Deserialize;
use serde_json::Value;

use crate::{answer, calls, given::Given};

/// A line: unknown fields are skipped.
#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    id: Value,
    api_url: String,
    secret_key: String,
    call: String,
    #[serde(default)]
    params: Value,
    #[serde(default)]
    deadline_ms: Option<u64>,
}

impl Question {
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// The line to answer with.
    pub(crate) async fn answer(self) -> Value {
        let id = self.id.clone();
        match self.make().await {
            Ok(answer) => answer.line(&id),
            Err((code, message)) => answer::refused(&id, code, &message),
        }
    }

    async fn make(self) -> Result<answer::Answer, (&'static str, String)> {
        let config = BackendConfig { api_url: self.api_url, ..BackendConfig::new(self.secret_key) };
        let client = BackendClient::new(config).map_err(|error| ("invalid_configuration", error.to_string()))?;
        let prepare = calls::find(&self.call).ok_or_else(|| ("unknown_call", self.call.clone()))?;
        let made = prepare(&client, &Given::new(self.params)).map_err(|wrong| ("invalid_params", wrong.0))?;
        Ok(made(self.deadline_ms.map(Duration::from_millis)).await)
    }
}
