/** What an inbox row is called and holds, whatever spelling the platform's own formats use for it. */

const KINDS = {
  text: "文字",
  image: "图片",
  voice: "语音",
  video: "视频",
  shortvideo: "小视频",
  location: "位置",
  link: "链接",
  news: "图文",
  mpnews: "图文",
  mpnewsarticle: "图文",
  msgmenu: "菜单消息",
  music: "音乐",
  miniprogrampage: "小程序",
  wxcard: "卡券",
  template: "模板消息",
  subscribe: "订阅通知",
  event: "事件",
  system: "系统提示",
};

export const kindName = (type) => KINDS[type] ?? type;

const NOTICE_CHANNELS = new Set(["template", "subscribe", "subscription", "notice", "service_notice"]);

/** A template message or subscription notice: the grey-headed card with lines of "name: value". */
export const isNotice = (row) =>
  row.type === "template" ||
  row.type === "subscribe" ||
  (NOTICE_CHANNELS.has(row.channel) && row.type !== "text");

export const isSystem = (row) => row.channel === "system" || row.type === "system";

export const isOwn = (row) => row.direction === "out" && !isSystem(row);

/** Values may lie on the row itself or in an object named after the type, as in the platform's JSON. */
export function value(row, ...names) {
  const nested = typeof row[row.type] === "object" && row[row.type] !== null ? row[row.type] : {};
  for (const name of names) {
    const found = row[name] ?? nested[name];
    if (found !== undefined && found !== null && found !== "") return found;
  }
  return "";
}

/** The grey line a follow, a scan or an unfollow leaves; other events leave none, as in WeChat. */
export function eventLine(row, accountName) {
  const event = String(value(row, "event")).toLowerCase();
  if (event === "subscribe") return `${value(row, "key", "scene") ? "扫码关注了" : "已关注"}“${accountName}”`;
  if (event === "unsubscribe") return `已取消关注“${accountName}”`;
  if (event === "scan") return "扫了公众号的二维码";
  return "";
}

/** Two descriptions of one message of the citizen's: what was typed here, and the row that came back. */
export function isSameMessage(sent, row) {
  if (sent.type !== row.type) return false;
  if (sent.type === "text") return sent.content === row.content;
  if (sent.media_id) return !value(row, "media_id") || sent.media_id === value(row, "media_id");
  if (sent.type === "location") return !value(row, "label") || sent.label === value(row, "label");
  if (sent.type === "link") return !value(row, "title") || sent.title === value(row, "title");
  return true;
}

/** One line for a list of chats. */
export function summary(row) {
  if (row.type === "text" || isSystem(row))
    return String(row.content ?? "")
      .replace(/<[^>]*>/g, "")
      .replace(/\s+/g, " ");
  return `[${kindName(row.type)}]`;
}
