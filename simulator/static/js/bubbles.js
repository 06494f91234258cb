/** One message as WeChat draws it. `row` is an inbox row or a message still on its way; `actions` are the taps. */
import { el, icon } from "./dom.js";
import { noticeCard, newsCard, linkCard, locationCard } from "./cards.js";
import { menuItem, richText } from "./richtext.js";
import { isNotice, isOwn, kindName, value } from "./rows.js";

export function body(row, actions) {
  if (isNotice(row)) return noticeCard(row, actions);
  const draw = DRAW[row.type];
  return draw ? draw(row, actions) : text({ ...row, content: `[${kindName(row.type)}]` }, actions);
}

const DRAW = {
  text,
  image: picture,
  voice,
  video,
  shortvideo: video,
  location: (row, actions) => locationCard(row, actions),
  link: (row, actions) => linkCard(row, actions),
  news: (row, actions) => newsCard(row, actions),
  mpnews: (row, actions) => newsCard(row, actions),
  mpnewsarticle: (row, actions) => newsCard(row, actions),
  msgmenu: menuMessage,
  music: (row, actions) =>
    linkCard({ ...row, url: value(row, "musicurl", "music_url", "hqmusicurl") }, actions),
};

/** Links are the account's to give; what a citizen typed stays as typed. */
function text(row, actions) {
  const content = String(row.content ?? "");
  return el("div", { class: "bubble bubble--text" }, isOwn(row) ? content : richText(content, actions));
}

function menuMessage(row, actions) {
  const head = String(value(row, "head_content", "content"));
  const tail = String(value(row, "tail_content"));
  const list = value(row, "list", "items") || [];
  return el(
    "div",
    { class: "bubble bubble--text" },
    head && el("p", { class: "msgmenu__part" }, richText(head, actions)),
    el(
      "ul",
      { class: "msgmenu__list" },
      list.map((item) =>
        el(
          "li",
          {},
          menuItem(item.content, () => actions.sayMenuItem(item.content, String(item.id))),
        ),
      ),
    ),
    tail && el("p", { class: "msgmenu__part" }, richText(tail, actions)),
  );
}

function picture(row, actions) {
  const url = value(row, "preview", "url", "pic_url", "picurl");
  if (!url) return missing("picture", "图片");
  const image = el("img", { src: url, alt: isOwn(row) ? "发出的图片" : "收到的图片", loading: "lazy" });
  const button = el(
    "button",
    {
      class: "bubble bubble--picture",
      type: "button",
      "aria-label": "查看图片",
      on: { click: () => actions.viewPicture(url) },
    },
    image,
  );
  image.addEventListener("error", () => button.replaceWith(missing("picture", "图片已过期")));
  image.addEventListener("load", () => actions.grew());
  return button;
}

function missing(symbol, words) {
  return el("div", { class: "bubble bubble--missing" }, icon(symbol), el("span", {}, words));
}

function voice(row, actions) {
  const seconds = voiceSeconds(row);
  const words = String(value(row, "recognition") || "");
  const width = 74 + Math.min(seconds, 60) * 2.2;
  const bubble = el(
    "button",
    { class: "bubble bubble--voice", type: "button", "aria-label": `语音，${seconds} 秒，播放` },
    icon("wave", "icon voice__wave"),
    el("span", { class: "voice__seconds" }, `${seconds}″`),
  );
  bubble.style.width = `${width}px`;
  bubble.addEventListener("click", () => actions.playVoice(bubble, value(row, "preview", "url"), seconds));
  if (!words) return bubble;
  return el(
    "div",
    { class: "voice" },
    bubble,
    el("p", { class: "voice__words", "data-testid": "transcript" }, words),
  );
}

/** The platform gives no length for a citizen's recording: three characters a second is an unhurried voice. */
function voiceSeconds(row) {
  const given = Number(value(row, "duration", "seconds"));
  if (given > 0) return Math.round(given);
  const words = String(value(row, "recognition") || "");
  return Math.min(60, Math.max(2, Math.round(words.length / 3)));
}

function video(row, actions) {
  const url = value(row, "preview", "url", "video_url");
  const thumb = value(row, "thumb_url", "thumb");
  const title = value(row, "title");
  return el(
    "button",
    {
      class: "bubble bubble--video",
      type: "button",
      "aria-label": title ? `视频：${title}` : "播放视频",
      on: { click: () => actions.viewVideo(url) },
    },
    thumb ? el("img", { src: thumb, alt: "" }) : url && frame(url),
    icon("play", "icon video__play"),
    title && el("span", { class: "video__title" }, title),
  );
}

/** The first picture of the clip itself, where the browser can read it. */
function frame(url) {
  const node = el("video", {
    src: `${url}#t=0.1`,
    preload: "metadata",
    muted: true,
    playsinline: true,
    tabindex: "-1",
  });
  node.addEventListener("error", () => node.remove());
  return node;
}
