//! The words of made-up projects: common ones that many share, and rare ones to search for.

use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};

#[rustfmt::skip]
const TOPICS: [&str; 40] = [
    "Billing", "Onboarding", "Search", "Checkout", "Payroll", "Inventory", "Newsletter", "Website", "Mobile app",
    "Helpdesk", "Warehouse", "Reporting", "Analytics", "Recruiting", "Training", "Compliance", "Backup", "Network",
    "Storage", "Identity", "Partner portal", "Customer portal", "Price list", "Catalogue", "Booking", "Delivery",
    "Returns", "Loyalty", "Event", "Office", "Laboratory", "Safety", "Energy", "Fleet", "Archive", "Translation",
    "Accessibility", "Localisation", "Survey", "Contract",
];

#[rustfmt::skip]
const KINDS: [&str; 30] = [
    "redesign", "migration", "pilot", "audit", "rollout", "relaunch", "upgrade", "clean-up", "review", "workshop",
    "prototype", "integration", "automation", "consolidation", "roadmap", "research", "launch", "refresh",
    "replacement", "benchmark", "documentation", "onboarding", "experiment", "assessment", "expansion",
    "simplification", "monitoring", "campaign", "maintenance", "handover",
];

#[rustfmt::skip]
const PLACES: [&str; 30] = [
    "Berlin", "Lisbon", "Nairobi", "Osaka", "Toronto", "Zürich", "Kraków", "Montréal", "Lagos", "Lima", "Oslo",
    "Porto", "Riga", "Sofia", "Tallinn", "Utrecht", "Vienna", "Warsaw", "York", "Bergen", "Cork", "Dakar", "Ghent",
    "Hanoi", "Izmir", "Kyoto", "Leeds", "Malmö", "Naples", "Quito",
];

const SYLLABLES: [&str; 24] = [
    "ar", "bel", "cor", "dan", "el", "fen", "gal", "hor", "il", "jun", "kes", "lum", "mir", "nor", "or", "pel", "quin",
    "ros", "sol", "tal", "um", "ver", "wen", "zan",
];

#[rustfmt::skip]
const GOALS: [&str; 20] = [
    "Cut the time it takes in half", "Bring everything into one place", "Replace the spreadsheet",
    "Make it work on a phone", "Get rid of the old system", "Find out what people need", "Prepare for the next season",
    "Answer within a day", "Save a third of the cost", "Meet the new regulation",
    "Reach customers in two more countries", "Test it with ten people", "Write down how it works", "Make it faster",
    "Agree on one way of doing it", "Train the whole team", "Fix what is broken", "Measure it every week",
    "Move it to the cloud", "Hand it over to the partner",
];

#[rustfmt::skip]
const ENDS: [&str; 12] = [
    "before the summer", "by the end of the quarter", "together with finance", "without new hires", "in small steps",
    "with the supplier", "for every branch", "one region at a time", "as soon as possible", "after the audit",
    "with a fixed budget", "and keep it simple",
];

/// `Billing migration`, `Lisbon helpdesk pilot`, `Vermirsol`…
pub(super) fn name(random: &mut StdRng) -> String {
    let (topic, kind) = (one(random, &TOPICS), one(random, &KINDS));
    match random.random_range(0..10) {
        0..5 => format!("{topic} {kind}"),
        5..8 => format!("{} {} {kind}", one(random, &PLACES), topic.to_lowercase()),
        _ => format!("{} {kind}", code_name(random)),
    }
}

/// Empty for some, as with people.
pub(super) fn description(random: &mut StdRng) -> String {
    if random.random_ratio(2, 5) {
        return String::new();
    }
    format!("{} {}.", one(random, &GOALS), one(random, &ENDS))
}

/// One of some 14,000.
fn code_name(random: &mut StdRng) -> String {
    let first = one(random, &SYLLABLES);
    let (head, tail) = first.split_at(1);
    format!("{}{tail}{}{}", head.to_uppercase(), one(random, &SYLLABLES), one(random, &SYLLABLES))
}

fn one(random: &mut StdRng, words: &[&'static str]) -> &'static str {
    words.choose(random).copied().unwrap_or_default()
}
