// The client of co-wechat-api, step by step.
"use strict";
const API = require("co-wechat-api");
const { APPID, OPENID, SECRET, SIMULATOR, take } = require("../shared/driving.js");
const steps = require("../shared/webapi.js");

const api = new API(APPID, SECRET);
api.prefix = `${SIMULATOR}/api/cgi-bin/`;
api.mpPrefix = `${SIMULATOR}/mp/cgi-bin/`;
api.fileServerPrefix = `${SIMULATOR}/api/cgi-bin/`;

async function main() {
  await steps(api, (method, ...parameters) => api[method](...parameters), {
    create: (name) => api.createTags(name),
    rename: (tag, name) => api.updateTag(tag, name),
    put: (tag, openids) => api.batchTagging(openids, tag),
    take: (tag, openids) => api.batchUnTagging(openids, tag),
    of: (openid) => api.getIdList(openid),
    followers: (tag) => api.getUsersFromTag(tag, ""),
  });
  api.store = { accessToken: "dead", expireTime: Date.now() + 7_200_000 };
  await take("dead token", () => api.getUser(OPENID));
}

main();
