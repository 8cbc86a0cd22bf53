//! A link in a mail that proves one of the user's addresses: sent, and waited for.

use leptos::prelude::*;
use serde_json::json;

use crate::{
    ClerkApiError, EmailAddress,
    js::{self, Argument, Place, Source},
    resources::{Handle, read_answer},
};

/// See [`use_email_link`].
#[derive(Clone, Copy)]
pub struct UseEmailLink {
    flow: StoredValue<Option<Handle>>,
}

/// Sends links to addresses; waiting for one ends with the page.
pub fn use_email_link() -> UseEmailLink {
    let link = UseEmailLink { flow: StoredValue::new(None) };
    on_cleanup(move || link.cancel_email_link_flow());
    link
}

impl UseEmailLink {
    /// Sends a link to the address and returns when it was opened. `redirect_url` is a page with
    /// [`use_clerk`](crate::use_clerk)`().handle_email_link_verification(…)`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn start_email_link_flow(
        self,
        address: &EmailAddress,
        redirect_url: &str,
    ) -> Result<EmailAddress, ClerkApiError> {
        let flow = js::ask(Place::Held(address.handle.clone()), "createEmailLinkFlow", Vec::new()).await?;
        let flow = Handle::of(&flow);
        self.flow.try_set_value(Some(flow.clone()));
        let given = vec![Argument::Plain(json!({"redirectUrl": redirect_url}))];
        let answer: Source = js::ask(Place::Held(flow), "startEmailLinkFlow", given).await?;
        read_answer::<EmailAddress>(answer)
    }

    /// Waits no longer.
    pub fn cancel_email_link_flow(self) {
        if let Some(flow) = self.flow.try_get_value().flatten() {
            self.flow.try_set_value(None);
            js::tell(Place::Held(flow), "cancelEmailLinkFlow", Vec::new());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Read;

    #[test]
    fn an_address_without_clerkjs_behind_it_sends_nothing() {
        assert!(EmailAddress::read(&Source::of(json!(null))).is_none());
        Owner::new().with(|| use_email_link().cancel_email_link_flow());
    }
}
