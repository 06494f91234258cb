/**
 * One citizen's chat: rows the simulator keeps, and messages still on their way. It knows no element; the view
 * hears of changes through the three callbacks.
 */
import { ApiError, api } from "./api.js";
import { isOwn, isSameMessage } from "./rows.js";
import { virtualClock } from "./times.js";

let counter = 0;

export class Conversation {
  /** `on` = {row(row, sent), sent(sent), busy(isBusy), delivery(result)}; `sent` is the message a row settles. */
  constructor(openid, on) {
    this.openid = openid;
    this.on = on;
    this.last = null;
    this.waiting = [];
    this.underway = 0;
    this.polling = null;
  }

  /** Fetch what is new. Calls made meanwhile share the one request, so rows never come twice. */
  poll() {
    this.polling ??= this.#fetchRows().finally(() => (this.polling = null));
    return this.polling;
  }

  async #fetchRows() {
    const rows = await api.inbox(this.openid, this.last ? this.last.id - 1 : 0);
    if (this.last) this.#checkSameWorld(rows.shift());
    for (const row of rows) {
      this.last = row;
      this.on.row(row, isOwn(row) ? this.#settle(row) : null);
    }
    return rows.length;
  }

  /**
   * The last row we know is always asked for again. If it is gone, the simulator was reset or restarted, counts
   * from one again, and may already have the same citizens: everything shown here is of the past.
   */
  #checkSameWorld(row) {
    if (row?.id === this.last.id && row.at === this.last.at) return;
    throw new ApiError("模拟器重新开始了。", 409);
  }

  /** The oldest message on its way that this row is the copy of. */
  #settle(row) {
    const index = this.waiting.findIndex((sent) => isSameMessage(sent.message, row));
    return index < 0 ? null : this.waiting.splice(index, 1)[0];
  }

  /**
   * Show a message at once and send it. `preview` is a picture's address in this page; `prepare` uploads it and
   * answers what to add to the message, so that the bubble need not wait for the upload.
   */
  say(message, { preview, prepare } = {}) {
    const sent = {
      localId: `local-${++counter}`,
      message,
      prepare,
      row: { ...message, preview, direction: "out", channel: "citizen", at: virtualClock.now() },
      state: "sending",
    };
    this.waiting.push(sent);
    this.on.sent(sent);
    return this.#deliver(sent);
  }

  retry(sent) {
    sent.state = "sending";
    this.on.sent(sent);
    return this.#deliver(sent);
  }

  async #deliver(sent) {
    try {
      if (sent.prepare && !sent.message.media_id)
        sent.message = { ...sent.message, ...(await sent.prepare()) };
      await this.#work(() => api.send(this.openid, sent.message));
      if (sent.state === "sending") sent.state = "sent";
    } catch (error) {
      sent.state = "failed";
      sent.error = error.message;
    }
    if (this.waiting.includes(sent)) this.on.sent(sent);
  }

  /** An event has no bubble, so its failure is the caller's to show. */
  event(message) {
    return this.#work(() => api.send(this.openid, message));
  }

  follow = (scene) => this.#work(() => api.follow(this.openid, scene));
  unfollow = () => this.#work(() => api.unfollow(this.openid));
  scan = (scene) => this.#work(() => api.scan(this.openid, scene));

  async #work(request) {
    this.underway += 1;
    this.on.busy(true);
    try {
      const result = await request();
      this.on.delivery(result);
      await this.poll().catch(() => 0);
      return result;
    } finally {
      this.underway -= 1;
      this.on.busy(this.underway > 0);
    }
  }
}
