//! What each role may do with projects, and what nobody may in somebody's place.

use anyhow::Result;
use clerk_emulator::SessionToken;
use domain::{
    CreateProjects, DeleteProjects, Grant, Impersonating, Impersonation, MissingPermission, Permission,
    PermissionSource, ReadProjects, TenantScope, UpdateProjects,
};
use serde_json::json;
use testkit::{LocalClerk, Person, Place, people};

fn scope(person: Person) -> Result<TenantScope> {
    LocalClerk::shared()?.scope(person, Place::Acme)
}

#[test]
fn a_grant_is_for_one_permission() -> Result<()> {
    let mel = scope(Person::Mel)?;
    let grant: Grant<ReadProjects> = mel.require()?;
    assert_eq!((grant.tenant(), grant.actor()), (mel.tenant(), mel.actor()));
    assert!(mel.require::<CreateProjects>().is_ok());
    assert_eq!(mel.require::<DeleteProjects>().err(), Some(MissingPermission(Permission::DeleteProjects)));
    Ok(())
}

#[test]
fn the_pages_learn_what_to_show() -> Result<()> {
    let (ada, mel, vic) = (scope(Person::Ada)?.info(), scope(Person::Mel)?.info(), scope(Person::Vic)?.info());
    assert!(ada.may_delete(&mel.actor) && mel.may_delete(&mel.actor));
    assert!(!mel.may_delete(&ada.actor) && !vic.may_delete(&vic.actor));
    assert!(vic.may(Permission::ReadProjects) && !vic.may(Permission::CreateProjects));
    Ok(())
}

#[test]
fn an_impersonator_deletes_nothing_unless_they_may() -> Result<()> {
    let claims = people::claims(Person::Ada, Place::Acme)?;
    let claims = SessionToken { actor: Some(json!({ "sub": "user_support" })), ..claims };
    let limited = TenantScope::of(&LocalClerk::shared()?.session(&claims)?, PermissionSource::Clerk, true)?;
    let change: Grant<UpdateProjects> = limited.require()?;
    assert_eq!(change.to_remove().err(), Some(Impersonating));
    assert_eq!(limited.require::<DeleteProjects>().err(), Some(MissingPermission(Permission::DeleteProjects)));
    assert!(!limited.info().may_delete(limited.actor()));
    let full = limited.with_impersonation(Impersonation::Full);
    let change: Grant<UpdateProjects> = full.require()?;
    assert!(change.to_remove().is_ok() && full.require::<DeleteProjects>().is_ok());
    assert!(full.info().may_delete(full.actor()));
    Ok(())
}
