//! A settings file made of what a real instance answers: its environment, what `clerk config pull` writes, and the lists of
//! roles, permissions and JWT templates of its Backend API. It says what it could not take.

mod factors;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value, json};

use crate::{
    environment,
    resources::put,
    roles::{ADMIN, MANAGE_MEMBERS},
    state::settings::{Profile, Settings},
};

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// A settings file.
    pub settings: Map<String, Value>,
    /// What the local Clerk does not have, or has otherwise.
    pub not_taken: Vec<NotTaken>,
}

/// Something that stayed behind.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NotTaken {
    /// `user_settings.attributes.phone_number.enabled`.
    pub path: String,
    /// Why, or what the local Clerk has there.
    pub reason: String,
}

/// Where an environment says what a setting says, and what the setting is called here.
const FROM_ENVIRONMENT: [(&str, &str); 18] = [
    ("/user_settings/sign_up/mode", "sign_up_mode"),
    ("/user_settings/sign_up/allowlist_only", "allowlist"),
    ("/user_settings/sign_up/legal_consent_enabled", "legal_consent"),
    ("/user_settings/sign_up/mfa/required", "second_factor_required"),
    ("/user_settings/password_settings/disable_hibp", "refuse_leaked_passwords"),
    ("/user_settings/password_settings/enforce_hibp_on_sign_in", "refuse_leaked_passwords_on_sign_in"),
    ("/user_settings/attack_protection/user_lockout/max_attempts", "lockout_attempts"),
    ("/user_settings/attack_protection/user_lockout/duration_in_minutes", "lockout_minutes"),
    ("/user_settings/actions/delete_self", "delete_self"),
    ("/user_settings/actions/create_organization", "create_organization"),
    ("/organization_settings/enabled", "organizations_enabled"),
    ("/organization_settings/force_organization_selection", "force_organization_selection"),
    ("/organization_settings/max_allowed_memberships", "max_allowed_memberships"),
    ("/organization_settings/actions/admin_delete", "admin_delete_enabled"),
    ("/organization_settings/domains/enabled", "organization_domains"),
    ("/organization_settings/domains/enrollment_modes", "domain_enrollment_modes"),
    ("/organization_settings/organization_creation_defaults/enabled", "organization_creation_defaults"),
    ("/organization_settings/slug/disabled", "organization_slugs"),
];

/// The same for the file of `clerk config pull`, as far as Clerk documents its keys.
const FROM_CONFIG: [(&str, &str); 8] = [
    ("/auth_password/device_trust", "device_trust"),
    ("/sign_up/mode", "sign_up_mode"),
    ("/session/lifetime", "session_life_seconds"),
    ("/session/claims", "custom_claims"),
    ("/organization_settings/enabled", "organizations_enabled"),
    ("/organization_settings/force_organization_selection", "force_organization_selection"),
    ("/organization_settings/max_allowed_memberships", "max_allowed_memberships"),
    ("/organization_settings/slug_disabled", "organization_slugs"),
];

/// Names, looks and addresses: every instance has its own, and nothing behaves otherwise for them.
const OWN: [&str; 7] =
    ["id", "object", "claimed_at", "theme", "application_name", "instance_environment_type", "clerk_js_version"];

impl Imported {
    /// Makes the settings of documents, each with its name.
    ///
    /// # Errors
    /// When one is none of those that are known, or what they say together makes no sense.
    pub fn of<'a>(documents: impl IntoIterator<Item = (&'a str, &'a Value)>) -> anyhow::Result<Self> {
        let mut imported = Self::default();
        for (name, document) in documents {
            imported.add(document).with_context(|| format!("cannot import {name}"))?;
        }
        imported.choose_creator();
        let text = serde_json::to_string(&imported.settings)?;
        Settings::read("the settings", &text, Profile::Ours)?;
        Ok(imported)
    }

    fn add(&mut self, document: &Value) -> anyhow::Result<()> {
        let rows = document.as_array().or_else(|| at(document, "data").as_array());
        let first = rows.and_then(|rows| rows.first()).unwrap_or(document);
        let kind = at(first, "object").as_str().unwrap_or_default();
        match (kind, rows) {
            ("environment", _) => self.add_environment(document),
            ("role", Some(rows)) => self.add_to_roles("roles", rows.iter().map(role)),
            ("permission", Some(rows)) => {
                self.add_to_roles("permissions", rows.iter().filter(|row| at(row, "type") != "system").map(permission))
            }
            ("jwt_template", Some(rows)) => self.add_templates(rows),
            ("", None) if document.is_object() => self.add_config(document),
            _ => bail!(
                "it is neither an environment nor a configuration, and no list of roles, permissions or JWT templates"
            ),
        }
        Ok(())
    }

    /// Another role than the administrator's, where there is none. Permissions without roles say nothing.
    fn choose_creator(&mut self) {
        let Some(roles) = self.settings.get_mut("organization_roles") else { return };
        let rows = at(roles, "roles").as_array().cloned().unwrap_or_default();
        let is_there = |key: &str| rows.iter().any(|row| at(row, "key") == key);
        let eligible = rows.iter().find(|row| {
            let permissions = at(row, "permissions").as_array();
            permissions.is_some_and(|all| all.iter().any(|permission| permission == MANAGE_MEMBERS))
        });
        match eligible.map(|row| at(row, "key").clone()) {
            Some(key) if !is_there(ADMIN) => put(roles, "creator_role", key),
            Some(_) => {}
            None => {
                self.settings.remove("organization_roles");
                self.leave("organization_roles", "none of the roles could manage an organization");
            }
        }
    }

    fn put(&mut self, name: &str, value: &Value) {
        let is_opposite = ["organization_slugs", "refuse_leaked_passwords"].contains(&name);
        let value = if is_opposite { json!(value != true) } else { value.clone() };
        self.settings.insert(name.to_owned(), value);
    }

    fn leave(&mut self, path: &str, reason: impl Into<String>) {
        self.not_taken.push(NotTaken { path: path.to_owned(), reason: reason.into() });
    }

    fn add_environment(&mut self, document: &Value) {
        for (pointer, name) in FROM_ENVIRONMENT {
            if let Some(value) = document.pointer(pointer).filter(|value| !value.is_null()) {
                self.put(name, value);
            }
        }
        let attributes = at(at(document, "user_settings"), "attributes");
        for name in ["email_address", "phone_number", "username", "first_name", "last_name"] {
            if let Some(presence) = factors::presence(at(attributes, name)) {
                self.put(name, &json!(presence));
            }
        }
        self.put("second_factors", &json!(factors::second(attributes)));
        match factors::first(attributes) {
            factors if factors.is_empty() => self.leave(
                "user_settings.attributes",
                "nobody could sign in with a password, a name or a code: passwords and codes by e-mail stay on",
            ),
            factors => self.put("factors", &json!(factors)),
        }
        self.compare_environment(document);
    }

    /// Whatever the local Clerk would still answer otherwise stayed behind.
    fn compare_environment(&mut self, theirs: &Value) {
        let text = Value::Object(self.settings.clone()).to_string();
        let Ok((settings, roles)) = Settings::read("the import", &text, Profile::Ours) else { return };
        let ours = environment::environment("", &settings, &roles.unwrap_or_default());
        self.compare(&mut Vec::new(), theirs, &ours);
    }

    fn compare(&mut self, path: &mut Vec<String>, theirs: &Value, ours: &Value) {
        if let Some(fields) = theirs.as_object() {
            for (name, theirs) in
                fields.iter().filter(|(name, _)| !OWN.contains(&name.as_str()) && !name.ends_with("_url"))
            {
                path.push(name.clone());
                self.compare(path, theirs, at(ours, name));
                path.pop();
            }
        } else if theirs != ours && !(is_nothing(theirs) && is_nothing(ours)) {
            self.leave(&path.join("."), format!("{theirs} there, {ours} here"));
        }
    }

    fn add_config(&mut self, document: &Value) {
        for (pointer, name) in FROM_CONFIG {
            if let Some(value) = document.pointer(pointer) {
                self.put(name, value);
            }
        }
        self.list_rest(&mut Vec::new(), document);
    }

    fn list_rest(&mut self, path: &mut Vec<String>, value: &Value) {
        let pointer = format!("/{}", path.join("/"));
        if FROM_CONFIG.iter().any(|(known, _)| *known == pointer) {
            return;
        }
        match value.as_object().filter(|fields| !fields.is_empty()) {
            Some(fields) => {
                for (name, value) in fields {
                    path.push(name.clone());
                    self.list_rest(path, value);
                    path.pop();
                }
            }
            None => self.leave(&path.join("."), "the local Clerk has no such setting"),
        }
    }

    fn add_to_roles(&mut self, name: &str, rows: impl Iterator<Item = Value>) {
        let rows: Vec<Value> = rows.collect();
        let roles = self.settings.entry("organization_roles").or_insert_with(|| json!({ "roles": [] }));
        put(roles, name, json!(rows));
    }

    fn add_templates(&mut self, rows: &[Value]) {
        let mut templates = Vec::new();
        for row in rows {
            let name = at(row, "name").as_str().unwrap_or_default();
            if at(row, "custom_signing_key") == true {
                self.leave(
                    &format!("jwt_templates.{name}"),
                    "its signing key is not told: give it one here, signing_key",
                );
            }
            templates.push(json!({
                "name": name,
                "claims": at(row, "claims"),
                "lifetime": at(row, "lifetime"),
                "allowed_clock_skew": at(row, "allowed_clock_skew"),
            }));
        }
        self.put("jwt_templates", &json!(templates));
    }
}

/// A field; null where there is none.
fn at<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// What a missing field says as well.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || value == false || value == "" || value.as_array().is_some_and(Vec::is_empty)
}

fn role(row: &Value) -> Value {
    let permissions: Vec<&Value> =
        at(row, "permissions").as_array().into_iter().flatten().map(|row| at(row, "key")).collect();
    json!({
        "key": at(row, "key"),
        "name": at(row, "name"),
        "description": at(row, "description").as_str().unwrap_or_default(),
        "permissions": permissions,
    })
}

fn permission(row: &Value) -> Value {
    json!({
        "key": at(row, "key"),
        "name": at(row, "name"),
        "description": at(row, "description").as_str().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Roles;

    fn imported(documents: &[Value]) -> anyhow::Result<Imported> {
        Imported::of(documents.iter().map(|document| ("it", document)))
    }

    fn paths(imported: &Imported) -> Vec<&str> {
        imported.not_taken.iter().map(|row| row.path.as_str()).collect()
    }

    /// As an instance with other settings answers.
    fn elsewhere() -> Value {
        let mut document =
            environment::environment("https://app.example", &Settings::of(Profile::New), &Roles::default());
        document["user_settings"]["sign_up"]["mode"] = json!("restricted");
        document["organization_settings"]["max_allowed_memberships"] = json!(7);
        document["user_settings"]["password_settings"]["disable_hibp"] = json!(true);
        let attributes = &mut document["user_settings"]["attributes"];
        for name in ["enabled", "used_for_first_factor", "verify_at_sign_up", "used_for_second_factor"] {
            attributes["phone_number"][name] = json!(true);
        }
        for name in ["first_factors", "second_factors", "verifications"] {
            attributes["phone_number"][name] = json!(["phone_code"]);
        }
        document["user_settings"]["sign_in"]["second_factor"]["enabled"] = json!(true);
        document
    }

    #[test]
    fn an_environment_of_ours_comes_back_whole() -> anyhow::Result<()> {
        let Imported { settings, not_taken } = imported(&[elsewhere()])?;
        assert_eq!(not_taken, []);
        let expected = json!({
            "sign_up_mode": "restricted",
            "factors": ["password", "email_code", "phone_code"],
            "second_factors": ["phone_code"],
            "phone_number": "optional",
            "refuse_leaked_passwords": false,
            "force_organization_selection": true,
            "organization_slugs": false,
            "max_allowed_memberships": 7,
        });
        for (name, value) in expected.as_object().into_iter().flatten() {
            assert_eq!(&settings[name], value, "{name}");
        }
        Ok(())
    }

    #[test]
    fn what_is_not_there_is_named() -> anyhow::Result<()> {
        let mut document = elsewhere();
        document["user_settings"]["actions"]["more"] = json!(false);
        document["user_settings"]["password_settings"]["min_length"] = json!(10);
        document["user_settings"]["attributes"]["web3_wallet"]["enabled"] = json!(true);
        document["user_settings"]["social"] = json!({ "oauth_google": { "enabled": true } });
        document["display_config"]["application_name"] = json!("Theirs");
        let all = imported(&[document])?;
        let expected = [
            "user_settings.attributes.web3_wallet.enabled",
            "user_settings.password_settings.min_length",
            "user_settings.social.oauth_google.enabled",
        ];
        assert_eq!(paths(&all), expected);
        assert_eq!(all.not_taken[0].reason, "true there, false here");
        Ok(())
    }

    #[test]
    fn a_configuration_is_read_by_its_documented_keys() -> anyhow::Result<()> {
        let document = json!({
            "session": { "lifetime": 3_600, "claims": { "name": "{{user.full_name}}" } },
            "sign_up": { "mode": "waitlist" },
            "auth_password": { "device_trust": true },
            "auth_phone": { "enabled": true },
        });
        let all = imported(&[document])?;
        let expected = json!({
            "session_life_seconds": 3_600,
            "custom_claims": { "name": "{{user.full_name}}" },
            "sign_up_mode": "waitlist",
            "device_trust": true,
        });
        assert_eq!((json!(all.settings), paths(&all)), (expected, vec!["auth_phone.enabled"]));
        Ok(())
    }

    #[test]
    fn lists_of_the_backend_api_are_roles_permissions_and_templates() -> anyhow::Result<()> {
        let permission =
            json!({ "object": "permission", "key": "org:a:read", "name": "A", "description": "", "type": "user" });
        let system = json!({ "object": "permission", "key": "org:sys_memberships:manage", "type": "system" });
        let role = json!({ "object": "role", "key": "org:owner", "name": "Admin", "description": null, "permissions": [permission, system] });
        let template = json!({ "object": "jwt_template", "name": "t", "claims": {}, "lifetime": 60, "allowed_clock_skew": 5, "custom_signing_key": true });
        let all = imported(&[
            json!({ "data": [role], "total_count": 1 }),
            json!({ "data": [permission, system], "total_count": 2 }),
            json!([template]),
        ])?;
        let roles = &all.settings["organization_roles"];
        assert_eq!(roles["roles"][0]["permissions"], json!(["org:a:read", "org:sys_memberships:manage"]));
        assert_eq!(roles["creator_role"], "org:owner");
        assert_eq!(roles["permissions"], json!([{ "key": "org:a:read", "name": "A", "description": "" }]));
        assert_eq!((&all.settings["jwt_templates"][0]["name"], paths(&all)), (&json!("t"), vec!["jwt_templates.t"]));
        Ok(())
    }

    #[test]
    fn something_else_is_refused() {
        assert!(imported(&[json!([{ "object": "user" }])]).is_err());
        assert!(imported(&[json!("text")]).is_err());
        assert!(imported(&[json!({ "sign_up": { "mode": "closed" } })]).is_err());
    }
}
