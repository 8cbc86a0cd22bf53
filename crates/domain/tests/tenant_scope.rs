//! From a verified session to a grant: tenants, permissions and where they come from. The sessions are real: signed by
//! the local Clerk, read by the product's verifier.

use anyhow::Result;
use clerk_emulator::{SessionToken, TokenOrganization};
use clerk_protocol::Session;
use domain::{
    Grant, Impersonating, Impersonation, MissingPermission, NoTenant, Permission, PermissionSource, ReadActivity,
    Tenant, TenantPath, TenantScope,
};
use serde_json::{Value, json};
use testkit::{LocalClerk, Person, Place, people};

fn session(person: Person, place: Place) -> Result<Session> {
    LocalClerk::shared()?.session(&people::claims(person, place)?)
}

/// A session in `org_x`, with this role and these permissions in its token.
fn session_with(slug: Option<&str>, role: &str, permissions: &[&str]) -> Result<Session> {
    let permissions = permissions.iter().map(|permission| (*permission).to_owned()).collect();
    let organization =
        TokenOrganization { id: "org_x".to_owned(), slug: slug.map(str::to_owned), role: role.to_owned(), permissions };
    LocalClerk::shared()?.session(&people::token("user_x", Some(organization)))
}

fn permissions(session: &Session, source: PermissionSource) -> Result<Vec<Permission>> {
    let mut permissions = TenantScope::of(session, source, true)?.permissions().to_vec();
    permissions.sort();
    Ok(permissions)
}

/// The permissions to do one of these things, whatever it is done with.
fn with_verbs(verbs: &[&str]) -> Vec<Permission> {
    let has_verb =
        |permission: &Permission| permission.key().rsplit(':').next().is_some_and(|verb| verbs.contains(&verb));
    Permission::ALL.into_iter().filter(has_verb).collect()
}

#[test]
fn clerk_permissions_are_those_of_the_token() -> Result<()> {
    for (person, verbs) in [
        (Person::Ada, &["create", "read", "update", "delete"][..]),
        (Person::Mel, &["create", "read", "update"]),
        (Person::Vic, &["read"]),
    ] {
        let expected = with_verbs(verbs);
        assert_eq!(permissions(&session(person, Place::Acme)?, PermissionSource::Clerk)?, expected, "{person:?}");
    }
    let admin_without = session_with(None, "org:admin", &[])?;
    assert_eq!(permissions(&admin_without, PermissionSource::Clerk)?, [], "the role alone gives nothing");
    Ok(())
}

#[test]
fn unknown_permissions_are_ignored() -> Result<()> {
    let session =
        session_with(None, "org:member", &["org:billing:manage", "org:activity:explode", "org:activity:read"])?;
    assert_eq!(permissions(&session, PermissionSource::Clerk)?, [Permission::ReadActivity]);
    Ok(())
}

#[test]
fn role_permissions_are_those_of_the_role_alone() -> Result<()> {
    for (role, expected) in [
        ("org:admin", Permission::ALL.to_vec()),
        ("org:member", with_verbs(&["create", "read", "update"])),
        ("org:viewer", vec![]),
        ("org:administrator", vec![]),
    ] {
        let session = session_with(None, role, &["org:activity:explode"])?;
        assert_eq!(permissions(&session, PermissionSource::Roles)?, expected, "{role}");
    }
    Ok(())
}

#[test]
fn a_personal_account_is_its_owners_where_allowed() -> Result<()> {
    let session = session(Person::Vic, Place::Personal)?;
    let scope = TenantScope::of(&session, PermissionSource::Clerk, true)?;
    assert_eq!(scope.tenant(), &Tenant::Personal(scope.actor().clone()));
    assert_eq!(scope.permissions(), Permission::ALL);
    assert_eq!(scope.path(), TenantPath::Personal);
    assert_eq!(scope.info().slug, None);
    let refused = TenantScope::of(&session, PermissionSource::Clerk, false);
    assert_eq!(refused.err(), Some(NoTenant::NoActiveOrganization));
    Ok(())
}

#[test]
fn an_active_organization_comes_before_the_personal_account() -> Result<()> {
    let session = session(Person::Ada, Place::Globex)?;
    for personal_accounts in [true, false] {
        let scope = TenantScope::of(&session, PermissionSource::Clerk, personal_accounts)?;
        assert_eq!(scope.tenant().id(), clerk_emulator::organization_id("Globex"));
        assert_eq!(scope.actor().as_str(), Person::Ada.user_id());
    }
    Ok(())
}

#[test]
fn is_at_knows_slug_and_id_and_nothing_else() -> Result<()> {
    let at = |scope: &TenantScope, name: &str| scope.is_at(&TenantPath::Organization(name.to_owned()));
    let ada = TenantScope::of(&session(Person::Ada, Place::Acme)?, PermissionSource::Clerk, true)?;
    let id = ada.tenant().id().to_owned();
    assert!(at(&ada, "acme") && at(&ada, &id));
    for other in ["", "globex", "Acme", "acme ", "acme/", &clerk_emulator::organization_id("Globex")] {
        assert!(!at(&ada, other), "{other:?}");
    }
    assert!(!ada.is_at(&TenantPath::Personal));
    let personal = TenantScope::of(&session(Person::Ada, Place::Personal)?, PermissionSource::Clerk, true)?;
    assert!(personal.is_at(&TenantPath::Personal));
    assert!(!at(&personal, "acme") && !at(&personal, &Person::Ada.user_id()) && !at(&personal, ""));
    Ok(())
}

#[test]
fn the_path_has_the_slug_else_the_id() -> Result<()> {
    for (slug, prefix) in [(Some("x-y"), "/orgs/x-y"), (None, "/orgs/org_x")] {
        let scope = TenantScope::of(&session_with(slug, "org:admin", &[])?, PermissionSource::Clerk, false)?;
        assert_eq!(scope.path().prefix(), prefix);
        assert!(scope.is_at(&scope.path()));
        assert_eq!(scope.info().path, scope.path());
    }
    Ok(())
}

#[test]
fn a_grant_is_for_one_permission_tenant_and_person() -> Result<()> {
    let mel = TenantScope::of(&session(Person::Mel, Place::Acme)?, PermissionSource::Clerk, true)?;
    let grant: Grant<ReadActivity> = mel.require()?;
    assert_eq!((grant.tenant(), grant.actor()), (mel.tenant(), mel.actor()));
    let without = TenantScope::of(&session_with(None, "org:member", &[])?, PermissionSource::Clerk, true)?;
    let refusal = without.require::<ReadActivity>().err();
    assert_eq!(refusal, Some(MissingPermission(Permission::ReadActivity)));
    assert_eq!(
        refusal.map(|refusal| refusal.to_string()).as_deref(),
        Some("the permission org:activity:read is missing")
    );
    Ok(())
}

#[test]
fn the_pages_learn_what_to_show() -> Result<()> {
    let info =
        |person| anyhow::Ok(TenantScope::of(&session(person, Place::Acme)?, PermissionSource::Clerk, true)?.info());
    let vic = info(Person::Vic)?;
    assert!(vic.may(Permission::ReadActivity));
    let json = serde_json::to_value(&vic)?;
    let mut read = with_verbs(&["read"]).into_iter().map(Permission::key).collect::<Vec<_>>();
    read.sort_unstable();
    let expected = serde_json::json!({
        "path": "/orgs/acme",
        "slug": "acme",
        "actor": Person::Vic.user_id(),
        "permissions": read,
        "may_remove": true,
        "people": { "members": [] },
    });
    assert_eq!(json, expected);
    Ok(())
}

/// Ada's session in Acme, with this claim `act`.
fn impersonated(act: Value) -> Result<TenantScope> {
    let claims = people::claims(Person::Ada, Place::Acme)?;
    let session = LocalClerk::shared()?.session(&SessionToken { actor: Some(act), ..claims })?;
    Ok(TenantScope::of(&session, PermissionSource::Clerk, true)?)
}

#[test]
fn whoever_acts_in_somebodys_place_is_known() -> Result<()> {
    let own = TenantScope::of(&session(Person::Ada, Place::Acme)?, PermissionSource::Clerk, true)?;
    assert_eq!(own.impersonator(), None);
    let long = "x".repeat(300);
    for (act, id) in [
        (json!({ "sub": "user_support", "iss": "https://dashboard.clerk.com" }), "user_support"),
        (json!({ "sub": " agent_7\n", "type": "agent" }), "agent_7"),
        (json!({ "sub": long }), &long[..255]),
        (json!({ "sub": "" }), "unknown"),
        (json!({ "sub": 7 }), "unknown"),
        (json!({}), "unknown"),
        (json!("user_support"), "unknown"),
    ] {
        let scope = impersonated(act.clone())?;
        assert_eq!(scope.impersonator().map(|who| who.as_str()), Some(id), "{act}");
        assert_eq!(scope.actor(), own.actor(), "{act}");
        assert_eq!(scope.for_request(Some("r".into())).impersonator().map(|who| who.as_str()), Some(id), "{act}");
    }
    Ok(())
}

#[test]
fn an_impersonator_removes_nothing_unless_they_may() -> Result<()> {
    let limited = impersonated(json!({ "sub": "user_support" }))?;
    let grant: Grant<ReadActivity> = limited.require()?;
    assert_eq!(limited.may_remove(), Err(Impersonating));
    assert_eq!(grant.to_remove().err(), Some(Impersonating));
    assert!(!limited.info().may_remove);
    let full = limited.with_impersonation(Impersonation::Full);
    let grant: Grant<ReadActivity> = full.require()?;
    assert!(full.may_remove().is_ok() && grant.to_remove().is_ok() && full.info().may_remove);
    Ok(())
}

#[test]
fn a_claim_names_a_tenant_by_id_or_path() -> Result<()> {
    let acme = TenantScope::of(&session(Person::Ada, Place::Acme)?, PermissionSource::Clerk, true)?;
    let personal = TenantScope::of(&session(Person::Ada, Place::Personal)?, PermissionSource::Clerk, true)?;
    let (of_acme, own) = (acme.tenant().id().to_owned(), personal.tenant().id().to_owned());
    let by_path = format!("/orgs/{of_acme}");
    for (claim, is_acme, is_personal) in [
        (of_acme.as_str(), true, false),
        ("/orgs/acme", true, false),
        (&by_path, true, false),
        (&own, false, true),
        ("/personal", false, true),
        ("/orgs/globex", false, false),
        ("user_else", false, false),
    ] {
        let claim = claim.parse()?;
        assert_eq!((acme.is(&claim), personal.is(&claim)), (is_acme, is_personal), "{claim:?}");
    }
    Ok(())
}
