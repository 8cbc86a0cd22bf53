// What is called through npm @clerk/backend, in this order: a step may use what an earlier one remembered.

const ADA = 'user_localAdaAdmin';
const MEL = 'user_localMelMember';
const VIC = 'user_localVicViewer';
const SAM = 'user_localSamStranger';
const ACME = 'org_localAcme';

const picture = () => new Blob(['bytes'], { type: 'image/png' });
const step = (call, act, versions = {}) => ({ call, act, ...versions });
const new3 = (call, act) => step(call, act, { since: 3 });

/** Methods that are not called, and why. */
export const EXCLUDED = {
  'users.deleteUserPasskey': 'nobody has a passkey yet',
  'users.deleteUserWeb3Wallet': 'nobody has a wallet yet',
  'users.deleteUserExternalAccount': 'nobody has an account elsewhere yet',
  'sessions.refreshSession': 'there are no refresh tokens',
  'sessions.verifySession': 'no call of the published list',
  'invitations.deleteInvitation': 'no call of the published list',
  'clients.getHandshakePayload': 'needs a handshake; the tests of the handshake redeem it',
};

/** A call that Clerk refuses. */
const refused = call => call.then(() => { throw new Error('nothing is refused'); }, error => { if (!error.errors) throw error; });

export const STEPS = [
  step('users.createUser', async (api, memory) => {
    const user = await api.users.createUser({
      emailAddress: ['nora@example.com'], phoneNumber: ['+15555550100'], username: 'nora_new', password: 'a long enough one',
      firstName: 'Nora', externalId: 'row-1', publicMetadata: { someKey: 1 }, backupCodes: ['one'],
      totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    });
    memory.user = user.id;
    return user;
  }),
  step('users.getUser', (api, { user }) => api.users.getUser(user)),
  step('users.updateUser', (api, { user }) => api.users.updateUser(user, { lastName: 'New', publicMetadata: { other: 2 } })),
  step('users.updateUserMetadata', (api, { user }) => api.users.updateUserMetadata(user, { privateMetadata: { a: 1 } })),
  new3('users.replaceUserMetadata', (api, { user }) => api.users.replaceUserMetadata(user, { publicMetadata: {} })),
  step('users.updateUserProfileImage', (api, { user }) => api.users.updateUserProfileImage(user, { file: picture() })),
  step('users.deleteUserProfileImage', (api, { user }) => api.users.deleteUserProfileImage(user)),
  step('users.getCount', api => api.users.getCount({ query: 'nora' }).then(() => undefined)),
  step('users.getUserList', async api => {
    const { data, totalCount } = await api.users.getUserList({ limit: 3, orderBy: '+first_name', userId: [ADA, MEL] });
    if (data.length !== 2 || totalCount !== 2) throw new Error(`${data.length} of ${totalCount}`);
  }),
  step('users.getOrganizationMembershipList', api => api.users.getOrganizationMembershipList({ userId: ADA, limit: 5 })),
  step('users.getOrganizationInvitationList', api => api.users.getOrganizationInvitationList({ userId: SAM })),
  step('users.getUserOauthAccessToken', api => api.users.getUserOauthAccessToken(ADA, 'google')),
  step('users.verifyPassword', (api, { user }) => api.users.verifyPassword({ userId: user, password: 'a long enough one' })),
  step('users.verifyTOTP', (api, { user }) => api.users.verifyTOTP({ userId: user, code: 'one' })),
  step('users.banUser', (api, { user }) => api.users.banUser(user)),
  step('users.unbanUser', (api, { user }) => api.users.unbanUser(user)),
  step('users.lockUser', (api, { user }) => api.users.lockUser(user)),
  step('users.unlockUser', (api, { user }) => api.users.unlockUser(user)),
  step('users.setPasswordCompromised', (api, { user }) => api.users.setPasswordCompromised(user)),
  step('users.unsetPasswordCompromised', (api, { user }) => api.users.unsetPasswordCompromised(user)),
  step('users.deleteUserBackupCodes', (api, { user }) => api.users.deleteUserBackupCodes(user)),
  step('users.deleteUserTOTP', (api, { user }) => api.users.deleteUserTOTP(user)),
  step('users.disableUserMFA', (api, { user }) => api.users.disableUserMFA(user)),
  new3('users.removePassword', (api, { user }) => api.users.removePassword(user)),
  new3('users.replaceUserEmailAddress', (api, { user }) => api.users.replaceUserEmailAddress(user, { emailAddress: 'nora2@example.com' })),
  new3('users.replaceUserPhoneNumber', (api, { user }) => api.users.replaceUserPhoneNumber(user, { phoneNumber: '+15555550101' })),

  step('emailAddresses.createEmailAddress', async (api, memory) => {
    const made = await api.emailAddresses.createEmailAddress({ userId: MEL, emailAddress: 'more@example.com', verified: true });
    memory.address = made.id;
    return made;
  }),
  step('emailAddresses.getEmailAddress', (api, { address }) => api.emailAddresses.getEmailAddress(address)),
  step('emailAddresses.updateEmailAddress', (api, { address }) => api.emailAddresses.updateEmailAddress(address, { primary: true })),
  step('emailAddresses.deleteEmailAddress', (api, { address }) => api.emailAddresses.deleteEmailAddress(address)),
  step('phoneNumbers.createPhoneNumber', async (api, memory) => {
    const made = await api.phoneNumbers.createPhoneNumber({ userId: MEL, phoneNumber: '+15555550102', verified: true });
    memory.number = made.id;
    return made;
  }),
  step('phoneNumbers.getPhoneNumber', (api, { number }) => api.phoneNumbers.getPhoneNumber(number)),
  step('phoneNumbers.updatePhoneNumber', (api, { number }) => api.phoneNumbers.updatePhoneNumber(number, { reservedForSecondFactor: true })),
  step('phoneNumbers.deletePhoneNumber', (api, { number }) => api.phoneNumbers.deletePhoneNumber(number)),

  step('organizations.createOrganization', async (api, memory) => {
    const made = await api.organizations.createOrganization({ name: 'Initech', createdBy: ADA, slug: 'initech', publicMetadata: { a: 1 } });
    memory.organization = made.id;
    return made;
  }),
  step('organizations.getOrganizationList', api => api.organizations.getOrganizationList({ includeMembersCount: true, orderBy: '+name' })),
  step('organizations.getOrganization', api => api.organizations.getOrganization({ slug: 'initech', includeMembersCount: true })),
  step('organizations.updateOrganization', (api, { organization }) => api.organizations.updateOrganization(organization, { name: 'Initrode', privateMetadata: { b: 1 } })),
  step('organizations.updateOrganizationLogo', (api, { organization }) => api.organizations.updateOrganizationLogo(organization, { file: picture() })),
  step('organizations.deleteOrganizationLogo', (api, { organization }) => api.organizations.deleteOrganizationLogo(organization)),
  step('organizations.updateOrganizationMetadata', (api, { organization }) => api.organizations.updateOrganizationMetadata(organization, { publicMetadata: { c: 1 } })),
  new3('organizations.replaceOrganizationMetadata', (api, { organization }) => api.organizations.replaceOrganizationMetadata(organization, { publicMetadata: {} })),
  step('organizations.getInstanceOrganizationMembershipList', api => api.organizations.getInstanceOrganizationMembershipList({ orderBy: '-created_at' })),
  step('organizations.createOrganizationMembership', (api, { organization }) => api.organizations.createOrganizationMembership({ organizationId: organization, userId: SAM, role: 'org:member' })),
  step('organizations.updateOrganizationMembership', (api, { organization }) => api.organizations.updateOrganizationMembership({ organizationId: organization, userId: SAM, role: 'org:viewer' })),
  step('organizations.updateOrganizationMembershipMetadata', (api, { organization }) => api.organizations.updateOrganizationMembershipMetadata({ organizationId: organization, userId: SAM, publicMetadata: { a: 1 } })),
  step('organizations.getOrganizationMembershipList', (api, { organization }) => api.organizations.getOrganizationMembershipList({ organizationId: organization, role: ['org:viewer'] })),
  step('organizations.deleteOrganizationMembership', (api, { organization }) => api.organizations.deleteOrganizationMembership({ organizationId: organization, userId: SAM })),
  step('organizations.createOrganizationInvitation', async (api, memory) => {
    const made = await api.organizations.createOrganizationInvitation({ organizationId: ACME, inviterUserId: ADA, emailAddress: 'x@example.com', role: 'org:member' });
    memory.invited = made.id;
    return made;
  }),
  step('organizations.createOrganizationInvitationBulk', api =>
    api.organizations.createOrganizationInvitationBulk(ACME, [{ inviterUserId: ADA, emailAddress: 'y@example.com', role: 'org:member' }])),
  step('organizations.getOrganizationInvitationList', api => api.organizations.getOrganizationInvitationList({ organizationId: ACME, status: ['pending'] })),
  step('organizations.getOrganizationInvitation', (api, { invited }) => api.organizations.getOrganizationInvitation({ organizationId: ACME, invitationId: invited })),
  step('organizations.revokeOrganizationInvitation', (api, { invited }) => api.organizations.revokeOrganizationInvitation({ organizationId: ACME, invitationId: invited, requestingUserId: ADA })),
  step('organizations.createOrganizationDomain', async (api, memory) => {
    const made = await api.organizations.createOrganizationDomain({ organizationId: ACME, name: 'acme.test', enrollmentMode: 'automatic_invitation' });
    memory.domain = made.id;
    return made;
  }),
  step('organizations.getOrganizationDomainList', api => api.organizations.getOrganizationDomainList({ organizationId: ACME })),
  step('organizations.updateOrganizationDomain', (api, { domain }) => api.organizations.updateOrganizationDomain({ organizationId: ACME, domainId: domain, enrollmentMode: 'manual_invitation' })),
  step('organizations.deleteOrganizationDomain', (api, { domain }) => api.organizations.deleteOrganizationDomain({ organizationId: ACME, domainId: domain })),

  new3('organizationPermissions.createOrganizationPermission', async (api, memory) => {
    const made = await api.organizationPermissions.createOrganizationPermission({ name: 'Read', key: 'org:reports:read', description: 'Looks' });
    memory.permission = made.id;
    return made;
  }),
  new3('organizationPermissions.getOrganizationPermissionList', api => api.organizationPermissions.getOrganizationPermissionList({ limit: 50 })),
  new3('organizationPermissions.getOrganizationPermission', (api, { permission }) => api.organizationPermissions.getOrganizationPermission(permission)),
  new3('organizationPermissions.updateOrganizationPermission', (api, { permission }) => api.organizationPermissions.updateOrganizationPermission({ permissionId: permission, name: 'Look' })),
  new3('organizationRoles.createOrganizationRole', async (api, memory) => {
    const made = await api.organizationRoles.createOrganizationRole({ name: 'Billing', key: 'org:billing', description: 'Pays' });
    memory.role = made.id;
    return made;
  }),
  new3('organizationRoles.getOrganizationRoleList', api => api.organizationRoles.getOrganizationRoleList({ query: 'bill' })),
  new3('organizationRoles.getOrganizationRole', (api, { role }) => api.organizationRoles.getOrganizationRole(role)),
  new3('organizationRoles.updateOrganizationRole', (api, { role }) => api.organizationRoles.updateOrganizationRole({ organizationRoleId: role, name: 'Finance' })),
  new3('organizationRoles.assignPermissionToOrganizationRole', (api, { role, permission }) => api.organizationRoles.assignPermissionToOrganizationRole({ organizationRoleId: role, permissionId: permission })),
  new3('organizationRoles.removePermissionFromOrganizationRole', (api, { role, permission }) => api.organizationRoles.removePermissionFromOrganizationRole({ organizationRoleId: role, permissionId: permission })),
  new3('organizationRoles.deleteOrganizationRole', (api, { role }) => api.organizationRoles.deleteOrganizationRole(role)),
  new3('organizationPermissions.deleteOrganizationPermission', (api, { permission }) => api.organizationPermissions.deleteOrganizationPermission(permission)),
  new3('roleSets.createRoleSet', api => api.roleSets.createRoleSet({
    name: 'Two', key: 'role_set:two', description: 'For few', defaultRoleKey: 'org:member', creatorRoleKey: 'org:admin', roles: ['org:admin', 'org:member'],
  })),
  new3('roleSets.getRoleSetList', api => api.roleSets.getRoleSetList()),
  new3('roleSets.getRoleSet', api => api.roleSets.getRoleSet('role_set:two')),
  new3('roleSets.updateRoleSet', api => api.roleSets.updateRoleSet({ roleSetKeyOrId: 'role_set:two', name: 'Teams' })),
  new3('roleSets.addRolesToRoleSet', api => api.roleSets.addRolesToRoleSet({ roleSetKeyOrId: 'role_set:two', roleKeys: ['org:viewer'] })),
  new3('roleSets.replaceRoleInRoleSet', api => api.roleSets.replaceRoleInRoleSet({ roleSetKeyOrId: 'role_set:two', roleKey: 'org:viewer', toRoleKey: 'org:member' })),
  new3('roleSets.replaceRoleSet', api => api.roleSets.replaceRoleSet({ roleSetKeyOrId: 'role_set:two', destRoleSetKey: 'role_set:default' })),

  step('invitations.createInvitation', async (api, memory) => {
    const made = await api.invitations.createInvitation({ emailAddress: 'z@example.com', publicMetadata: { a: 1 } });
    memory.invitation = made.id;
    return made;
  }),
  step('invitations.createInvitationBulk', api => api.invitations.createInvitationBulk([{ emailAddress: 'w@example.com' }])),
  step('invitations.getInvitationList', api => api.invitations.getInvitationList({ status: 'pending' })),
  step('invitations.revokeInvitation', (api, { invitation }) => api.invitations.revokeInvitation(invitation)),

  step('jwtTemplates.create', async (api, memory) => {
    const made = await api.jwtTemplates.create({ name: 'supabase', claims: { role: 'member' }, lifetime: 60 });
    memory.template = made.id;
    return made;
  }),
  step('jwtTemplates.list', api => api.jwtTemplates.list()),
  step('jwtTemplates.get', (api, { template }) => api.jwtTemplates.get(template)),
  step('jwtTemplates.update', (api, { template }) => api.jwtTemplates.update({ templateId: template, name: 'supabase', claims: {} })),
  step('sessions.createSession', async (api, memory) => {
    const made = await api.sessions.createSession({ userId: VIC });
    [memory.session, memory.client] = [made.id, made.clientId];
    return made;
  }),
  step('sessions.getSessionList', api => api.sessions.getSessionList({ userId: VIC })),
  step('sessions.getSession', (api, { session }) => api.sessions.getSession(session)),
  step('sessions.getToken', async (api, { session }) => {
    await api.sessions.getToken(session, 'supabase');
    return api.sessions.getToken(session, undefined, 600);
  }),
  step('sessions.revokeSession', (api, { session }) => api.sessions.revokeSession(session)),
  step('jwtTemplates.delete', (api, { template }) => api.jwtTemplates.delete(template)),
  step('clients.getClientList', api => api.clients.getClientList()),
  step('clients.getClient', (api, { client }) => api.clients.getClient(client)),
  step('clients.verifyClient', async (api, _, { fapiUrl }) => {
    const form = new URLSearchParams({ strategy: 'password', identifier: 'ada+clerk_test@example.com', password: 'local-clerk-demo' });
    const signedIn = await fetch(`${fapiUrl}/v1/client/sign_ins`, { method: 'POST', body: form });
    const cookie = signedIn.headers.getSetCookie().find(cookie => cookie.startsWith('__client='));
    return api.clients.verifyClient(cookie.slice('__client='.length).split(';')[0]);
  }),
  step('jwks.getJwks', api => api.jwks.getJwks()),

  step('signInTokens.createSignInToken', async (api, memory) => {
    const made = await api.signInTokens.createSignInToken({ userId: MEL, expiresInSeconds: 60 });
    memory.signInToken = made.id;
    return made;
  }),
  step('signInTokens.revokeSignInToken', (api, { signInToken }) => api.signInTokens.revokeSignInToken(signInToken)),
  step('actorTokens.create', async (api, memory) => {
    const made = await api.actorTokens.create({ userId: MEL, actor: { sub: ADA }, expiresInSeconds: 60 });
    memory.actorToken = made.id;
    return made;
  }),
  step('actorTokens.revoke', (api, { actorToken }) => api.actorTokens.revoke(actorToken)),
  step('testingTokens.createTestingToken', api => api.testingTokens.createTestingToken()),

  step('instance.get', api => api.instance.get()),
  step('instance.update', api => api.instance.update({ allowedOrigins: ['app://x'], testMode: true })),
  step('instance.updateRestrictions', api => api.instance.updateRestrictions({ blockEmailSubaddresses: false })),
  new3('instance.getOrganizationSettings', api => api.instance.getOrganizationSettings()),
  step('instance.updateOrganizationSettings', api => api.instance.updateOrganizationSettings({ maxAllowedMemberships: 9 })),
  step('allowlistIdentifiers.createAllowlistIdentifier', async (api, memory) => {
    const made = await api.allowlistIdentifiers.createAllowlistIdentifier({ identifier: 'a@example.com', notify: true });
    memory.allowed = made.id;
    return made;
  }),
  step('allowlistIdentifiers.getAllowlistIdentifierList', api => api.allowlistIdentifiers.getAllowlistIdentifierList()),
  step('allowlistIdentifiers.deleteAllowlistIdentifier', (api, { allowed }) => api.allowlistIdentifiers.deleteAllowlistIdentifier(allowed)),
  step('blocklistIdentifiers.createBlocklistIdentifier', async (api, memory) => {
    const made = await api.blocklistIdentifiers.createBlocklistIdentifier({ identifier: '*@evil.test' });
    memory.blocked = made.id;
    return made;
  }),
  step('blocklistIdentifiers.getBlocklistIdentifierList', api => api.blocklistIdentifiers.getBlocklistIdentifierList()),
  step('blocklistIdentifiers.deleteBlocklistIdentifier', (api, { blocked }) => api.blocklistIdentifiers.deleteBlocklistIdentifier(blocked)),
  step('redirectUrls.createRedirectUrl', async (api, memory) => {
    const made = await api.redirectUrls.createRedirectUrl({ url: 'my-app://callback' });
    memory.redirect = made.id;
    return made;
  }),
  step('redirectUrls.getRedirectUrlList', api => api.redirectUrls.getRedirectUrlList()),
  step('redirectUrls.getRedirectUrl', (api, { redirect }) => api.redirectUrls.getRedirectUrl(redirect)),
  step('redirectUrls.deleteRedirectUrl', (api, { redirect }) => api.redirectUrls.deleteRedirectUrl(redirect)),
  step('waitlistEntries.create', async (api, memory) => {
    const made = await api.waitlistEntries.create({ emailAddress: 'q@example.com' });
    memory.entry = made.id;
    return made;
  }),
  step('waitlistEntries.createBulk', async (api, memory) => {
    const made = await api.waitlistEntries.createBulk([{ emailAddress: 'r@example.com' }, { emailAddress: 's@example.com' }]);
    memory.entries = made.map(entry => entry.id);
    return made;
  }),
  step('waitlistEntries.invite', (api, { entry }) => api.waitlistEntries.invite(entry)),
  step('waitlistEntries.reject', (api, { entries }) => api.waitlistEntries.reject(entries[0])),
  step('waitlistEntries.delete', (api, { entries }) => api.waitlistEntries.delete(entries[1])),
  step('waitlistEntries.list', api => api.waitlistEntries.list({ orderBy: '-created_at' })),
  step('signUps.get', async (api, memory, { fapiUrl }) => {
    const form = new URLSearchParams({ email_address: 't@example.com', password: 'a long enough one' });
    const begun = await fetch(`${fapiUrl}/v1/client/sign_ups`, { method: 'POST', body: form });
    memory.signUp = (await begun.json()).response.id;
    return api.signUps.get(memory.signUp);
  }),
  step('signUps.update', (api, { signUp }) => api.signUps.update({ signUpAttemptId: signUp, externalId: 'row-2' })),

  step('users.getUser', api => refused(api.users.getUser('user_nobody'))),
  step('users.createUser', api => refused(api.users.createUser({ emailAddress: ['no address'], password: 'x' }))),
  step('organizations.createOrganizationInvitation', api =>
    refused(api.organizations.createOrganizationInvitation({ organizationId: ACME, inviterUserId: MEL, emailAddress: 'u@example.com', role: 'org:member' }))),
  step('organizations.deleteOrganization', (api, { organization }) => api.organizations.deleteOrganization(organization)),
  step('users.deleteUser', (api, { user }) => api.users.deleteUser(user)),
];
