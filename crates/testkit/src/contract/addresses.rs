//! The addresses that organizations have or had.

use anyhow::Result;
use domain::OrganizationId;
use store::{ADDRESSES_MAX, Removal};

use super::{Open, world::World, world::ada};

crate::contract::cases! { $ addresses {
    an_address_is_found_whoever_is_there_now,
    an_address_goes_with_its_organization,
} }

/// Of several that were at one, all; bytewise, and each noted once however often it is seen.
pub async fn an_address_is_found_whoever_is_there_now(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let [acme, globex] = ["org_acme", "org_globex"].map(str::parse::<OrganizationId>);
    let (acme, globex) = (acme?, globex?);
    for (organization, slug) in [(&acme, "acme"), (&acme, "acme"), (&acme, "acme-two"), (&globex, "acme")] {
        world.system().note_address(organization, slug).await?;
    }
    let at = async |slug: &'static str| world.system().organizations_at(slug).await;
    assert_eq!(at("acme").await?, ["org_acme", "org_globex"]);
    assert_eq!(at("acme-two").await?, ["org_acme"]);
    for slug in ["Acme", "acm", "acme-", "%", ""] {
        assert_eq!(at(slug).await?, [""; 0], "{slug}");
    }
    for number in 0..=ADDRESSES_MAX {
        world.system().note_address(&format!("org_{number}").parse()?, "crowded").await?;
    }
    assert_eq!(at("crowded").await?.len(), usize::try_from(ADDRESSES_MAX)?);
    Ok(())
}

/// Whether it had rows or was only ever looked at. Those of others stay.
pub async fn an_address_goes_with_its_organization(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let scope = ada()?;
    let with_rows: OrganizationId = scope.tenant().id().parse()?;
    world.thing(&scope, "Moon").await?;
    let (without, other) = ("org_without".parse::<OrganizationId>()?, "org_other".parse::<OrganizationId>()?);
    for organization in [&with_rows, &without, &other] {
        world.system().note_address(organization, "shared").await?;
    }
    assert_eq!(world.system().remove_tenant(with_rows.as_str()).await?, Removal::Done);
    assert_eq!(world.system().remove_tenant(without.as_str()).await?, Removal::Unknown);
    assert_eq!(world.system().organizations_at("shared").await?, ["org_other"]);
    Ok(())
}
