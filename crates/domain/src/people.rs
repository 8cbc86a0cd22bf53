//! The people of a tenant as pages show them: by name, as far as the viewer may know it.

use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// Most people that are offered to choose from.
pub const CHOICES_MAX: usize = 500;

/// What is said of somebody who was named and does not belong to the organization.
pub const NOT_A_MEMBER: &str = "Choose somebody of the organization.";

/// A person of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// `user_…`
    pub id: UserId,
    /// First and last name. Never what they sign in with: that is theirs.
    pub name: String,
}

impl Member {
    /// A person by name.
    pub fn new(id: UserId, name: impl Into<String>) -> Self {
        Self { id, name: name.into() }
    }
}

/// What is known of some people. Whoever stands in neither list may be anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Those who belong to the tenant, by name.
    pub members: Vec<Member>,
    /// Those who do not, or no longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<UserId>,
}

impl People {
    /// Somebody's name, where it is known.
    pub fn name_of(&self, person: &UserId) -> Option<&str> {
        self.members.iter().find(|member| member.id == *person).map(|member| member.name.as_str())
    }

    /// These people and those, each once.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        for member in others.members {
            if self.name_of(&member.id).is_none() {
                self.members.push(member);
            }
        }
        self.former.extend(others.former);
        self
    }
}
