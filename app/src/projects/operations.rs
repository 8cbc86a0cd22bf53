//! What server functions and REST do with projects: check the permission, call the store, and put the outcome into the
//! app's words.

use domain::{
    Asked, Attempt, Draft, FieldError, Grant, NewProject, Object, Page, Project, ProjectId, ProjectQuery, ReadProjects,
    TenantScope, UpdateProjects,
};
use store::{Create, DeleteBy, ProjectStore, Update, search::Question};

use crate::{
    AppError,
    context::{AppContext, member_directory, noted, refused, require, require_both},
    error::Present,
};

fn projects(context: &AppContext) -> &dyn ProjectStore {
    &*context.store
}

/// A page of a list.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to read; [`AppError::Malformed`] for a cursor that is none.
pub(super) async fn list(
    context: &AppContext,
    scope: &TenantScope,
    query: &ProjectQuery,
) -> Result<Page<Project>, AppError> {
    Ok(projects(context).list(&scope.require()?, query).await?)
}

/// What [`list`] looks for; nothing where the query is no search.
pub(super) fn asked(query: &ProjectQuery) -> Option<Asked> {
    Question::of(&query.search).asked()
}

/// One project.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`].
pub(super) async fn get(context: &AppContext, scope: &TenantScope, id: ProjectId) -> Result<Project, AppError> {
    projects(context).get(&scope.require()?, id).await?.ok_or(AppError::NotFound)
}

/// Makes a project.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] with one entry for each field that is wrong; [`AppError::Full`].
pub(super) async fn create(context: &AppContext, scope: &TenantScope, draft: &Draft) -> Result<Project, AppError> {
    let grant = require(context, scope, Attempt::to_create::<Project>()).await?;
    let new = NewProject::read(draft)?;
    if let Some(owner) = new.owner() {
        member_directory::check(context, scope, "owner", owner).await?;
    }
    match projects(context).create(&grant, new).await? {
        Create::Done(project) => Ok(project),
        Create::KeyTaken => Err(key_taken()),
        Create::Full(most) => Err(AppError::Full { noun: Project::NOUN.to_owned(), most }),
    }
}

/// The permission to change a project. Asked for before anything is said about the body of a request.
///
/// # Errors
/// [`AppError::Forbidden`]: the answer shows the project, so changing needs the right to read too.
pub(super) async fn may_change(
    context: &AppContext,
    scope: &TenantScope,
    id: ProjectId,
) -> Result<Grant<UpdateProjects>, AppError> {
    require_both::<_, ReadProjects>(context, scope, Attempt::on(Project::UPDATED, id)).await
}

/// Changes a project that still is at `version`.
///
/// # Errors
/// [`AppError::Conflict`] with the present state, [`AppError::NotFound`], [`AppError::Invalid`].
pub(super) async fn update(
    context: &AppContext,
    grant: &Grant<UpdateProjects>,
    id: ProjectId,
    version: i64,
    draft: &Draft,
) -> Result<Project, AppError> {
    let change = NewProject::read(draft)?;
    if let Some(owner) = change.owner() {
        let present = get(context, grant.scope(), id).await?;
        if present.owner != *owner {
            member_directory::check(context, grant.scope(), "owner", owner).await?;
        }
    }
    match projects(context).update(grant, id, version, change).await? {
        Update::Done(project) => Ok(project),
        Update::Conflict(project) => Err(AppError::Conflict(Present::of(Project::NOUN, &project))),
        Update::KeyTaken => Err(key_taken()),
        Update::NotFound => Err(AppError::NotFound),
    }
}

/// Deletes any project where the person may, else only what they made themselves.
///
/// # Errors
/// [`AppError::Forbidden`] for a project that the person may see but not delete; [`AppError::Impersonating`];
/// [`AppError::NotFound`].
pub(super) async fn delete(context: &AppContext, scope: &TenantScope, id: ProjectId) -> Result<(), AppError> {
    let attempt = Attempt::on(Project::DELETED, id);
    let by = noted(context, scope, attempt.clone(), DeleteBy::of(scope)).await?;
    if projects(context).delete(&by, id).await? {
        return Ok(());
    }
    // Nothing was there to delete under this right: because there is nothing, or because somebody else made it.
    if let (DeleteBy::Own(_), Ok(reader)) = (by, scope.require())
        && projects(context).get(&reader, id).await?.is_some()
    {
        refused(context, scope, attempt).await;
        return Err(AppError::Forbidden(domain::Permission::DeleteProjects));
    }
    Err(AppError::NotFound)
}

/// Brings a deleted project back; who may delete may.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Impersonating`]; [`AppError::NotFound`] when there is none, or none that the
/// person may restore.
pub(super) async fn restore(context: &AppContext, scope: &TenantScope, id: ProjectId) -> Result<Project, AppError> {
    let attempt = Attempt::on(Project::RESTORED, id);
    let reader = require::<ReadProjects>(context, scope, attempt.clone()).await?;
    let by = noted(context, scope, attempt.clone(), DeleteBy::of(scope)).await?;
    if let Some(project) = projects(context).restore(&by, id).await? {
        return Ok(project);
    }
    // What is there needs no restoring. What is not may be somebody else's: under this right it was refused.
    if matches!(by, DeleteBy::Own(_)) && projects(context).get(&reader, id).await?.is_none() {
        refused(context, scope, attempt).await;
    }
    Err(AppError::NotFound)
}

fn key_taken() -> AppError {
    let message = "Another project has this key; it may be an archived or a deleted one. Choose another.";
    AppError::Invalid(vec![FieldError::new("key", message)])
}

#[cfg(test)]
mod tests {
    use domain::{ListedAs, ProjectSort};

    use super::*;
    use crate::request::{MalformedQuery, read_query as read};

    #[test]
    fn filters_are_read() -> Result<(), AppError> {
        assert_eq!(read::<ProjectQuery>("")?, ProjectQuery::default());
        let query: ProjectQuery = read("search=moon+base%20%C3%A9&status=deleted&owner=user_a&sort=name&after=x")?;
        assert_eq!(query.search, "moon base é");
        assert_eq!((query.status, query.sort), (ListedAs::Deleted, ProjectSort::Name));
        assert_eq!(query.owner.map(String::from).as_deref(), Some("user_a"));
        assert_eq!(query.after.as_deref(), Some("x"));
        Ok(())
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for query in ["status=gone", "sort=", "owner=me", "search=a&search=b", "colour=red", "limit=x"] {
            assert_eq!(read::<ProjectQuery>(query), Err(MalformedQuery), "{query}");
        }
    }
}
