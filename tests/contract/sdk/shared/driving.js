// What the Node drivers share: the account, the test's files, one JSON line a step, a server for a webhook.
// A driver gets everything from the environment, see tests/contract/foreign.py, and knows nothing of the project.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const { SIMULATOR, APPID, SECRET, TOKEN, AES_KEY, OPENID, OTHER, WXNAME, FILES } = process.env;

const say = (line) => fs.writeSync(1, JSON.stringify(line) + "\n");
const file = (name) => path.join(FILES, name);
const isSame = (bytes, name) => fs.readFileSync(file(name)).equals(bytes);

/** Takes one step and reports its answer, or the errcode the SDK raised. Anything else ends the driver. */
async function take(step, call) {
  try {
    const answer = await call();
    say({ step, answer });
    return answer;
  } catch (error) {
    if (!Number.isInteger(error.code)) throw error;
    say({ step, errcode: error.code });
    return null;
  }
}

/** Calls a method whose last argument is a callback. */
const promised = (object, method, ...parameters) =>
  new Promise((resolve, reject) => {
    object[method](...parameters, (error, answer) => (error ? reject(error) : resolve(answer)));
  });

/** Serves a handler on a free port, reported in the first line, until killed. */
function serve(handler) {
  const server = http.createServer(handler);
  server.listen(0, "127.0.0.1", () => say({ port: server.address().port }));
}

const DETAILS = {
  text: (m) => m.Content,
  image: (m) => m.MediaId,
  voice: (m) => m.Recognition,
  video: (m) => m.MediaId,
  shortvideo: (m) => m.MediaId,
  location: (m) => m.Label,
  link: (m) => m.Url,
  CLICK: (m) => m.EventKey,
  VIEW: (m) => m.EventKey,
  SCAN: (m) => m.EventKey,
  subscribe: (m) => m.EventKey,
  scancode_waitmsg: (m) => m.ScanCodeInfo.ScanResult,
  location_select: (m) => m.SendLocationInfo.Label,
  MASSSENDJOBFINISH: (m) => m.Status,
};

/** Reports what a middleware understood of a message, and says what the test asks for: [kind, media id]. */
function heard(message) {
  const kind = message.MsgType === "event" ? message.Event : message.MsgType;
  const detail = DETAILS[kind] ? DETAILS[kind](message) : "";
  say({ kind, detail, from: message.FromUserName });
  const words = kind === "text" ? message.Content.split(" ") : [];
  return [words[1] || "", words[2] || ""];
}

/** A reply in the form that wechat and co-wechat share. */
function replyOf(kind, mediaId) {
  const article = { title: "燃气", description: "说明", picurl: "http://p", url: "http://u" };
  const replies = {
    image: { type: "image", content: { mediaId } },
    voice: { type: "voice", content: { mediaId } },
    video: { type: "video", content: { mediaId, title: "标题", description: "说明" } },
    music: {
      type: "music",
      content: { title: "歌", description: "说明", musicUrl: "http://m", hqMusicUrl: "http://h", thumbMediaId: mediaId },
    },
    news: [article, article],
    nothing: "",
  };
  return kind in replies ? replies[kind] : "收到 <b>&“";
}

module.exports = {
  ...{ SIMULATOR, APPID, SECRET, TOKEN, AES_KEY, OPENID, OTHER, WXNAME },
  ...{ say, file, isSame, take, promised, serve, heard, replyOf },
};
