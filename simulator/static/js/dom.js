/** Small helpers to build elements without ever parsing a string as HTML. */

const SVG = "http://www.w3.org/2000/svg";
export const STATIC = document.body.dataset.static;

/**
 * Build an element. `props` may hold attributes, `class`, `dataset`, `on: {click: fn}`; strings become text nodes,
 * and null or false children are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "on") for (const [event, fn] of Object.entries(value)) node.addEventListener(event, fn);
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

/** An icon of the sprite; decoration only, the button around it carries the label. */
export function icon(name, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${STATIC}icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

const AVATAR_COLOURS = 7;

/** A citizen's avatar: the first character of the name on a colour that stays the same for the openid. */
export function avatar(citizen, extra = "") {
  let sum = 0;
  for (const letter of citizen.openid || citizen.name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  const letter = [...(citizen.name || "民")][0];
  return el(
    "span",
    { class: `avatar avatar--${sum % AVATAR_COLOURS} ${extra}`, "aria-hidden": "true" },
    letter,
  );
}

export function accountAvatar(extra = "") {
  return el("img", { class: `avatar ${extra}`, src: `${STATIC}account.svg`, alt: "" });
}
