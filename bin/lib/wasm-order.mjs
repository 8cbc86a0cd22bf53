// An order of functions in which each is followed by the one that is most like it: what repeats close by compresses best.

const PIECE = 4; // bytes

// From functions, the bytes of each, to their indices in the new order.
export function bySimilarity(functions) {
  const pieces = functions.map(piecesOf);
  const holders = holdersOf(pieces);
  const left = new Set(functions.keys());
  const order = [];
  let current = 0;
  while (left.size > 0) {
    order.push(current);
    left.delete(current);
    current = mostLike(current, pieces, holders, left) ?? left.values().next().value;
  }
  return order;
}

function piecesOf(bytes) {
  const pieces = new Set();
  for (let at = 0; at + PIECE <= bytes.length; at += 1) pieces.add(bytes.readUInt32LE(at));
  return pieces;
}

// Which functions have a piece.
function holdersOf(pieces) {
  const holders = new Map();
  pieces.forEach((set, index) => {
    for (const piece of set) {
      if (!holders.has(piece)) holders.set(piece, []);
      holders.get(piece).push(index);
    }
  });
  return holders;
}

// The one of those left with the largest part of its pieces, or of the other's, in common.
function mostLike(current, pieces, holders, left) {
  const common = new Map();
  for (const piece of pieces[current]) {
    const others = holders.get(piece).filter((index) => left.has(index));
    holders.set(piece, others);
    for (const index of others) common.set(index, (common.get(index) ?? 0) + 1);
  }
  let best;
  let highest = 0;
  for (const [index, count] of common) {
    const likeness = count / Math.max(pieces[current].size, pieces[index].size);
    if (likeness > highest) [best, highest] = [index, likeness];
  }
  return best;
}
