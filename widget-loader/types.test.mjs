// loader.d.ts against what pages write: every script in the README that calls BookingWidget is compiled
// with it, also those in JavaScript, which the compiler checks as loosely as it is written. `TSC` is the path of the compiler, which
// `cargo xtask test --only loader` installs.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const TYPES = fileURLToPath(new URL("loader.d.ts", import.meta.url));

/** What the compiler finds wrong with some scripts, each by itself. */
function findings(scripts) {
  assert.ok(process.env.TSC, "TSC is not set; cargo xtask test --only loader sets it");
  const folder = mkdtempSync(path.join(tmpdir(), "booking-types-"));
  try {
    const files = scripts.map(({ kind, text }, index) => {
      const file = path.join(folder, `script${index}.${kind}`);
      // As in a page, `const` of one script is not that of another: a module's own.
      writeFileSync(file, `${text}\nexport {};\n`);
      return file;
    });
    const strict = String(scripts.every(({ kind }) => kind === "ts"));
    const options = ["--noEmit", "--strict", strict, "--allowJs", "--checkJs", "--target", "es2022"];
    const compiler = spawnSync(process.env.TSC, [...options, TYPES, ...files], { encoding: "utf8" });
    if (compiler.error) throw compiler.error;
    return compiler.status === 0 ? "" : compiler.stdout.replaceAll(folder, "") + compiler.stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const scriptsOf = (document) => {
  const text = readFileSync(new URL(document, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```(html|js|ts)\n(.*?)^```/gms)];
  return blocks.flatMap(([, kind, block]) => {
    if (kind !== "html") return [{ kind, text: block }];
    return [...block.matchAll(/<script>\n(.*?)<\/script>/gs)].map(([, script]) => ({ kind: "js", text: script }));
  });
};

test("every call in the README fits the types", () => {
  const scripts = scriptsOf("../README.md").filter(({ text }) => text.includes("BookingWidget"));
  for (const kind of ["js", "ts"]) {
    const written = scripts.filter((script) => script.kind === kind);
    assert.ok(written.length > 0, `one in ${kind}`);
    assert.equal(findings(written), "");
  }
});

test("what the types promise is there, and what they do not is refused", () => {
  const good = `
    const widget = BookingWidget("mount", { calendar: "studio", target: "#booking", pass: "ref", member: "a.b.c" });
    widget?.element.addEventListener("booking:price_changed", (event) => event.detail.from.toFixed());
    const off = BookingWidget.on("booking_confirmed", ({ order_id }, { calendar }) => order_id + calendar);
    off();
    document.addEventListener("booking:error", ({ detail }) => detail.code.trim());
  `;
  assert.equal(findings([{ kind: "ts", text: good }]), "");
  const wrong = [
    `BookingWidget("on", "booking-confirmed", () => {});`,
    `BookingWidget("mount", { target: "#booking" });`,
    `BookingWidget("mount", { calendar: "studio", target: "#booking", theme: "pink" });`,
    `BookingWidget.on("coupon_applied", ({ total }) => total);`,
    `BookingWidget("explode");`,
  ];
  const found = findings(wrong.map((text) => ({ kind: "ts", text })));
  for (const index in wrong) assert.match(found, new RegExp(`script${index}\\.ts`), wrong[index]);
});
