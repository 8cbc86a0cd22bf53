//! Clerk's `has()`: role, permission, feature, plan and reverification over one session.
//!
//! Section [Authorization](crate#authorization); from Clerk's guides to authorization checks and reverification, and
//! `authorization` of `@clerk/shared`.
//!
//! Each dimension passes, fails or was not asked. Allowed is: at least one passed and none failed. What cannot be
//! evaluated fails (the lesson of CVE-2026-42349).

use crate::auth::{ActiveOrganization, SessionState};
use crate::scope::split_by_scope;

/// What is asked of a session: the parameters of Clerk's `has()`. All given dimensions must pass; nothing given is a
/// refusal.
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

/// Freshness of the factors: `reverification` of `has()`, from Clerk's guide to reverification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reverification {
    /// Which factors.
    pub level: Level,
    /// Minutes after which a verification is stale; more than 0.
    pub after_minutes: u32,
}

/// Factors asked for by [`Reverification`]. From the guide to reverification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// `first_factor`.
    FirstFactor,
    /// `second_factor`.
    SecondFactor,
    /// `multi_factor`.
    MultiFactor,
}

impl Level {
    /// The name in Clerk's configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstFactor => "first_factor",
            Self::SecondFactor => "second_factor",
            Self::MultiFactor => "multi_factor",
        }
    }

    /// Reads the name in Clerk's configuration.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::FirstFactor, Self::SecondFactor, Self::MultiFactor].into_iter().find(|level| level.as_str() == name)
    }
}

impl Reverification {
    /// `strict_mfa`: both factors within 10 minutes. From the guide to reverification.
    pub const STRICT_MFA: Self = Self { level: Level::MultiFactor, after_minutes: 10 };
    /// `strict`: the second factor within 10 minutes. From the guide to reverification.
    pub const STRICT: Self = Self { level: Level::SecondFactor, after_minutes: 10 };
    /// `moderate`: the second factor within an hour. From the guide to reverification.
    pub const MODERATE: Self = Self { level: Level::SecondFactor, after_minutes: 60 };
    /// `lax`: the second factor within a day. From the guide to reverification.
    pub const LAX: Self = Self { level: Level::SecondFactor, after_minutes: 1_440 };

    /// A preset by Clerk's name.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "strict_mfa" => Some(Self::STRICT_MFA),
            "strict" => Some(Self::STRICT),
            "moderate" => Some(Self::MODERATE),
            "lax" => Some(Self::LAX),
            _ => None,
        }
    }

    /// Whether ages `[first, second]`, in minutes, are fresh enough. -1: the factor is not enrolled.
    /// Without a second factor the first one answers for it; without a first one `multi_factor` is out of reach.
    /// As `checkReverificationAuthorization` of `@clerk/shared` has it.
    pub fn allows(self, ages: [i64; 2]) -> bool {
        let [first, second] = ages;
        let fresh = |age: i64| age != -1 && i64::from(self.after_minutes) > age;
        if ages == [-1, -1] || ages.iter().any(|age| *age < -1) {
            return false;
        }
        match self.level {
            Level::FirstFactor => fresh(first),
            _ if second == -1 => fresh(first),
            Level::SecondFactor => fresh(second),
            Level::MultiFactor => fresh(first) && fresh(second),
        }
    }
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

    /// Asks for a feature of the plan.
    pub fn feature(feature: impl Into<String>) -> Self {
        Self { feature: Some(feature.into()), ..Self::default() }
    }

    /// Asks for a plan.
    pub fn plan(plan: impl Into<String>) -> Self {
        Self { plan: Some(plan.into()), ..Self::default() }
    }

    /// Asks for a recent verification.
    pub fn reverification(reverification: Reverification) -> Self {
        Self { reverification: Some(reverification), ..Self::default() }
    }

    /// Whether the session has all that is asked. As `createCheckAuthorization` of `@clerk/shared` has it: at least one
    /// dimension passes and none fails.
    pub fn allows(&self, session: &SessionState) -> bool {
        let checks =
            [self.check_organization(session), self.check_billing(session), self.check_reverification(session)];
        !session.user_id.is_empty() && checks.contains(&Some(true)) && !checks.contains(&Some(false))
    }

    fn check_organization(&self, session: &SessionState) -> Option<bool> {
        if self.role.is_none() && self.permission.is_none() {
            return None;
        }
        let Some(organization) = session.organization.as_ref().filter(|organization| !organization.id.is_empty())
        else {
            return Some(false);
        };
        let role = self.role.as_deref().is_none_or(|role| has_role(organization, role));
        let permission = self
            .permission
            .as_deref()
            .is_none_or(|permission| organization.permissions.contains(&with_prefix(permission)));
        Some(role && permission)
    }

    fn check_billing(&self, session: &SessionState) -> Option<bool> {
        if self.feature.is_none() && self.plan.is_none() {
            return None;
        }
        let feature = self.feature.as_deref().is_none_or(|asked| is_listed(session.features.as_deref(), asked));
        let plan = self.plan.as_deref().is_none_or(|asked| is_listed(session.plans.as_deref(), asked));
        Some(feature && plan)
    }

    fn check_reverification(&self, session: &SessionState) -> Option<bool> {
        let asked = self.reverification?;
        Some(session.factor_verification_age.is_some_and(|ages| asked.allows(ages)))
    }
}

fn has_role(organization: &ActiveOrganization, asked: &str) -> bool {
    organization.role.as_deref().is_some_and(|role| !role.is_empty() && with_prefix(role) == with_prefix(asked))
}

/// Any leading run of `org:` counts as one: `admin`, `org:admin` and `org:org:admin` are equal.
fn with_prefix(name: &str) -> String {
    format!("org:{}", name.trim_start_matches("org:"))
}

/// Whether the claim lists `slug` or `scope:slug`. Without a scope, either list will do.
fn is_listed(claim: Option<&str>, asked: &str) -> bool {
    let Some(claim) = claim.filter(|claim| !claim.is_empty()) else { return false };
    let Ok(scopes) = split_by_scope(claim) else { return false };
    let mut parts = asked.split(':');
    let scope = parts.next().unwrap_or_default();
    match parts.next() {
        None => scopes.organization.contains(&scope) || scopes.user.contains(&scope),
        Some(slug) => {
            let slug = if slug.is_empty() { scope } else { slug };
            match scope {
                "o" | "org" | "organization" => scopes.organization.contains(&slug),
                "u" | "user" => scopes.user.contains(&slug),
                _ => false,
            }
        }
    }
}
