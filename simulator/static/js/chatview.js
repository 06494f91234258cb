/** The message list: where rows stand, when a time is written above them, and where the reader is looking. */
import { accountAvatar, avatar, el, icon } from "./dom.js";
import { body } from "./bubbles.js";
import { eventLine, isOwn, isSystem } from "./rows.js";
import { chatTime, toMillis, virtualClock } from "./times.js";

const NEAR_BOTTOM_PX = 80;
const TIME_GAP_MS = 5 * 60_000;

export class ChatView {
  constructor({ scroller, list, pill, actions, accountName }) {
    Object.assign(this, { scroller, list, pill, actions, accountName });
    this.nodes = new Map();
    this.missed = 0;
    this.lastAt = 0;
    this.stuck = true;
    scroller.addEventListener("scroll", () => this.#looked(), { passive: true });
    pill.addEventListener("click", () => this.toBottom());
    new ResizeObserver(() => this.#resized()).observe(scroller);
  }

  /** Empty the list for another citizen. Until `ready()` nothing is read aloud or animated. */
  open(citizen) {
    this.citizen = citizen;
    this.nodes.clear();
    this.list.replaceChildren();
    this.lastAt = 0;
    this.missed = 0;
    this.stuck = true;
    this.scroller.setAttribute("aria-busy", "true");
    this.list.classList.remove("is-live");
    this.#showPill();
  }

  ready() {
    this.scroller.removeAttribute("aria-busy");
    this.toBottom();
    this.list.classList.add("is-live");
  }

  /** Draw a row of the simulator; `sent` is the message of ours it settles, whose place it takes. */
  row(row, sent) {
    const node = this.#draw(sent ? { ...row, preview: sent.row.preview } : row, "received");
    if (!node) return;
    node.dataset.id = row.id;
    const old = sent && this.nodes.get(sent.localId);
    if (old) {
      this.nodes.delete(sent.localId);
      this.#copyTime(old, node);
      node.classList.add("is-still");
      old.replaceWith(node);
    } else {
      this.list.insertBefore(
        node,
        this.list.querySelector(":scope > [data-waiting]:not([data-state=failed])"),
      );
    }
    if (this.stuck) this.toBottom();
    else this.#missedOne(row);
  }

  /** Draw or redraw a message on its way; one sent again moves to the end, as in WeChat. */
  sent(sent) {
    const node = this.#draw(sent.row, sent.state, sent);
    node.dataset.waiting = sent.localId;
    const old = this.nodes.get(sent.localId);
    this.nodes.set(sent.localId, node);
    if (old && sent.state !== "sending") {
      this.#copyTime(old, node);
      node.classList.add("is-still");
      old.replaceWith(node);
    } else {
      old?.remove();
      this.list.append(node);
      this.toBottom();
    }
  }

  toBottom() {
    this.stuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.missed = 0;
    this.#showPill();
  }

  /** The clock jumped or midnight passed: what was "10:30" is now "昨天 10:30". */
  retime() {
    for (const time of this.list.querySelectorAll("time")) {
      time.textContent = chatTime(Date.parse(time.dateTime), virtualClock.now());
    }
  }

  /** A picture arrived and made its bubble taller. */
  grew() {
    if (this.stuck) this.toBottom();
  }

  #draw(row, state, sent) {
    if (row.type === "event" || isSystem(row)) {
      const words = isSystem(row) ? String(row.content ?? "") : eventLine(row, this.accountName());
      return words ? this.#item(row, "system", el("p", { class: "systemline" }, words)) : null;
    }
    const own = isOwn(row);
    const who = own ? avatar(this.citizen) : accountAvatar();
    const content = body(row, { ...this.actions, grew: () => this.grew() });
    const line = el(
      "div",
      { class: `message ${own ? "message--own" : "message--account"}` },
      el("span", { class: "visually-hidden" }, own ? "我说：" : "公众号说："),
      who,
      el("div", { class: "message__body", "data-testid": "message-body" }, content),
      own && this.#mark(state, sent),
    );
    const isPreview = row.channel === "preview";
    const note = isPreview && el("p", { class: "systemline" }, "群发预览，只发给了你");
    return this.#item(row, state, isPreview ? el("div", {}, note, line) : line);
  }

  #mark(state, sent) {
    if (state === "sending")
      return el("span", { class: "message__spinner", role: "img", "aria-label": "正在发送" });
    if (state !== "failed") return null;
    const retry = () => this.actions.askRetry(sent);
    return el(
      "button",
      {
        class: "message__failed",
        type: "button",
        "data-testid": "retry",
        "aria-label": `没有发出去：${sent.error}。点这里重发`,
        on: { click: retry },
      },
      "!",
    );
  }

  #item(row, state, content) {
    const item = el("li", {
      class: "row",
      "data-testid": "message",
      dataset: {
        direction: row.direction ?? "in",
        type: row.type ?? "system",
        channel: row.channel ?? "",
        state,
      },
    });
    const at = toMillis(row.at);
    if (Math.abs(at - this.lastAt) > TIME_GAP_MS) {
      item.append(
        el(
          "time",
          { class: "timeline", datetime: new Date(at).toISOString() },
          chatTime(at, virtualClock.now()),
        ),
      );
    }
    this.lastAt = Math.max(this.lastAt, at);
    item.append(content);
    return item;
  }

  /** A row keeps the time line of the message it takes the place of, and gets no second one. */
  #copyTime(old, node) {
    node.querySelector(":scope > time")?.remove();
    const time = old.querySelector(":scope > time");
    if (time) node.prepend(time);
  }

  #missedOne(row) {
    if (isSystem(row) || isOwn(row)) return;
    this.missed += 1;
    this.#showPill();
  }

  /** The keyboard opened, the window was turned: who was at the end stays there. */
  #resized() {
    this.size = this.#measure();
    if (this.stuck) this.toBottom();
  }

  #measure() {
    return `${this.scroller.clientWidth}×${this.scroller.clientHeight}`;
  }

  #looked() {
    // A scroll that comes with a new size is the browser's doing, not the reader's.
    if (this.size !== this.#measure()) return;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    if (this.stuck && this.missed) {
      this.missed = 0;
      this.#showPill();
    }
  }

  #showPill() {
    this.pill.hidden = !this.missed;
    this.pill.replaceChildren(icon("down"), `${this.missed} 条新消息`);
  }
}
