//! The audit trail.

statements! {
    /// tenant, id, now, actor, action, outcome, object's id, project, object's name, before, after, request, impersonator
    NOTE = "
        INSERT INTO audit_events (
            tenant_id, id, created_at, actor, action, outcome, object_id, project_id, object_name, before, after,
            request_id, impersonator
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
}
