//! Project Wycheproof's vectors for RSASSA-PKCS1-v1_5: every signature that its authors call invalid or merely acceptable is
//! refused, every valid one by a key of at least 2048 bits is taken.

use clerk_protocol::verify::{Algorithm, VerifyingKey};
use wycheproof::{
    TestResult,
    rsa_pkcs1_verify::{TestName, TestSet},
};

/// How many of them were looked at, and how many were taken.
fn check(name: TestName, algorithm: Algorithm) -> (usize, usize) {
    let set = TestSet::load(name).expect("the crate's own data");
    let (mut looked_at, mut taken) = (0, 0);
    for group in &set.test_groups {
        let key = VerifyingKey::from_components(&group.key.n, &group.key.e, None).expect("a key");
        let pem = VerifyingKey::from_pem(&group.pem, false).expect("the same key");
        // The strict rules have no keys that no issuer makes.
        let has_small_exponent = group.key.e[..] == [3];
        assert_eq!(VerifyingKey::from_pem(&group.pem, true).is_none(), has_small_exponent, "{name:?}");
        for test in &group.tests {
            let context = format!("{name:?} {} {}", test.tc_id, test.comment);
            let is_taken = key.verify(algorithm, &test.msg, &test.sig);
            assert_eq!(is_taken, Some(test.result == TestResult::Valid), "{context}");
            if algorithm == Algorithm::Rs256 {
                assert_eq!(pem.verify(algorithm, &test.msg, &test.sig), is_taken, "{context}");
            }
            looked_at += 1;
            taken += usize::from(is_taken == Some(true));
        }
    }
    (looked_at, taken)
}

#[test]
fn sha_256() {
    let sets = [TestName::Rsa2048Sha256, TestName::Rsa3072Sha256, TestName::Rsa4096Sha256];
    let counts = sets.map(|name| check(name, Algorithm::Rs256));
    println!("looked at and taken: {counts:?}");
    assert_eq!(counts.iter().map(|(looked_at, _)| looked_at).sum::<usize>(), 776);
    assert!(counts.iter().all(|(_, taken)| *taken > 0), "{counts:?}");
}

#[test]
fn sha_384_and_512() {
    for (name, algorithm) in [
        (TestName::Rsa2048Sha384, Algorithm::Rs384),
        (TestName::Rsa3072Sha384, Algorithm::Rs384),
        (TestName::Rsa4096Sha384, Algorithm::Rs384),
        (TestName::Rsa2048Sha512, Algorithm::Rs512),
        (TestName::Rsa3072Sha512, Algorithm::Rs512),
        (TestName::Rsa4096Sha512, Algorithm::Rs512),
    ] {
        let (looked_at, taken) = check(name, algorithm);
        println!("{name:?}: {taken} of {looked_at} taken");
        assert!(looked_at > 250 && taken > 0, "{name:?}");
    }
}
