//! What ClerkJS does beyond showing things: sessions, organizations, wallets.

use serde_json::{Value, json};

use super::{Target, UseClerk, resolve};
use crate::{
    ClerkApiError, ClerkError, CreateOrganizationParameters, Organization, WaitlistEntry,
    js::{self, Argument, Place},
    prelude::*,
    props::Props,
    resources::read_answer,
};

/// Which session is to be active, where, and which page comes then. What is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetActive {
    /// `sess_…`.
    pub session: Option<String>,
    /// An organization of the user's or the personal account.
    pub organization: Option<Target>,
    /// The page to go to.
    pub redirect_url: Option<String>,
}

impl SetActive {
    /// A session, as `created_session_id` of a sign-in names it.
    pub fn session(id: impl Into<String>) -> Self {
        Self { session: Some(id.into()), ..Self::default() }
    }

    /// An organization, by id or slug.
    pub fn organization(id: impl Into<String>) -> Self {
        Self { organization: Some(Target::Organization(id.into())), ..Self::default() }
    }

    /// With a page to go to.
    #[must_use]
    pub fn then(self, url: impl Into<String>) -> Self {
        Self { redirect_url: Some(url.into()), ..self }
    }
}

const CLERK: Place = Place::Clerk("");

impl UseClerk {
    /// Makes a session, an organization or both the active ones.
    ///
    /// # Errors
    /// [`ClerkError::NOT_A_MEMBER`] for an organization the user does not belong to; otherwise Clerk's.
    pub async fn activate(self, target: SetActive) -> Result<(), ClerkApiError> {
        js::ready().await?;
        let mut given = Props::default().text("session", target.session.clone());
        if let Some(wanted) = &target.organization {
            // Another session has organizations that are not known yet: there ClerkJS decides.
            let id = match (wanted, &target.session) {
                (Target::Organization(name), Some(_)) => Some(name.clone()),
                _ => self.context.session.with_untracked(|session| resolve(session.as_ref(), wanted))?,
            };
            given = given.value("organization", Some(id.map_or(Value::Null, Value::from)));
        }
        if let Some(url) = &target.redirect_url {
            given = given.make(js::going_to(url));
        }
        let outcome = js::ask(CLERK, "setActive", vec![Argument::Props(given)]).await;
        js::settle(self.context);
        outcome.map(drop)
    }

    /// Signs out of a session, or of all, and goes to a page, or to the one of the options.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn sign_out(self, session_id: Option<&str>, redirect_url: Option<&str>) -> Result<(), ClerkError> {
        let fallback = self.context.options.with_value(|options| options.after_sign_out_url.clone());
        js::sign_out(session_id, redirect_url.unwrap_or(&fallback)).await
    }

    /// Makes an organization and becomes its first admin.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_organization(self, given: CreateOrganizationParameters) -> Result<Organization, ClerkApiError> {
        read_answer(js::ask(CLERK, "createOrganization", vec![Argument::Props(given.into())]).await?)
    }

    /// An organization of the user's.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_organization(self, id: &str) -> Result<Organization, ClerkApiError> {
        read_answer(js::ask(CLERK, "getOrganization", vec![Argument::Plain(Value::from(id))]).await?)
    }

    /// Puts an address on the waiting list.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn join_waitlist(self, email_address: &str) -> Result<WaitlistEntry, ClerkApiError> {
        let given = json!({"emailAddress": email_address});
        read_answer(js::ask(CLERK, "joinWaitlist", vec![Argument::Plain(given)]).await?)
    }

    /// Signs in by a wallet of the browser's: `metamask`, `coinbase_wallet`, `okx_wallet`, `base`, `solana`.
    ///
    /// # Errors
    /// Clerk's or the wallet's.
    pub async fn authenticate_with_web3(self, wallet: &str, redirect_url: Option<&str>) -> Result<(), ClerkApiError> {
        let given = Props::default()
            .text("strategy", Some(format!("web3_{wallet}_signature")))
            .text("redirectUrl", redirect_url.map(Into::into));
        js::ask(CLERK, "authenticateWithWeb3", vec![Argument::Props(given)]).await.map(drop)
    }

    /// Hears of ClerkJS' own status, now and whenever it changes: `loading`, `ready`, `degraded`, `error`. Ends with the page.
    pub fn on_status(self, hear: impl Fn(String) + Clone + Send + Sync + 'static) {
        effect(move || {
            if !self.context.is_loaded() {
                return;
            }
            let hear = hear.clone();
            let heard = js::listen_to("status", move |status| hear(status.text().unwrap_or_default()));
            on_cleanup(move || js::end(heard));
        });
    }

    /// ClerkJS' version; `None` before it is there.
    pub fn version(self) -> Option<String> {
        js::look(&CLERK)?.member("version").text()
    }
}
