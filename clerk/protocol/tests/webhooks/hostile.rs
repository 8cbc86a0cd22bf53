//! Deliveries that nobody with the secret sent, or not so, or not now: none is accepted.

use clerk_protocol::WebhookError::{self, *};

use super::{BODY, Headers, KEY, good, headers, signature, signed, verify, verify_at};

const TIME: &str = "1700000000";

/// What is wrong with it, the headers, the body, and why it is refused.
type Case = (String, Headers, Vec<u8>, WebhookError);

fn right(id: &str, timestamp: &str, body: &[u8]) -> String {
    signature(KEY, &signed(id, timestamp, body))
}

/// One bit of the body, the signature or a header was turned over on the way.
fn turned_bits() -> Vec<Case> {
    let mut cases = Vec::new();
    for bit in 0..BODY.len() * 8 {
        let turned = |(at, byte): (usize, &u8)| if at == bit / 8 { byte ^ (1 << (bit % 8)) } else { *byte };
        let body = BODY.iter().enumerate().map(turned).collect();
        cases.push((format!("bit {bit} of the body"), good(BODY), body, NoMatch));
    }
    for place in 3..46 {
        let mut changed = good(BODY);
        if let Some(letter) = changed.last_mut().and_then(|(_, value)| value.get_mut(place)) {
            *letter = if *letter == b'A' { b'B' } else { b'A' };
        }
        cases.push((format!("letter {place} of the signature"), changed, BODY.to_vec(), NoMatch));
    }
    cases
}

fn other_bodies() -> Vec<Case> {
    let bodies: [&[u8]; 8] = [
        b"",
        b"{}",
        br#"{"a":1} "#,
        br#"{"a": 1}"#,
        br#"{"a":1.0}"#,
        b"\xef\xbb\xbf{\"a\":1}",
        b"{\"a\":1}\n",
        b"{\"a\":1}\0",
    ];
    bodies.iter().map(|body| (format!("another body {body:?}"), good(BODY), body.to_vec(), NoMatch)).collect()
}

/// The text that is signed can be cut elsewhere, and numbers written in other ways.
fn ids_and_times() -> Vec<Case> {
    let mut cases = Vec::new();
    for id in [
        "msg_1.1700000000",
        "msg_",
        "msg_1 ",
        "1",
        "",
        "MSG_1",
        "msg_é",
        "msg_1\0",
        "msg-1",
        "msg_1,msg_1",
        "evt_1",
        "msg_1-2",
        "msg_1/..",
        "msg_%31",
        "msg_ 1",
        "msg_\u{ff11}",
        "msg_1\nx",
    ] {
        let why = if id.is_empty() { MissingHeader } else { MalformedId };
        if id != "msg_1 " {
            cases.push((format!("id {id:?}"), headers("svix", id, TIME, &right(id, TIME, BODY)), BODY.to_vec(), why));
        }
    }
    let long = format!("msg_{}", "a".repeat(65));
    cases.push((long.clone(), headers("svix", &long, TIME, &right(&long, TIME, BODY)), BODY.to_vec(), MalformedId));
    for time in [
        "+1700000000",
        "-1700000000",
        "1700000000.5",
        "1700000000abc",
        "1.7e9",
        "0x6553f100",
        "01700000000",
        "١٧٠٠٠٠٠٠٠٠",
        "1700000000000",
        "17000 00000",
        "NaN",
        "Infinity",
        "null",
        "1700000000,1700000000",
        "9999999999999999999999",
    ] {
        // Signed as it stands, and as a lenient reader would have it.
        for signed_as in [time, TIME] {
            let headers = headers("svix", "msg_1", time, &right("msg_1", signed_as, BODY));
            cases.push((format!("time {time:?} signed as {signed_as:?}"), headers, BODY.to_vec(), MalformedTimestamp));
        }
    }
    for (time, why) in
        [("0", TooOld), ("1", TooOld), ("1699999699", TooOld), ("1700000301", TooNew), ("999999999999", TooNew)]
    {
        cases.push((
            format!("time {time}"),
            headers("svix", "msg_1", time, &right("msg_1", time, BODY)),
            BODY.to_vec(),
            why,
        ));
    }
    let split = headers("svix", "msg_1.1700000000", TIME, &right("msg_1", TIME, &[b"1700000000.", BODY].concat()));
    cases.push(("the border moved".to_owned(), split, BODY.to_vec(), MalformedId));
    cases
}

fn signatures() -> Vec<Case> {
    let good = right("msg_1", TIME, BODY);
    let text = good.trim_start_matches("v1,").to_owned();
    let lists: Vec<String> = [
        "v1", "v1,", "v1,=", "v1, ", "v1a,", "v0,", "V1,", "v2,", "v1;", "v1:", "v1,v1,", ",", "v1,,", "1,", "v11,",
        "v1.0,",
    ]
    .iter()
    .flat_map(|prefix| [(*prefix).to_owned(), format!("{prefix}{text}x")])
    .chain([
        text.clone(),
        format!("v1{text}"),
        format!("v2,{text}"),
        format!("V1,{text}"),
        format!("v1a,{text}"),
        format!("v0,{text}"),
        format!("v1, {text}"),
        format!("v1,{text},"),
        format!("v1,{text},v1,{text}"),
        format!("v1,{text};"),
        format!("\u{a0}{good}"),
        good[..good.len() - 1].to_owned(),
        good[..good.len() - 2].to_owned(),
        good[..20].to_owned(),
        format!("{good}="),
        good.replace('+', "-"),
        good.to_uppercase(),
        format!("v1,{}", text.replace('=', "")),
        format!("v1,{text}{text}"),
        signature("", &signed("msg_1", TIME, BODY)),
        signature("another", &signed("msg_1", TIME, BODY)),
        signature(KEY, BODY),
        signature(KEY, &signed("msg_2", TIME, BODY)),
        signature(KEY, &signed("msg_1", "1700000001", BODY)),
        signature(KEY, &[b"msg_1.", BODY].concat()),
        signature(KEY, &[TIME.as_bytes(), b".", BODY].concat()),
    ])
    .collect();
    let cases = lists
        .into_iter()
        .map(|list| (format!("signature {list:?}"), headers("svix", "msg_1", TIME, &list), BODY.to_vec(), NoMatch));
    let many = format!("{}{good}", "v1,abcd ".repeat(8));
    let long = format!("v1,{} {good}", "a".repeat(4_096));
    let too_many = [many, long].map(|list| {
        ("a long list".to_owned(), headers("svix", "msg_1", TIME, &list), BODY.to_vec(), TooManySignatures)
    });
    cases.chain(too_many).collect()
}

/// Headers that are missing, empty, there twice, or half of one family and half of the other.
fn incomplete() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut push = |what: &str, headers: Headers, why| cases.push((what.to_owned(), headers, BODY.to_vec(), why));
    push("no header", Vec::new(), MissingHeader);
    for place in 0..3 {
        let mut without = good(BODY);
        let (name, value) = without.remove(place);
        push(&format!("no {name}"), without.clone(), MissingHeader);
        without.push((name.clone(), b"  ".to_vec()));
        push(&format!("an empty {name}"), without.clone(), MissingHeader);
        without.pop();
        without.push((name.replace("svix", "webhook"), value.clone()));
        push(&format!("{name} of the other family"), without.clone(), MissingHeader);
        let mut twice = good(BODY);
        if place < 2 {
            twice.push((name.to_uppercase(), value));
            push(&format!("{name} twice"), twice.clone(), RepeatedHeader);
            if let Some((_, value)) = twice.last_mut() {
                *value = b"msg_2".to_vec();
            }
            push(&format!("two of {name}"), twice, RepeatedHeader);
        }
    }
    let other = headers("webhook", "msg_1", TIME, &right("msg_1", TIME, BODY));
    let mut both = headers("svix", "msg_1", TIME, "v1,AAAA");
    both.extend(other.clone());
    push("a bad one of ours beside a good one of the other family", both, NoMatch);
    for name in ["x-svix", "svix_", "clerk", "webhooks"] {
        push(&format!("headers of {name}"), headers(name, "msg_1", TIME, &right("msg_1", TIME, BODY)), MissingHeader);
    }
    cases
}

#[test]
fn none_of_them_is_accepted() {
    let cases = [turned_bits(), other_bodies(), ids_and_times(), signatures(), incomplete()].concat();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
    for (what, headers, body, why) in cases {
        assert_eq!(verify(&headers, &body), Err(why), "{what}");
    }
}

/// The id that tells deliveries apart is the one that was signed.
#[test]
fn a_good_delivery_has_the_id_of_its_own_family() {
    let mut both = good(BODY);
    both.push(("webhook-id".to_owned(), b"msg_other".to_vec()));
    assert_eq!(verify(&both, BODY).map(|delivery| delivery.id), Ok("msg_1".to_owned()));
}

#[test]
fn a_clock_that_is_far_off_refuses_and_does_not_overflow() {
    for now in [i64::MIN / 1_000, -1, 0, i64::MAX / 1_000] {
        assert!(verify_at(now, &good(BODY), BODY, &[KEY]).is_err(), "{now}");
    }
}
