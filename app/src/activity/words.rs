//! An event of the audit trail as a sentence.

use domain::{AuditAction, AuditEvent, AuditOutcome, ProjectId, TenantInfo, UserId};
use serde_json::Value;

use super::{Entry, changes};
use crate::projects::project_path;

/// The entry for an event.
pub(super) fn entry(tenant: &TenantInfo, event: &AuditEvent) -> Entry {
    let refused = event.outcome == AuditOutcome::Refused;
    let (before, after) = (object(event.before.as_deref()), object(event.after.as_deref()));
    let changes = match (&before, &after) {
        (Some(before), Some(after)) => changes::between(tenant, before, after),
        _ => Vec::new(),
    };
    Entry {
        at: event.created_at,
        who: event.actor.as_ref().map_or_else(|| "The system".to_owned(), |actor| tenant.name_of(actor)),
        impersonator: event.impersonator.as_ref().map(ToString::to_string).unwrap_or_default(),
        what: if refused { tried(event.action) } else { done(event.action) }.to_owned(),
        object: event.object_name.clone().unwrap_or_else(|| if refused { "" } else { GONE }.to_owned()),
        link: link(tenant, event, after.as_ref().or(before.as_ref())).unwrap_or_default(),
        refused,
        changes,
    }
}

/// Whom the entry names.
pub(super) fn people(event: &AuditEvent) -> Vec<UserId> {
    let objects = [object(event.before.as_deref()), object(event.after.as_deref())];
    let named = objects.iter().flatten().flat_map(changes::people);
    event.actor.iter().cloned().chain(named).collect()
}

fn object(json: Option<&str>) -> Option<Value> {
    serde_json::from_str(json?).ok()
}

/// In place of a name that went when its project was removed for good.
const GONE: &str = "(its name went with the project)";

/// The project's page. Of a refusal only the attempt is known, not whether there is such a project.
fn link(tenant: &TenantInfo, event: &AuditEvent, object: Option<&Value>) -> Option<String> {
    let is_gone = matches!(event.action, AuditAction::ProjectDeleted | AuditAction::ProjectPurged);
    let object = object.filter(|_| !is_gone)?;
    let id = object.get("project_id").or_else(|| object.get("id"))?.as_str()?;
    let id: ProjectId = id.parse().ok()?;
    Some(project_path(&tenant.path, id))
}

fn done(action: AuditAction) -> &'static str {
    match action {
        AuditAction::ProjectCreated => "created the project",
        AuditAction::ProjectUpdated => "changed the project",
        AuditAction::ProjectDeleted => "deleted the project",
        AuditAction::ProjectRestored => "restored the project",
        AuditAction::ProjectPurged => "removed a project for good",
        AuditAction::TaskCreated => "added the task",
        AuditAction::TaskUpdated => "changed the task",
        AuditAction::TaskDeleted => "deleted the task",
    }
}

fn tried(action: AuditAction) -> &'static str {
    match action {
        AuditAction::ProjectCreated => "tried to create a project",
        AuditAction::ProjectUpdated => "tried to change a project",
        AuditAction::ProjectDeleted => "tried to delete a project",
        AuditAction::ProjectRestored => "tried to restore a project",
        AuditAction::ProjectPurged => "tried to remove a project for good",
        AuditAction::TaskCreated => "tried to add a task",
        AuditAction::TaskUpdated => "tried to change a task",
        AuditAction::TaskDeleted => "tried to delete a task",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{InvalidId, People, TenantPath};

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
    fn what_was_done_leads_to_its_project() -> Result<(), InvalidId> {
        let task = format!(r#"{{"id":"x","project_id":"{ID}","title":"Pack"}}"#);
        let added = event(AuditAction::TaskCreated, AuditOutcome::Done)?;
        let added = AuditEvent { object_name: Some("Pack".into()), after: Some(task), ..added };
        let entry = entry(&tenant()?, &added);
        assert_eq!((entry.who.as_str(), entry.what.as_str(), entry.object.as_str()), ("You", "added the task", "Pack"));
        assert_eq!(entry.link, format!("/personal/projects/{ID}"));
        assert!(!entry.refused && entry.changes.is_empty());
        Ok(())
    }

    #[test]
    fn whoever_acts_in_somebodys_place_is_named_beside_them() -> Result<(), InvalidId> {
        let created = event(AuditAction::ProjectCreated, AuditOutcome::Done)?;
        assert_eq!(entry(&tenant()?, &created).impersonator, "");
        let created = AuditEvent { impersonator: Some("user_support".parse()?), ..created };
        let entry = entry(&tenant()?, &created);
        assert_eq!((entry.who.as_str(), entry.impersonator.as_str()), ("You", "user_support"));
        Ok(())
    }

    #[test]
    fn everybody_in_an_entry_is_found() -> Result<(), InvalidId> {
        let updated = event(AuditAction::ProjectUpdated, AuditOutcome::Done)?;
        let before = Some(r#"{"owner":"user_a","created_by":"user_x"}"#.to_owned());
        let after = Some(r#"{"owner":"user_b","assignee":"user_c"}"#.to_owned());
        let named: Vec<_> = people(&AuditEvent { before, after, ..updated }).into_iter().map(String::from).collect();
        assert_eq!(named, ["user_me", "user_a", "user_b", "user_c"]);
        Ok(())
    }

    #[test]
    fn a_refusal_leads_nowhere() -> Result<(), InvalidId> {
        let entry = entry(&tenant()?, &event(AuditAction::ProjectDeleted, AuditOutcome::Refused)?);
        assert_eq!((entry.what.as_str(), entry.link.as_str()), ("tried to delete a project", ""));
        assert!(entry.refused);
        Ok(())
    }

    #[test]
    fn what_is_gone_leads_nowhere_and_the_system_has_a_name() -> Result<(), InvalidId> {
        let purged = event(AuditAction::ProjectPurged, AuditOutcome::Done)?;
        let purged = AuditEvent { actor: None, before: Some(format!(r#"{{"id":"{ID}"}}"#)), ..purged };
        let entry = entry(&tenant()?, &purged);
        assert_eq!((entry.who.as_str(), entry.link.as_str()), ("The system", ""));
        assert_eq!((entry.what.as_str(), entry.object.as_str()), ("removed a project for good", GONE));
        Ok(())
    }
}
