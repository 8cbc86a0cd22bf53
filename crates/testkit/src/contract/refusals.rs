//! What somebody tried without the permission for it.

use anyhow::Result;
use domain::{Attempt, AuditAction, AuditEvent, AuditOutcome, Clock, Object, TenantScope};
use store::things::Thing;

use super::{
    Open,
    world::{World, ada, sam, scope},
};
use crate::{Person, Place, paging::each_pair};

crate::contract::cases! { $ refusals {
    a_refusal_is_noted_with_what_was_tried,
    a_refusal_tells_nothing_of_the_object,
} }

fn vic() -> Result<TenantScope> {
    Ok(scope(Person::Vic, Place::Acme)?.for_request(Some("request-7".to_owned())))
}

/// What people try.
const TRIED: [&str; 4] = ["created", "updated", "deleted", "restored"];

/// Every action can be refused, on an object or on none. Of the object nothing is kept but what the person named.
pub async fn a_refusal_is_noted_with_what_was_tried(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let vic = vic()?;
    let mut expected = Vec::new();
    for (done, object_id) in each_pair(&TRIED, &[None, Some("01890a5d-ac96-774b-bcce-b302099a8057")]) {
        world.clock.advance(1);
        let attempt = Attempt { action: AuditAction::of("thing", done), object_id: object_id.map(str::to_owned) };
        world.audit().refused(&vic, &attempt).await?;
        expected.push((world.clock.now_ms(), attempt));
    }
    let noted = world.events(&vic).await?;
    assert_eq!(noted.len(), expected.len());
    for (event, (created_at, attempt)) in noted.into_iter().zip(expected) {
        let expected = AuditEvent {
            id: event.id,
            created_at,
            actor: Some(vic.actor().clone()),
            impersonator: None,
            action: attempt.action,
            outcome: AuditOutcome::Refused,
            object_id: attempt.object_id,
            object_name: None,
            before: None,
            after: None,
            request_id: Some("request-7".to_owned()),
        };
        assert_eq!(event, expected);
    }
    Ok(())
}

/// The same for an object that is there, one that is another tenant's, and one that never was: and in the trail of the
/// one who tried only.
pub async fn a_refusal_tells_nothing_of_the_object(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ours, theirs) = (world.thing(&ada()?, "Moon").await?, world.thing(&sam()?, "Mars").await?);
    let before = (world.events(&ada()?).await?.len(), world.events(&sam()?).await?.len());
    let objects = [ours.id.to_string(), theirs.id.to_string(), "nonsense '; --".to_owned(), String::new()];
    for object in &objects {
        let attempt = Attempt::on(Thing::DELETED, object);
        world.audit().refused(&vic()?, &attempt).await?;
    }
    let noted = world.events(&ada()?).await?.split_off(before.0);
    let named: Vec<Option<String>> = noted.iter().map(|event| event.object_id.clone()).collect();
    assert_eq!(named, objects.map(Some));
    for event in &noted {
        assert_eq!((&event.object_name, &event.before, &event.after), (&None, &None, &None));
    }
    assert_eq!(world.events(&sam()?).await?.len(), before.1);
    Ok(())
}
