//! The invitations: sending some, and those that were sent.

use domain::{OrganizationInvitation, TenantInfo};
use leptos_router::hooks::use_query_map;

use super::{
    Invite, Part, PeoplePage, ResendInvitation, RevokeInvitation, detail::role_choices, frame, invitations_path,
};
use crate::{
    fields::role,
    forms::{PostForm, Posting},
    plain::Address,
    prelude::*,
    ui::{EmptyState, ErrorNote, Field, Glyph, Pager, Submit, Timestamp},
};

/// `…/organization/invitations?status=&after=`
#[component]
pub(crate) fn InvitationsPage() -> impl IntoView {
    let query = use_query_map();
    let inviting = Posting::of(&[Invite::PATH]);
    let changing = Posting::of(&[ResendInvitation::PATH, RevokeInvitation::PATH]);
    let address = move || query.with(|query| Address::of(query, &["status", "after"]));
    let content =
        move |tenant: &TenantInfo, page: PeoplePage| content(tenant, &untrack(address), page, [inviting, changing]);
    frame::page(Part::Invitations, move || address().query(), content)
}

fn content(tenant: &TenantInfo, address: &Address, page: PeoplePage, [inviting, changing]: [Posting; 2]) -> AnyView {
    let path = invitations_path(&tenant.path);
    let (here, first) = (address.href(&path), address.first(&path));
    let next = page.next.map(|after| address.with("after", after).href(&path));
    let statuses = OrganizationInvitation::STATUSES.iter().map(|status| {
        let is_first = *status == OrganizationInvitation::STATUSES[0];
        let value = if is_first { "" } else { status };
        let current = (address.get("status") == value).then_some("page");
        let href = address.with("status", value).with("after", "").href(&path);
        view! { <a href=href aria-current=current data-noscroll>{crate::fields::choice(status)}</a> }
    });
    let is_empty = page.invitations.is_empty();
    let rows = page.invitations.into_iter().map(|invitation| row(tenant, invitation, &here, changing));
    let rows = match is_empty {
        true => view! { <EmptyState glyph=Glyph::People title="None" text="No invitation stands so."/> }.into_any(),
        false => view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any(),
    };
    view! {
        {frame::head(tenant, Part::Invitations, "Invitations", true)}
        {tenant.may_remove.then(|| view! { <div class="mt-6 mb-6">{form(tenant, &here, page.roles, inviting)}</div> })}
        <nav class="tabs" aria-label="Invitations">{statuses.collect_view()}</nav>
        <ErrorNote error=changing.error/>
        <div class="mt-6">{rows}</div>
        <Pager first=first next=next/>
    }
    .into_any()
}

fn form(tenant: &TenantInfo, page: &str, roles: Vec<String>, posting: Posting) -> AnyView {
    let field = |name, label, hint| Field { name, label, hint, required: true, error: posting.error_of(name) };
    let addresses = posting.typed("email_addresses").unwrap_or_default();
    let addresses = field("email_addresses", "E-mail addresses", ADDRESSES).text(&addresses);
    let chosen = posting.typed("role").unwrap_or_else(|| "org:member".to_owned());
    let chosen = field("role", "Role", "").choice(&chosen, role_choices(roles, None));
    let sent = live(move || posting.succeeded.get().then_some("Sent."));
    view! {
        <PostForm posting=posting function=Invite::PATH page=page.to_owned() tenant=tenant.path.clone()>
            <ErrorNote error=posting.error/>
            {addresses}
            {chosen}
            <div class="form-actions"><Submit pending=posting.pending label="Invite" waiting="Inviting…"/></div>
            <p class="muted" role="status">{sent}</p>
        </PostForm>
    }
    .into_any()
}

const ADDRESSES: &str = "Up to ten, separated by commas, spaces or line breaks.";

fn row(tenant: &TenantInfo, invitation: OrganizationInvitation, page: &str, posting: Posting) -> AnyView {
    let OrganizationInvitation { id, email_address, role: key, status, inviter, created_at, expires_at } = invitation;
    let is_pending = status == "pending";
    let name = email_address.unwrap_or_else(|| "Address no longer kept".to_owned());
    let inviter = inviter.map(|inviter| view! { <span dir="auto">"By "{tenant.name_of(&inviter)}</span> });
    let until = expires_at.filter(|_| is_pending).map(|at| view! { <span>"Good until "<Timestamp ms=at/></span> });
    let posted = Change { tenant, id, name: name.clone(), page, posting };
    let resend = (tenant.may_remove && (is_pending || status == "expired"))
        .then(|| posted.button(ResendInvitation::PATH, "Resend", "btn btn-secondary btn-sm"));
    let revoke = (tenant.may_remove && is_pending)
        .then(|| posted.button(RevokeInvitation::PATH, "Revoke", "btn btn-danger-ghost btn-sm"));
    view! {
        <li class="row">
            <div class="row-main">
                <p class="row-title"><span class="font-medium" dir="auto">{name}</span><span class="badge">{role(&key)}</span></p>
                <p class="row-note"><span>"Sent "<Timestamp ms=created_at/></span>{inviter}{until}</p>
            </div>
            {resend}
            {revoke}
        </li>
    }
    .into_any()
}

/// What is done with an invitation.
struct Change<'a> {
    tenant: &'a TenantInfo,
    id: String,
    name: String,
    page: &'a str,
    posting: Posting,
}

impl Change<'_> {
    fn button(&self, function: &'static str, text: &'static str, class: &'static str) -> AnyView {
        let label = format!("{text} the invitation of {}", self.name);
        view! {
            <PostForm
                posting=self.posting function=function page=self.page.to_owned() tenant=self.tenant.path.clone()
                hidden=vec![("id", self.id.clone())] class="row-action"
            >
                <button type="submit" class=class aria-label=label>{text}</button>
            </PostForm>
        }
        .into_any()
    }
}
