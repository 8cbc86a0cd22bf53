//! Calls about sessions, invitations, tokens, templates and the instance itself.

use crate::calls::{Row, made};

pub(crate) const ROWS: &[Row] = &[
    ("sessions.list", "sessions.getSessionList", |clerk, given| made(clerk.sessions().list(&given.all()?))),
    ("sessions.get", "sessions.getSession", |clerk, given| {
        made(clerk.sessions().get(given.id(&["session_id", "id"])?))
    }),
    ("sessions.create", "sessions.createSession", |clerk, given| made(clerk.sessions().create(&given.all()?))),
    ("sessions.revoke", "sessions.revokeSession", |clerk, given| {
        made(clerk.sessions().revoke(given.id(&["session_id", "id"])?))
    }),
    ("sessions.get_token", "sessions.getToken", |clerk, given| {
        let (session, lifetime) = (given.id(&["session_id", "id"])?, given.one("expires_in_seconds")?);
        made(match given.id(&["template"]) {
            Ok(template) => clerk.sessions().get_token_from_template(session, template, lifetime),
            Err(_) => clerk.sessions().get_token(session, lifetime),
        })
    }),
    ("sessions.get_token_from_template", "", |clerk, given| {
        let (session, template) = (given.id(&["session_id", "id"])?, given.id(&["template"])?);
        made(clerk.sessions().get_token_from_template(session, template, given.one("expires_in_seconds")?))
    }),
    ("invitations.list", "invitations.getInvitationList", |clerk, given| made(clerk.invitations().list(&given.all()?))),
    ("invitations.create", "invitations.createInvitation", |clerk, given| {
        made(clerk.invitations().create(&given.all()?))
    }),
    ("invitations.create_bulk", "invitations.createInvitationBulk", |clerk, given| {
        made(clerk.invitations().create_bulk(&given.several()?))
    }),
    ("invitations.revoke", "invitations.revokeInvitation", |clerk, given| {
        made(clerk.invitations().revoke(given.id(&["invitation_id", "id"])?))
    }),
    ("jwt_templates.list", "jwtTemplates.list", |clerk, given| made(clerk.jwt_templates().list(&given.all()?))),
    ("jwt_templates.get", "jwtTemplates.get", |clerk, given| {
        made(clerk.jwt_templates().get(given.id(&["template_id", "id"])?))
    }),
    ("jwt_templates.create", "jwtTemplates.create", |clerk, given| made(clerk.jwt_templates().create(&given.all()?))),
    ("jwt_templates.update", "jwtTemplates.update", |clerk, given| {
        made(clerk.jwt_templates().update(given.id(&["template_id", "id"])?, &given.all()?))
    }),
    ("jwt_templates.delete", "jwtTemplates.delete", |clerk, given| {
        made(clerk.jwt_templates().delete(given.id(&["template_id", "id"])?))
    }),
    ("sign_in_tokens.create", "signInTokens.createSignInToken", |clerk, given| {
        made(clerk.sign_in_tokens().create(&given.all()?))
    }),
    ("sign_in_tokens.revoke", "signInTokens.revokeSignInToken", |clerk, given| {
        made(clerk.sign_in_tokens().revoke(given.id(&["sign_in_token_id", "id"])?))
    }),
    ("actor_tokens.create", "actorTokens.create", |clerk, given| made(clerk.actor_tokens().create(&given.all()?))),
    ("actor_tokens.revoke", "actorTokens.revoke", |clerk, given| {
        made(clerk.actor_tokens().revoke(given.id(&["actor_token_id", "id"])?))
    }),
    ("testing_tokens.create", "testingTokens.createTestingToken", |clerk, _| made(clerk.testing_tokens().create())),
    ("domains.list", "domains.list", |clerk, _| made(clerk.domains().list())),
    ("domains.add", "domains.add", |clerk, given| made(clerk.domains().add(&given.all()?))),
    ("domains.update", "domains.update", |clerk, given| {
        made(clerk.domains().update(given.id(&["domain_id", "id"])?, &given.all()?))
    }),
    ("domains.delete", "domains.delete", |clerk, given| {
        made(clerk.domains().delete(given.id(&["domain_id", "satellite_domain_id", "id"])?))
    }),
    ("instance.get", "instance.get", |clerk, _| made(clerk.instance().get())),
    ("instance.update", "instance.update", |clerk, given| made(clerk.instance().update(&given.all()?))),
    ("instance.update_restrictions", "instance.updateRestrictions", |clerk, given| {
        made(clerk.instance().update_restrictions(&given.all()?))
    }),
    ("instance.get_organization_settings", "instance.getOrganizationSettings", |clerk, _| {
        made(clerk.instance().get_organization_settings())
    }),
    ("instance.update_organization_settings", "instance.updateOrganizationSettings", |clerk, given| {
        made(clerk.instance().update_organization_settings(&given.all()?))
    }),
    ("instance.get_protect", "", |clerk, _| made(clerk.instance().get_protect())),
    ("instance.update_protect", "", |clerk, given| made(clerk.instance().update_protect(&given.all()?))),
    ("instance.get_communication", "", |clerk, _| made(clerk.instance().get_communication())),
    ("instance.update_communication", "", |clerk, given| made(clerk.instance().update_communication(&given.all()?))),
    ("webhooks.create_svix_app", "webhooks.createSvixApp", |clerk, _| made(clerk.webhooks().create_svix_app())),
    ("webhooks.delete_svix_app", "webhooks.deleteSvixApp", |clerk, _| made(clerk.webhooks().delete_svix_app())),
    ("webhooks.generate_svix_auth_url", "webhooks.generateSvixAuthURL", |clerk, _| {
        made(clerk.webhooks().generate_svix_auth_url())
    }),
];
