// What the program takes for its window: the host page's own, but for what would be the frame's.

/** An object that answers for another one, but for what `own()` has at the moment. */
export function over(thing, prototype, own) {
  return new Proxy(Object.create(prototype), {
    get(_, name) {
      const answers = own();
      if (name in answers) return answers[name];
      const value = thing[name];
      return typeof value === "function" ? value.bind(thing) : value;
    },
  });
}

/**
 * The frame's half of one widget, until the signal is aborted.
 *
 * `own` is what of the window is the widget's own, and `asFrame` what the loader posts to, as it does
 * to the window of a frame. What the widget posts to the loader goes to `say`.
 */
export function standIn(root, address, signal, say) {
  const host = window.location.origin;
  const born = performance.now();
  const listeners = [];
  // As with windows: what is said arrives later, and in its order.
  const later = (tell) =>
    queueMicrotask(() => {
      if (!signal.aborted) tell();
    });
  const parent = {
    postMessage: (data) =>
      later(() => {
        // In this form it is for the page's own scripts.
        if (Array.isArray(data)) window.postMessage(data, host);
        else say(data);
      }),
  };
  const asFrame = {
    postMessage: (data) =>
      later(() => {
        for (const listener of listeners) listener({ data, origin: host, source: parent });
      }),
  };
  const shadow = root.getRootNode();
  const ownDocument = {
    __proto__: null,
    // An element that is gone is not found, so that a program that begins again finds no page.
    getElementById: (id) => (signal.aborted ? null : shadow.getElementById(id)),
    // The main part of the frame's page is none of this one, which may have its own.
    createElement: (name) => document.createElement(name === "main" ? "div" : name),
    documentElement: root,
    body: root.firstElementChild,
    get activeElement() {
      return shadow.activeElement;
    },
  };
  const own = {
    __proto__: null,
    document: over(document, Document.prototype, () => ownDocument),
    // The frame's address and what it asks for; the page's own says nothing of a booking.
    location: new URL(address),
    parent,
    top: undefined,
    bookingHost: host,
    // The companion's clock goes on from when its page was made.
    performance: { now: () => performance.now() - born },
    addEventListener(name, listener) {
      if (name === "message") listeners.push(listener);
      else window.addEventListener(name, listener, { signal });
    },
    requestAnimationFrame: (paint) =>
      window.requestAnimationFrame((time) => {
        if (!signal.aborted) paint(time);
      }),
  };
  return { own, asFrame };
}
