// The program in the host page. One draws one widget, so there are as many as there are widgets at a
// time; one whose widget is gone draws the next. A module's memory is never given back.
import { over } from "./stand_in.js";

// Those without a widget.
const idle = [];
// What was compiled, by its address.
const compiled = new Map();
let made = 0;
let turn = Promise.resolve();

/**
 * A program of these files that draws nothing yet.
 *
 * What of the window is its widget's own is set as `own` before `start`. `rest` fetches what a first
 * look goes without, when `dress` is done as well; `isWhole` says that it is there. `release` ends the
 * widget; the program is broken where an error `isOfProgram`.
 */
export async function takeProgram(files) {
  const at = idle.findIndex((program) => program.files === files);
  if (at >= 0) return idle.splice(at, 1)[0];
  made += 1;
  // Another address is another module, with a memory of its own.
  const [glue, wasm] = await Promise.all([import(`${files}.js?${made}`), compile(`${files}_bg.wasm`)]);
  const nothing = { __proto__: null };
  const page = over(window, Window.prototype, () => program.own);
  let exports;
  let started;
  let coming;
  const program = { files, own: nothing, isWhole: false, start, rest, release };
  return program;

  function start() {
    if (exports) exports.__wbindgen_start();
    else started = load();
    return started;
  }

  // The program asks for its page while it is loaded: until then no other one may.
  function load() {
    const loaded = turn.then(async () => {
      globalThis.bookingPlace = page;
      try {
        exports = await glue.default({ module_or_path: wasm });
      } finally {
        delete globalThis.bookingPlace;
      }
    });
    turn = loaded.catch(() => {});
    return loaded;
  }

  // It takes from the first part all that both have, and waits for it.
  function rest(dress) {
    coming ??= started
      .then(() => Promise.all([compile(`${files}_later.wasm`), dress()]))
      .then(([later]) => WebAssembly.instantiate(later, { first: exports }))
      .then(() => {
        program.isWhole = true;
      })
      .catch((error) => {
        coming = undefined;
        throw error;
      });
    return coming;
  }

  // Started again where there is no page any more, it ends what it drew. Where it does not even do
  // that it is left alone.
  function release() {
    if (!exports) return;
    exports.__wbindgen_start();
    setTimeout(() => {
      program.own = nothing;
      idle.push(program);
    });
  }
}

/** Whether an error is a panic of a program of these files. */
export function isOfProgram(error, files) {
  return error instanceof WebAssembly.RuntimeError && String(error.stack).includes(files);
}

function compile(address) {
  if (!compiled.has(address)) {
    const coming = WebAssembly.compileStreaming(fetch(address, { credentials: "omit" }));
    compiled.set(address, coming);
    coming.catch(() => compiled.delete(address));
  }
  return compiled.get(address);
}
