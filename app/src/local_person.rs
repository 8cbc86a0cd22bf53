//! The people that the local Clerk knows from the start.

use serde::{Deserialize, Serialize};

/// A person of the local Clerk to sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalPerson {
    /// First and last name.
    pub name: String,
    /// Who they are here, in words: `admin of Acme`.
    pub role: String,
    /// What to type into the sign-in form.
    pub email: String,
    /// Their password.
    pub password: String,
}
