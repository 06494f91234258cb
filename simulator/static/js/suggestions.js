/** A row of questions to tap, for whoever does not know what to ask first. Closing it keeps it closed in this window. */
import { el, icon } from "./dom.js";

const QUESTIONS = [
  "电瓶车搁楼梯口充一宿要不要紧",
  "打开门全是煤气味咋弄",
  "台风要来了怎么准备",
  "灭火器怎么用",
  "我想举报一个隐患",
];

/** `on` = {say(text), isWanted(), openid()}. Each question is offered once to each citizen. */
export function suggestions(node, on) {
  const asked = new Map();
  let drawn = "";
  let closed = false;

  const refresh = () => {
    const used = asked.get(on.openid()) ?? new Set();
    const left = QUESTIONS.filter((question) => !used.has(question));
    node.hidden = !left.length || !on.isWanted() || closed;
    const key = left.join();
    if (node.hidden || key === drawn) return;
    drawn = key;
    node.replaceChildren(
      el("div", { class: "suggestions__scroll" }, left.map(chip)),
      el(
        "button",
        {
          class: "suggestions__close",
          type: "button",
          "aria-label": "不再提示",
          "data-testid": "suggestions-close",
          on: { click: close },
        },
        icon("close"),
      ),
    );
  };

  const chip = (question) =>
    el(
      "button",
      {
        class: "suggestion",
        type: "button",
        "data-testid": "suggestion",
        on: { click: () => say(question) },
      },
      question,
    );

  const say = (question) => {
    const used = asked.get(on.openid()) ?? new Set();
    asked.set(on.openid(), used.add(question));
    on.say(question);
    refresh();
  };

  const close = () => {
    closed = true;
    refresh();
  };

  return { refresh };
}
