//! An event of the audit trail as a sentence. The resource says what its objects are called.

use domain::{AuditAction, AuditEvent, AuditOutcome, TenantInfo, UserId};
use serde_json::Value;

use super::{Entry, changes};
use crate::resource::{Noun, Resources};

/// The entry for an event.
pub(super) fn entry(resources: Resources, tenant: &TenantInfo, event: &AuditEvent) -> Entry {
    let refused = event.outcome == AuditOutcome::Refused;
    let noun = noun(resources, &event.action);
    let (before, after) = (object(event.before.as_deref()), object(event.after.as_deref()));
    let changes = match (noun, &before, &after) {
        (Some(noun), Some(before), Some(after)) => changes::between(noun, tenant, before, after),
        _ => Vec::new(),
    };
    Entry {
        at: event.created_at,
        who: event.actor.as_ref().map_or_else(|| system(&event.action).to_owned(), |actor| tenant.name_of(actor)),
        impersonator: event.impersonator.as_ref().map(ToString::to_string).unwrap_or_default(),
        what: sentence(noun, &event.action, refused),
        object: named(tenant, event, noun, after.as_ref().or(before.as_ref())),
        link: link(noun, tenant, &event.action, after.as_ref().or(before.as_ref())).unwrap_or_default(),
        refused,
        changes,
    }
}

/// Whom the entry names.
pub(super) fn people(resources: Resources, event: &AuditEvent) -> Vec<UserId> {
    let objects = [object(event.before.as_deref()), object(event.after.as_deref())];
    let named = noun(resources, &event.action)
        .into_iter()
        .flat_map(|noun| objects.iter().flatten().flat_map(|object| changes::people(noun, object)));
    event.actor.iter().cloned().chain(named).collect()
}

fn object(json: Option<&str>) -> Option<Value> {
    serde_json::from_str(json?).ok()
}

fn noun(resources: Resources, action: &AuditAction) -> Option<&'static Noun> {
    resources.noun(action.words().0)
}

/// Who did what nobody did here: of people, Clerk tells.
fn system(action: &AuditAction) -> &'static str {
    if matches!(action.words().0, "member" | "invitation") { "Clerk" } else { "The system" }
}

/// What the object is called. One that stands for a person has no name of its own in the trail.
fn named(tenant: &TenantInfo, event: &AuditEvent, noun: Option<&Noun>, object: Option<&Value>) -> String {
    let person = || changes::people(noun?, object?).first().map(|person| tenant.name_of(person));
    let name = event.object_name.clone().or_else(person);
    name.unwrap_or_else(|| if event.outcome == AuditOutcome::Refused { "" } else { GONE }.to_owned())
}

/// In place of a name that went when its object was removed for good.
const GONE: &str = "(its name was removed for good)";

/// The object's page. Of a refusal only the attempt is known, not whether there is such an object.
fn link(noun: Option<&Noun>, tenant: &TenantInfo, action: &AuditAction, object: Option<&Value>) -> Option<String> {
    let noun = noun?;
    let is_gone = matches!(action.words().1, "deleted" | "purged" | "removed" | "left") && !noun.page_stays;
    let object = object.filter(|_| !is_gone)?;
    (noun.page)(&tenant.path, object)
}

/// What was done, or tried.
fn sentence(noun: Option<&Noun>, action: &AuditAction, refused: bool) -> String {
    let (word, verb) = action.words();
    let one = noun.map_or(word, |noun| noun.one);
    match (verb, refused) {
        ("created", false) => format!("created the {word}"),
        ("updated", false) => format!("changed the {word}"),
        ("deleted", false) => format!("deleted the {word}"),
        ("restored", false) => format!("restored the {word}"),
        ("purged", false) => format!("removed {one} for good"),
        ("created", true) => format!("tried to create {one}"),
        ("updated", true) => format!("tried to change {one}"),
        ("deleted", true) => format!("tried to delete {one}"),
        ("restored", true) => format!("tried to restore {one}"),
        ("purged", true) => format!("tried to remove {one} for good"),
        ("joined", false) => "has a new member:".to_owned(),
        ("left", false) => "left, as the member".to_owned(),
        ("removed", true) => format!("tried to remove {one}"),
        ("left", true) => "tried to leave".to_owned(),
        ("sent" | "resent", true) => format!("tried to send {one}"),
        ("revoked", true) => format!("tried to revoke {one}"),
        (other, false) => format!("{other} the {word}"),
        (other, true) => format!("was refused: {word} {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Manifest;
    use domain::{Field, InvalidId, People, TenantPath};

    /// A resource that no product has.
    const THINGS: Manifest = Manifest {
        nouns: &[Noun {
            noun: "thing",
            one: "a thing",
            fields: &[Field::person("owner", "Owner")],
            page: |tenant, object| Some(format!("{tenant}/things/{}", object.get("id")?.as_str()?)),
            page_stays: false,
        }],
        ..Manifest::EMPTY
    };
    const RESOURCES: Resources = Resources(&[&THINGS]);

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn tenant() -> Result<TenantInfo, InvalidId> {
        Ok(TenantInfo {
            path: TenantPath::Personal,
            slug: None,
            actor: "user_me".parse()?,
            permissions: Vec::new(),
            may_remove: true,
            people: People::default(),
        })
    }

    fn event(action: AuditAction, outcome: AuditOutcome) -> Result<AuditEvent, InvalidId> {
        Ok(AuditEvent {
            id: ID.parse()?,
            created_at: 7,
            actor: Some("user_me".parse()?),
            impersonator: None,
            action,
            outcome,
            object_id: Some(ID.to_owned()),
            object_name: None,
            before: None,
            after: None,
            request_id: None,
        })
    }

    #[test]
    fn what_was_done_leads_to_its_object() -> Result<(), InvalidId> {
        let thing = format!(r#"{{"id":"{ID}","name":"Pack"}}"#);
        let added = event(AuditAction::of("thing", "created"), AuditOutcome::Done)?;
        let added = AuditEvent { object_name: Some("Pack".into()), after: Some(thing), ..added };
        let entry = entry(RESOURCES, &tenant()?, &added);
        assert_eq!(
            (entry.who.as_str(), entry.what.as_str(), entry.object.as_str()),
            ("You", "created the thing", "Pack")
        );
        assert_eq!(entry.link, format!("/personal/things/{ID}"));
        assert!(!entry.refused && entry.changes.is_empty());
        Ok(())
    }

    #[test]
    fn whoever_acts_in_somebodys_place_is_named_beside_them() -> Result<(), InvalidId> {
        let created = event(AuditAction::of("thing", "created"), AuditOutcome::Done)?;
        assert_eq!(entry(RESOURCES, &tenant()?, &created).impersonator, "");
        let created = AuditEvent { impersonator: Some("user_support".parse()?), ..created };
        let entry = entry(RESOURCES, &tenant()?, &created);
        assert_eq!((entry.who.as_str(), entry.impersonator.as_str()), ("You", "user_support"));
        Ok(())
    }

    #[test]
    fn everybody_in_an_entry_is_found() -> Result<(), InvalidId> {
        let updated = event(AuditAction::of("thing", "updated"), AuditOutcome::Done)?;
        let before = Some(r#"{"owner":"user_a","created_by":"user_x"}"#.to_owned());
        let after = Some(r#"{"owner":"user_b","created_by":"user_x"}"#.to_owned());
        let named: Vec<_> =
            people(RESOURCES, &AuditEvent { before, after, ..updated }).into_iter().map(String::from).collect();
        assert_eq!(named, ["user_me", "user_a", "user_b"]);
        Ok(())
    }

    #[test]
    fn a_refusal_leads_nowhere() -> Result<(), InvalidId> {
        let entry = entry(RESOURCES, &tenant()?, &event(AuditAction::of("thing", "deleted"), AuditOutcome::Refused)?);
        assert_eq!((entry.what.as_str(), entry.link.as_str()), ("tried to delete a thing", ""));
        assert!(entry.refused);
        Ok(())
    }

    #[test]
    fn what_is_gone_leads_nowhere_and_the_system_has_a_name() -> Result<(), InvalidId> {
        let purged = event(AuditAction::of("thing", "purged"), AuditOutcome::Done)?;
        let purged = AuditEvent { actor: None, before: Some(format!(r#"{{"id":"{ID}"}}"#)), ..purged };
        let entry = entry(RESOURCES, &tenant()?, &purged);
        assert_eq!((entry.who.as_str(), entry.link.as_str()), ("The system", ""));
        assert_eq!((entry.what.as_str(), entry.object.as_str()), ("removed a thing for good", GONE));
        Ok(())
    }
}
