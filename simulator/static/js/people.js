/** The citizens: who is there, who is chosen, and one more. Drawn in the left column, or in a sheet on a phone. */
import { avatar, el, icon } from "./dom.js";

/** Everyday ways to call people, so that each window is someone. */
const NAMES = [
  "王阿姨",
  "陈师傅",
  "李同学",
  "赵大爷",
  "周老师",
  "孙女士",
  "吴店主",
  "刘奶奶",
  "黄工",
  "何医生",
  "林大哥",
  "杨大姐",
  "徐先生",
  "马叔",
  "朱小姐",
  "胡伯伯",
  "郭厂长",
  "高同学",
  "罗婶",
  "梁大爷",
  "宋女士",
  "郑师傅",
  "谢老板",
  "韩阿姨",
];

export const STARTERS = NAMES.slice(0, 3);

/** A name nobody has yet; after the list is used up, the round is numbered. */
export function freshName(citizens) {
  const taken = new Set(citizens.map((citizen) => citizen.name));
  for (let round = 1; ; round += 1) {
    for (const name of NAMES.slice(3).concat(STARTERS)) {
      const candidate = round === 1 ? name : `${name}${round}`;
      if (!taken.has(candidate)) return candidate;
    }
  }
}

export const citizenHash = (openid) => `#c=${encodeURIComponent(openid)}`;

/** A link for each citizen, so that one can be opened in a window of its own. */
export function peopleList({ citizens, current, unread, onPick }) {
  return el(
    "ul",
    { class: "people__list", "data-testid": "citizens" },
    citizens.map((citizen) => {
      const chosen = citizen.openid === current;
      return el(
        "li",
        {},
        el(
          "a",
          {
            class: `person ${chosen ? "is-chosen" : ""}`,
            href: citizenHash(citizen.openid),
            "aria-current": chosen ? "true" : null,
            "data-testid": "citizen",
            dataset: { openid: citizen.openid },
            on: { click: onPick },
          },
          avatar(citizen),
          el(
            "span",
            { class: "person__text" },
            el("span", { class: "person__name" }, citizen.name),
            el("span", { class: "person__state" }, citizen.following ? "已关注" : "还没关注"),
          ),
          unread.has(citizen.openid) &&
            el("span", {
              class: "weui-badge weui-badge_dot person__dot",
              role: "img",
              "aria-label": "有新消息",
            }),
        ),
      );
    }),
  );
}

export function newcomerButton(run) {
  return el(
    "button",
    { class: "people__new", type: "button", "data-testid": "new-citizen", on: { click: run } },
    icon("person-add"),
    "新来一位市民",
  );
}

/** The left column of a wide screen. */
export function peopleColumn({ citizens, current, unread, following, onAdd, onScan, onUnfollow }) {
  return [
    el("h2", { class: "people__title" }, "市民"),
    peopleList({ citizens, current, unread }),
    newcomerButton(onAdd),
    el(
      "div",
      { class: "people__verbs" },
      el(
        "button",
        { type: "button", "data-testid": "scan", on: { click: onScan } },
        icon("scan"),
        "扫二维码",
      ),
      following &&
        el(
          "button",
          { type: "button", "data-testid": "unfollow", on: { click: onUnfollow } },
          icon("leave"),
          "取消关注",
        ),
    ),
  ];
}

/** The account's page as someone sees it who does not follow it yet. */
export function profileCard({ name, picture, citizen, onFollow, onScan }) {
  return [
    picture,
    el("h2", { class: "profile__name" }, name),
    el("p", { class: "profile__kind" }, icon("check"), "服务号（模拟）"),
    el(
      "p",
      { class: "profile__about" },
      "问安全、查知识、学急救、找电话。遇到危险，请先拨打 119、120 或 110。",
    ),
    el(
      "button",
      {
        class: "weui-btn weui-btn_primary profile__follow",
        type: "button",
        "data-testid": "follow",
        on: { click: onFollow },
      },
      "关注公众号",
    ),
    el(
      "button",
      { class: "profile__scan", type: "button", "data-testid": "follow-by-scan", on: { click: onScan } },
      icon("scan"),
      "扫二维码关注",
    ),
    el("p", { class: "profile__who" }, `现在是${citizen.name}的手机`),
  ];
}
