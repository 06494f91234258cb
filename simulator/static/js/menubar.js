/** The account's own menu at the foot of the chat: up to three buttons, each with up to five below it. */
import { el, icon } from "./dom.js";
import { round } from "./composer.js";

export class MenuBar {
  /** `on` = {toKeyboard(), tap(button)}. */
  constructor(row, on) {
    this.row = row;
    this.on = on;
    this.buttons = [];
    this.opened = null;
    document.addEventListener("click", (event) => {
      if (this.opened && !row.contains(event.target)) this.close();
    });
    row.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close(true);
    });
  }

  get exists() {
    return this.buttons.length > 0;
  }

  /** Redraw only when the published menu changed, so that an open submenu is not pulled away. */
  show(menu) {
    const buttons = normalise(menu);
    const text = JSON.stringify(buttons);
    if (text === this.drawn) return false;
    this.drawn = text;
    this.buttons = buttons;
    this.opened = null;
    this.row.replaceChildren(
      round("keyboard", "切换到键盘", "mode-toggle", () => this.on.toKeyboard()),
      ...buttons.map((button, index) => this.#top(button, index)),
    );
    return true;
  }

  close(refocus = false) {
    if (!this.opened) return;
    const { list, head } = this.opened;
    list.hidden = true;
    head.setAttribute("aria-expanded", "false");
    if (refocus) head.focus();
    this.opened = null;
  }

  #top(button, index) {
    const below = button.sub_button;
    const head = el(
      "button",
      { class: "menubutton", type: "button", "data-testid": `menu-${index}` },
      below.length ? icon("menu", "menubutton__mark") : null,
      el("span", {}, button.name),
    );
    if (!below.length) {
      head.addEventListener("click", () => this.#tap(button));
      return el("div", { class: "menuslot" }, head);
    }
    const list = el(
      "ul",
      { class: "submenu", "data-testid": `submenu-${index}`, "aria-label": button.name, hidden: true },
      below.map((item, place) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", "data-testid": `menu-${index}-${place}`, on: { click: () => this.#tap(item) } },
            item.name,
          ),
        ),
      ),
    );
    head.setAttribute("aria-expanded", "false");
    head.addEventListener("click", () => this.#toggle({ head, list }));
    return el("div", { class: "menuslot" }, head, list);
  }

  #toggle(slot) {
    const wasOpen = this.opened?.list === slot.list;
    this.close();
    if (wasOpen) return;
    slot.list.hidden = false;
    slot.head.setAttribute("aria-expanded", "true");
    this.opened = slot;
  }

  #tap(button) {
    this.close(true);
    this.on.tap(button);
  }
}

/** The list may come bare or inside {menu: {button}}; a submenu bare or inside {list}. */
function normalise(menu) {
  const buttons = Array.isArray(menu) ? menu : (menu?.menu?.button ?? menu?.button ?? menu?.menu ?? []);
  return (Array.isArray(buttons) ? buttons : []).map((button) => {
    const below = button.sub_button ?? button.sub_buttons ?? button.children ?? [];
    return { ...button, sub_button: Array.isArray(below) ? below : (below.list ?? []) };
  });
}
