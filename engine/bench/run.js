// Asks the wasm build of the engine what `booking-bench` (src/command.rs) asks the native one,
// and answers with the same lines. Runs in Node and in a page, after the glue and the module.

/** Answers a question: the words of a command line in, the lines of its output out. */
function answer([question, ...words]) {
  const numbers = words.map(Number);
  switch (question) {
    case "time":
      return wasm_bindgen.baskets().split("\n").map((basket) => time(basket, numbers[0]));
    case "digests":
      return digests(...numbers);
    case "hashes":
      return each(numbers, wasm_bindgen.hash);
    case "lines":
      return each(numbers, wasm_bindgen.line);
    default:
      throw new Error(`there is no question ${question}`);
  }
}

/** A slice of time that is measured, in milliseconds. */
const SLICE = 5;

/** Prices a basket for so long; answers how long the fastest slice took. */
function time(basket, milliseconds) {
  const loaded = wasm_bindgen.load(basket);
  const begun = performance.now();
  let times = 1;
  let fastest = Infinity;
  while (performance.now() - begun < milliseconds || fastest === Infinity) {
    const started = performance.now();
    loaded.price(times);
    const took = performance.now() - started;
    if (took < SLICE) {
      times *= 2;
      fastest = Infinity;
    } else {
      fastest = Math.min(fastest, took);
    }
  }
  return `time ${basket} ${times} ${Math.round(fastest * 1e6)}`;
}

function digests(first, count, chunk, spoilt) {
  const lines = [];
  for (let start = first; start < first + count; start += chunk) {
    const size = Math.min(chunk, first + count - start);
    lines.push(`digest ${start} ${wasm_bindgen.digest(start, size, spoilt)}`);
  }
  return lines;
}

function each([first, count, spoilt], text) {
  return Array.from({ length: count }, (_, n) => text(first + n, spoilt));
}

/** Makes the module from its bytes, written as hexadecimal digits. */
function start(hex) {
  const module = Uint8Array.from({ length: hex.length / 2 }, (_, n) =>
    parseInt(hex.slice(2 * n, 2 * n + 2), 16));
  wasm_bindgen.initSync({ module });
}
