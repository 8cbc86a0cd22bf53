//! Calls about organizations: members, invitations, domains, roles, permissions.

use crate::calls::{Row, made};

pub(crate) const ROWS: &[Row] = &[
    ("organizations.list", "organizations.getOrganizationList", |clerk, given| {
        made(clerk.organizations().list(&given.all()?))
    }),
    ("organizations.get", "organizations.getOrganization", |clerk, given| {
        made(clerk.organizations().get_with(given.organization()?, &given.all()?))
    }),
    ("organizations.create", "organizations.createOrganization", |clerk, given| {
        made(clerk.organizations().create(&given.all()?))
    }),
    ("organizations.update", "organizations.updateOrganization", |clerk, given| {
        made(clerk.organizations().update(given.organization()?, &given.all()?))
    }),
    ("organizations.delete", "organizations.deleteOrganization", |clerk, given| {
        made(clerk.organizations().delete(given.organization()?))
    }),
    ("organizations.update_metadata", "organizations.updateOrganizationMetadata", |clerk, given| {
        made(clerk.organizations().update_metadata(given.organization()?, &given.all()?))
    }),
    ("organizations.replace_metadata", "organizations.replaceOrganizationMetadata", |clerk, given| {
        made(clerk.organizations().replace_metadata(given.organization()?, &given.all()?))
    }),
    ("organizations.update_logo", "organizations.updateOrganizationLogo", |clerk, given| {
        let uploader = given.id(&["uploader_user_id"]).ok();
        made(clerk.organizations().update_logo(given.organization()?, &given.picture()?, uploader))
    }),
    ("organizations.delete_logo", "organizations.deleteOrganizationLogo", |clerk, given| {
        made(clerk.organizations().delete_logo(given.organization()?))
    }),
    ("organizations.list_memberships", "organizations.getOrganizationMembershipList", |clerk, given| {
        made(clerk.organizations().list_memberships(given.organization()?, &given.all()?))
    }),
    (
        "organizations.list_instance_memberships",
        "organizations.getInstanceOrganizationMembershipList",
        |clerk, given| made(clerk.organizations().list_instance_memberships(&given.all()?)),
    ),
    ("organizations.create_membership", "organizations.createOrganizationMembership", |clerk, given| {
        made(clerk.organizations().create_membership(given.organization()?, &given.all()?))
    }),
    ("organizations.update_membership", "organizations.updateOrganizationMembership", |clerk, given| {
        made(clerk.organizations().update_membership(given.organization()?, given.id(&["user_id"])?, &given.all()?))
    }),
    ("organizations.delete_membership", "organizations.deleteOrganizationMembership", |clerk, given| {
        made(clerk.organizations().delete_membership(given.organization()?, given.id(&["user_id"])?))
    }),
    (
        "organizations.update_membership_metadata",
        "organizations.updateOrganizationMembershipMetadata",
        |clerk, given| {
            let organizations = clerk.organizations();
            made(organizations.update_membership_metadata(
                given.organization()?,
                given.id(&["user_id"])?,
                &given.all()?,
            ))
        },
    ),
    ("organizations.list_invitations", "organizations.getOrganizationInvitationList", |clerk, given| {
        made(clerk.organizations().list_invitations(given.organization()?, &given.all()?))
    }),
    ("organizations.list_instance_invitations", "", |clerk, given| {
        made(clerk.organizations().list_instance_invitations(&given.all()?))
    }),
    ("organizations.create_invitation", "organizations.createOrganizationInvitation", |clerk, given| {
        made(clerk.organizations().create_invitation(given.organization()?, &given.all()?))
    }),
    ("organizations.create_invitation_bulk", "organizations.createOrganizationInvitationBulk", |clerk, given| {
        made(clerk.organizations().create_invitation_bulk(given.organization()?, &given.several()?))
    }),
    ("organizations.get_invitation", "organizations.getOrganizationInvitation", |clerk, given| {
        made(clerk.organizations().get_invitation(given.organization()?, given.id(&["invitation_id"])?))
    }),
    ("organizations.revoke_invitation", "organizations.revokeOrganizationInvitation", |clerk, given| {
        let invitation = given.id(&["invitation_id"])?;
        made(clerk.organizations().revoke_invitation(given.organization()?, invitation, &given.all()?))
    }),
    ("organizations.list_domains", "organizations.getOrganizationDomainList", |clerk, given| {
        made(clerk.organizations().list_domains(given.organization()?, &given.all()?))
    }),
    ("organizations.list_instance_domains", "", |clerk, given| {
        made(clerk.organizations().list_instance_domains(&given.all()?))
    }),
    ("organizations.create_domain", "organizations.createOrganizationDomain", |clerk, given| {
        made(clerk.organizations().create_domain(given.organization()?, &given.all()?))
    }),
    ("organizations.update_domain", "organizations.updateOrganizationDomain", |clerk, given| {
        made(clerk.organizations().update_domain(given.organization()?, given.id(&["domain_id"])?, &given.all()?))
    }),
    ("organizations.delete_domain", "organizations.deleteOrganizationDomain", |clerk, given| {
        made(clerk.organizations().delete_domain(given.organization()?, given.id(&["domain_id"])?))
    }),
    ("organizations.verify_domain_ownership", "", |clerk, given| {
        made(clerk.organizations().verify_domain_ownership(given.organization()?, given.id(&["domain_id"])?))
    }),
    ("organization_roles.list", "organizationRoles.getOrganizationRoleList", |clerk, given| {
        made(clerk.organization_roles().list(&given.all()?))
    }),
    ("organization_roles.get", "organizationRoles.getOrganizationRole", |clerk, given| {
        made(clerk.organization_roles().get(given.id(&["organization_role_id", "id"])?))
    }),
    ("organization_roles.create", "organizationRoles.createOrganizationRole", |clerk, given| {
        made(clerk.organization_roles().create(&given.all()?))
    }),
    ("organization_roles.update", "organizationRoles.updateOrganizationRole", |clerk, given| {
        made(clerk.organization_roles().update(given.id(&["organization_role_id", "id"])?, &given.all()?))
    }),
    ("organization_roles.delete", "organizationRoles.deleteOrganizationRole", |clerk, given| {
        made(clerk.organization_roles().delete(given.id(&["organization_role_id", "id"])?))
    }),
    ("organization_roles.assign_permission", "organizationRoles.assignPermissionToOrganizationRole", |clerk, given| {
        let (role, permission) = (given.id(&["organization_role_id"])?, given.id(&["permission_id"])?);
        made(clerk.organization_roles().assign_permission(role, permission))
    }),
    (
        "organization_roles.remove_permission",
        "organizationRoles.removePermissionFromOrganizationRole",
        |clerk, given| {
            let (role, permission) = (given.id(&["organization_role_id"])?, given.id(&["permission_id"])?);
            made(clerk.organization_roles().remove_permission(role, permission))
        },
    ),
    ("organization_permissions.list", "organizationPermissions.getOrganizationPermissionList", |clerk, given| {
        made(clerk.organization_permissions().list(&given.all()?))
    }),
    ("organization_permissions.get", "organizationPermissions.getOrganizationPermission", |clerk, given| {
        made(clerk.organization_permissions().get(given.id(&["permission_id", "id"])?))
    }),
    ("organization_permissions.create", "organizationPermissions.createOrganizationPermission", |clerk, given| {
        made(clerk.organization_permissions().create(&given.all()?))
    }),
    ("organization_permissions.update", "organizationPermissions.updateOrganizationPermission", |clerk, given| {
        made(clerk.organization_permissions().update(given.id(&["permission_id", "id"])?, &given.all()?))
    }),
    ("organization_permissions.delete", "organizationPermissions.deleteOrganizationPermission", |clerk, given| {
        made(clerk.organization_permissions().delete(given.id(&["permission_id", "id"])?))
    }),
];
