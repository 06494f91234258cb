/** The quiet column for those who want to know: what was delivered, what time it is, how the wire is set. */
import { api } from "./api.js";
import { el, icon } from "./dom.js";
import { ask, toast, told } from "./overlays.js";
import { kindName } from "./rows.js";
import { fullTime, hourAndMinute, toMillis, virtualClock } from "./times.js";

const HOUR = 3600;
const JUMPS = [
  { label: "＋1 小时", seconds: HOUR, testid: "clock-hour" },
  { label: "＋1 天", seconds: 24 * HOUR, testid: "clock-day" },
  { label: "＋3 天", seconds: 72 * HOUR, testid: "clock-3days" },
];
const MODES = [
  { value: "plain", label: "明文" },
  { value: "compatible", label: "兼容" },
  { value: "secure", label: "安全" },
];
const CALLS_SHOWN = 6;

export class Inspector {
  /** `on` = {reset(), moved()}: the world was put back to its start; time was moved. */
  constructor(on) {
    this.on = on;
    this.calls = [];
    this.lastCall = 0;
    this.delivery = el("div", { class: "delivery", "data-testid": "delivery", "aria-live": "off" });
    this.time = el("p", { class: "inspector__time", "data-testid": "clock" });
    this.modes = el("div", { class: "segments", role: "group", "aria-label": "消息加密方式" });
    this.callList = el("ol", { class: "calls", "data-testid": "calls" });
    this.node = el(
      "div",
      { class: "inspector__inner" },
      section("刚才这一次投递", this.delivery, true, "section-delivery"),
      section("模拟时间", [this.time, this.#jumps()], true, "section-clock"),
      section("公众号最近的调用", this.callList, false, "section-calls"),
      section(
        "消息加密方式",
        [this.modes, el("p", { class: "inspector__hint" }, "要和后台的设置一致，否则收不到回复。")],
        false,
        "section-mode",
      ),
      el(
        "button",
        { class: "inspector__reset", type: "button", "data-testid": "reset", on: { click: () => this.#reset() } },
        "恢复到最初状态",
      ),
    );
    this.showDelivery(null);
  }

  get isVisible() {
    return this.node.isConnected && this.node.offsetParent !== null;
  }

  async refresh() {
    virtualClock.set((await api.clock()).now);
    this.showTime();
    if (!this.isVisible) return;
    const [settings, calls] = await Promise.all([api.settings(), api.journal(this.lastCall)]);
    this.#showMode(settings.mode);
    this.#showCalls(calls);
  }

  showTime() {
    this.time.textContent = fullTime(virtualClock.now());
  }

  /** `result` = {attempts: [{status, ms}], reply}, or null before the first one. */
  showDelivery(result) {
    if (!result) {
      this.delivery.replaceChildren(
        el("p", { class: "inspector__hint" }, "发一条消息，这里会显示它怎样送到后台。"),
      );
      return;
    }
    const attempts = result.attempts ?? [];
    const { good, words } = verdict(attempts, result.note ?? "");
    this.delivery.replaceChildren(
      el("p", { class: `delivery__head ${good ? "is-good" : "is-bad"}` }, words),
      el(
        "ol",
        { class: "delivery__attempts" },
        attempts.map((attempt, index) =>
          el(
            "li",
            {},
            el("span", {}, `第 ${index + 1} 次`),
            el(
              "span",
              { class: attempt.status === 200 ? "is-good" : "is-bad" },
              attempt.status ? String(attempt.status) : "没有应答",
            ),
            el("span", { class: "delivery__ms" }, `${Math.round(attempt.ms)} 毫秒`),
          ),
        ),
      ),
      el(
        "p",
        { class: "delivery__reply" },
        "回复：",
        el("b", {}, result.reply ? kindName(result.reply.type) : "没有当场回复"),
      ),
    );
  }

  #jumps() {
    return el(
      "div",
      { class: "jumps" },
      JUMPS.map((jump) =>
        el(
          "button",
          { type: "button", "data-testid": jump.testid, on: { click: () => this.#jump(jump.seconds) } },
          jump.label,
        ),
      ),
    );
  }

  async #jump(seconds) {
    await told(async () => {
      virtualClock.set((await api.advance(seconds)).now);
      this.showTime();
      this.on.moved();
      toast(`现在是${fullTime(virtualClock.now())}`);
    });
  }

  #showMode(current) {
    if (this.mode === current) return;
    this.mode = current;
    this.modes.replaceChildren(
      ...MODES.map((mode) =>
        el(
          "button",
          {
            type: "button",
            "aria-pressed": String(mode.value === current),
            "data-testid": `mode-${mode.value}`,
            on: {
              click: () =>
                told(async () =>
                  this.#showMode((await api.changeSettings({ mode: mode.value })).mode ?? mode.value),
                ),
            },
          },
          mode.label,
        ),
      ),
    );
  }

  #showCalls(rows) {
    for (const row of rows) this.lastCall = Math.max(this.lastCall, row.id);
    this.calls = [...this.calls, ...rows.filter((row) => !/webhook/.test(row.api))].slice(-CALLS_SHOWN);
    this.callList.replaceChildren(
      ...[...this.calls]
        .reverse()
        .map((row) =>
          el(
            "li",
            {},
            el("span", { class: "calls__time" }, hourAndMinute(toMillis(row.at))),
            el("span", { class: "calls__api" }, String(row.api).replace(/^\/?(cgi-bin\/)?/, "")),
            el(
              "span",
              { class: row.errcode || row.status >= 400 ? "is-bad" : "is-good" },
              row.errcode ? String(row.errcode) : "成功",
            ),
          ),
        ),
    );
    if (!this.calls.length) this.callList.replaceChildren(el("li", { class: "inspector__hint" }, "还没有。"));
  }

  /** After a restart or a reset the journal counts from one again. */
  forget() {
    this.lastCall = 0;
    this.calls = [];
    this.showDelivery(null);
  }

  async #reset() {
    const sure = await ask({
      title: "恢复到最初状态？",
      text: "所有市民和聊天记录都会清掉，时间回到现在。",
      yes: "恢复",
      danger: true,
    });
    if (sure) await told(this.on.reset);
  }
}

/** One sentence on a delivery; the simulator's `note` says why an answer did not reach the phone. */
function verdict(attempts, note) {
  const last = attempts.at(-1);
  if (!last) return { good: false, words: "没有推送给后台" };
  if (!last.status) return { good: false, words: "后台没有应答，请看看它是不是还开着" };
  if (last.status === 403) return { good: false, words: "后台拒收了，请核对加密方式和 Token" };
  if (last.status !== 200) return { good: false, words: `后台出错了（${last.status}）` };
  if (note.startsWith("dropped")) return { good: false, words: "回复太长，被微信丢掉了" };
  if (note.startsWith("fault")) return { good: false, words: "送到了，但应答的格式不对" };
  return { good: true, words: `送到了，用时 ${Math.round(last.ms)} 毫秒` };
}

function section(title, content, isOpen, testid) {
  return el(
    "details",
    { class: "inspector__section", open: isOpen, "data-testid": testid },
    el("summary", {}, title, icon("down", "icon inspector__fold")),
    content,
  );
}
