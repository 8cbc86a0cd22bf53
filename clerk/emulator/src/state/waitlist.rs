//! Who waits to be let in.

use serde::{Deserialize, Serialize};

use super::{State, code::Mail, settings::SignUpMode, table::Row, user::check_address_form};
use crate::error::{Code, Problem};

/// An address that waits.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct WaitlistEntry {
    pub(crate) id: String,
    pub(crate) address: String,
    /// `pending`, `invited`, `rejected` or `completed`.
    pub(crate) status: String,
    pub(crate) invitation_id: Option<String>,
    pub(crate) invited_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for WaitlistEntry {}

impl State {
    /// The entry of an address; one that waits already waits on.
    pub(crate) fn add_to_waitlist(&mut self, address: &str) -> WaitlistEntry {
        if let Some(row) = self.data.waitlist.values().find(|row| row.address == address) {
            return row.clone();
        }
        let (id, now) = (self.random.id("wle"), self.now_ms());
        let row = WaitlistEntry {
            id: id.clone(),
            address: address.to_owned(),
            status: "pending".to_owned(),
            created_at: now,
            updated_at: now,
            ..WaitlistEntry::default()
        };
        self.data.waitlist.insert(id, row.clone());
        row
    }

    /// Lets somebody wait by their own wish, where there is a list. A mail says that it worked.
    pub(crate) fn join_waitlist(&mut self, address: &str) -> Result<WaitlistEntry, Problem> {
        if self.settings.sign_up_mode != SignUpMode::Waitlist {
            return Err(Problem::new(Code::WaitlistNotAcceptingEntries, "There is no waitlist."));
        }
        let address = address.to_lowercase();
        check_address_form(&address)?;
        let is_new = !self.data.waitlist.values().any(|row| row.address == address);
        let row = self.add_to_waitlist(&address);
        if is_new {
            let (to, channel) = (address, "email".to_owned());
            self.send(Mail { to, channel, template: "waitlist_confirmation".to_owned(), ..Mail::default() });
        }
        Ok(row)
    }
}
