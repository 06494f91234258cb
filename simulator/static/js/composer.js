/** The line where the citizen types: Enter sends, Shift+Enter breaks the line, a Chinese input method is left alone. */
import { el, icon } from "./dom.js";

const MAX_LINES_PX = 120;
const IME_KEY_CODE = 229;

export class Composer {
  /** `on` = {send(text), toMenu(), voice(), plus(isOpen)}. */
  constructor(form, plusPanel, on) {
    this.form = form;
    this.plusPanel = plusPanel;
    this.on = on;
    this.composing = false;
    this.input = el("textarea", {
      class: "composer",
      id: "composer",
      "data-testid": "composer",
      rows: 1,
      "aria-label": "输入消息",
      enterkeyhint: "send",
      maxlength: 2000,
    });
    this.toggle = round("menu", "切换到菜单", "mode-toggle", () => on.toMenu());
    this.send = el("button", { class: "send", type: "submit", "data-testid": "send" }, "发送");
    this.plus = round("plus", "更多输入方式", "plus", () => this.#togglePlus());
    this.plus.setAttribute("aria-expanded", "false");
    form.append(
      this.toggle,
      round("voice", "发语音", "voice", () => on.voice()),
      this.input,
      this.plus,
      this.send,
    );
    this.#listen();
    this.#resize();
  }

  get isInUse() {
    return this.input.value !== "" || document.activeElement === this.input;
  }

  setMenuToggle(exists) {
    this.toggle.hidden = !exists;
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  clear() {
    this.input.value = "";
    this.#resize();
  }

  closePlus() {
    this.#showPlus(false);
  }

  #listen() {
    const { input, form } = this;
    input.addEventListener("compositionstart", () => (this.composing = true));
    input.addEventListener("compositionend", () => {
      this.composing = false;
      this.#resize();
    });
    input.addEventListener("input", () => this.#resize());
    input.addEventListener("focus", () => this.closePlus());
    input.addEventListener("keydown", (event) => {
      const choosing = event.isComposing || this.composing || event.keyCode === IME_KEY_CODE;
      if (event.key !== "Enter" || event.shiftKey || choosing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text) return;
      this.clear();
      this.on.send(text);
      this.focus();
    });
    // A press on the button would take the focus and fold a phone's keyboard away.
    this.send.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  #resize() {
    const filled = this.input.value.trim() !== "";
    this.send.hidden = !filled;
    this.plus.hidden = filled;
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, MAX_LINES_PX)}px`;
  }

  #togglePlus() {
    this.#showPlus(this.plusPanel.hidden);
  }

  #showPlus(visible) {
    if (this.plusPanel.hidden === !visible) return;
    this.plusPanel.hidden = !visible;
    this.plus.setAttribute("aria-expanded", String(visible));
    this.on.plus(visible);
  }
}

export function round(symbol, label, testid, run) {
  return el(
    "button",
    { class: "round", type: "button", "aria-label": label, "data-testid": testid, on: { click: run } },
    icon(symbol),
  );
}

/** Fill the "+" panel; `items` = [{label, symbol, testid, run}]. */
export function fillPlus(panel, items) {
  panel.replaceChildren(
    ...items.map((item) =>
      el(
        "button",
        { class: "plus__item", type: "button", "data-testid": item.testid, on: { click: item.run } },
        el("span", { class: "plus__tile" }, icon(item.symbol)),
        item.label,
      ),
    ),
  );
}
