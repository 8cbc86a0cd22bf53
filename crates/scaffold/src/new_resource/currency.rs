//! The currencies of ISO 4217 that people pay with, and how many digits their smaller unit has.

const TWO_DIGITS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
                          CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL \
                          HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT \
                          MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB \
                          SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH \
                          USD UYU UZS VED VES WST XCD YER ZAR ZMW";
const NO_DIGITS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const THREE_DIGITS: &str = "BHD IQD JOD KWD LYD OMR TND";

/// A currency: amounts are kept as whole numbers of its smallest unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Currency {
    /// Its three letters.
    pub(super) code: String,
    /// Digits behind the point.
    pub(super) digits: u32,
}

impl Currency {
    /// What stands behind a whole amount: `.00`.
    pub(super) fn zeros(&self) -> String {
        let zeros: String = (0..self.digits).map(|_| '0').collect();
        if zeros.is_empty() { zeros } else { format!(".{zeros}") }
    }

    /// The one of a code of three capital letters.
    pub(super) fn of(code: &str) -> Option<Self> {
        [(2, TWO_DIGITS), (0, NO_DIGITS), (3, THREE_DIGITS)]
            .into_iter()
            .find(|(_, codes)| codes.split_whitespace().any(|known| known == code))
            .map(|(digits, _)| Self { code: code.to_owned(), digits })
    }
}
