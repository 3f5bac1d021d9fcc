// The booking widget without a frame: it runs in the host page itself, inside a shadow root.
//
// It is the same program and the same page as in the frame. The page is fetched and its parts are put
// into the shadow root (inline/page.js); the program is shown them as if they were a page of its own
// (inline/stand_in.js); and the loader hears the same messages as from the frame's window. Whatever is
// in the way, such as a content policy, an old browser or a network that fails, the frame takes its
// place. PROTOCOL.md tells what a host page has to allow.
import { arrange, fetchPage } from "./inline/page.js";
import { isOfProgram, takeProgram } from "./inline/program.js";
import { standIn } from "./inline/stand_in.js";

// The loader offers a link after 10 s. By then the frame has to be on its way.
const PATIENCE_MS = 8_000;
// What a guest does who is likely to go on.
const REACHES = ["pointerdown", "pointermove", "keydown", "focusin"];

/**
 * Shows the page of an address in the place of the frame, which waits there without one.
 *
 * The answer stays open as long as all is well. It is broken off where the frame is needed after all,
 * which by then stands in its place again. `hear` is the loader's way to take a message of the frame.
 */
export function inline(frame, address, hear) {
  const container = frame.parentNode;
  return new Promise((_, giveUp) => {
    let end;
    const leave = () => {
      end();
      end = undefined;
    };
    const enter = () => {
      const over = new AbortController();
      const host = document.createElement("div");
      end = () => {
        over.abort();
        host.remove();
      };
      begin({ frame, address, hear, container, host, signal: over.signal, fail });
      function fail(error) {
        if (over.signal.aborted) return;
        console.warn("BookingWidget goes on in a frame:", error);
        leave();
        sight.disconnect();
        delete frame.contentWindow;
        container.append(frame);
        giveUp(error);
      }
    };
    // What a page throws away it may put back; then it begins anew, as a frame does.
    const sight = new ResizeObserver(() => {
      if (!container.isConnected && end) leave();
      else if (container.isConnected && !end) enter();
    });
    sight.observe(container);
    enter();
  });
}

/** A widget in `host`, until the signal is aborted; what stops it goes to `fail`. */
function begin({ frame, address, hear, container, host, signal, fail }) {
  const { origin } = new URL(address);
  const silence = setTimeout(() => fail(new Error("The widget stays silent")), PATIENCE_MS);
  signal.addEventListener("abort", () => clearTimeout(silence));
  const say = (data) => {
    if (data.type === "ready") clearTimeout(silence);
    hear({ source: frame.contentWindow, origin, data });
  };
  run().catch(fail);

  async function run() {
    const page = await fetchPage(address, signal);
    signal.throwIfAborted();
    container.append(host);
    const { root, place, dress, finish } = arrange(page, host, origin, frame.title);
    // From here on the widget takes the room that was kept for it.
    frame.remove();
    const { own, asFrame } = standIn(root, address, signal, say);
    Object.defineProperty(frame, "contentWindow", { value: asFrame, configurable: true });

    const files = origin + place.dataset.program;
    const program = await takeProgram(files);
    signal.addEventListener("abort", () => program.release());
    if (signal.aborted) return program.release();
    program.own = own;
    if (program.isWhole) await dress();
    else own.bookingLater = () => fetchLater(place, rest);
    const rest = () => program.rest(dress).then(() => delete own.bookingLater);
    // That it did not come is told when it is needed.
    const reach = () => rest().catch(() => {});
    for (const kind of REACHES) host.addEventListener(kind, reach, { once: true, signal });
    for (const kind of ["error", "unhandledrejection"]) {
      const see = ({ error, reason }) => isOfProgram(error ?? reason, files) && fail(error ?? reason);
      window.addEventListener(kind, see, { signal });
    }
    const started = program.start();
    finish(started);
    await started;
    if (place.hidden) throw new Error("The widget cannot read its page");
  }

  // Until then the widget shows that it waits. Whoever waits after the end waits for ever.
  async function fetchLater(place, rest) {
    place.setAttribute("aria-busy", "true");
    await rest().catch(fail);
    place.removeAttribute("aria-busy");
    if (signal.aborted) await new Promise(() => {});
  }
}
