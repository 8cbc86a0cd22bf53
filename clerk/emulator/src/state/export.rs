//! Everything a local Clerk knows but its keys, as one document: written in one, read in another.

use serde::{Deserialize, Serialize};

use super::{State, data::Rows, journal::VERSION};
use crate::error::{Code, Problem};

/// The document.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    /// Of the form of the rows.
    clerk_emulator: u32,
    /// By the clock of the local Clerk.
    exported_at_ms: i64,
    data: Rows,
}

impl State {
    pub(crate) fn export(&self) -> Result<Export, Problem> {
        let data = self.data.export().map_err(|error| Problem::new(Code::InternalClerkError, error.to_string()))?;
        Ok(Export { clerk_emulator: VERSION, exported_at_ms: self.now_ms(), data })
    }

    /// Puts the document in the place of all that is there. Keys and host stay, so that apps keep their configuration.
    pub(crate) fn import(&mut self, export: Export) -> anyhow::Result<()> {
        let version = export.clerk_emulator;
        anyhow::ensure!(version == VERSION, "it is of version {version}, and this program reads version {VERSION}");
        self.data.clear();
        self.data.put(export.data)?;
        self.recall();
        self.handshakes.clear();
        self.silent = true;
        Ok(())
    }
}
