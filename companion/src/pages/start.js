// Starts the widget in #booking. Whatever goes wrong on the way, the guest gets a sentence, a
// way to try again and the business's own site instead of grey shapes that never end.
const place = () => document.getElementById("booking");
const show = (id, shown) => {
  document.getElementById(id).hidden = !shown;
};
// A broken widget stays broken, whatever else does not arrive.
let broken = false;
const showInstead = (trap) => {
  broken ||= trap;
  place().hidden = true;
  show("booking-broken", broken);
  show("booking-failed", !broken);
};

// Without WebAssembly the same booking goes by pages and forms.
const wasm = globalThis.WebAssembly;
if (!wasm) location.replace(document.querySelector("[data-plain]").href);

// A panic in the widget is a trap. What the guest sees must not stand there as if it still worked.
const isTrap = (error) => !!wasm && error instanceof wasm.RuntimeError;
const trapped = (error) => {
  if (isTrap(error)) showInstead(true);
};
addEventListener("error", (event) => trapped(event.error));
addEventListener("unhandledrejection", (event) => trapped(event.reason));

// The origin of the page around a frame, for src/host.rs: the loader writes it into the frame's
// address, without the loader the browser knows it. Messages to a wrong one arrive nowhere, and
// none of it is heard.
const around = () => {
  const asked = new URLSearchParams(location.search).get("host");
  const known = asked ?? location.ancestorOrigins?.[0] ?? document.referrer;
  try {
    const { origin } = new URL(known);
    return origin === "null" ? undefined : origin;
  } catch {
    return undefined;
  }
};
if (parent !== window && document.documentElement.dataset.mode === "frame") {
  const host = (globalThis.bookingHost = around());
  // The frame fits the first screen before the program is there, in the bounds of src/host/mod.rs.
  const { height } = place().getBoundingClientRect();
  const px = Math.min(Math.max(Math.ceil(height), 200), 8000);
  if (host) parent.postMessage({ booking: 1, type: "height", px }, host);
  // Whoever presses Escape in the frame means the window that it may stand in.
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && host)
      parent.postMessage({ booking: 1, type: "escape" }, host);
  });
  // The page around may have forbidden its frames to move the top. Then Chromium and WebKit give no
  // window, and Firefox throws, which gives none either where it has opened a new one by itself. What
  // the link leads to, such as the payment page, opens beside the page.
  const move = (address) => {
    try {
      return "mozInnerScreenX" in window ? (top.location.href = address) : open(address, "_top");
    } catch {}
  };
  addEventListener("click", (event) => {
    const link = event.target.closest("a[target=_top]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!move(link.href)) open(link.href, "_blank", "noopener");
  });
}

// The app around a web view. It is looked for at every message, since apps may come late.
globalThis.bookingApp = (message) => {
  const { ReactNativeWebView, webkit, BookingWidgetAndroid } = globalThis;
  const handler = webkit?.messageHandlers?.bookingWidget;
  const app = ReactNativeWebView ?? BookingWidgetAndroid ?? handler;
  if (!app?.postMessage) return false;
  if (message) app.postMessage(app === handler ? message : JSON.stringify(message));
  return true;
};

const files = place().dataset.program;
let first;
const started = import(files + ".js")
  .then((glue) => glue.default({ module_or_path: files + "_bg.wasm" }))
  .then((exports) => (first = exports));
started.catch((error) => {
  console.error("The booking widget did not start:", error);
  showInstead(isTrap(error));
});

// What was pressed in the first screen as the companion drew it; see first.js.
globalThis.bookingFirst?.(started);

// The rest of the program, which a first look goes without; see src/flow/later.rs. It takes from
// the first part all that both have, and waits for it: on a slow network it would only delay it.
const rest = files + "_later.wasm";
let coming, here, again;
const ask = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
};
const dress = async () => {
  const { looks, texts } = place().dataset;
  const [rules, lines] = await Promise.all([ask(looks), ask(texts)]);
  document.getElementById("booking-texts").textContent = lines;
  const sheet = await new CSSStyleSheet().replace(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
const come = () =>
  (coming ??= started
    .then((exports) => Promise.all([exports, WebAssembly.compileStreaming(fetch(rest)), dress()]))
    .then(([exports, program]) => WebAssembly.instantiate(program, { first: exports }))
    .then(() => {
      here = true;
      // That it is gone tells the widget.
      delete globalThis.bookingLater;
    })
    .catch((error) => {
      coming = undefined;
      throw error;
    }));

// Kept once the rest is here; until then the widget shows that it waits. Without the rest the
// guest cannot go on, and is told so. Whoever asks meanwhile waits for the same.
const want = () =>
  come().then(() => place().removeAttribute("aria-busy"), (error) => {
    console.error("A part of the booking widget did not arrive:", error);
    showInstead(false);
    return new Promise((resolve) => {
      again = resolve;
    }).then(want);
  });
let wanted;
globalThis.bookingLater = () => {
  place().setAttribute("aria-busy", "true");
  return (wanted ??= want());
};

// Nothing calls what is not here yet; if something did, the guest would wait a moment.
globalThis.bookingLaterAtOnce = () => {
  if (here) return;
  const request = new XMLHttpRequest();
  request.open("GET", rest, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  const bytes = Uint8Array.from(request.response, (sign) => sign.charCodeAt(0) & 255);
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { first });
  here = true;
};

// Whoever reaches for the widget is likely to go on.
const reach = () => {
  for (const kind of reaches) removeEventListener(kind, reach, true);
  come().catch(() => {});
};
const reaches = ["pointerdown", "pointermove", "keydown", "focusin"];
for (const kind of reaches) addEventListener(kind, reach, true);

for (const button of document.querySelectorAll("[data-reload]"))
  button.addEventListener("click", () => {
    if (broken || !again) return location.reload();
    // What was chosen lives in this page, so another try comes before a new page.
    show("booking-failed", false);
    place().hidden = false;
    again();
    again = undefined;
  });
