//! Lists of an organization and of a user, page by page.

use clerk_leptos::{
    ClerkApiError, Pages, Paging, Picture, UpdateOrganization, use_organization, use_organization_list,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn OrganizationLists() -> impl IntoView {
    let (organization, list) = (use_organization(), use_organization_list());
    let members = organization.memberships(Paging::new().page_size(2));
    let all = organization.memberships(Paging::new().page_size(2).infinite());
    let admins = organization.memberships(Paging::new().role(&["org:admin"]));
    let invitations = organization.invitations(Paging::new().status(&["pending"]));
    let requests = organization.membership_requests(Paging::new());
    let domains = organization.domains(Paging::new());
    let mine = list.user_memberships(Paging::new().infinite());
    let invited = list.user_invitations(Paging::new().status(&["pending"]));
    let suggested = list.user_suggestions(Paging::new());
    let said = RwSignal::new(String::new());
    let tell = move |outcome: Result<String, ClerkApiError>| {
        said.set(outcome.unwrap_or_else(|problem| problem.sentences().join(" ")));
        invitations.revalidate();
        domains.revalidate();
    };
    let invite = move |_| {
        spawn_local(async move {
            let Some(organization) = organization.now() else { return };
            tell(organization.invite_member("new+clerk_test@example.com", "org:member").await.map(|it| it.status));
        })
    };
    let revoke = move |_| {
        spawn_local(async move {
            let Some(invitation) = invitations.data.with_untracked(|all| all.first().cloned()) else { return };
            tell(invitation.revoke().await.map(|it| it.status));
        })
    };
    let rename = move |_| {
        spawn_local(async move {
            let Some(organization) = organization.now() else { return };
            let change = UpdateOrganization { name: Some("Acme Ltd".into()), slug: None };
            tell(organization.update(change).await.map(|it| it.name));
        })
    };
    let domain = move |_| {
        spawn_local(async move {
            let Some(organization) = organization.now() else { return };
            tell(organization.create_domain("acme-example.com", None).await.map(|it| it.name));
        })
    };
    let logo = move |_| {
        spawn_local(async move {
            let Some(organization) = organization.now() else { return };
            tell(organization.set_logo(Picture::none()).await.map(|it| it.has_image.to_string()));
        })
    };
    view! {
        <h1>"Organization lists"</h1>
        <dl>
            <dt>"name"</dt><dd id="name">{move || organization.organization.with(|it| it.as_ref().map(|it| it.name.clone()))}</dd>
            <dt>"members"</dt>
            <dd id="members">{names(members, |it| it.public_user_data.as_ref().and_then(|it| it.first_name.clone()).unwrap_or_default())}</dd>
            <dt>"members so far"</dt>
            <dd id="all">{names(all, |it| it.public_user_data.as_ref().and_then(|it| it.first_name.clone()).unwrap_or_default())}</dd>
            <dt>"admins"</dt><dd id="admins">{names(admins, |it| it.role.clone())}</dd>
            <dt>"invitations"</dt><dd id="invitations">{names(invitations, |it| it.email_address.clone())}</dd>
            <dt>"requests"</dt><dd id="requests">{names(requests, |it| it.id.clone())}</dd>
            <dt>"domains"</dt><dd id="domains">{names(domains, |it| it.name.clone())}</dd>
            <dt>"mine"</dt><dd id="mine">{names(mine, |it| it.organization.name.clone())}</dd>
            <dt>"invited"</dt><dd id="invited">{names(invited, |it| it.public_organization_data.name.clone())}</dd>
            <dt>"suggested"</dt><dd id="suggested">{names(suggested, |it| it.public_organization_data.name.clone())}</dd>
            <dt>"said"</dt><dd id="said">{said}</dd>
        </dl>
        <button type="button" on:click=move |_| members.fetch_next()>"Next members"</button>
        <button type="button" on:click=move |_| members.fetch_previous()>"Previous members"</button>
        <button type="button" on:click=move |_| all.fetch_next()>"More members"</button>
        <button type="button" on:click=invite>"Invite"</button>
        <button type="button" on:click=revoke>"Revoke"</button>
        <button type="button" on:click=rename>"Rename"</button>
        <button type="button" on:click=domain>"Add domain"</button>
        <button type="button" on:click=logo>"No logo"</button>
    }
}

fn names<T: Clone + Send + Sync + 'static>(pages: Pages<T>, name: fn(&T) -> String) -> impl IntoView {
    move || {
        if let Some(problem) = pages.error.get() {
            return problem.code().to_owned();
        }
        let names: Vec<_> = pages.data.with(|data| data.iter().map(name).collect());
        format!("{} of {}: {}", names.len(), pages.count.get(), names.join(", "))
    }
}
