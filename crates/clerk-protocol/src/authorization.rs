//! Clerk's `has()`: role, permission, feature, plan and reverification over one session.

use crate::auth::SessionState;

/// What is asked of a session. All given dimensions must pass; nothing given is a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authorization {
    /// `org:admin` or `admin`.
    pub role: Option<String>,
    /// `org:projects:read` or `projects:read`.
    pub permission: Option<String>,
    /// `slug` or `scope:slug`.
    pub feature: Option<String>,
    /// `slug` or `scope:slug`.
    pub plan: Option<String>,
    /// How recently a factor must have been verified.
    pub reverification: Option<Reverification>,
}

/// Freshness of the factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reverification {
    /// Which factors.
    pub level: Level,
    /// Minutes after which a verification is stale; more than 0.
    pub after_minutes: u32,
}

/// Factors asked for by [`Reverification`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// `first_factor`.
    FirstFactor,
    /// `second_factor`.
    SecondFactor,
    /// `multi_factor`.
    MultiFactor,
}

impl Authorization {
    /// Asks for a role.
    pub fn role(role: impl Into<String>) -> Self {
        Self { role: Some(role.into()), ..Self::default() }
    }

    /// Asks for a permission.
    pub fn permission(permission: impl Into<String>) -> Self {
        Self { permission: Some(permission.into()), ..Self::default() }
    }

    /// Whether the session has all that is asked.
    pub fn allows(&self, session: &SessionState) -> bool {
        let organization = session.organization.as_ref();
        self.permission.as_ref().is_some_and(|wanted| {
            organization.is_some_and(|organization| organization.permissions.contains(wanted))
        })
    }
}
