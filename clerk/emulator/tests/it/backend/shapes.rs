//! Every resource of the Backend API, held against Clerk's published shapes of 2026-05-12: what is required is there, and
//! everything has its type and is one of its values.

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::{ADA, MEL, id};
use crate::stage::Stage;

const PUBLISHED: &str = include_str!("../../../../published/shapes-bapi-2026-05-12.json");

/// Required by the list, but null there where nothing has been verified or nobody invited.
const EMPTY: [&str; 8] = [
    "EmailAddress.verification",
    "PhoneNumber.verification",
    "OrganizationInvitation.public_inviter_data",
    "OrganizationInvitationWithPublicOrganizationData.public_inviter_data",
    "OrganizationDomain.affiliation_verification",
    "OrganizationDomain.ownership_verification",
    "OrganizationDomain.verification",
    "SignUpVerifications.phone_number",
];

/// Optional fields that are null where there is nothing.
const NULLABLE: [&str; 24] = [
    "Organization.created_by",
    "Organization.role_set_key",
    "Organization.logo_url",
    "RoleSet.role_set_migration",
    "AllowlistIdentifier.invitation_id",
    "SessionActivityResponse.city",
    "SessionActivityResponse.country",
    "PhoneNumber.backup_codes",
    "ActorToken.token",
    "ActorToken.url",
    "SignUp.external_account",
    "SignUpVerifications.web3_wallet",
    "SignUpVerifications.email_address",
    "verification_otp.error",
    "OrganizationWithLogo.logo_url",
    "WaitlistEntry.invitation",
    "User.profile_image_url",
    "User.scim",
    "Session.tasks",
    "OrganizationMembershipPublicUserData.identifier",
    "OrganizationMembershipPublicUserData.username",
    "Invitation.url",
    "SignInToken.url",
    "DeletedObject.slug",
];

/// The same for the Frontend API.
const EMPTY_IN_BROWSERS: [&str; 15] = [
    "Client.SessionBase-2.tasks",
    "Client.User.create_organizations_limit",
    "Client.OrganizationDomain.affiliation_verification",
    "Client.OrganizationDomain.ownership_verification",
    "Client.OrganizationDomain.verification",
    "Client.SessionReverification.first_factor_verification",
    "Client.SessionReverification.second_factor_verification",
    "Client.SessionActivity.city",
    "Client.SessionActivity.country",
    "Client.EmailAddress.verification",
    "Client.Client.sign_in",
    "Client.Client.sign_up",
    "Client.SessionBase.actor",
    "Client.Session.actor",
    "Image.name",
];

pub(crate) struct Shapes(Map<String, Value>);

impl Shapes {
    fn published() -> anyhow::Result<Self> {
        Self::read(PUBLISHED)
    }

    pub(crate) fn read(text: &str) -> anyhow::Result<Self> {
        let shapes: Value = serde_json::from_str(text)?;
        Ok(Self(shapes.as_object().context("no object")?.clone()))
    }

    /// What is wrong with a resource; nothing when all is well.
    pub(crate) fn faults(&self, shape: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(shape, shape, value, &mut faults);
        faults
    }

    fn check(&self, shape: &str, path: &str, value: &Value, faults: &mut Vec<String>) {
        let known = self.0.get(shape).cloned().unwrap_or_default();
        let Some(fields) = value.as_object() else {
            faults.push(format!("{path} is no object: {value}"));
            return;
        };
        for name in known.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                faults.push(format!("{path}.{name} is missing"));
            }
        }
        for (name, kind) in known.get("fields").and_then(Value::as_object).into_iter().flatten() {
            let (Some(value), Some(kind)) = (fields.get(name), kind.as_str()) else { continue };
            let here = format!("{shape}.{name}");
            let lists = [&EMPTY[..], &NULLABLE, &EMPTY_IN_BROWSERS];
            let may_be_null = lists.iter().any(|list| list.contains(&here.as_str()));
            if !(value.is_null() && may_be_null) {
                self.check_kind(kind, &format!("{path}.{name}"), value, faults);
            }
        }
    }

    fn check_kind(&self, kind: &str, path: &str, value: &Value, faults: &mut Vec<String>) {
        let (kind, may_be_null) = kind.strip_suffix("|null").map_or((kind, false), |kind| (kind, true));
        if value.is_null() && may_be_null {
            return;
        }
        if let Some(inner) = kind.strip_prefix("array<").and_then(|rest| rest.strip_suffix('>')) {
            match value.as_array() {
                Some(values) => {
                    values.iter().for_each(|value| self.check_kind(inner, &format!("{path}[]"), value, faults))
                }
                None => faults.push(format!("{path} is no list: {value}")),
            }
            return;
        }
        if let Some(shapes) = kind.strip_prefix("oneOf:").or_else(|| kind.strip_prefix("allOf:")) {
            let tries: Vec<Vec<String>> = shapes.split('|').map(|shape| self.faults_at(shape, path, value)).collect();
            if !tries.iter().any(Vec::is_empty) {
                faults.extend(tries.into_iter().min_by_key(Vec::len).unwrap_or_default());
            }
            return;
        }
        let (kind, values) =
            kind.split_once('{').map_or((kind, None), |(kind, rest)| (kind, Some(rest.trim_end_matches('}'))));
        let fits = match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            shape if self.0.contains_key(shape) => return self.check(shape, path, value, faults),
            _ => false,
        };
        let is_one_of_them = values.is_none_or(|values| values.split(',').any(|one| value == one));
        if !fits || !is_one_of_them {
            faults.push(format!("{path} is {value}, not {kind} {}", values.unwrap_or_default()));
        }
    }

    fn faults_at(&self, shape: &str, path: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(shape, path, value, &mut faults);
        faults
    }
}

/// Makes one of everything, so that lists are not empty.
async fn furnish(stage: &Stage) -> anyhow::Result<Vec<(&'static str, Value)>> {
    let number = json!({ "user_id": ADA, "phone_number": "+15555550100", "verified": true });
    let address = json!({ "user_id": ADA, "email_address": "more@example.com" });
    let invited = json!({ "email_address": "x@example.com", "role": "org:member", "inviter_user_id": ADA });
    let signer = json!({ "user_id": MEL });
    let actor = json!({ "user_id": MEL, "actor": { "sub": "user_support" } });
    let set = json!({
        "name": "Two", "default_role_key": "org:admin", "creator_role_key": "org:admin", "roles": ["org:admin"],
    });
    let mut all = Vec::new();
    for (shape, path, body) in [
        ("PhoneNumber", "/phone_numbers", number),
        ("EmailAddress", "/email_addresses", address),
        ("Session", "/sessions", json!({ "user_id": ADA })),
        ("Organization", "/organizations", json!({ "name": "New", "created_by": ADA })),
        ("OrganizationInvitation", "/organizations/acme/invitations", invited),
        ("OrganizationDomain", "/organizations/acme/domains", json!({ "name": "acme.test" })),
        ("Invitation", "/invitations", json!({ "email_address": "y@example.com" })),
        ("AllowlistIdentifier", "/allowlist_identifiers", json!({ "identifier": "z@example.com", "notify": true })),
        ("BlocklistIdentifier", "/blocklist_identifiers", json!({ "identifier": "*@evil.test" })),
        ("JWTTemplate", "/jwt_templates", json!({ "name": "a", "claims": {} })),
        ("RedirectURL", "/redirect_urls", json!({ "url": "https://a.test" })),
        ("SignInToken", "/sign_in_tokens", signer),
        ("ActorToken", "/actor_tokens", actor),
        ("TestingToken", "/testing_tokens", Value::Null),
        ("WaitlistEntry", "/waitlist_entries", json!({ "email_address": "w@example.com" })),
        ("Role", "/organization_roles", json!({ "name": "A", "key": "org:a" })),
        ("Permission", "/organization_permissions", json!({ "name": "A", "key": "org:a:read" })),
        ("RoleSet", "/role_sets", set),
    ] {
        all.push((shape, stage.done("POST", path, body).await?));
    }
    Ok(all)
}

#[tokio::test]
async fn every_resource_has_its_published_shape() -> anyhow::Result<()> {
    let (stage, shapes) = (Stage::new()?, Shapes::published()?);
    let mut all = furnish(&stage).await?;
    for (shape, path) in [
        ("User", "/users/user_localAdaAdmin"),
        ("TotalCount", "/users/count"),
        ("OrganizationMemberships", "/users/user_localAdaAdmin/organization_memberships"),
        ("OrganizationMemberships", "/organization_memberships"),
        ("OrganizationMemberships", "/organizations/acme/memberships"),
        ("Organizations", "/organizations?include_members_count=true"),
        ("OrganizationInvitations", "/organizations/acme/invitations"),
        ("OrganizationInvitationsWithPublicOrganizationData", "/organization_invitations"),
        ("OrganizationDomains", "/organization_domains"),
        ("Roles", "/organization_roles"),
        ("Permissions", "/organization_permissions?limit=100"),
        ("RoleSets", "/role_sets"),
        ("BlocklistIdentifiers", "/blocklist_identifiers"),
        ("Instance", "/instance"),
        ("InstanceProtect", "/instance/protect"),
        ("InstanceCommunication", "/instance/communication"),
        ("OAuthApplicationSettings", "/instance/oauth_application_settings"),
        ("OrganizationSettings", "/instance/organization_settings"),
        ("JWKS", "/jwks"),
    ] {
        all.push((shape, stage.done("GET", path, Value::Null).await?));
    }
    for client in stage.done("GET", "/clients", Value::Null).await?.as_array().context("no list")? {
        all.push(("Client", client.clone()));
    }
    all.push(("InstanceRestrictions", stage.done("PATCH", "/instance/restrictions", json!({})).await?));
    all.push((
        "OrganizationMembership",
        stage.done("DELETE", &format!("/organizations/acme/memberships/{MEL}"), Value::Null).await?,
    ));
    all.push(("DeletedObject", stage.done("DELETE", "/users/user_localVicViewer", Value::Null).await?));
    all.push(("DeletedObject", stage.done("DELETE", "/organizations/globex", Value::Null).await?));
    all.push(("ClerkErrors", stage.backend("/v1/users/user_nobody").await?.json()));
    let entry = all.iter().find(|(shape, _)| *shape == "WaitlistEntry").map(|(_, entry)| id(entry).to_owned());
    let path = format!("/waitlist_entries/{}/invite", entry.context("no entry")?);
    all.push(("WaitlistEntry", stage.done("POST", &path, Value::Null).await?));
    let browser = crate::browser::Browser::open(&stage).await?;
    let begun = browser
        .post("/client/sign_ups", &[("email_address", "s@example.com"), ("password", "a long enough one")])
        .await?;
    let path = format!("/sign_ups/{}", id(&begun.at("/response")));
    all.push(("SignUp", stage.done("GET", &path, Value::Null).await?));

    let faults: Vec<String> = all.iter().flat_map(|(shape, value)| shapes.faults(shape, value)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn a_wrong_shape_is_found() -> anyhow::Result<()> {
    let shapes = Shapes::published()?;
    let right = json!({ "object": "redirect_url", "id": "a", "url": "b", "created_at": 1, "updated_at": 1 });
    assert!(shapes.faults("RedirectURL", &right).is_empty());
    for (name, wrong) in [("object", json!("other")), ("id", Value::Null), ("created_at", json!("1"))] {
        let mut value = right.clone();
        value[name] = wrong;
        assert_eq!(shapes.faults("RedirectURL", &value).len(), 1, "{name}");
    }
    assert_eq!(shapes.faults("RedirectURL", &json!({})).len(), 5);
    Ok(())
}
