//! What the server tells every page: who is signed in, how Clerk is reached, which tenants exist. Read once, in [`App`](crate::App).

use std::sync::Arc;

use clerk_leptos::ClerkOptions;
use clerk_protocol::AuthState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{json::Json, local_person::LocalPerson};

/// The public part of the configuration, and the identity of the request. Nothing secret: it is in the page's source.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Who is signed in, as the server verified it.
    pub(crate) auth: AuthState,
    /// How ClerkJS is loaded and set up.
    pub(crate) clerk: ClerkOptions,
    /// Whether people may work without an organization, under `/personal`.
    pub(crate) personal_accounts: bool,
    /// Whether impersonators are kept from changing members and from deleting.
    pub(crate) limits_impersonators: bool,
    /// The local Clerk's people; empty with a real instance.
    pub(crate) people: Vec<LocalPerson>,
}

/// Reads the settings: on the server from the request, in the browser from the page. Also runs without a request,
/// when the list of routes is made.
pub(crate) fn provide_settings() -> Arc<Settings> {
    let settings = Arc::new(SharedValue::<Settings, Json>::new_with_encoding(from_request).into_inner());
    provide_context(Arc::clone(&settings));
    settings
}

/// The settings of this page.
pub(crate) fn use_settings() -> Arc<Settings> {
    use_context().unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn from_request() -> Settings {
    let Ok(context) = crate::context::current() else { return Settings::default() };
    Settings {
        auth: crate::context::auth().state(),
        clerk: context.clerk.clone(),
        personal_accounts: context.personal_accounts,
        limits_impersonators: context.impersonation == domain::Impersonation::Limited,
        people: context.people.clone(),
    }
}

#[cfg(not(feature = "ssr"))]
fn from_request() -> Settings {
    Settings::default()
}
