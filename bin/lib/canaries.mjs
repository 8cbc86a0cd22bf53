// Finds secrets in what is sent to browsers: those of a run by value, in every spelling a leak would have, and any by the
// form that Clerk gives them (a key that was baked in by a build is nobody's value any more).

const FORM = /\b(?:sk_(?:test|live)|whsec)_[A-Za-z0-9+/=_-]{12,}/;

/** The names of the secrets that are in `bytes`. `secrets` are values by name. */
export function findSecrets(bytes, secrets = {}) {
  const text = Buffer.from(bytes).toString("latin1");
  const found = Object.entries(secrets).filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)));
  const shaped = FORM.exec(text);
  return [...found.map(([name]) => name), ...(shaped ? [`something like ${shaped[0].slice(0, 12)}…`] : [])];
}

/** Without its prefix, which says nothing; base64 at each of the three places a text can begin in. */
function spellings(secret) {
  const tail = secret.slice(secret.lastIndexOf("_") + 1);
  const padded = [0, 1, 2].map((places) => Buffer.from("\0".repeat(places) + tail).toString("base64"));
  const encoded = padded.map((text, places) => text.slice(places ? 4 : 0, -4));
  return [tail, [...tail].reverse().join(""), Buffer.from(tail).toString("hex"), ...encoded];
}
