// A copy that was made while people wrote must be the database as it was at one moment: all changes until then, none after.

import { Ledger } from "./ledger.mjs";
import { Proof } from "./proof.mjs";
import { count } from "./report.mjs";
import { Trail } from "./trail.mjs";

/** Holds a server over the copy against the ledger of the original; `began` and `ended` say when the copy was made. */
export async function isOneMoment(app, ledger, { began, ended }) {
  const trail = new Trail();
  const proof = await new Proof().add(app, new Ledger(), trail);
  const changes = ledger.acknowledged;
  const isThere = ({ requestId }) => trail.byRequest.has(requestId);
  const before = changes.filter((change) => change.ended < began);
  const missing = before.filter((change) => !isThere(change)).length;
  const fromLater = changes.filter((change) => change.began > ended && isThere(change)).length;
  // Whoever wrote after an acknowledged change that is missing must be missing too.
  const firstMissing = changes.filter((change) => !isThere(change)).reduce((first, change) => Math.min(first, change.ended), Infinity);
  const holes = changes.filter((change) => isThere(change) && change.began > firstMissing).length;
  const during = changes.filter((change) => change.ended >= began && change.began <= ended);
  const numbers = [
    `${count(before.length)} acknowledged before it began, ${count(missing)} missing`,
    `${count(during.filter(isThere).length)} of ${count(during.length)} from meanwhile`,
    `${count(fromLater)} from later, ${count(holes)} holes`,
    `${count(proof.objects)} objects compared, ${count(proof.torn.length)} torn${proof.torn.slice(0, 2).map((torn) => `; ${torn}`)}`,
  ];
  return { holds: missing + fromLater + holes === 0 && proof.holds, numbers: numbers.join("; ") };
}
