// The rules of the frame's page for a shadow root.

// What the host element begins with. `all` leaves custom properties alone, so a page that happens to
// have some by the names of ours is overruled one by one.
const GROUND = (properties) =>
  `:host{all:initial!important;display:block!important;${properties}}.html{container-type:inline-size}`;

/**
 * The same rules where nothing is a document: its root and its body are elements of these classes, its
 * width is that of the root, and `rem`, in pixels, is not the host page's to say.
 */
export function inShadow(rules, rem) {
  const own = new Set(rules.match(/--bk-[\w-]+/g));
  const properties = [...own].map((name) => `${name}:initial;`).join("");
  const moved = rules
    .replace(/(^|[\s,{}>])(html|body)(?=[\s,{.[:>])/g, "$1.$2")
    .replace(/ main(?=[\s,{])/g, " .bk")
    .replace(/(?<![\w.])([\d.]+)rem\b/g, (_, count) => `${Number(count) * rem}px`)
    .replace(/(?<![\w.])([\d.]+)vw\b/g, "$1cqi")
    .replace(/@media(?=[^{]*width)/g, "@container");
  return GROUND(properties) + moved;
}
