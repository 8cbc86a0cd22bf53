//! Public keys in COSE's form, of the three kinds that authenticators have.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use cbor4ii::core::{Value, dec::Decode as _, utils::SliceReader};

use super::Fault;

/// In COSE's numbers, as a browser is told: ES256, EdDSA, RS256.
pub(crate) const ALGORITHMS: [i128; 3] = [-7, -8, -257];

const KEY_TYPE: i128 = 1;
const ALGORITHM: i128 = 3;
const CURVE: i128 = -1;
const X: i128 = -2;
const Y: i128 = -3;
const MODULUS: i128 = -1;
const EXPONENT: i128 = -2;

/// A key that can check signatures.
#[derive(Debug)]
pub(super) enum PublicKey {
    /// An uncompressed point of P-256.
    Es256(Vec<u8>),
    Ed25519(Vec<u8>),
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

impl PublicKey {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let map = Value::decode(&mut SliceReader::new(bytes)).map_err(|_| Fault::Malformed)?;
        let number = |label| match value(&map, label) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        };
        let bytes = |label| match value(&map, label) {
            Some(Value::Bytes(bytes)) => Ok(bytes.clone()),
            _ => Err(Fault::Malformed),
        };
        match (number(KEY_TYPE), number(ALGORITHM), number(CURVE)) {
            (Some(2), Some(-7), Some(1)) => {
                let (x, y) = (bytes(X)?, bytes(Y)?);
                if x.len() == 32 && y.len() == 32 {
                    Ok(Self::Es256([vec![4], x, y].concat()))
                } else {
                    Err(Fault::Malformed)
                }
            }
            (Some(1), Some(-8), Some(6)) => Ok(Self::Ed25519(bytes(X)?)),
            (Some(3), Some(-257), _) => Ok(Self::Rs256 { modulus: bytes(MODULUS)?, exponent: bytes(EXPONENT)? }),
            (Some(_), Some(_), _) => Err(Fault::Algorithm),
            _ => Err(Fault::Malformed),
        }
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let outcome = match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Self::Rs256 { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
        };
        outcome.map_err(|_| Fault::Signature)
    }
}

/// The value with a label, which is a number in COSE's maps.
fn value(map: &Value, label: i128) -> Option<&Value> {
    let Value::Map(pairs) = map else { return None };
    pairs.iter().find_map(|(key, value)| matches!(key, Value::Integer(key) if *key == label).then_some(value))
}
