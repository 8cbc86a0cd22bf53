//! What the methods of resources are given.

use leptos::web_sys::Blob;

use crate::{
    js,
    macros::parameters,
    props::{Make, Props},
};

parameters! {
    /// What to change of a user; what is `None` stays.
    UpdateUser {
        /// First name.
        text first_name = "firstName",
        /// Last name.
        text last_name = "lastName",
        /// Where the instance has user names.
        text username = "username",
        /// The address that counts, by its id.
        text primary_email_address_id = "primaryEmailAddressId",
        /// The number that counts, by its id.
        text primary_phone_number_id = "primaryPhoneNumberId",
        /// The wallet that counts, by its id.
        text primary_web3_wallet_id = "primaryWeb3WalletId",
        /// What the app keeps with the user and the user may change. Replaces all of it.
        metadata unsafe_metadata = "unsafeMetadata",
    }
}

parameters! {
    /// Another password.
    UpdatePassword {
        /// The new one.
        text new_password = "newPassword",
        /// The present one, if there is one.
        text current_password = "currentPassword",
        /// Whether everybody else who is signed in with the old one is signed out.
        flag sign_out_of_other_sessions = "signOutOfOtherSessions",
    }
}

parameters! {
    /// An account of another site to connect.
    CreateExternalAccount {
        /// `oauth_google`, …
        text strategy = "strategy",
        /// The connection of an organization, in place of a strategy.
        text enterprise_connection_id = "enterpriseConnectionId",
        /// Where to come back to.
        text redirect_url = "redirectUrl",
        /// What the app wants to be allowed there.
        texts additional_scopes = "additionalScopes",
        /// What the other site should ask.
        text oidc_prompt = "oidcPrompt",
        /// Whom the other site should ask.
        text oidc_login_hint = "oidcLoginHint",
    }
}

parameters! {
    /// What to ask the other site again.
    ReauthorizeExternalAccount {
        /// Where to come back to.
        text redirect_url = "redirectUrl",
        /// What the app wants to be allowed there.
        texts additional_scopes = "additionalScopes",
        /// What the other site should ask.
        text oidc_prompt = "oidcPrompt",
        /// Whom the other site should ask.
        text oidc_login_hint = "oidcLoginHint",
    }
}

parameters! {
    /// A new organization.
    CreateOrganizationParameters {
        /// Its name.
        text name = "name",
        /// Its slug, where the instance has them; made of the name if absent.
        text slug = "slug",
    }
}

parameters! {
    /// What to change of an organization; what is `None` stays.
    UpdateOrganization {
        /// Its name.
        text name = "name",
        /// Its slug, where the instance has them.
        text slug = "slug",
    }
}

/// A picture to set, or none.
#[derive(Clone)]
pub struct Picture(Given);

#[derive(Clone)]
enum Given {
    File(Make),
    Address(String),
    Nothing,
}

impl Picture {
    /// The drawn one again.
    #[must_use]
    pub fn none() -> Self {
        Self(Given::Nothing)
    }

    /// From a file that was chosen or dropped.
    #[must_use]
    pub fn file(file: &Blob) -> Self {
        Self(Given::File(js::file("file", file)))
    }

    /// From a `data:` address.
    pub fn data(address: impl Into<String>) -> Self {
        Self(Given::Address(address.into()))
    }
}

impl From<Picture> for Props {
    fn from(picture: Picture) -> Self {
        match picture.0 {
            Given::File(file) => Self::default().make(file),
            Given::Address(address) => Self::default().text("file", Some(address)),
            Given::Nothing => Self::default().value("file", Some(serde_json::Value::Null)),
        }
    }
}
