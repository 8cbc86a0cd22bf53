//! Organizations, members, invitations, domains, roles: each call of the guide, against the local Clerk.

use clerk_axum::backend::{
    CreateMembership, CreateOrganization, CreateOrganizationDomain, CreateOrganizationInvitation, CreatePermission,
    CreateRole, DomainList, EnrollmentMode, GetOrganization, InstanceInvitationList, InstanceMembershipList,
    InvitationStatus, MembershipList, OrganizationDomainList, OrganizationInvitationList, OrganizationList,
    OrganizationMetadata, Picture, RevokeOrganizationInvitation, RoleOrPermissionList, UpdateMembership,
    UpdateOrganization, UpdateOrganizationDomain, UpdatePermission, UpdateRole,
};
use futures::TryStreamExt as _;
use serde_json::{Value, json};

use super::{Outcome, local, user_id};

const ACME: &str = "org_localAcme";

fn metadata(value: Value) -> Option<serde_json::Map<String, Value>> {
    value.as_object().cloned()
}

#[tokio::test]
async fn an_organization_is_made_found_changed_and_deleted() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (organizations, ada) = (clerk.organizations(), user_id("Ada")?);
    let new = CreateOrganization {
        name: "Initech".to_owned(),
        slug: Some("initech".to_owned()),
        created_by: Some(ada.clone()),
        ..CreateOrganization::default()
    };
    let made = organizations.create(&new).await?;
    assert_eq!((made.slug.as_deref(), made.created_by.as_deref()), (Some("initech"), Some(ada.as_str())));
    let id = made.id.as_str();
    let list = OrganizationList {
        limit: Some(10),
        include_members_count: Some(true),
        query: Some("init".to_owned()),
        order_by: Some("+name".to_owned()),
        ..OrganizationList::default()
    };
    let page = organizations.list(&list).await?;
    assert_eq!((page.total_count, page.data.first().and_then(|each| each.members_count)), (Some(1), Some(1)));
    let counted = GetOrganization { include_members_count: Some(true), ..GetOrganization::default() };
    assert_eq!(organizations.get_with("initech", &counted).await?.members_count, Some(1));
    assert_eq!(organizations.get(id).await?.name, "Initech");
    let changed = UpdateOrganization {
        name: Some("Initrode".to_owned()),
        public_metadata: metadata(json!({ "plan": "enterprise" })),
        private_metadata: metadata(json!({ "b": 1 })),
        ..UpdateOrganization::default()
    };
    let changed = organizations.update(id, &changed).await?;
    assert_eq!((changed.name.as_str(), changed.public_metadata.len()), ("Initrode", 1));
    assert_eq!(changed.private_metadata.get("b"), Some(&json!(1)));
    let more = OrganizationMetadata { public_metadata: metadata(json!({ "c": 1 })), ..OrganizationMetadata::default() };
    assert_eq!(organizations.update_metadata(id, &more).await?.public_metadata.len(), 2);
    assert_eq!(organizations.replace_metadata(id, &more).await?.public_metadata.len(), 1);
    let picture = Picture { content_type: "image/png".to_owned(), bytes: b"bytes".to_vec() };
    assert!(organizations.update_logo(id, &picture, Some(&ada)).await?.has_image);
    assert!(!organizations.delete_logo(id).await?.has_image);
    assert!(organizations.delete(id).await?.deleted);
    assert!(organizations.get(id).await.err().ok_or("it is gone")?.is_not_found());
    Ok(())
}

#[tokio::test]
async fn members_come_go_and_change() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (organizations, sam) = (clerk.organizations(), user_id("Sam")?);
    let new = CreateMembership { user_id: sam.clone(), role: "org:member".to_owned(), ..CreateMembership::default() };
    let made = organizations.create_membership(ACME, &new).await?;
    assert_eq!(made.public_user_data.map(|user| user.user_id), Some(sam.clone()));
    let viewer = UpdateMembership { role: "org:viewer".to_owned() };
    assert_eq!(organizations.update_membership(ACME, &sam, &viewer).await?.role, "org:viewer");
    let noted =
        OrganizationMetadata { private_metadata: metadata(json!({ "a": 1 })), ..OrganizationMetadata::default() };
    let noted = organizations.update_membership_metadata(ACME, &sam, &noted).await?;
    assert_eq!(noted.private_metadata.get("a"), Some(&json!(1)));
    let viewers = MembershipList { role: vec!["org:viewer".to_owned()], limit: Some(100), ..MembershipList::default() };
    assert_eq!(organizations.list_memberships(ACME, &viewers).await?.total_count, Some(2));
    let of_sam = MembershipList { user_id: vec![sam.clone()], ..MembershipList::default() };
    let page = organizations.list_memberships(ACME, &of_sam).await?;
    assert_eq!(page.data.iter().map(|each| each.id.as_str()).collect::<Vec<_>>(), [made.id.as_str()]);
    assert_eq!(organizations.delete_membership(ACME, &sam).await?.id, made.id);
    let oldest =
        InstanceMembershipList { limit: Some(2), order_by: Some("+created_at".to_owned()), ..Default::default() };
    let all: Vec<_> = organizations.list_instance_memberships(&oldest).entries().try_collect().await?;
    assert_eq!(all.len(), 5);
    assert!(all.iter().all(|membership| membership.organization.is_some() && membership.public_user_data.is_some()));
    Ok(())
}

#[tokio::test]
async fn invitations_are_sent_listed_and_revoked() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (organizations, ada) = (clerk.organizations(), user_id("Ada")?);
    let new = |address: &str| CreateOrganizationInvitation {
        email_address: address.to_owned(),
        role: "org:member".to_owned(),
        inviter_user_id: Some(ada.clone()),
        redirect_url: Some("https://app.example/accept-invite".to_owned()),
        private_metadata: metadata(json!({ "a": 1 })),
        ..CreateOrganizationInvitation::default()
    };
    let made = organizations.create_invitation(ACME, &new("x@example.com")).await?;
    assert_eq!((&made.status, made.organization_id.as_str()), (&InvitationStatus::Pending, ACME));
    assert_eq!(made.private_metadata.get("a"), Some(&json!(1)));
    let several = [new("y@example.com"), new("z@example.com")];
    assert_eq!(organizations.create_invitation_bulk(ACME, &several).await?.data.len(), 2);
    let pending = OrganizationInvitationList { status: vec![InvitationStatus::Pending], ..Default::default() };
    assert_eq!(organizations.list_invitations(ACME, &pending).await?.total_count, Some(3));
    let small = InstanceInvitationList { limit: Some(2), ..InstanceInvitationList::default() };
    let all: Vec<_> = organizations.list_instance_invitations(&small).entries().try_collect().await?;
    assert_eq!(all.len(), 3);
    assert_eq!(organizations.get_invitation(ACME, &made.id).await?.email_address, "x@example.com");
    let by_ada = RevokeOrganizationInvitation { requesting_user_id: Some(ada.clone()) };
    let revoked = organizations.revoke_invitation(ACME, &made.id, &by_ada).await?;
    assert_eq!(revoked.status, InvitationStatus::Revoked);
    assert_eq!(organizations.list_invitations(ACME, &pending).await?.total_count, Some(2));
    let by_mel = CreateOrganizationInvitation { inviter_user_id: Some(user_id("Mel")?), ..new("w@example.com") };
    let refused = organizations.create_invitation(ACME, &by_mel).await.err().ok_or("she is no administrator")?;
    assert!(!refused.is_temporary() && refused.answer().is_some(), "{refused}");
    Ok(())
}

#[tokio::test]
async fn domains_of_an_organization() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let organizations = clerk.organizations();
    let new = CreateOrganizationDomain {
        name: "acme.test".to_owned(),
        enrollment_mode: Some(EnrollmentMode::AutomaticInvitation),
        ..CreateOrganizationDomain::default()
    };
    let made = organizations.create_domain(ACME, &new).await?;
    assert_eq!(made.enrollment_mode, EnrollmentMode::AutomaticInvitation);
    assert_eq!(organizations.list_domains(ACME, &OrganizationDomainList::default()).await?.total_count, Some(1));
    assert_eq!(organizations.list_instance_domains(&DomainList::default()).await?.total_count, Some(1));
    let by_hand =
        UpdateOrganizationDomain { enrollment_mode: Some(EnrollmentMode::ManualInvitation), ..Default::default() };
    let changed = organizations.update_domain(ACME, &made.id, &by_hand).await?;
    assert_eq!(changed.enrollment_mode, EnrollmentMode::ManualInvitation);
    assert!(organizations.delete_domain(ACME, &made.id).await?.deleted);
    Ok(())
}

#[tokio::test]
async fn roles_and_permissions() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (roles, permissions) = (clerk.organization_roles(), clerk.organization_permissions());
    let reads = CreatePermission {
        name: "Read".to_owned(),
        key: "org:reports:read".to_owned(),
        description: Some("Looks".to_owned()),
    };
    let reads = permissions.create(&reads).await?;
    let looks = UpdatePermission { name: Some("Look".to_owned()), ..UpdatePermission::default() };
    assert_eq!(permissions.update(&reads.id, &looks).await?.name, "Look");
    assert_eq!(permissions.get(&reads.id).await?.key, "org:reports:read");
    let reports = RoleOrPermissionList { query: Some("reports".to_owned()), ..RoleOrPermissionList::default() };
    assert_eq!(permissions.list(&reports).await?.total_count, Some(1));
    let pays = CreateRole {
        name: "Billing".to_owned(),
        key: "org:billing".to_owned(),
        description: Some("Pays".to_owned()),
        permissions: Some(vec![reads.id.clone()]),
        ..CreateRole::default()
    };
    let pays = roles.create(&pays).await?;
    assert_eq!(pays.permissions.len(), 1);
    assert_eq!(roles.remove_permission(&pays.id, &reads.id).await?.permissions.len(), 0);
    assert_eq!(roles.assign_permission(&pays.id, &reads.id).await?.permissions.len(), 1);
    let none = UpdateRole { name: Some("Finance".to_owned()), permissions: Some(Vec::new()), ..UpdateRole::default() };
    let changed = roles.update(&pays.id, &none).await?;
    assert_eq!((changed.name.as_str(), changed.permissions.len()), ("Finance", 0));
    assert_eq!(roles.get(&pays.id).await?.key, "org:billing");
    assert!(roles.list(&RoleOrPermissionList::default()).await?.total_count >= Some(3));
    assert!(roles.delete(&pays.id).await?.deleted && permissions.delete(&reads.id).await?.deleted);
    Ok(())
}
