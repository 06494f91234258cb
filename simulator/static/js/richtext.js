/**
 * A message's text as nodes. WeChat knows one tag, <a>, with an http(s) address or weixin://bizmsgmenu;
 * everything else a text contains is shown as it was written, so nothing in it can run.
 */
import { el } from "./dom.js";

const ANCHOR = /<a\s+([^<>]*)>([\s\S]*?)<\/a\s*>/gi;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const ADDRESS = "https?:\\/\\/[\\w\\-.~:/?#\\[\\]@!$&'()*+,;=%]+";
// Short service numbers, 400/800 numbers, area codes and mobiles. A digit, a dot or a unit beside them means an amount.
const PHONE =
  "(?<![\\d.\\-#A-Za-z])(?:110|119|120|122|12\\d{3}|95\\d{3}|96\\d{3,4}|[48]00-?\\d{3}-?\\d{4}|0\\d{2,3}-\\d{7,8}|1[3-9]\\d{9})" +
  "(?![\\d.%\\-]|\\s*(?:元|块|米|公里|厘米|毫米|度|℃|号(?!码)|个|人|天|小时|分钟|秒|平|斤|公斤|千克|毫升|伏|瓦|年|条|次|户|家|万|多))";
const PLAIN = new RegExp(`(${ADDRESS})|(${PHONE})`, "g");

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", apos: "'", nbsp: " " };

const unescape = (text) =>
  text.replace(/&(amp|lt|gt|quot|#39|#x27|apos|nbsp);/gi, (_, name) => ENTITIES[name.toLowerCase()]);

/** `actions` = {sayMenuItem(text, menuId), openLink(url), dial(number)}. */
export function richText(text, actions) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(ANCHOR)) {
    const link = anchor(match[1], match[2], actions);
    if (!link) continue;
    nodes.push(...plain(text.slice(from, match.index), actions), link);
    from = match.index + match[0].length;
  }
  nodes.push(...plain(text.slice(from), actions));
  return nodes;
}

function anchor(attributes, label, actions) {
  const found = HREF.exec(attributes);
  if (!found) return null;
  const href = unescape(found[1] ?? found[2] ?? found[3]).trim();
  const words = unescape(label);
  if (/^weixin:\/\/bizmsgmenu\?/i.test(href)) {
    const said = queryValue(href, "msgmenucontent", "msgmenuid") ?? words;
    const menuId = queryValue(href, "msgmenuid", "msgmenucontent") ?? "";
    return menuItem(words, () => actions.sayMenuItem(said, menuId));
  }
  return /^https?:\/\//i.test(href) ? outside(href, words, actions) : null;
}

/**
 * One of the two values of a bizmsgmenu address. They come raw or percent-encoded, and what is said may hold an &
 * or a stray %, so a value ends only where the other one begins.
 */
function queryValue(href, name, other) {
  const raw = new RegExp(`[?&]${name}=(.*?)(?=&${other}=|$)`, "is").exec(href)?.[1];
  if (raw === undefined) return undefined;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/**
 * A blue line that says something for the citizen. Not a <button>: that is one box, and a long line must break
 * in the middle of a text like any other word.
 */
export function menuItem(words, onTap) {
  const press = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onTap();
  };
  return el(
    "a",
    {
      class: "textlink",
      role: "button",
      tabindex: "0",
      "data-testid": "msgmenu-item",
      on: { click: onTap, keydown: press },
    },
    words,
  );
}

function outside(href, words, actions) {
  const open = (event) => {
    event.preventDefault();
    actions.openLink(href);
  };
  return el(
    "a",
    { class: "textlink", href, target: "_blank", rel: "noopener noreferrer", on: { click: open } },
    words,
  );
}

function plain(text, actions) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(PLAIN)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    nodes.push(match[1] ? outside(match[1], match[1], actions) : phone(match[2], actions));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** Looks like WeChat's blue number, but asks first and never dials: a rehearsal must not ring the fire brigade. */
function phone(number, actions) {
  const dial = (event) => {
    event.preventDefault();
    actions.dial(number);
  };
  return el(
    "a",
    { class: "textlink", href: `tel:${number}`, "data-testid": "phone-number", on: { click: dial } },
    number,
  );
}
