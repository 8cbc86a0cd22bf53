//! Whose data it is.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    id::{InvalidId, OrganizationId, UserId},
    permission::Permission,
};

/// The owner of rows: an organization or a personal account. Clerk's ids never collide, so one text column holds both.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tenant {
    /// `org_…`
    Organization(OrganizationId),
    /// `user_…`
    Personal(UserId),
}

impl Tenant {
    /// The value of the column `tenant_id`.
    pub fn id(&self) -> &str {
        match self {
            Self::Organization(id) => id.as_str(),
            Self::Personal(id) => id.as_str(),
        }
    }
}

/// The tenant a page or a form was made for, as its URL names it. A claim by the browser: compared with the session's
/// organization by [`TenantScope::is_at`](crate::TenantScope::is_at), never trusted.
///
/// Its one spelling in forms, JSON and URLs is [`TenantPath::prefix`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TenantPath {
    /// `/orgs/{slug or id}`
    Organization(String),
    /// `/personal`
    Personal,
}

impl TenantPath {
    /// The URL prefix of the tenant's pages, without a trailing slash.
    pub fn prefix(&self) -> String {
        match self {
            Self::Organization(slug) => format!("/orgs/{slug}"),
            Self::Personal => "/personal".to_owned(),
        }
    }
}

impl FromStr for TenantPath {
    type Err = InvalidId;

    /// Reads what [`TenantPath::prefix`] writes; a slug has the letters of Clerk's slugs and ids, so no path can hide in it.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text == "/personal" {
            return Ok(Self::Personal);
        }
        let name = text.strip_prefix("/orgs/").unwrap_or_default();
        let valid = (1..=256).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if valid { Ok(Self::Organization(name.to_owned())) } else { Err(InvalidId { expected: "tenant path" }) }
    }
}

impl TryFrom<String> for TenantPath {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<TenantPath> for String {
    fn from(path: TenantPath) -> Self {
        path.prefix()
    }
}

impl fmt::Display for TenantPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.prefix())
    }
}

/// What the pages of a tenant need to know: where they are and what to show. For showing and hiding only; the server
/// decides for itself with a [`Grant`](crate::Grant).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantInfo {
    /// Where the tenant's pages are.
    pub path: TenantPath,
    /// The organization's slug, else its id; `None` for a personal account.
    pub slug: Option<String>,
    /// Who looks.
    pub actor: UserId,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// The tenant's people, by name; of a large organization only the first ones. Empty while Clerk does not tell.
    pub members: Vec<Member>,
}

/// Most people a page is told of.
pub const MEMBERS_MAX: usize = 500;

/// A person of the tenant, for showing and choosing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// `user_…`
    pub id: UserId,
    /// First and last name, else what they sign in with.
    pub name: String,
}

impl TenantInfo {
    /// Whether the person may do it.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// The name to show for somebody: of those who left the organization nothing is kept but the id.
    pub fn name_of(&self, person: &UserId) -> String {
        let known = self.members.iter().find(|member| member.id == *person).map(|member| member.name.clone());
        let complete = (1..MEMBERS_MAX).contains(&self.members.len());
        known.unwrap_or_else(|| match (*person == self.actor, complete) {
            (true, _) => "You".to_owned(),
            (false, true) => "A former member".to_owned(),
            (false, false) => "Somebody else".to_owned(),
        })
    }

    /// Whether the person may delete what `created_by` made: anything, or their own while they still may create.
    pub fn may_delete(&self, created_by: &UserId) -> bool {
        self.may(Permission::ProjectsDelete) || (self.may(Permission::ProjectsCreate) && *created_by == self.actor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_back() {
        for path in
            [TenantPath::Personal, TenantPath::Organization("acme".into()), TenantPath::Organization("org_2x".into())]
        {
            assert_eq!(path.prefix().parse(), Ok(path.clone()));
            let json = serde_json::to_string(&path).unwrap_or_default();
            assert_eq!(serde_json::from_str::<TenantPath>(&json).ok(), Some(path));
        }
    }

    #[test]
    fn names_are_told_as_far_as_they_are_known() -> Result<(), InvalidId> {
        let person = |id: &str| id.parse::<UserId>();
        let member = |id: &str, name: &str| Ok::<_, InvalidId>(Member { id: person(id)?, name: name.to_owned() });
        let info = |members| {
            let path = TenantPath::Personal;
            Ok::<_, InvalidId>(TenantInfo { path, slug: None, actor: person("user_me")?, permissions: vec![], members })
        };
        let known = info(vec![member("user_me", "Mel Member")?, member("user_ada", "Ada Admin")?])?;
        let names =
            |info: &TenantInfo| ["user_me", "user_ada", "user_gone"].map(|id| person(id).map(|id| info.name_of(&id)));
        assert_eq!(names(&known), ["Mel Member", "Ada Admin", "A former member"].map(|name| Ok(name.to_owned())));
        assert_eq!(names(&info(vec![])?), ["You", "Somebody else", "Somebody else"].map(|name| Ok(name.to_owned())));
        let cut_off = info(vec![member("user_ada", "Ada Admin")?; MEMBERS_MAX])?;
        assert_eq!(cut_off.name_of(&person("user_gone")?), "Somebody else");
        Ok(())
    }

    #[test]
    fn no_other_path_hides_in_one() {
        for text in [
            "",
            "/",
            "/orgs/",
            "/orgs/..",
            "/orgs/a/b",
            "/orgs/a%2Fb",
            "//evil.test",
            "/personal/",
            "/orgs/a?b",
            "acme",
        ] {
            assert!(text.parse::<TenantPath>().is_err(), "{text:?}");
        }
    }
}
