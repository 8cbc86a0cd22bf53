//! A page that asks before something is deleted: it works without JavaScript, and nothing is deleted by a stray click.

use domain::{Permission, TenantInfo};

use crate::{
    AppError,
    forms::{PostForm, Posting},
    prelude::*,
    ui::{ErrorNote, ErrorPage, FormActions, Heading, PageHead},
};

/// What is to be deleted.
pub struct Deletion {
    /// The server function: its `PATH`.
    pub function: &'static str,
    /// Who may delete it.
    pub needs: Permission,
    /// The id of the object.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The object's page.
    pub page: String,
}

/// The question, for those who may answer it.
pub fn ask_to_delete(tenant: &TenantInfo, posting: Posting, deletion: Deletion) -> AnyView {
    let for_whom = if tenant.slug.is_some() { ", for everybody in the organization" } else { "" };
    let may = tenant.may(deletion.needs);
    ask(tenant, posting, deletion, may, format!("It is gone for good{for_whom}."), "Delete for good")
}

/// The same where something else decides who may, and where it is not all of the truth that it is gone for good.
pub fn ask(
    tenant: &TenantInfo,
    posting: Posting,
    deletion: Deletion,
    may: bool,
    about: String,
    label: &'static str,
) -> AnyView {
    let Deletion { function, needs, id, name, page } = deletion;
    if !tenant.may_remove {
        return view! { <ErrorPage error=AppError::Impersonating/> }.into_any();
    }
    if !may {
        return view! { <ErrorPage error=AppError::Forbidden(needs)/> }.into_any();
    }
    view! {
        <PageHead title=Heading::of("Delete ", name, "?") about=about/>
        <PostForm
            posting=posting
            function=function
            page=format!("{page}/delete")
            tenant=tenant.path.clone()
            hidden=vec![("id", id)]
        >
            <ErrorNote error=posting.error/>
            <FormActions
                pending=posting.pending label=label waiting="Deleting…" class="btn btn-danger"
                leave=page leave_label="Keep it"
            />
        </PostForm>
    }
    .into_any()
}
