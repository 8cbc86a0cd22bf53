// What bin/lib/wasm-opt.mjs needs of the format of a WebAssembly program: where its functions are, and how they get names.
// https://webassembly.github.io/spec/core/binary/modules.html

const IMPORTS = 2;
const CODE = 10;
const CUSTOM = 0;
const HEADER = 8;

// The bodies of the program's own functions, in their order.
export function functionBodies(program) {
  const reader = new Reader(program, sections(program).get(CODE).start);
  return Array.from({ length: reader.number() }, () => reader.bytes(reader.number()));
}

// The program with these names for its own functions.
export function withNames(program, names) {
  const first = importedFunctions(program);
  const entries = names.flatMap((name, index) => [...number(first + index), ...text(name)]);
  const functions = [...number(names.length), ...entries];
  const content = [...text("name"), 1, ...number(functions.length), ...functions];
  return Buffer.concat([program, Buffer.from([CUSTOM, ...number(content.length), ...content])]);
}

function sections(program) {
  const found = new Map();
  for (const reader = new Reader(program, HEADER); reader.at < program.length; ) {
    const id = program[reader.at++];
    const length = reader.number();
    found.set(id, { start: reader.at });
    reader.at += length;
  }
  return found;
}

function importedFunctions(program) {
  const imports = sections(program).get(IMPORTS);
  if (!imports) return 0;
  const reader = new Reader(program, imports.start);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.bytes(reader.number()); // of the module
    reader.bytes(reader.number()); // of what is imported
    if (program[reader.at++] === 0) functions += 1;
    else throw new Error("the program imports something that is no function");
    reader.number(); // its type
  }
  return functions;
}

// Numbers are written in sevens of bits, the lowest first.
class Reader {
  constructor(program, at) {
    this.program = program;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.program[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  bytes(length) {
    this.at += length;
    return this.program.subarray(this.at - length, this.at);
  }
}

function number(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)];
}

function text(value) {
  return [...number(value.length), ...Buffer.from(value)];
}
