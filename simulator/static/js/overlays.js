/** What slides over the phone's screen: sheets, questions, big pictures and short notes. One at a time, Esc closes. */
import { byId, el, icon } from "./dom.js";

const TOAST_MS = 2200;
let open = null;

/** Show `content` from the bottom; answers a function that closes it. */
export function openSheet({ title, content, testid, onClose, variant = "" }) {
  const close = () => dismiss(layer);
  const layer = overlay(
    el(
      "section",
      {
        class: `sheet ${variant}`,
        role: "dialog",
        "aria-modal": "true",
        "aria-label": title,
        "data-testid": testid,
      },
      el(
        "header",
        { class: "sheet__head" },
        el("h2", {}, title),
        el(
          "button",
          {
            class: "sheet__close",
            type: "button",
            "aria-label": "关闭",
            "data-testid": "sheet-close",
            on: { click: close },
          },
          icon("close"),
        ),
      ),
      el("div", { class: "sheet__body" }, content),
    ),
    { onClose },
  );
  return close;
}

/** WeChat's list of actions; `items` = [{label, note, symbol, run, danger, testid}]. */
export function openActions(items) {
  const pick = (item) => () => {
    dismiss(layer);
    item.run();
  };
  const layer = overlay(
    el(
      "section",
      {
        class: "actions",
        role: "dialog",
        "aria-modal": "true",
        "aria-label": "更多操作",
        "data-testid": "action-sheet",
      },
      el(
        "div",
        { class: "actions__list" },
        items.map((item) =>
          el(
            "button",
            {
              class: `actions__item ${item.danger ? "actions__item--danger" : ""}`,
              type: "button",
              "data-testid": item.testid,
              on: { click: pick(item) },
            },
            icon(item.symbol),
            el("span", {}, item.label, item.note && el("small", {}, item.note)),
          ),
        ),
      ),
      el("button", { class: "actions__cancel", type: "button", on: { click: () => dismiss(layer) } }, "取消"),
    ),
  );
}

/** A question with two answers; resolves to true for the second button. */
export function ask({ title, text, yes = "确定", no = "取消", danger = false }) {
  return new Promise((resolve) => {
    let answer = false;
    const finish = (value) => {
      answer = value;
      dismiss(layer);
    };
    const layer = overlay(
      el(
        "section",
        {
          class: "question",
          role: "alertdialog",
          "aria-modal": "true",
          "aria-label": title,
          "data-testid": "question",
        },
        el("h2", {}, title),
        text && el("p", {}, text),
        el(
          "div",
          { class: "question__buttons" },
          no && el("button", { type: "button", on: { click: () => finish(false) } }, no),
          el(
            "button",
            {
              type: "button",
              class: danger ? "is-danger" : "is-main",
              "data-testid": "question-yes",
              on: { click: () => finish(true) },
            },
            yes,
          ),
        ),
      ),
      { onClose: () => resolve(answer), centred: true },
    );
  });
}

/** A picture or clip on black; a tap anywhere closes it. */
export function openViewer(media) {
  const layer = overlay(
    el(
      "section",
      {
        class: "viewer",
        role: "dialog",
        "aria-modal": "true",
        "aria-label": "查看",
        "data-testid": "viewer",
      },
      media,
      el(
        "button",
        { class: "viewer__close", type: "button", "aria-label": "关闭", on: { click: () => dismiss(layer) } },
        icon("close"),
      ),
    ),
    { centred: true },
  );
}

function overlay(panel, { onClose, centred = false } = {}) {
  if (open) dismiss(open);
  const layer = el("div", { class: `layer ${centred ? "layer--centred" : ""}` }, panel);
  layer.addEventListener("click", (event) => event.target === layer && dismiss(layer));
  layer.returnTo = document.activeElement;
  layer.onClose = onClose;
  open = layer;
  byId("overlays").append(layer);
  byId("screen").inert = true;
  const first =
    panel.querySelector("[data-autofocus]") ??
    panel.querySelector(".sheet__body button, .sheet__body input, button");
  first?.focus({ preventScroll: true });
  return layer;
}

function dismiss(layer) {
  if (open !== layer) return;
  open = null;
  byId("screen").inert = false;
  layer.remove();
  layer.returnTo?.focus?.({ preventScroll: true });
  layer.onClose?.();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dismiss(open);
});

let toastTimer = 0;

export function toast(words) {
  byId("overlays").querySelector(".toast")?.remove();
  const note = el("p", { class: "toast", role: "status", "data-testid": "toast" }, words);
  byId("overlays").append(note);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => note.remove(), TOAST_MS);
}

/** Do something the citizen asked for; a failure becomes a short note instead of silence. */
export async function told(work) {
  try {
    return await work();
  } catch (error) {
    if (error.status === undefined) throw error;
    toast(error.message);
    return null;
  }
}
