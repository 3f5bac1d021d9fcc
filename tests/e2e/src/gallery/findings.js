// What a careful eye would find in the page: more width than there is, text that is cut off or
// leaves its box, text over text, and targets that are too small for a thumb.
window.findings = () => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    found.push(`wider than the page: ${root.scrollWidth} px of ${root.clientWidth} px`);

  const say = (element) => {
    const name = element.dataset.test ? `[${element.dataset.test}]` : "";
    return `${element.localName}${element.className?.baseVal === undefined && element.className ? "." + element.className.trim().replaceAll(/\s+/g, ".") : ""}${name}`;
  };
  // Read to some and shown to nobody.
  const unseen = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.clipPath !== "none" && style.overflow === "hidden") return true;
      if (style.visibility === "hidden" || style.opacity === "0") return true;
    }
    return false;
  };
  const cuts = (value) => value === "hidden" || value === "clip";
  const BOXES = "button, td, th, label, .chip, .note, .mk, .row, .fact, .card, section, .stepper";

  const texts = [];
  const walker = document.createTreeWalker(document.getElementById("booking"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("option") || unseen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      let seen = { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
      for (let each = element; each && each.id !== "booking"; each = each.parentElement) {
        const style = getComputedStyle(each);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        // A teaser ends in an ellipsis on purpose; what it teases says everything.
        const teaser = style.webkitLineClamp !== "none";
        const box = each.getBoundingClientRect();
        // What a guest can scroll to is not cut; it ends at the edge of what scrolls.
        if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) break;
        // Half a line's space above and below the letters may go.
        const cutX = cuts(style.overflowX) && (seen.left < box.left - 1 || seen.right > box.right + 1);
        const cutY = cuts(style.overflowY) && (seen.top < box.top - 4 || seen.bottom > box.bottom + 4);
        if ((cutX || cutY) && !teaser) found.push(`cut off by ${say(each)}: "${node.data.trim().slice(0, 40)}"`);
        seen = {
          left: Math.max(seen.left, box.left), top: Math.max(seen.top, box.top),
          right: Math.min(seen.right, box.right), bottom: Math.min(seen.bottom, box.bottom),
        };
      }
      const box = element.closest(BOXES);
      if (box && box.id !== "booking") {
        const { left, right } = box.getBoundingClientRect();
        if (rect.left < left - 1 || rect.right > right + 1)
          found.push(`out of ${say(box)}: "${node.data.trim().slice(0, 40)}"`);
      }
      if (seen.right - seen.left > 1 && seen.bottom - seen.top > 1) texts.push({ element, seen, text: node.data.trim() });
    }
  }

  for (let one = 0; one < texts.length; one++) {
    for (let other = one + 1; other < texts.length; other++) {
      const [a, b] = [texts[one], texts[other]];
      if (a.element === b.element) continue;
      const width = Math.min(a.seen.right, b.seen.right) - Math.max(a.seen.left, b.seen.left);
      const height = Math.min(a.seen.bottom, b.seen.bottom) - Math.max(a.seen.top, b.seen.top);
      // Boxes of lines are higher than their letters.
      if (width > 2 && height > 6) found.push(`over each other: "${a.text.slice(0, 30)}" and "${b.text.slice(0, 30)}"`);
    }
  }

  for (const element of document.querySelectorAll("#booking :is(button, input, select, textarea, a)")) {
    if (unseen(element) && !element.matches("input")) continue;
    // A link within a sentence is as high as its line.
    if (element.matches(".link, p a, label a, summary a")) continue;
    const target = element.matches("input") ? (element.closest("label") ?? element) : element;
    const { width, height } = target.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    if (height < 43.5 || width < 23.5) found.push(`too small a target: ${say(element)} ${Math.round(width)} x ${Math.round(height)}`);
  }
  return [...new Set(found)];
};
