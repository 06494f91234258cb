// A campaign through node-easywechat 3, EasyWeChat for Node: a client that knows the token and takes any path.
"use strict";
const fs = require("node:fs");
const { OfficialAccount } = require("node-easywechat");
const { APPID, SECRET, SIMULATOR, file } = require("../shared/driving.js");
const campaign = require("../shared/campaigning.js");

const http = { baseURL: `${SIMULATOR}/api/` };
const app = new OfficialAccount({ app_id: APPID, secret: SECRET, use_stable_access_token: true, http });
// Of itself it keeps tokens in files of the working directory, and would bring one of an earlier run.
const kept = new Map();
app.setCache({
  get: async (key) => kept.get(key),
  set: async (key, value) => Boolean(kept.set(key, value)),
  has: async (key) => kept.has(key),
  delete: async (key) => kept.delete(key),
});
const client = app.getClient();

/** The answer; an errcode becomes an error that carries it, as the SDK itself only says that it failed. */
function heard(answer) {
  if (answer.errcode) throw Object.assign(new Error(answer.errmsg), { code: answer.errcode });
  return answer;
}

async function post(path, body) {
  return heard((await client.postJson(`cgi-bin/${path}`, body)).toObject());
}

async function get(path) {
  return heard((await client.get(`cgi-bin/${path}`)).toObject());
}

async function keepCover() {
  const picture = client.withFile(file("image.png"), "media");
  return heard((await picture.post("cgi-bin/material/add_material", { params: { type: "image" } })).toObject());
}

const text = (content) => ({ msgtype: "text", text: { content } });

function massText(content, whom, clientmsgid) {
  const body = { ...text(content), clientmsgid };
  if (Array.isArray(whom)) return post("message/mass/send", { ...body, touser: whom });
  const filter = whom === true ? { is_to_all: true } : { is_to_all: false, tag_id: whom };
  return post("message/mass/sendall", { ...body, filter });
}

campaign({
  createTag: async (name) => (await post("tags/create", { tag: { name } })).tag,
  putTag: (tagid, openid_list) => post("tags/members/batchtagging", { openid_list, tagid }),
  keepCover,
  addDraft: (articles) => post("draft/add", { articles }),
  getDraft: (media_id) => post("draft/get", { media_id }),
  changeDraft: (media_id, index, articles) => post("draft/update", { media_id, index, articles }),
  listDrafts: (offset, count) => post("draft/batchget", { offset, count, no_content: 0 }),
  countDrafts: () => get("draft/count"),
  previewNews: (touser, media_id) =>
    post("message/mass/preview", { touser, msgtype: "mpnews", mpnews: { media_id } }),
  previewText: (touser, content) => post("message/mass/preview", { touser, ...text(content) }),
  previewByName: (towxname, content) => post("message/mass/preview", { towxname, ...text(content) }),
  massNews: (media_id, touser) =>
    post("message/mass/send", { touser, msgtype: "mpnews", mpnews: { media_id }, send_ignore_reprint: 0 }),
  massText,
  status: (msg_id) => post("message/mass/get", { msg_id }),
  deleteMass: (msg_id) => post("message/mass/delete", { msg_id, article_idx: 0 }),
  setSpeed: (speed) => post("message/mass/speed/set", { speed }),
  speed: () => post("message/mass/speed/get", {}),
  publish: (media_id) => post("freepublish/submit", { media_id }),
  publication: (publish_id) => post("freepublish/get", { publish_id }),
  getArticle: (article_id) => post("freepublish/getarticle", { article_id }),
  listPublications: (offset, count) => post("freepublish/batchget", { offset, count, no_content: 0 }),
  deleteArticle: (article_id) => post("freepublish/delete", { article_id }),
});
