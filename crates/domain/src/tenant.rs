//! Whose data it is.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    id::{InvalidId, OrganizationId, UserId, spelled},
    people::People,
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

spelled!(TenantPath);

impl fmt::Display for TenantPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.prefix())
    }
}

/// The tenant that a caller of the API means. A claim, compared with the session's tenant by
/// [`TenantScope::is`](crate::TenantScope::is), never trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenantClaim {
    /// By its id: `org_…` or `user_…`.
    Id(Tenant),
    /// By the path of its pages.
    Path(TenantPath),
}

impl FromStr for TenantClaim {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let organization = text.parse().map(Tenant::Organization);
        let tenant = organization.or_else(|_| text.parse().map(Tenant::Personal));
        tenant.map(Self::Id).or_else(|_| text.parse().map(Self::Path))
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
    /// Whether anything may be deleted in this session: not while somebody else acts in it, unless a setting allows it.
    pub may_remove: bool,
    /// Who is known by name here: always the person who looks, others as far as a page needs them.
    pub people: People,
}

impl TenantInfo {
    /// Whether the person may do it.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// The name to show for somebody: of those who left the organization nothing is kept but the id.
    pub fn name_of(&self, person: &UserId) -> String {
        self.people.name_of(person).map(str::to_owned).unwrap_or_else(|| {
            let is_gone = self.people.former.contains(person);
            let words = match (*person == self.actor, is_gone) {
                (true, _) => "You",
                (false, true) => "A former member",
                (false, false) => "Somebody else",
            };
            words.to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Member;

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
        let info = |people| {
            let (path, actor) = (TenantPath::Personal, person("user_me")?);
            let may_remove = true;
            Ok::<_, InvalidId>(TenantInfo { path, slug: None, actor, permissions: vec![], may_remove, people })
        };
        let names =
            |info: &TenantInfo| ["user_me", "user_ada", "user_gone"].map(|id| person(id).map(|id| info.name_of(&id)));
        let known = People {
            members: vec![Member::new(person("user_me")?, "Mel Member"), Member::new(person("user_ada")?, "Ada Admin")],
            former: vec![person("user_gone")?],
        };
        assert_eq!(
            names(&info(known)?),
            ["Mel Member", "Ada Admin", "A former member"].map(|name| Ok(name.to_owned()))
        );
        let unknown = names(&info(People::default())?);
        assert_eq!(unknown, ["You", "Somebody else", "Somebody else"].map(|name| Ok(name.to_owned())));
        Ok(())
    }

    #[test]
    fn a_tenant_is_named_by_id_or_by_path() {
        let id = |tenant| Ok(TenantClaim::Id(tenant));
        assert_eq!("org_2x".parse(), "org_2x".parse().map(Tenant::Organization).and_then(id));
        assert_eq!("user_2x".parse(), "user_2x".parse().map(Tenant::Personal).and_then(id));
        assert_eq!("/personal".parse(), Ok(TenantClaim::Path(TenantPath::Personal)));
        assert_eq!("/orgs/acme".parse(), Ok(TenantClaim::Path(TenantPath::Organization("acme".into()))));
        for text in ["", "acme", "org_", "personal", "/orgs/a/b", " org_2x", "org_2x,org_3y", "sess_1"] {
            assert!(text.parse::<TenantClaim>().is_err(), "{text:?}");
        }
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
