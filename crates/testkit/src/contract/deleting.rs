//! Deleting, under each of the two rights.

use anyhow::Result;
use store::DeleteBy;

use super::{
    Open,
    world::{World, scope},
};
use crate::{Person, Place};

/// The permission to delete reaches every project of the tenant, once.
pub async fn who_may_delete_deletes_any(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (scope(Person::Ada, Place::Acme)?, scope(Person::Mel, Place::Acme)?);
    let (hers, his) = (world.create(&ada, "hers").await?, world.create(&mel, "his").await?);
    assert!(world.delete(&ada, his.id).await?);
    assert!(!world.delete(&ada, his.id).await?, "deleted twice");
    assert_eq!(world.all(&ada).await?, std::slice::from_ref(&hers));
    assert!(world.delete(&ada, hers.id).await?);
    assert_eq!(world.all(&ada).await?, []);
    Ok(())
}

/// The permission to create reaches one's own projects; the permission to read none.
pub async fn the_creator_deletes_their_own(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (scope(Person::Ada, Place::Acme)?, scope(Person::Mel, Place::Acme)?);
    let (hers, his) = (world.create(&ada, "hers").await?, world.create(&mel, "his").await?);
    assert!(matches!(DeleteBy::of(&mel), Ok(DeleteBy::Own(_))));
    assert!(!world.delete(&mel, hers.id).await?);
    assert!(world.delete(&mel, his.id).await?);
    assert!(!world.delete(&mel, his.id).await?, "deleted twice");
    assert_eq!(world.all(&ada).await?, [hers]);
    assert!(DeleteBy::of(&scope(Person::Vic, Place::Acme)?).is_err());
    Ok(())
}
