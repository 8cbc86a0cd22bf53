//! Who takes part in a sequence: six organizations and two personal accounts with fresh ids, twelve people who are in
//! several of them in different roles, and a canary for each tenant that stands in every text of its own.

use std::sync::OnceLock;

use clerk_emulator::{SessionToken, TokenOrganization};
use domain::{Member, OrganizationId, People, Permission, Tenant, TenantInfo, TenantPath, UserId};
use rand::{rngs::StdRng, seq::SliceRandom};
use server::harness::TestServer;
use testkit::people;

/// Tenants of a sequence.
pub(super) const TENANTS: usize = 8;
const ORGANIZATIONS: usize = 6;
const PEOPLE: usize = 12;
/// People of an organization.
const SEATS: usize = 4;

/// What somebody may do in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Admin,
    Member,
    Viewer,
}

impl Role {
    pub(super) fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Admin => &Permission::ALL,
            Self::Member => &[
                Permission::CreateProjects,
                Permission::ReadProjects,
                Permission::UpdateProjects,
                Permission::ReadActivity,
            ],
            Self::Viewer => &[Permission::ReadProjects, Permission::ReadActivity],
        }
    }

    pub(super) fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// Somebody in one tenant. The same person has another name in another tenant.
pub(super) struct Somebody {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) role: Role,
    /// Their session in which this tenant is the active one.
    session: SessionToken,
    token: OnceLock<String>,
}

impl Somebody {
    fn new(id: &str, name: String, role: Role, organization: Option<TokenOrganization>) -> anyhow::Result<Self> {
        let session = people::token(id, organization);
        Ok(Self { id: id.parse()?, name, role, session, token: OnceLock::new() })
    }

    /// As pages show them.
    pub(super) fn member(&self) -> Member {
        Member::new(self.id.clone(), self.name.as_str())
    }

    /// Signed when it is first needed.
    pub(super) fn token(&self, server: &TestServer) -> &str {
        self.token.get_or_init(|| server.mint(&self.session))
    }
}

/// A tenant and its people.
pub(super) struct Seat {
    pub(super) tenant: Tenant,
    pub(super) path: TenantPath,
    pub(super) canary: String,
    pub(super) people: Vec<Somebody>,
}

impl Seat {
    pub(super) fn admin(&self) -> usize {
        self.people.iter().position(|somebody| somebody.role == Role::Admin).unwrap_or_default()
    }

    pub(super) fn members(&self) -> Vec<Member> {
        self.people.iter().map(Somebody::member).collect()
    }

    pub(super) fn has(&self, person: &UserId) -> bool {
        self.people.iter().any(|somebody| somebody.id == *person)
    }

    /// What the pages of the tenant are told.
    pub(super) fn info(&self, person: usize) -> TenantInfo {
        let somebody = &self.people[person];
        let slug = match &self.path {
            TenantPath::Organization(slug) => Some(slug.clone()),
            TenantPath::Personal => None,
        };
        TenantInfo {
            path: self.path.clone(),
            slug,
            actor: somebody.id.clone(),
            permissions: somebody.role.permissions().to_vec(),
            may_remove: true,
            people: People { members: vec![somebody.member()], former: Vec::new() },
        }
    }
}

/// The tenants of the sequence with this number; no two sequences share an id.
pub(super) fn cast(number: u32, random: &mut StdRng) -> anyhow::Result<Vec<Seat>> {
    (0..TENANTS).map(|at| seat(number, at, random)).collect()
}

fn seat(number: u32, at: usize, random: &mut StdRng) -> anyhow::Result<Seat> {
    let mark = number * 8 + u32::try_from(at)?;
    let canary = format!("cnry{mark:06x}");
    let person = |index: usize| format!("user_q{number:08x}{:04x}", index % PEOPLE);
    if at >= ORGANIZATIONS {
        let owner = Somebody::new(&person((at - ORGANIZATIONS) * SEATS), format!("Alone {canary}"), Role::Admin, None)?;
        let (tenant, path) = (Tenant::Personal(owner.id.clone()), TenantPath::Personal);
        return Ok(Seat { tenant, path, canary, people: vec![owner] });
    }
    let id: OrganizationId = format!("org_q{mark:012x}").parse()?;
    let slug = format!("slug-{mark:012x}");
    let mut roles = [Role::Admin, Role::Member, Role::Member, Role::Viewer];
    roles.shuffle(random);
    let somebody = |(index, role)| {
        let name = format!("Person {index} {canary}");
        Somebody::new(&person(2 * at + index), name, role, Some(organization(&id, &slug, role)))
    };
    let people = roles.into_iter().enumerate().map(somebody).collect::<anyhow::Result<_>>()?;
    let path = TenantPath::Organization(slug.clone());
    Ok(Seat { tenant: Tenant::Organization(id), path, canary, people })
}

fn organization(id: &OrganizationId, slug: &str, role: Role) -> TokenOrganization {
    let role_key = match role {
        Role::Admin => "org:admin",
        Role::Member => "org:member",
        Role::Viewer => "org:viewer",
    };
    TokenOrganization {
        id: id.to_string(),
        slug: Some(slug.to_owned()),
        role: role_key.to_owned(),
        permissions: role.permissions().iter().map(|permission| permission.key().to_owned()).collect(),
    }
}
