//! What people have and how they prove who they are, as ClerkJS builds its forms from it.

use serde_json::{Value, json};

use crate::state::{
    factor::{Presence, SecondFactor},
    settings::{Factor, Settings},
};

/// One thing that people can have.
#[derive(Clone, Copy, Debug, Default)]
struct Attribute<'a> {
    presence: Presence,
    /// Whether it finds an account.
    identifies: bool,
    first_factors: &'a [&'a str],
    second_factors: &'a [&'a str],
    /// How it is proven.
    verifications: &'a [&'a str],
}

impl Attribute<'_> {
    fn draw(self) -> Value {
        json!({
            "enabled": self.presence != Presence::Off,
            "required": self.presence == Presence::Required,
            "used_for_first_factor": self.identifies,
            "first_factors": self.first_factors,
            "used_for_second_factor": !self.second_factors.is_empty(),
            "second_factors": self.second_factors,
            "verifications": self.verifications,
            "verify_at_sign_up": !self.verifications.is_empty() && self.presence != Presence::Off,
            "immutable": false,
        })
    }
}

pub(super) fn attributes(settings: &Settings) -> Value {
    let plain = |presence: Presence| Attribute { presence, ..Attribute::default() }.draw();
    let password = if settings.has(Factor::Password) { Presence::Required } else { Presence::Off };
    json!({
        "email_address": email_address(settings),
        "phone_number": phone_number(settings),
        "username": Attribute {
            presence: settings.user_name(),
            identifies: settings.has(Factor::Username),
            ..Attribute::default()
        }.draw(),
        "password": plain(password),
        "first_name": plain(settings.first_name),
        "last_name": plain(settings.last_name),
        "web3_wallet": plain(Presence::Off),
        "authenticator_app": second_only(settings, SecondFactor::Totp, "totp"),
        "backup_code": second_only(settings, SecondFactor::BackupCode, "backup_code"),
        "passkey": passkey(settings),
    })
}

/// An address is proven by a code where it is no way to sign in.
fn email_address(settings: &Settings) -> Value {
    let all = [(Factor::EmailCode, "email_code"), (Factor::EmailLink, "email_link")];
    let factors: Vec<&str> =
        all.into_iter().filter_map(|(factor, name)| settings.has(factor).then_some(name)).collect();
    let attribute = Attribute {
        presence: settings.email(),
        identifies: settings.identifies_by_email(),
        first_factors: &factors,
        second_factors: &[],
        verifications: if factors.is_empty() { &["email_code"] } else { &factors },
    };
    attribute.draw()
}

fn phone_number(settings: &Settings) -> Value {
    let code = ["phone_code"];
    let by_code = |is_on: bool| if is_on { &code[..] } else { &[] };
    let attribute = Attribute {
        presence: settings.phone(),
        identifies: settings.has(Factor::PhoneCode),
        first_factors: by_code(settings.has(Factor::PhoneCode)),
        second_factors: by_code(settings.has_second(SecondFactor::PhoneCode)),
        verifications: by_code(settings.has_phones()),
    };
    attribute.draw()
}

/// A key finds an account without an identifier, so it is none.
fn passkey(settings: &Settings) -> Value {
    let names = ["passkey"];
    let by_key = |is_on: bool| if is_on { &names[..] } else { &[] };
    let attribute = Attribute {
        presence: if settings.has_passkeys() { Presence::Optional } else { Presence::Off },
        identifies: false,
        first_factors: by_key(settings.has(Factor::Passkey)),
        second_factors: by_key(settings.has_second(SecondFactor::Passkey)),
        verifications: by_key(settings.has_passkeys()),
    };
    attribute.draw()
}

fn second_only(settings: &Settings, factor: SecondFactor, name: &str) -> Value {
    let is_on = settings.has_second(factor);
    let names = [name];
    let attribute = Attribute {
        presence: if is_on { Presence::Optional } else { Presence::Off },
        second_factors: if is_on { &names } else { &[] },
        ..Attribute::default()
    };
    attribute.draw()
}
