//! People, their addresses and sessions: each call of the guide, against the local Clerk.

use clerk_axum::backend::{
    CreateEmailAddress, CreatePhoneNumber, CreateSession, CreateUser, InvitationList, JwtTemplateParameters, List,
    ListOfUser, Picture, ReplaceEmailAddress, ReplacePhoneNumber, SessionList, SessionState, UpdateEmailAddress,
    UpdatePhoneNumber, UpdateUser, UserCount, UserList, UserMetadata,
};
use clerk_emulator::PEOPLE;
use futures::TryStreamExt as _;
use serde_json::{Map, Value, json};

use super::{Outcome, code, local, user_id};

fn metadata(value: Value) -> Option<Map<String, Value>> {
    value.as_object().cloned()
}

#[tokio::test]
async fn people_are_listed_filtered_ordered_and_counted() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let users = clerk.users();
    assert_eq!(users.list(&UserList::default()).await?.data.len(), PEOPLE.len());
    assert_eq!(users.count(&UserCount::default()).await?.0, PEOPLE.len() as u64);
    let ada = user_id("Ada")?;
    let filters = [
        UserList { email_address: vec![PEOPLE[0].email.to_owned()], ..UserList::default() },
        UserList { query: Some("ada".to_owned()), ..UserList::default() },
        UserList { user_id: vec![ada.clone()], ..UserList::default() },
    ];
    for filter in filters {
        let page = users.list(&filter).await?;
        assert_eq!(page.data.iter().map(|user| &user.id).collect::<Vec<_>>(), [&ada], "{filter:?}");
    }
    let sorted = |order: &str| UserList { order_by: Some(order.to_owned()), ..UserList::default() };
    let up: Vec<_> = users.list(&sorted("+first_name")).await?.data.into_iter().map(|user| user.id).collect();
    let down: Vec<_> = users.list(&sorted("-first_name")).await?.data.into_iter().map(|user| user.id).collect();
    assert!(up.iter().eq(down.iter().rev()) && up.first() == Some(&ada));
    let members = UserList { organization_id: vec!["org_localAcme".to_owned()], ..UserList::default() };
    assert_eq!(users.list(&members).await?.data.len(), 3);
    let pages: Vec<_> = users.list(&UserList { limit: Some(3), ..sorted("+first_name") }).pages().try_collect().await?;
    assert_eq!(pages.iter().map(|page| page.data.len()).collect::<Vec<_>>(), [3, PEOPLE.len() - 3]);
    let all: Vec<_> = users.list(&UserList { limit: Some(1), ..sorted("+first_name") }).entries().try_collect().await?;
    assert_eq!(all.into_iter().map(|user| user.id).collect::<Vec<_>>(), up);
    Ok(())
}

#[tokio::test]
async fn somebody_is_made_changed_and_deleted() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let users = clerk.users();
    let made = users
        .create(&CreateUser {
            email_address: vec!["john@example.com".to_owned()],
            password: Some("a long enough one".into()),
            first_name: Some("John".to_owned()),
            last_name: Some("Doe".to_owned()),
            private_metadata: metadata(json!({ "a": 1 })),
            ..CreateUser::default()
        })
        .await?;
    assert_eq!((made.email_address(), made.private_metadata.get("a")), (Some("john@example.com"), Some(&json!(1))));
    let id = made.id.as_str();
    let changed = UpdateUser {
        first_name: Some("Jane".to_owned()),
        public_metadata: metadata(json!({ "plan": "pro" })),
        ..UpdateUser::default()
    };
    let changed = users.update(id, &changed).await?;
    assert_eq!((changed.first_name.as_deref(), changed.last_name.as_deref()), (Some("Jane"), Some("Doe")));
    assert_eq!(
        (changed.public_metadata.get("plan"), changed.private_metadata.get("a")),
        (Some(&json!("pro")), Some(&json!(1)))
    );
    let merged = UserMetadata {
        public_metadata: metadata(json!({ "role": "admin" })),
        private_metadata: metadata(json!({ "stripe": "cus_123", "a": null })),
        ..UserMetadata::default()
    };
    let merged = users.update_metadata(id, &merged).await?;
    assert_eq!(merged.public_metadata.len(), 2);
    assert_eq!(json!(merged.private_metadata.expose()), json!({ "stripe": "cus_123" }));
    let replaced = UserMetadata { public_metadata: metadata(json!({})), ..UserMetadata::default() };
    let replaced = users.replace_metadata(id, &replaced).await?;
    assert_eq!((replaced.public_metadata.len(), replaced.private_metadata.expose().len()), (0, 1));
    let picture = Picture { content_type: "image/png".to_owned(), bytes: b"--picture-0--picture".to_vec() };
    assert!(users.update_profile_image(id, &picture).await?.has_image);
    assert!(!users.delete_profile_image(id).await?.has_image);
    let gone = users.delete(id).await?;
    assert!(gone.deleted && gone.id.as_deref() == Some(id));
    let unknown = users.get(id).await.err().ok_or("nobody is left")?;
    assert!(unknown.is_not_found() && !unknown.is_temporary(), "{unknown}");
    Ok(())
}

#[tokio::test]
async fn who_may_sign_in_and_with_what() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (users, mel, vic) = (clerk.users(), user_id("Mel")?, user_id("Vic")?);
    let (mel, vic) = (mel.as_str(), vic.as_str());
    assert!(users.ban(mel).await?.banned && !users.unban(mel).await?.banned);
    assert!(users.ban_bulk(&[mel, vic]).await?.iter().all(|user| user.banned));
    assert!(users.unban_bulk(&[mel, vic]).await?.iter().all(|user| !user.banned));
    assert!(users.lock(mel).await?.locked && !users.unlock(mel).await?.locked);
    assert!(users.verify_password(mel, "local-clerk-demo").await?.verified);
    let wrong = users.verify_password(mel, "another one").await.err().ok_or("it is wrong")?;
    assert_eq!(code(&wrong), "incorrect_password");
    users.set_password_compromised(mel, false).await?;
    users.unset_password_compromised(mel).await?;
    for done in [users.delete_totp(mel).await, users.delete_backup_codes(mel).await, users.disable_mfa(mel).await] {
        assert_eq!(done?.user_id, mel);
    }
    assert!(!users.remove_password(mel, true).await?.password_enabled);
    for gone in [
        users.delete_passkey(mel, "idn_none").await,
        users.delete_web3_wallet(mel, "idn_none").await,
        users.delete_external_account(mel, "eac_none").await,
    ] {
        assert!(gone.err().ok_or("there is none")?.is_not_found());
    }
    assert_eq!(users.get_oauth_access_token(mel, "google").await?.data.len(), 0);
    Ok(())
}

#[tokio::test]
async fn addresses_and_numbers() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let mel = user_id("Mel")?;
    let more = CreateEmailAddress {
        user_id: mel.clone(),
        email_address: "more@example.com".to_owned(),
        verified: Some(true),
        ..CreateEmailAddress::default()
    };
    let made = clerk.email_addresses().create(&more).await?;
    assert_eq!(made.verification.map(|verification| verification.status).as_deref(), Some("verified"));
    assert_eq!(clerk.email_addresses().get(&made.id).await?.email_address, "more@example.com");
    let primary = UpdateEmailAddress { primary: Some(true), ..UpdateEmailAddress::default() };
    clerk.email_addresses().update(&made.id, &primary).await?;
    assert_eq!(clerk.users().get(&mel).await?.email_address(), Some("more@example.com"));
    assert!(clerk.email_addresses().delete(&made.id).await?.deleted);
    let one = ReplaceEmailAddress { email_address: "one@example.com".to_owned() };
    assert_eq!(clerk.users().replace_email_address(&mel, &one).await?.email_address, "one@example.com");
    let number = CreatePhoneNumber {
        user_id: mel.clone(),
        phone_number: "+15555550102".to_owned(),
        verified: Some(true),
        ..CreatePhoneNumber::default()
    };
    let number = clerk.phone_numbers().create(&number).await?;
    let second = UpdatePhoneNumber { reserved_for_second_factor: Some(true), ..UpdatePhoneNumber::default() };
    assert!(clerk.phone_numbers().update(&number.id, &second).await?.reserved_for_second_factor);
    assert_eq!(clerk.phone_numbers().get(&number.id).await?.phone_number, "+15555550102");
    assert!(clerk.phone_numbers().delete(&number.id).await?.deleted);
    let one = ReplacePhoneNumber { phone_number: "+15555550103".to_owned() };
    assert_eq!(clerk.users().replace_phone_number(&mel, &one).await?.phone_number, "+15555550103");
    Ok(())
}

#[tokio::test]
async fn what_somebody_belongs_to() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (ada, sam) = (user_id("Ada")?, user_id("Sam")?);
    let page = clerk.users().list_organization_memberships(&ada, &ListOfUser::default()).await?;
    assert_eq!((page.total_count, page.data.len()), (Some(2), 2));
    assert!(
        page.data.iter().all(|membership| membership.organization.is_some() && membership.role.starts_with("org:"))
    );
    let page = clerk.users().list_organization_invitations(&sam, &ListOfUser::default()).await?;
    assert_eq!(page.total_count, Some(0));
    assert_eq!(clerk.invitations().list(&InvitationList::default()).await?.total_count, Some(0));
    Ok(())
}

#[tokio::test]
async fn sessions_and_their_tokens() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (sessions, vic) = (clerk.sessions(), user_id("Vic")?);
    let made = sessions.create(&CreateSession { user_id: vic.clone(), ..CreateSession::default() }).await?;
    assert_eq!(made.status, SessionState::Active);
    assert_eq!(sessions.get(&made.id).await?.user_id, vic);
    let of_vic = SessionList { user_id: Some(vic), ..SessionList::default() };
    assert_eq!(sessions.list(&of_vic).await?.total_count, Some(1));
    let template = JwtTemplateParameters {
        name: "supabase".to_owned(),
        claims: metadata(json!({ "role": "member" })),
        lifetime: Some(60),
        ..JwtTemplateParameters::default()
    };
    let template = clerk.jwt_templates().create(&template).await?;
    assert_eq!(clerk.jwt_templates().list(&List::default()).await?.total_count, Some(1));
    assert_eq!(clerk.jwt_templates().get(&template.id).await?.name, "supabase");
    let token = sessions.get_token_from_template(&made.id, "supabase", None).await?;
    assert_eq!(token.jwt.expose().split('.').count(), 3);
    assert_eq!(format!("{token:?}"), "Token { jwt: [redacted] }");
    assert_ne!(sessions.get_token(&made.id, Some(600)).await?.jwt, token.jwt);
    let renamed = JwtTemplateParameters {
        name: "hasura".to_owned(),
        claims: metadata(json!({})),
        ..JwtTemplateParameters::default()
    };
    assert_eq!(clerk.jwt_templates().update(&template.id, &renamed).await?.name, "hasura");
    assert!(clerk.jwt_templates().delete(&template.id).await?.deleted);
    assert_eq!(sessions.revoke(&made.id).await?.status, SessionState::Revoked);
    Ok(())
}
