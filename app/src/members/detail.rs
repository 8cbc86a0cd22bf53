//! One member: their role, and the end of their membership.

use domain::{OrganizationMember, TenantInfo};
use leptos_router::hooks::use_params_map;

use super::{ChangeRole, Part, PeoplePage, RemoveMember, frame, member_path, members_path};
use crate::{
    AppError,
    fields::{role, shown},
    forms::{PostForm, Posting},
    plain::json,
    prelude::*,
    ui::{Breadcrumbs, Crumb, ErrorNote, ErrorPage, Field, PageHead, Submit},
};

/// `…/organization/members/:id`
#[component]
pub(crate) fn MemberPage() -> impl IntoView {
    let params = use_params_map();
    let posting = Posting::of(&[ChangeRole::PATH, RemoveMember::PATH]);
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    frame::page(Part::Member, id, move |tenant, page| content(tenant, page, posting))
}

fn content(tenant: &TenantInfo, page: PeoplePage, posting: Posting) -> AnyView {
    let Some(member) = page.members.first() else {
        return view! { <ErrorPage error=AppError::NotFound/> }.into_any();
    };
    let is_own = member.id == tenant.actor;
    let object = json(member);
    let facts = OrganizationMember::FIELDS.iter().map(|field| {
        let words = shown(tenant, field, &object);
        let words = if words.is_empty() { "–".to_owned() } else { words };
        view! { <div><dt>{field.label}</dt><dd dir="auto">{words}</dd></div> }
    });
    let trail = vec![Crumb::to("Members", members_path(&tenant.path)), Crumb::here(member.name.clone())];
    let change =
        (page.may_manage && !is_own && tenant.may_remove).then(|| role_form(tenant, member, page.roles, posting));
    let end = (tenant.may_remove && (is_own || page.may_manage)).then(|| end_form(tenant, member, is_own, posting));
    view! {
        <Breadcrumbs trail=trail/>
        <PageHead title=member.name.clone()/>
        <ErrorNote error=posting.error/>
        <dl class="facts facts-main">{facts.collect_view()}</dl>
        {change.map(|change| view! { <div class="mt-6">{change}</div> })}
        // As wide as the button: the question opens below it.
        {end.map(|end| view! { <div class="mt-6 w-fit">{end}</div> })}
    }
    .into_any()
}

fn role_form(tenant: &TenantInfo, member: &OrganizationMember, roles: Vec<String>, posting: Posting) -> AnyView {
    let typed = posting.typed("role").unwrap_or_else(|| member.role.clone());
    let field = Field { name: "role", label: "Role", hint: "", required: true, error: posting.error_of("role") };
    let field = field.choice(&typed, role_choices(roles, Some(&member.role)));
    view! {
        <PostForm
            posting=posting
            function=ChangeRole::PATH
            page=member_path(&tenant.path, &member.id)
            tenant=tenant.path.clone()
            hidden=vec![("id", member.id.to_string())]
        >
            {field}
            <div class="form-actions"><Submit pending=posting.pending label="Change role" waiting="Changing…"/></div>
        </PostForm>
    }
    .into_any()
}

/// The roles to choose from, by name; the present one too.
pub(super) fn role_choices(mut roles: Vec<String>, present: Option<&String>) -> Vec<(String, String)> {
    if let Some(present) = present.filter(|present| !roles.contains(present)) {
        roles.push(present.clone());
    }
    roles.into_iter().map(|key| (key.clone(), role(&key))).collect()
}

/// Removing somebody, or leaving. Whoever leaves gets a new page from the server, with another session: so that form is the
/// browser's own.
fn end_form(tenant: &TenantInfo, member: &OrganizationMember, is_own: bool, posting: Posting) -> AnyView {
    let page = member_path(&tenant.path, &member.id);
    let (open, press) =
        if is_own { ("Leave the organization", "Leave") } else { ("Remove from the organization", "Remove") };
    let question = match is_own {
        true => view! { <p>"You will not see this organization any more. Somebody has to invite you again to come back."</p> }.into_any(),
        false => view! { <p><bdi>{member.name.clone()}</bdi>" will lose access within seconds. What they made stays."</p> }.into_any(),
    };
    let body = view! {
        {question}
        <button type="submit" class="btn btn-danger btn-sm">{press}</button>
    };
    let form = match is_own {
        true => {
            let hidden = [
                ("function", RemoveMember::PATH.to_owned()),
                ("tenant", tenant.path.prefix()),
                ("id", member.id.to_string()),
            ];
            let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
            view! { <form method="post" action=page class="confirm-panel">{hidden.collect_view()}{body}</form> }
                .into_any()
        }
        false => view! {
            <PostForm
                posting=posting function=RemoveMember::PATH page=page tenant=tenant.path.clone()
                hidden=vec![("id", member.id.to_string())] class="confirm-panel"
            >
                {body}
            </PostForm>
        }
        .into_any(),
    };
    view! { <details class="confirm"><summary class="btn btn-danger-ghost">{open}</summary>{form}</details> }.into_any()
}
