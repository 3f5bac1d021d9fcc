// How long a guest waits who has never been here: until the first screen is painted with real
// times, and until a time that was pressed is taken and its price is in sight. Milliseconds since
// the page was asked for. It runs in every page before the page's own scripts.
if (location.protocol.startsWith("http")) {
  // A message that is posted in a frame arrives once that frame was painted.
  const painted = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (is) => {
    do await frame();
    while (!is());
  };
  const seen = (selector) => {
    const element = document.querySelector(selector);
    return element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && element.innerText.trim()
      && element;
  };
  const slot = "[data-test='slot']";

  globalThis.visit = (async () => {
    await until(() => seen(slot));
    const screen = await painted();
    // One press, as soon as there is something to press: a page that shows times before it can
    // take one has to remember it.
    const pressed = seen(slot);
    pressed.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    pressed.click();
    // What stands there before the program runs may mark it; that it was taken the widget says.
    const taken = "#booking > main " + slot + ".on";
    await until(() => seen(taken) && seen("[data-test='summary-total']"));
    return [screen, await painted()];
  })();
}
