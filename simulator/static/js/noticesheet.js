/** Which service notices the citizen agrees to: what the popup of a page asks, and the switch that takes it back. */
import { api } from "./api.js";
import { el } from "./dom.js";
import { openSheet, told } from "./overlays.js";

const state = (one) => {
  if (one.left === null) return "一直接收";
  return one.left ? `还能收 ${one.left} 次` : "没有订阅";
};

/** The account's notices, each with a button to agree (once more) and one to refuse from now on. */
export async function openNotices(openid) {
  const list = el("div", { class: "notices" });
  const draw = async () => {
    const rows = await api.subscriptions(openid);
    list.replaceChildren(...(rows.length ? rows.map(line) : [el("p", {}, "公众号还没有订阅通知。")]));
  };
  const act = (step) => () =>
    told(async () => {
      await step();
      await draw();
    });
  const line = (one) =>
    el(
      "div",
      { class: "notices__line" },
      el("span", { class: "notices__name" }, one.title, el("small", {}, state(one))),
      el(
        "button",
        {
          class: "weui-btn weui-btn_mini weui-btn_primary",
          type: "button",
          "data-testid": `agree-${one.title}`,
          on: { click: act(() => api.answerPopup(openid, { [one.template_id]: "accept" })) },
        },
        one.long_term ? "允许" : "允许一次",
      ),
      one.left !== 0 &&
        el(
          "button",
          {
            class: "weui-btn weui-btn_mini weui-btn_default",
            type: "button",
            "data-testid": `refuse-${one.title}`,
            on: { click: act(() => api.takeBack(openid, one.template_id)) },
          },
          "不再接收",
        ),
    );
  await told(draw);
  openSheet({ title: "允许公众号发送服务通知", testid: "notice-sheet", content: [list] });
}
