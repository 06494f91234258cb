/** The bigger cards: news, link, location and service notice. */
import { el, icon } from "./dom.js";
import { value } from "./rows.js";

export function newsCard(row, actions) {
  const found = value(row, "articles", "news_item", "content");
  const articles = Array.isArray(found) ? found : [found || { title: value(row, "title") || "图文消息" }];
  const [first, ...others] = articles;
  const card = el("div", { class: `card news ${others.length ? "news--many" : ""}`, "data-testid": "news" });
  card.append(
    el(
      "button",
      { class: "news__first", type: "button", on: { click: () => actions.openLink(first.url) } },
      cover(first, "news__cover", actions),
      el("span", { class: "news__title" }, first.title ?? ""),
      !others.length && first.description && el("span", { class: "news__description" }, first.description),
    ),
    ...others.map((article) =>
      el(
        "button",
        { class: "news__more", type: "button", on: { click: () => actions.openLink(article.url) } },
        el("span", { class: "news__more-title" }, article.title ?? ""),
        cover(article, "news__thumb", actions),
      ),
    ),
  );
  return card;
}

/** An article without a picture, or with one that does not load, gets a quiet coloured cover instead of a hole. */
function cover(article, className, actions) {
  const url = article.picurl || article.pic_url || article.thumb_url;
  const blank = () => el("span", { class: `${className} news__blank`, "aria-hidden": "true" }, "安全提示");
  if (!url) return blank();
  const image = el("img", { class: className, src: url, alt: "" });
  image.addEventListener("error", () => image.replaceWith(blank()));
  image.addEventListener("load", () => actions.grew());
  return image;
}

export function linkCard(row, actions) {
  const url = value(row, "url");
  return el(
    "button",
    { class: "card link", type: "button", on: { click: () => actions.openLink(url) } },
    el("span", { class: "link__title" }, value(row, "title") || url),
    el(
      "span",
      { class: "link__row" },
      el("span", { class: "link__description" }, value(row, "description") || url),
      el("span", { class: "link__thumb" }, icon("link")),
    ),
  );
}

export function locationCard(row, actions) {
  const latitude = Number(value(row, "latitude", "location_x"));
  const longitude = Number(value(row, "longitude", "location_y"));
  const label = value(row, "label") || "位置";
  return el(
    "button",
    {
      class: "card place",
      type: "button",
      on: { click: () => actions.viewPlace({ latitude, longitude, label }) },
    },
    el("span", { class: "place__label" }, label),
    el("span", { class: "place__where" }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
    el("span", { class: "place__map", "aria-hidden": "true" }, icon("place", "icon place__pin")),
  );
}

/** Template messages and subscription notices: `data` maps field names to {value} or to plain text. */
export function noticeCard(row, actions) {
  const url = value(row, "url", "page");
  const lines = Object.entries(value(row, "data") || {}).map(([name, item]) => [name, item?.value ?? item]);
  const labels = value(row, "labels") || {};
  const content = !lines.length && value(row, "content");
  return el(
    "div",
    { class: "card notice", "data-testid": "notice" },
    el("p", { class: "notice__title" }, value(row, "title") || "服务通知"),
    el(
      "dl",
      { class: "notice__lines" },
      lines.map(([name, words]) =>
        el("div", {}, el("dt", {}, labels[name] ?? name), el("dd", {}, String(words))),
      ),
    ),
    content && el("p", { class: "notice__text" }, String(content)),
    url &&
      el(
        "button",
        { class: "notice__open", type: "button", on: { click: () => actions.openLink(url) } },
        "查看详情",
        icon("right"),
      ),
  );
}
