//! What the server tells every page: who is signed in, how Clerk is reached, which tenants exist. Read once, in [`App`](crate::App).

use std::sync::Arc;

use clerk_leptos::ClerkOptions;
use clerk_protocol::AuthState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    json::{InScript, Json},
    local_person::LocalPerson,
};

/// The public part of the configuration, and the identity of the request. Nothing secret: it is in the page's source.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Who is signed in, as the server verified it.
    pub(crate) auth: AuthState,
    /// How ClerkJS is loaded and set up.
    #[serde(with = "shared")]
    pub(crate) clerk: Arc<ClerkOptions>,
    /// Whether people may work without an organization, under `/personal`.
    pub(crate) personal_accounts: bool,
    /// Whether impersonators are kept from changing members and from deleting.
    pub(crate) limits_impersonators: bool,
    /// The local Clerk's people; empty with a real instance.
    pub(crate) people: Vec<LocalPerson>,
}

/// An [`Arc`] on its way is what is in it.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(shared: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(shared, serializer)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(source: D) -> Result<Arc<T>, D::Error> {
        T::deserialize(source).map(Arc::new)
    }
}

/// Reads the settings: on the server from the request, in the browser from the page. Also runs without a request,
/// when the list of routes is made.
pub(crate) fn provide_settings() -> Arc<Settings> {
    let settings = Arc::new(SharedValue::<Settings, InScript<Json>>::new_with_encoding(from_request).into_inner());
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
        clerk: Arc::clone(&context.clerk),
        personal_accounts: context.personal_accounts,
        limits_impersonators: context.impersonation == domain::Impersonation::Limited,
        people: context.people.clone(),
    }
}

#[cfg(not(feature = "ssr"))]
fn from_request() -> Settings {
    Settings::default()
}
