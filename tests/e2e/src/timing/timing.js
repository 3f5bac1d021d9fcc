// How long the widget takes from what happened to the painted price. Each returns, for so many
// runs, the microseconds and how many frames were shown in between that did not have the price yet.
const at = (hook) => document.querySelector(`[data-test="${hook}"]`);
const total = () => at("summary-total")?.textContent;
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
// A message that is posted in a frame arrives once that frame was painted.
const painted = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(0);
  });
const until = async (is) => {
  for (let frames = 0; frames < 600; frames++) {
    if (is()) return;
    await frame();
  }
  throw new Error(`never: ${is}`);
};

// A guest who presses five times a second.
const PRESSES_MS = 200;

// One more and one less in turns. The press falls into a frame, so that waiting for the next one
// is no part of the figure: script, style, layout and paint are.
window.timeAttendees = async (runs) => {
  const all = [];
  for (let run = 0; run < runs; run++) {
    await new Promise((resolve) => setTimeout(resolve, PRESSES_MS));
    const button = at(run % 2 ? "attendees-less" : "attendees-more");
    const before = total();
    await frame();
    const pressed = performance.now();
    button.click();
    let end = await painted();
    let late = 0;
    while (total() === before) {
      late += 1;
      await frame();
      end = await painted();
    }
    all.push([Math.round((end - pressed) * 1000), late]);
  }
  return all;
};

// When the widget last got an answer whole: right before it goes on with it.
let answered = 0;
const text = Response.prototype.text;
Response.prototype.text = async function () {
  const whole = await text.call(this);
  answered = performance.now();
  return whole;
};

// A code is applied and taken off again. The clock starts with the answer.
window.timeCodes = async (runs, code) => {
  const all = [];
  for (let run = 0; run < runs; run++) {
    if (at("coupon-remove")) at("coupon-remove").click();
    await until(() => at("coupon-open"));
    at("coupon-open").click();
    await until(() => at("coupon-input"));
    const input = at("coupon-input");
    input.value = code;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await frame();
    const before = total();
    answered = 0;
    const frames = [];
    let goes = true;
    // The moment it runs, not the frame's own time, which is that of the tact it follows.
    const tick = () => {
      frames.push(performance.now());
      if (goes) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    let changed = 0;
    const end = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (total() === before || changed) return;
        changed = performance.now();
        observer.disconnect();
        requestAnimationFrame(() => painted().then(resolve));
      });
      observer.observe(document.getElementById("booking"), { subtree: true, childList: true, characterData: true });
    });
    at("coupon-apply").click();
    const shown = await end;
    goes = false;
    const late = frames.filter((time) => time > answered && time < changed).length;
    all.push([Math.round((shown - answered) * 1000), late]);
  }
  return all;
};
