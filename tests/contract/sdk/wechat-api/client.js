// The client of wechat-api, step by step.
"use strict";
const API = require("wechat-api");
const { APPID, OPENID, SECRET, SIMULATOR, promised, take } = require("../shared/driving.js");
const steps = require("../shared/webapi.js");

const api = new API(APPID, SECRET);
api.endpoint = `${SIMULATOR}/api`;
api.mpPrefix = `${SIMULATOR}/mp/cgi-bin/`;
api.fileServerPrefix = `${SIMULATOR}/api/cgi-bin/`;

const call = (method, ...parameters) => promised(api, method, ...parameters);

async function main() {
  await steps(api, call, {
    create: (name) => call("createTag", name),
    rename: (tag, name) => call("editTag", tag, name),
    put: (tag, openids) => call("membersBatchtagging", tag, openids),
    take: (tag, openids) => call("membersBatchuntagging", tag, openids),
    of: (openid) => call("getUserTags", openid),
    followers: (tag) => call("getTagUsers", tag, ""),
  });
  // It asks its store again after errcode 40001; an empty one makes it fetch a new token.
  const stored = [{ accessToken: "dead", expireTime: Date.now() + 7_200_000 }];
  api.getToken = (callback) => callback(null, stored.shift());
  await take("dead token", () => call("getUser", OPENID));
}

main();
