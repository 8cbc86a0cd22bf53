//! Messages to people, as events tell of them: whoever sends them in Clerk's place finds everything in there.

use serde_json::{Value, json};

use super::View;
use crate::state::code::Mail;

/// Whose name the messages carry.
const SENDER: &str = "Local Clerk";

impl View<'_> {
    pub(crate) fn email_message(self, mail: &Mail, id: String) -> Value {
        let user = self.state.user_by_email(&mail.to);
        let address = user.and_then(|user| user.emails.iter().find(|email| email.address == mail.to));
        let (subject, text) = words(mail);
        json!({
            "object": "email",
            "id": id,
            "slug": mail.template,
            "from_email_name": "notifications",
            "reply_to_email_name": null,
            "to_email_address": mail.to,
            "email_address_id": address.map(|email| &email.id),
            "user_id": user.map(|user| &user.id),
            "subject": subject,
            "body": format!("<p>{}</p>", escaped(&text)),
            "body_plain": text,
            "status": "queued",
            "data": self.contents(mail),
            "delivered_by_clerk": true,
        })
    }

    pub(crate) fn sms(self, mail: &Mail, id: String) -> Value {
        let user = self.state.data.users.with("phone", &mail.to).next();
        let number = user.and_then(|user| user.phones.iter().find(|phone| phone.number == mail.to));
        json!({
            "object": "sms_message",
            "id": id,
            "slug": mail.template,
            "from_phone_number": "+15555550199",
            "to_phone_number": mail.to,
            "phone_number_id": number.map(|phone| &phone.id),
            "user_id": user.map(|user| &user.id),
            "message": words(mail).1,
            "status": "queued",
            "data": self.contents(mail),
            "delivered_by_clerk": true,
            "created_at_ms": mail.sent_at,
            "created_at": mail.sent_at,
        })
    }

    /// What the text was made from.
    fn contents(self, mail: &Mail) -> Value {
        let mut contents = json!({ "app": { "name": SENDER, "url": self.origin } });
        if let Some(code) = &mail.code {
            super::put(&mut contents, "otp_code", json!(code));
        }
        if let Some(link) = &mail.link {
            super::put(&mut contents, "action_url", json!(link));
        }
        contents
    }
}

/// Subject and text.
fn words(mail: &Mail) -> (String, String) {
    let what = match mail.template.as_str() {
        "reset_password_code" => "password reset code",
        "verification_code" => "verification code",
        "waitlist_confirmation" => "place on the waitlist",
        template if template.starts_with("magic_link") => "verification link",
        _ => "invitation",
    };
    match (&mail.code, &mail.link) {
        (Some(code), _) => (format!("{code} is your {what}"), format!("{code} is your {what} for {SENDER}.")),
        (None, Some(link)) if what == "verification link" => {
            (format!("Your {what}"), format!("Follow this link to go on at {SENDER}: {link}"))
        }
        (None, Some(link)) => (format!("Your {what}"), format!("Follow this link to accept your {what}: {link}")),
        (None, None) => (format!("Your {what}"), format!("You have a {what} of {SENDER}.")),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
