// Shows the states that the filters choose, each in a frame of the chosen width. The choice is in
// the address, so that a view of the gallery can be sent to somebody.
const NAMES = { neo: "Neo", classic: "Classic", light: "Light", dark: "Dark", en: "English", de: "Deutsch", ar: "العربية", "en-XA": "Pseudo" };
const states = await (await fetch("states.json")).json();
const asked = new URLSearchParams(location.search);
const choices = {
  widget: unique("widget"),
  theme: ["light", "dark"],
  language: unique("language"),
  width: ["320", "390", "560", "768", "1080", "1280"],
};
const chosen = {};
const search = document.getElementById("state");
const shown = document.getElementById("states");
search.value = asked.get("state") ?? "";

for (const [name, values] of Object.entries(choices)) {
  const fallback = name === "width" ? "390" : values[0];
  chosen[name] = values.includes(asked.get(name)) ? asked.get(name) : fallback;
  for (const value of values) {
    const input = Object.assign(document.createElement("input"), { type: "radio", name, value });
    input.checked = value === chosen[name];
    const label = document.createElement("label");
    label.append(input, NAMES[value] ?? value);
    document.getElementById(name).append(label);
  }
}
document.getElementById("filters").addEventListener("input", show);
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
show();

function unique(name) {
  return [...new Set(states.map((state) => state[name]))];
}

function show() {
  for (const name of Object.keys(choices)) {
    chosen[name] = document.querySelector(`input[name="${name}"]:checked`).value;
  }
  const parameters = new URLSearchParams(chosen);
  if (search.value) parameters.set("state", search.value);
  history.replaceState(null, "", `?${parameters}`);

  const wanted = states.filter(
    ({ widget, language, state }) =>
      widget === chosen.widget && language === chosen.language && state.includes(search.value.trim().toLowerCase()),
  );
  shown.replaceChildren(...wanted.map(figure));
  document.getElementById("count").textContent = `${wanted.length} states`;
}

function figure({ widget, language, state }) {
  const address = `${widget}/${language}/${state}.html?theme=${chosen.theme}`;
  const frame = Object.assign(document.createElement("iframe"), { loading: "lazy", title: state, src: address });
  frame.style.width = `${chosen.width}px`;
  frame.addEventListener("load", () => {
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight}px`;
  });
  const link = Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: state });
  const caption = document.createElement("figcaption");
  caption.append(link);
  const figure = document.createElement("figure");
  figure.append(caption, frame);
  return figure;
}
