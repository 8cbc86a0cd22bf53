//! One more task, at the end of the list.

use domain::{ProjectId, TenantInfo, task::TITLE_MAX};
use leptos::{prelude::*, server_fn::ServerFn};

use super::CreateTask;
use crate::{
    forms::{PostForm, Posting},
    people::choices_of,
    ui::{ErrorNote, Field, Submit},
};

/// Below the list; after a press on the button it is ready for the next one.
#[component]
pub(super) fn AddTask(tenant: TenantInfo, project: ProjectId, page: String, posting: Posting) -> impl IntoView {
    view! {
        <PostForm
            posting=posting
            function=CreateTask::PATH
            page=page
            tenant=tenant.path.clone()
            hidden=vec![("project", project.to_string())]
            class="task-add"
        >
            <ErrorNote error=posting.error/>
            {fields(&tenant, posting, String::new(), String::new(), "New task")}
            <Submit pending=posting.pending label="Add task" waiting="Adding…"/>
        </PostForm>
    }
}

/// What people say of a task.
pub(super) fn fields(
    tenant: &TenantInfo,
    posting: Posting,
    title: String,
    assignee: String,
    label: &'static str,
) -> AnyView {
    let title = posting.typed("title").unwrap_or(title);
    let assignee = posting.typed("assignee").unwrap_or(assignee);
    let choices = choices_of(tenant, Some("Nobody"), assignee.parse().ok().as_ref());
    let field = |name, label| Field { name, label, hint: "", required: name == "title", error: posting.error_of(name) };
    view! {
        {field("title", label).line(title, TITLE_MAX)}
        {field("assignee", "Assignee").choice(&assignee, choices)}
    }
    .into_any()
}
