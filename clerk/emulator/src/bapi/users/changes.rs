//! What making and changing a person takes.

use crate::{
    bapi::{body::Body, list::one_of, metadata},
    error::{Code, Problem},
    password::PasswordHash,
    state::{
        State,
        factor::Presence,
        phone::Phone,
        settings::Settings,
        user::{Email, User, check_address},
    },
};

const SHARED: [&str; 18] = [
    "external_id",
    "first_name",
    "last_name",
    "locale",
    "username",
    "password",
    "password_digest",
    "password_hasher",
    "skip_password_checks",
    "totp_secret",
    "backup_codes",
    "delete_self_enabled",
    "create_organization_enabled",
    "create_organizations_limit",
    "legal_accepted_at",
    "skip_legal_checks",
    "created_at",
    "bypass_client_trust",
];
const METADATA: [&str; 3] = ["public_metadata", "private_metadata", "unsafe_metadata"];
const NEW: [&str; 9] = [
    "email_address",
    "email_address_identification_status",
    "phone_number",
    "phone_number_identification_status",
    "web3_wallet",
    "skip_password_requirement",
    "skip_user_requirement",
    "banned",
    "locked",
];
const CHANGED: [&str; 6] = [
    "primary_email_address_id",
    "notify_primary_email_address_changed",
    "primary_phone_number_id",
    "primary_web3_wallet_id",
    "profile_image_id",
    "sign_out_of_other_sessions",
];

/// Somebody new, not yet in the table.
pub(super) fn new_user(state: &State, body: &Body) -> Result<User, Problem> {
    body.only(&[&SHARED[..], &METADATA[..], &NEW[..]].concat())?;
    let now = state.now_ms();
    let mut user = User { id: state.random.id("user"), created_at: now, updated_at: now, ..User::default() };
    user.emails = new_emails(state, body)?;
    user.phones = new_phones(state, body)?;
    user.primary_email_id = user.emails.first().map(|email| email.id.clone());
    user.primary_phone_id = user.phones.first().map(|phone| phone.id.clone());
    set_shared(state, &mut user, body)?;
    set_metadata(&mut user, body)?;
    body.put_flag("banned", &mut user.banned)?;
    if body.is("locked")? {
        user.locked_until = Some(state.lock_end());
    }
    require_what_an_account_needs(&state.settings, &user, body)?;
    Ok(user)
}

/// Changes what came.
pub(super) fn update(state: &State, user: &mut User, body: &Body, with_metadata: bool) -> Result<(), Problem> {
    let metadata: &[&str] = if with_metadata { &METADATA } else { &[] };
    body.only(&[&SHARED[..], &CHANGED[..], metadata].concat())?;
    set_shared(state, user, body)?;
    if with_metadata {
        set_metadata(user, body)?;
    }
    if let Some(id) = body.text("primary_email_address_id")? {
        let found = user.emails.iter().find(|email| email.id == id && email.verified);
        user.primary_email_id = Some(found.ok_or_else(|| not_theirs("primary_email_address_id"))?.id.clone());
    }
    if let Some(id) = body.text("primary_phone_number_id")? {
        let found = user.phones.iter().find(|phone| phone.id == id && phone.verified);
        user.primary_phone_id = Some(found.ok_or_else(|| not_theirs("primary_phone_number_id"))?.id.clone());
    }
    match body.text("primary_web3_wallet_id")? {
        Some(_) => Err(not_theirs("primary_web3_wallet_id")),
        None => Ok(()),
    }
}

fn not_theirs(name: &str) -> Problem {
    Problem::field(name, Code::FormResourceNotFound, format!("{name} names nothing verified of this person."))
}

fn set_shared(state: &State, user: &mut User, body: &Body) -> Result<(), Problem> {
    body.put("external_id", &mut user.external_id)?;
    body.put("username", &mut user.username)?;
    body.put("first_name", &mut user.first_name)?;
    body.put("last_name", &mut user.last_name)?;
    body.put("locale", &mut user.locale)?;
    if let Some(external_id) = &user.external_id {
        state.check_external_id(external_id, &user.id)?;
    }
    if let Some(username) = &user.username {
        state.check_username(username, &user.id)?;
    }
    body.put_flag("delete_self_enabled", &mut user.delete_self_enabled)?;
    body.put_flag("create_organization_enabled", &mut user.create_organization_enabled)?;
    body.put_flag("bypass_client_trust", &mut user.bypass_client_trust)?;
    let limit = body.integer("create_organizations_limit", 0, i64::MAX)?;
    user.create_organizations_limit = limit.or(user.create_organizations_limit);
    user.legal_accepted_at = body.time("legal_accepted_at")?.or(user.legal_accepted_at);
    user.created_at = body.time("created_at")?.unwrap_or(user.created_at);
    set_password(state, user, body)?;
    set_second_factors(state, user, body)
}

fn set_metadata(user: &mut User, body: &Body) -> Result<(), Problem> {
    metadata::replace(body, "public_metadata", &mut user.public_metadata)?;
    metadata::replace(body, "private_metadata", &mut user.private_metadata)?;
    metadata::replace(body, "unsafe_metadata", &mut user.unsafe_metadata)
}

fn set_password(state: &State, user: &mut User, body: &Body) -> Result<(), Problem> {
    let hash = match (body.text("password")?, body.text("password_digest")?) {
        (Some(_), Some(_)) => {
            return Err(Problem::field(
                "password_digest",
                Code::FormParamValueConflict,
                "Send a password or a digest.",
            ));
        }
        (Some(password), None) if body.is("skip_password_checks")? => PasswordHash::new(&password, &state.random),
        (Some(password), None) => state.accept_password("password", &password)?,
        (None, Some(digest)) => PasswordHash::foreign(&body.required("password_hasher")?, &digest)?,
        (None, None) => return Ok(()),
    };
    user.set_password(hash, state.now_ms());
    Ok(())
}

fn set_second_factors(state: &State, user: &mut User, body: &Body) -> Result<(), Problem> {
    let had_one = user.has_second_factor();
    user.totp_secret = body.text("totp_secret")?.or_else(|| user.totp_secret.take());
    user.backup_codes = body.texts("backup_codes")?.unwrap_or_else(|| std::mem::take(&mut user.backup_codes));
    user.note_second_factor(had_one, state.now_ms());
    Ok(())
}

/// How each of several identifiers is made: verified unless it is only reserved.
fn statuses(body: &Body, name: &str, count: usize) -> Result<Vec<bool>, Problem> {
    let Some(statuses) = body.texts(name)? else { return Ok(vec![false; count]) };
    if statuses.len() != count {
        let message = format!("{name} must have one value for each.");
        return Err(Problem::field(name, Code::FormParamArrayLengthMismatch, message));
    }
    let allowed = ["verified", "reserved"];
    match statuses.iter().all(|status| allowed.contains(&status.as_str())) {
        true => Ok(statuses.iter().map(|status| status == "reserved").collect()),
        false => Err(one_of(name, &allowed)),
    }
}

fn new_emails(state: &State, body: &Body) -> Result<Vec<Email>, Problem> {
    let addresses = distinct("email_address", body.texts("email_address")?.unwrap_or_default())?;
    let reserved = statuses(body, "email_address_identification_status", addresses.len())?;
    let rows = addresses.iter().zip(reserved).map(|(address, reserved)| {
        check_address(state, address)?;
        Ok(Email { reserved, by_admin: !reserved, ..state.new_email(address, !reserved) })
    });
    rows.collect()
}

fn new_phones(state: &State, body: &Body) -> Result<Vec<Phone>, Problem> {
    let numbers = distinct("phone_number", body.texts("phone_number")?.unwrap_or_default())?;
    let reserved = statuses(body, "phone_number_identification_status", numbers.len())?;
    let rows = numbers.iter().zip(reserved).map(|(number, reserved)| {
        let number = state.check_phone(number)?;
        Ok(Phone { reserved, by_admin: !reserved, ..state.new_phone(&number, !reserved) })
    });
    rows.collect()
}

fn distinct(name: &str, values: Vec<String>) -> Result<Vec<String>, Problem> {
    let mut seen: Vec<String> = values.iter().map(|value| value.to_lowercase()).collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() == values.len() {
        return Ok(values);
    }
    Err(Problem::field(name, Code::FormParamDuplicate, format!("{name} has a value twice.")))
}

/// An address and a password, unless the call says that they may be missing.
fn require_what_an_account_needs(settings: &Settings, user: &User, body: &Body) -> Result<(), Problem> {
    let known = [
        ("email_address", !user.emails.is_empty()),
        ("phone_number", !user.phones.is_empty()),
        ("username", user.username.is_some()),
    ];
    let is_known = known.iter().any(|(_, is_there)| *is_there);
    let skips = body.is("skip_user_requirement")? && is_known;
    let required = settings.sign_up_fields();
    let is_required = |name: &str| required.contains(&(name, Presence::Required));
    let mut missing: Vec<&str> = known
        .iter()
        .filter(|(name, is_there)| is_required(name) && !is_there && !skips)
        .map(|(name, _)| *name)
        .collect();
    if !is_known && missing.is_empty() {
        missing.extend(settings.identifiers().first());
    }
    if is_required("password") && user.password.is_none() && !body.is("skip_password_requirement")? {
        missing.push("password");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("The following data doesn't match user requirements set for this instance: {missing:?}");
    Err(Problem::new(Code::FormDataMissing, message))
}
