// What of the widget without a frame needs no browser; the end-to-end tests show the rest.
import assert from "node:assert/strict";
import test from "node:test";

import { inShadow } from "./inline/rules.js";

const moved = (rules, rem = 16) => inShadow(rules, rem).slice(inShadow("", rem).length);

test("what is said of the document is said of the elements that stand for it", () => {
  assert.equal(
    moved('html[data-theme=dark] .bk,html, body{top:0}html[data-mode=frame] body{left:0}'),
    '.html[data-theme=dark] .bk,.html, .body{top:0}.html[data-mode=frame] .body{left:0}',
  );
  assert.equal(moved("@media print{html{top:0}}"), "@media print{.html{top:0}}");
  assert.equal(moved("#booking[aria-busy] main{opacity:.6}"), "#booking[aria-busy] .bk{opacity:.6}");
  assert.equal(moved(".body,.html-like,#htmlx{top:0}"), ".body,.html-like,#htmlx{top:0}");
});

test("letters follow the guest's setting, as pixels", () => {
  assert.equal(moved("a{font-size:.75rem;margin:-1.5rem 2rem}"), "a{font-size:12px;margin:-24px 32px}");
  assert.equal(moved("a{font-size:min(.75rem,6vw)}", 32), "a{font-size:min(24px,6cqi)}");
  assert.equal(moved("a{width:2em;--premium:1}"), "a{width:2em;--premium:1}");
});

test("widths are those of the widget, and other questions those of the device", () => {
  assert.equal(
    moved("@media (min-width: 35em) and (max-width: 56em){a{top:0}}@media (hover: hover){a{left:0}}"),
    "@container (min-width: 35em) and (max-width: 56em){a{top:0}}@media (hover: hover){a{left:0}}",
  );
});

test("what a page calls like a colour of ours is none of ours", () => {
  const rules = inShadow(".html{color:var(--bk-l-ink);top:var(--bk-l-ink)}", 16);
  assert.equal(rules.match(/--bk-l-ink:initial;/g).length, 1);
  assert.ok(rules.startsWith(":host{all:initial!important;"));
});
