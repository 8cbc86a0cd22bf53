//! Users: get, list, count.

use serde::Deserialize;
use serde_json::Value;

use super::{BackendClient, BackendError, Page, Paging, organizations::Membership, path::Segment};

const USERS: Segment<'static> = Segment::Fixed("users");

/// A user, without the private and unsafe metadata: what is not read cannot leak.
#[derive(Clone, Debug, Deserialize)]
pub struct User {
    /// `user_…`.
    pub id: String,
    /// First name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Where usernames are switched on.
    #[serde(default)]
    pub username: Option<String>,
    /// Always set by Clerk, a generated picture if there is no other.
    #[serde(default)]
    pub image_url: Option<String>,
    /// Which of `email_addresses` is the primary one.
    #[serde(default)]
    pub primary_email_address_id: Option<String>,
    /// All addresses.
    #[serde(default)]
    pub email_addresses: Vec<EmailAddress>,
    /// Visible to the browser as well.
    #[serde(default)]
    pub public_metadata: Value,
    /// May not sign in.
    #[serde(default)]
    pub banned: bool,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Unix milliseconds.
    #[serde(default)]
    pub updated_at: i64,
}

/// An e-mail address of a [`User`].
#[derive(Clone, Debug, Deserialize)]
pub struct EmailAddress {
    /// `idn_…`.
    pub id: String,
    /// The address.
    pub email_address: String,
}

impl User {
    /// The primary address, else the first.
    pub fn email_address(&self) -> Option<&str> {
        let primary = |address: &&EmailAddress| Some(&address.id) == self.primary_email_address_id.as_ref();
        let address = self.email_addresses.iter().find(primary).or_else(|| self.email_addresses.first())?;
        Some(&address.email_address)
    }
}

/// Which users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Only these ids.
    pub user_ids: Vec<String>,
    /// Only with these addresses.
    pub email_addresses: Vec<String>,
    /// Only members of these organizations.
    pub organization_ids: Vec<String>,
}

impl UserFilter {
    fn query(&self) -> Vec<(&'static str, &str)> {
        let lists = [
            ("user_id", &self.user_ids),
            ("email_address", &self.email_addresses),
            ("organization_id", &self.organization_ids),
        ];
        lists.into_iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value.as_str()))).collect()
    }
}

#[derive(Deserialize)]
struct Count {
    total_count: u64,
}

impl BackendClient {
    /// `GET /users/{id}`.
    ///
    /// # Errors
    /// See [`BackendError`]; an unknown user is [`BackendError::is_not_found`].
    pub async fn user(&self, user_id: &str) -> Result<User, BackendError> {
        self.send(self.get(&[USERS, Segment::Id(user_id)])?).await
    }

    /// `GET /users`.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn users(&self, filter: &UserFilter, paging: Paging) -> Result<Vec<User>, BackendError> {
        self.send(self.get(&[USERS])?.query(&filter.query()).query(&paging.query())).await
    }

    /// `GET /users/count`.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn count_users(&self, filter: &UserFilter) -> Result<u64, BackendError> {
        let request = self.get(&[USERS, Segment::Fixed("count")])?.query(&filter.query());
        self.send::<Count>(request).await.map(|count| count.total_count)
    }

    /// `GET /users/{id}/organization_memberships`.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn user_memberships(&self, user_id: &str, paging: Paging) -> Result<Page<Membership>, BackendError> {
        let request = self.get(&[USERS, Segment::Id(user_id), Segment::Fixed("organization_memberships")])?;
        self.send(request.query(&paging.query())).await
    }
}
