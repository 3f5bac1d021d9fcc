// Starts the widget in #booking. Whatever goes wrong on the way, the guest gets a sentence, a
// way to try again and the business's own site instead of grey shapes that never end.
const place = () => document.getElementById("booking");
const show = (id, shown) => {
  document.getElementById(id).hidden = !shown;
};
const showInstead = (id) => {
  place().hidden = true;
  show(id, true);
};

// The widget is two programs: one leads to an order, the other shows one that there is. src/relay.rs
// calls what they tell this page.
const programs = place().dataset.programs.split(" ");
const starts = [0, 0];
const findsOrder = () => {
  if (new URLSearchParams(location.search).get("order")) return true;
  try {
    return Boolean(sessionStorage.getItem("booking-order:" + location.pathname.split("/").pop()));
  } catch {
    return false;
  }
};
let present = findsOrder() ? 1 : 0;
let inHand = false;

// A panic in the widget is a trap. What the guest sees must not stand there as if it still worked.
const trapped = (error) => {
  if (error instanceof WebAssembly.RuntimeError) showInstead("booking-broken");
};
addEventListener("error", (event) => trapped(event.error));
addEventListener("unhandledrejection", (event) => trapped(event.reason));

const start = () => {
  // A module runs once for each address: with a fragment the same file runs anew.
  const again = starts[present]++;
  const wasm = programs[present] + "_bg.wasm";
  import(programs[present] + ".js" + (again ? "#" + again : ""))
    .then((glue) => glue.default({ module_or_path: wasm }))
    .catch((error) => {
      console.error("The booking widget did not start:", error);
      showInstead(error instanceof WebAssembly.RuntimeError ? "booking-broken" : "booking-failed");
    });
};

globalThis.bookingHandOver = (handed, opened) => {
  globalThis.bookingHanded = handed;
  globalThis.bookingOpened = opened;
  inHand = true;
  present = 1 - present;
  start();
};

// Files that are on this machine start at once.
globalThis.bookingPrepare = () => {
  globalThis.bookingPrepare = () => {};
  for (const end of [".js", "_bg.wasm"])
    fetch(programs[1] + end, { priority: "low" })
      .then((answer) => answer.arrayBuffer())
      .catch(() => {});
};

for (const button of document.querySelectorAll("[data-reload]"))
  button.addEventListener("click", () => {
    // What was handed over lives in this page, so another try comes before a new page.
    if (!inHand || document.getElementById("booking-failed").hidden) return location.reload();
    inHand = false;
    show("booking-failed", false);
    place().hidden = false;
    start();
  });

start();
